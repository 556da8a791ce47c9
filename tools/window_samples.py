"""Texts that the program puts together from pieces, each with values of every kind that it meets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from massage_desktop.ambience.blend import BlendRefusedError, blend
from massage_desktop.ambience.oils import BASE_OILS, SCENTS
from massage_desktop.ambience.screening import assess
from massage_desktop.app import words as app_words
from massage_desktop.controls.binding import ACTIONS, RESERVED
from massage_desktop.controls.keymap import DEFAULT
from massage_desktop.controls.presets import PRESETS
from massage_desktop.controls.text import action_words, key_words
from massage_desktop.listening.available import INSTALL
from massage_desktop.listening.commands import SPOKEN
from massage_desktop.plan.cover import CoverChange
from massage_desktop.plan.make import PlanRefusedError, make_plan
from massage_desktop.routine.library import bundled_routines
from massage_desktop.routine.model import Routine
from massage_desktop.routine.profile import PROFILES
from massage_desktop.sound.calibration import calibrated_words
from massage_desktop.sound.level import meter_words
from massage_desktop.ui import keys_words, music_words, settings_words, speech_words, words
from massage_desktop.ui.steering import press_again
from massage_desktop.ui.widgets.ambience_levels import LEVELS

TOWEL = ("back", "hips", "chest", "belly", "arms", "legs")
PATH = Path("/music/Evening.flac")

PROBLEMS = (
    "{path}, line 3: https://radio.example: a network address, and this program stays off the network; it is "
    "left out.",
    "{path}, line 3: x.mp3: there is no such file; it is left out.",
    "{path}, line 3: more.m3u: a list inside a list; it is left out.",
    "{path}, line 3: smb:x: a file on another computer; it is left out.",
    "{path}, line 3: x: too long for a name; it is left out.",
    "{path}, line 3: x: no address of a file; it is left out.",
)
REMARKS = (
    "It plays as loud as it is.",
    "It plays 7 dB softer, its sharpest peaks are rounded off, silence is left out (1.2 s at the beginning "
    "and 0.8 s at the end), and alone, it goes round from 3:20 to 0:14 unheard.",
    "It plays 12 dB louder, and silence is left out (2.5 s at the end).",
    "It sounds lively (about 128 beats a minute), so listen to it first, and its soft passages are much "
    "softer than its loud ones and may hardly be heard.",
    "It was recorded at 11.025 kHz and sounds dull, and it has one channel and is heard alike on both sides.",
    "Its 6 channels are mixed to two.",
)
SAVING = (
    "/home/x/settings.json: the settings cannot be saved (no space left). They hold until you close the "
    "program."
)


def composed() -> Iterator[tuple[str, str]]:
    """(text, place)."""
    for collect in (_of_words, _of_settings, _of_music, _of_keys, _of_app, _of_steps, _of_health, _of_others):
        for text in collect():
            yield text, collect.__name__.removeprefix("_of_")


def _of_words() -> Iterator[str]:
    yield from (words.clock_left(873), words.minutes(1), words.minutes(18), words.about(20), words.about(60))
    yield from (words.about(200), words.in_seconds(0), words.in_seconds(1), words.in_seconds(9))
    yield from (words.a_minute(2.5), words.a_minute(12), words.round_of(3, 8))
    yield from (words.since_meal(25), words.since_meal(60), words.ready(0), words.ready(1), words.ready(4))
    yield from (words.blended("15 ml olive oil, unscented"), words.blocked("stop", ""))
    for outcome in words.OUTCOME:
        yield words.advised(outcome, "Rest first, and begin an hour after the meal.")
    for does, title in (("Space bar or Right arrow", "Next step"), ("Escape, twice", "End gently")):
        yield f"{does}: {title}."
    for routine in bundled_routines():
        yield from (words.who(routine), words.routine_line(routine))
        yield f"{words.who(routine)} · {words.DIFFICULTY[routine.difficulty]}"


def _of_settings() -> Iterator[str]:
    yield from (settings_words.ceiling_about(db) for db in (25, 33, 36, 40, 45))
    yield from (settings_words.calibrated(""), settings_words.calibrated("Speaker 2"))
    yield from (settings_words.get_ready(0), settings_words.get_ready(20))
    yield from (settings_words.rest(0), settings_words.rest(1), settings_words.rest(3))
    yield f"{settings_words.SYSTEM_DEFAULT} (Speaker 2)"
    yield f"Speaker 2 ({settings_words.NOT_THERE})"
    for key, *_ in words.KEYS_HERE:
        yield settings_words.window_key(key) or ""
    yield from (speech_words.understood(command) for command in SPOKEN)
    yield from (calibrated_words("", 70, 40), calibrated_words("Speaker 2", 70, 40))
    yield from (calibrated_words("", 40, 40), calibrated_words("Speaker 2", 40, 40), SAVING)
    yield settings_words.percent(110)


def _of_music() -> Iterator[str]:
    yield from (music_words.looking(3, 12), music_words.pieces(1), music_words.pieces(12))
    yield from (
        music_words.lively(1),
        music_words.lively(4),
        music_words.left_out(1),
        music_words.left_out(4),
    )
    yield from (music_words.more(1), music_words.more(40), *REMARKS)
    yield f"{words.about(600)}, {music_words.ONCE}"
    for playing in ((), ("Warm chords",), ("Warm chords", "Brook"), ("Evening",)):
        told = music_words.plays(playing)
        yield from (
            told,
            music_words.gone(("/x/Evening",), told),
            music_words.gone(("/x/Evening", "y"), told),
        )
    for problem in PROBLEMS:
        yield problem.replace("{path}", str(PATH))
        yield music_words.reason(PATH, problem.replace("{path}", str(PATH)))
    yield music_words.reason(PATH, f"{PATH}: this file is empty. Choose another file.")
    for _, level in LEVELS:
        yield from (level, f"Warm chords, {level}", f"Evening, {level}")
    yield from ("Warm chords + Brook", "Warm chords + Evening")
    yield "'/music/x.mp3': it cannot be read; choose another file, a folder, or none"
    yield "'/music' holds no sound files; choose a folder with music, or none"


def _of_keys() -> Iterator[str]:
    yield keys_words.gamepads(("Pad of somebody", "Another"))
    yield from (action_words(action) for action in ACTIONS)
    yield key_words("Volume Mute (twice)")
    for preset in PRESETS.values():
        yield from (key_words(binding.key) for binding in preset.bindings if len(key_words(binding.key)) > 3)
    for name in ("Esc", "Pad 1", "Media Stop", "Q (hold)", "Space (twice)"):
        yield press_again(name)
    yield from (DEFAULT.explain(name, "softer") or "" for name in ("Space", "R", "Tab", *RESERVED))
    yield DEFAULT.explain("Space", None) or ""
    for key, action in (("Space (twice)", "softer"), ("Space (hold)", "softer"), ("H (hold)", "end")):
        yield DEFAULT.rebind(key, action).side_effect(key) or ""  # type: ignore[arg-type]


def _of_app() -> Iterator[str]:
    yield from (app_words.heard(command) for command in SPOKEN)
    yield app_words.say_again("end session")
    for moved in (True, False):
        yield from (app_words.volume(6, moved=moved), app_words.volume(-6, moved=moved))
    for bare in TOWEL:
        yield app_words.covering(CoverChange("", bare))
        yield from (app_words.covering(CoverChange(cover, bare)) for cover in TOWEL if cover != bare)


def _of_steps() -> Iterator[str]:
    """What the session page says about steps besides their own words."""
    for routine in bundled_routines():
        for step in make_plan(routine).steps:
            yield from (words.pace(step), words.pace_label(step), words.pressure_detail(step))
    for stage in (words.ENDING_KICKER, *words.STAGE.values()):
        yield f"Step 3 of 12 · {stage}"
    yield f"{words.HELD_KICKER} · Step 3 of 12 · Kneading, left side"
    yield f"{words.NEXT}, {words.in_seconds(6)}"
    yield from (
        meter_words(-60, -40, 31.4),
        meter_words(-90, -40, 4.0),
        meter_words(float("-inf"), -40, None),
    )
    yield from (meter_words(-52, -40, None), meter_words(-40, -40, None))


def _of_health() -> Iterator[str]:
    for eaten in (0, 20, 59):
        found = assess(frozenset({"meal"}), minutes_since_meal=eaten, minute_of_day=990)
        yield from (words.blocked(notice.outcome, notice.text) for notice in found.notices)
    yield from (notice.text for notice in assess(frozenset({"meal"}), minutes_since_meal=30).notices)
    essential = [scent.id for scent in SCENTS if scent.kind == "essential oil"]
    for oil in BASE_OILS:
        yield from (words.blended(blend(oil, picked).recipe) for picked in ([], essential[:1], essential[:2]))
    for cares in (("pregnant",), ("nuts",), ("asthma",), ("child",), ("allergy",)):
        for oil in BASE_OILS:
            try:
                yield words.blended(blend(oil, essential[:1], cares=cares).recipe)
            except BlendRefusedError as error:
                yield str(error)
    try:
        blend(BASE_OILS[0], essential)
    except BlendRefusedError as error:
        yield str(error)


def _of_others() -> Iterator[str]:
    yield from ("40 dB", "2.5 dB", words.SILENCE, "Left alone while it rests from surgery: the place.")
    yield f"Spoken commands need an extra that is not installed (numpy). Install it with: {INSTALL}"
    first, *others = bundled_routines()
    for routine, minutes in ((first, 500), (msgspec.structs.replace(first, steps=first.steps[:1]), None)):
        yield _refusal(routine, minutes)
    for routine in others:  # some can be stretched less than their kind of session allows
        yield _refusal(routine, PROFILES[routine.profiles[0]].max_s / 60)
    yield "Not listening: no microphone was found. Plug one in."
    yield "Not listening: the microphone gives no sound any more. Check its plug."
    yield "Not listening: there is no microphone “Mic 2”. Plug it in or choose another."
    yield "Not listening: Mic 2 cannot be opened. Check that it is plugged in and allowed."
    yield "Not listening: the microphone cannot be opened. Check that it is plugged in and allowed."


def _refusal(routine: Routine, minutes: float | None) -> str:
    """Why a routine cannot be planned for so many minutes; empty when it can."""
    try:
        make_plan(routine, minutes)
    except PlanRefusedError as error:
        return str(error)
    return ""
