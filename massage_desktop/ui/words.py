"""Every sentence the pages show, and how figures are written. No sentence promises healing (CLAIM-01)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from massage_desktop.ui.marked import AsItIs, Meant

if TYPE_CHECKING:
    from massage_desktop.plan.model import PlannedStep
    from massage_desktop.routine.model import Difficulty, Motion, Position, Pressure, Routine, Stage
    from massage_desktop.session.model import Snapshot

PROGRAM = AsItIs("Massage Desktop")
SESSION = "Session"
BODY_MAP = "Body map"

PRESSURE: dict[Pressure, str] = {
    "touch": "A touch",
    "light": "Light",
    "medium": "Medium",
    "firm": "Firm",
    "strong": "Strong",
}
STAGE: dict[Stage, str] = {"opening": "Warming up", "main": "Main part", "closing": "Winding down"}
POSITION: dict[Position, str] = {
    "prone": "lying face down",
    "supine": "lying face up",
    "side_lying": "lying on one side",
    "seated": "sitting",
    "standing": "standing",
}
KINDS: dict[str, str] = {
    "back": Meant("Back", "kind"),
    "body": "Whole body",
    "limbs": "Head, arms, legs",
    "self": "For yourself",
    "children": "For children",
    "areas": "Single areas",
    "other": "Not for relaxing",
}
KIND = "Kind of massage"
OPTIONS_TITLE = "Also, if there is time"
DIFFICULTY: dict[Difficulty, str] = {
    "easy": "Easy",
    "medium": "Some practice",
    "advanced": "For skilled hands",
}
SIDE = {"left": "Left side", "right": "Right side", "both": ""}
_MOTIONS: dict[Motion, str] = {
    "circles": "circles",
    "spiral": "turns",
    "zigzag": "turns",
    "saw": "strokes",
    "lift": "kneads",
    "wave": "waves",
    "roll": "rolls",
    "pat": "pats",
    "press": "presses",
    "shake": "shakes",
}

HOME_TITLE = "Take your time"
HOME_LEAD = "Choose a massage. You are led step by step, and your hands stay free."
SEARCH = "Search"
SETTINGS = "Settings"
LAST_TIME = "Last time"
CHOOSE = "Choose"
NOTHING_FOUND = "No massage matches these words. Try fewer, or clear the search."
NO_ROUTINES = "No routines were found. Install the program again, or add a routine file."
FEWER_MINUTES = "Fewer minutes"
MORE_MINUTES = "More minutes"

PREPARE_ROOM = "Room and hands"
PREPARE_SOUND = "Oil and sound"
LENGTH = "Length"
PROFILE_TITLE = "Who receives"
HEALTH_TITLE = "Health today"
HEALTH_LEAD = "Does any of this apply to the person who receives?"
HEALTH_LEAD_SELF = "Does any of this apply to you?"
NONE_OF_THESE = "None of these"
NONE_TO_THE_END = "None of these, down to the end of the list"
DOCTOR_AGREED = "A doctor has agreed to this massage"
OUTCOME = {
    "stop": "Better not today",
    "doctor": "Ask a doctor first",
    "later": "Wait a while",
    "adapt": "With a few changes",
}
WHERE = "Where"
MEAL = "Time since the meal"
LESS_TIME = "Less time"
MORE_TIME = "More time"
OIL_OWN = "Your own"
OIL_OWN_HINT = "A product that the receiver knows and tolerates."
SCENT = "Scent"
BLEND_OWN = "Nothing is mixed in: the product stays as the receiver knows it."
WITHOUT_SOUND = "Silence"
OWN_MUSIC = "My music folder…"
OWN_FILE = "My music file…"
SOUND_LINE_ABOUT = "Opens the sounds to choose from"
MIX_SOUNDS = "Mix up to three sounds"
MIX_FULL = "Three sounds together are enough. Take one away first."
MIX_NO_PLUS = "The name of this music holds a plus sign, so it plays alone."
LEVEL_SOFT, LEVEL_MEDIUM, LEVEL_FULL = "soft", "medium", "full"
PICK_MUSIC = "Choose a folder with calm, slow music"
OIL_TITLE = "Oil"
SOUND_TITLE = "Sound"
LIKES_NATURE = "The receiver likes nature sounds"
LIKES_NATURE_SELF = "I like nature sounds"
NOT_CALIBRATED = "Sound: not calibrated. It starts very quietly; keep it below a soft voice."
NOTICES = "Good to know before you begin"
BACK = "Back"
BEGIN = "Begin"
READY_TO_BEGIN = "All set. Warm your hands, and begin when you like."
ANSWER_HEALTH = "Answer the health questions first: one tick is enough if none apply."
NOT_TODAY = "This massage waits for another day. Rest quietly together instead, and ask a doctor if in doubt."

READY_KICKER = "Get ready"
READY_TITLE = "Warm your hands"
READY_TEXT = (
    "Rub your palms together and spread a little oil in them. Breathe out, and let your shoulders sink."
)
READY_FIRST = "First"
READY_RING = "to the first stroke"
HELD_KICKER = "On hold"
HELD_TITLE = "Rest one hand on the body"
HELD_TITLE_SELF = "Let your hands rest"
HELD_TEXT = "Nothing is lost. Press P, or touch anywhere, when you are both ready."
HELD_TEXT_SELF = "Nothing is lost. Press P, or touch anywhere, when you are ready."
HELD_RING = "waiting"
ENDING_KICKER = "Ending gently"
HURT_CAUTION = "Something hurt: only light strokes from here on."
PRESSURE_LABEL = "Pressure"
PACE_LABEL = "Pace"
ROUND_LABEL = "Round"
STILL = "Hands still"
IN_THIS_STEP = "in this step"
NEXT = "Next"
THEN_REST = "Rest"
THEN_REST_DETAIL = "Cover up and lie still"
SILENCE = "Silence"
NO_DEVICE = "Silent: no sound device"
DEVICE_LOST = "Sound is coming back"
KEY_HINTS = (
    ("Space", "next"),
    ("←", "back"),
    ("P", "hold"),
    ("S", "softer"),
    ("M", "stay longer"),
    ("G", "glance"),
    ("F1", "keys"),
)
PRESS_AGAIN = "Press Esc again to end gently with a few closing strokes."

KEYS_TITLE = "Keys"
KEYS_HERE = (("G", "Large view for a glance"), ("F11", "Whole screen"), ("F1", "Show or hide this list"))
KEYS_TWICE = "twice"
KEYS_NOTE = "Touch works too: the right half is next, low at the left is hold, high at the left is back."

CLOSE_AGAIN = "The massage is still going on. Close again to end it here."

REST_TITLE = "Rest now"
REST_TEXT = "Cover the receiver. Let them lie still and come back slowly. Move and speak softly."
REST_TEXT_SELF = "Let your tense hands go soft. Cover yourself, lie still, and come back slowly."
REST_SKIP = "To end the rest, press Space."
REST_LEFT = "of quiet left"
THANKS = "Thank you"
OF_MASSAGE = "of massage"
DONE = "Take a little time before you get up."
ENDED_GENTLY = "You ended early, with a calm close. That is fine."
ENDED_HURT = "Something hurt along the way. If it keeps hurting, ask a doctor."
TO_START = "Back to start"


def clock(seconds: float) -> str:
    """Time left as ``1:12``; a begun second counts whole, and nothing is ever negative."""
    left = max(0, math.ceil(seconds - 1e-6))
    return f"{left // 60}:{left % 60:02d}"


def clock_left(seconds: float) -> str:
    """``14:32 left``."""
    return f"{clock(seconds)} left"


def minutes(count: int) -> str:
    """``1 minute``, ``18 minutes``."""
    return f"{count} minute" if count == 1 else f"{count} minutes"


def about(seconds: float) -> str:
    """A length in easy words: ``about 3 minutes``, ``less than a minute``."""
    whole = round(seconds / 60)
    return f"about {minutes(whole)}" if whole >= 1 else "less than a minute"


def in_seconds(seconds: float) -> str:
    """``in 10 seconds``, counted down; ``now`` at the end."""
    left = max(0, math.ceil(seconds - 1e-6))
    if left == 0:
        return "now"
    return f"in {left} second" if left == 1 else f"in {left} seconds"


def a_minute(pace: float) -> str:
    """A pace as ``12 a minute``; below 3 with one decimal, for there a half counts."""
    figure = f"{pace:.1f}".rstrip("0").rstrip(".") if pace < 3 else f"{pace:.0f}"
    return f"{figure} a minute"


def pace(step: PlannedStep) -> str:
    """How often a minute: the circles, kneads or pats where a pass holds several, else the passes."""
    return STILL if is_still(step) else a_minute(step.pace_per_minute * step.step.motions)


def is_still(step: PlannedStep) -> bool:
    """Whether the hands rest in this step."""
    return step.technique.motion == "still" or step.step.kind == "hold"


def pace_label(step: PlannedStep) -> str:
    """What the pace counts: ``Circles``, ``Kneads``; simply ``Pace`` where a pass is one motion."""
    names = _MOTIONS.get(step.technique.motion)
    return PACE_LABEL if names is None or step.step.motions <= 1 or is_still(step) else names.capitalize()


def pressure_detail(step: PlannedStep) -> str:
    """The pressure of a coming step: ``A touch``, ``Medium pressure``."""
    said = PRESSURE[step.pressure]
    return said if step.pressure == "touch" else f"{said} pressure"


def round_of(repetition: int, repetitions: int) -> str:
    """``3 of 8``."""
    return f"{min(max(1, repetition), repetitions)} of {repetitions}"


def kicker(snapshot: Snapshot) -> str:
    """The small line above the technique: where in the session this is."""
    if snapshot.phase == "ready":
        return f"{READY_KICKER} · {snapshot.plan.routine.title}"
    place = f"Step {snapshot.index + 1} of {len(snapshot.plan.steps)}"
    if snapshot.phase == "held":
        name = snapshot.step.title if snapshot.step else ""
        return " · ".join(part for part in (HELD_KICKER, place, name) if part)
    stage = ENDING_KICKER if snapshot.ending != "completed" else ""
    if not stage and snapshot.step:
        stage = STAGE[snapshot.step.stage]
    return f"{place} · {stage}" if stage else place


def who(routine: Routine) -> str:
    """Who gives to whom and how the receiver lies: ``For two · lying face down``."""
    people = {"self": "For yourself", "child": "For a child", "newborn": "For a newborn"}
    return f"{people.get(routine.receives, 'For two')} · {POSITION[routine.position]}"


def since_meal(count: int) -> str:
    """Minutes since a meal: ``25 minutes``, ``an hour or more``."""
    return "an hour or more" if count >= 60 else minutes(count)


def routine_line(routine: Routine) -> str:
    """What kind of massage this is, below its title."""
    return f"{who(routine)} · {DIFFICULTY[routine.difficulty].lower()}"


def blocked(outcome: str, advice: str) -> str:
    """Why the massage cannot begin, and what to do instead."""
    return NOT_TODAY if outcome == "stop" else advised(outcome, advice)


def advised(outcome: str, advice: str) -> str:
    """What an answer means and what to do, without saying the same words twice."""
    title = OUTCOME[outcome]
    return advice if advice.startswith(title) else f"{title}. {advice}"


def blended(recipe: str) -> str:
    """What to mix for one massage: ``Mix: 15 ml olive oil, unscented.``."""
    return f"Mix: {recipe}."


def ready(changes: int) -> str:
    """That it can begin, and that the massage was changed to suit."""
    if not changes:
        return READY_TO_BEGIN
    count = "one change" if changes == 1 else f"{changes} changes"
    return f"All set, with {count} to suit. Warm your hands, and begin when you like."
