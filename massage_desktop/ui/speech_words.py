"""What the settings say about the voice that leads and about listening for commands."""

from __future__ import annotations

from massage_desktop.ui.marked import AsItIs

DETAIL = "What is said"
DETAILS: dict[str, str] = {
    "full": "Everything",
    "names": "Names only",
    "chimes": "Chimes only",
    "silent": "Nothing",
}
DETAIL_ABOUT: dict[str, str] = {
    "full": "Each technique is explained when it first comes, then only named, ten seconds ahead, so that "
    "hands never stop.",
    "names": "The coming step by its name, turning over, and what to do if something hurts.",
    "chimes": "Soft chimes tell that a step ends and the next begins. No words.",
    "silent": "Neither words nor chimes. The sound you chose plays on its own.",
}
LANGUAGE = "Language"
LANGUAGES: dict[str, str] = {"en": AsItIs("English"), "es": AsItIs("Español")}
LANGUAGE_ABOUT = "The language of the voice and of all words on the screen."
VOICE = "Voice"
NO_VOICE = "There is no voice for this language. Chimes and large text lead instead."
HEAR = "Hear it"
SAMPLE = (
    "Both palms start low, glide up beside the spine, part over the shoulder blades and come lightly down "
    "the sides."
)
"""A text of the bundled data, so that every voice has it."""

LISTEN = "Listen for spoken commands"
LISTEN_ABOUT = (
    "Say “massage, next step”, or go back, pause, resume, repeat that, more time, softer, it hurts, quieter, "
    "louder, end session. What is heard never leaves the memory of this computer."
)
MICROPHONE = "Microphone"
TEST = "Try it"
TEST_END = "Stop"
TEST_ABOUT = "Say “massage, next step” and see whether it is understood."
STARTING = "The microphone is being opened…"
HEARING = "Listening. Say “massage, next step”."


def understood(command: str) -> str:
    """What was understood in the test."""
    return f"Understood: “{command}”."
