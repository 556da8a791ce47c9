"""Every command with its options and help."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from massage_desktop import __version__

from .failure import did_you_mean, wrong_use

Run = Callable[[argparse.Namespace], int]

PROFILE_IDS = ("adult", "first", "child", "newborn", "self", "segment")
"""Known here by name only, so that the command line does not wait for the rooms behind it."""

_EPILOG = """\
exit codes: 0 done, 1 findings or failure, 2 wrong use. Without a command the window opens.
"""


class _Parser(argparse.ArgumentParser):
    """One line of complaint with advice instead of argparse's usage block."""

    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if wrong:
            known = [w.strip(" '") for w in wrong.group(2).split(",")]
            hint = did_you_mean(wrong.group(1), known)
            message = f"“{wrong.group(1)}” is not known.{hint} Known: {', '.join(known)}"
        raise wrong_use(f"{message.rstrip('.')}. See `{self.prog} --help`.")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="massage-desktop",
        description="A calm, hands-free guide that leads you through giving a relaxing massage at home.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"massage-desktop {__version__}")
    _quit_after(parser)
    parser.set_defaults(run=_late("window", "open_home"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _add_window(commands)
    _add_lists(commands)
    _add_checks(commands)
    _add_care(commands)
    _add_rehearse(commands)
    _add_sound(commands)
    _add_cards(commands)
    _add_listen(commands)
    text = "say what was found on this machine and what to do about what is missing"
    _command(commands, "doctor", text, "doctor", "doctor")
    return parser


def _late(module: str, function: str) -> Run:
    """A command whose module is imported only when it runs, so that every other command stays quick."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        return int(getattr(import_module(f"massage_desktop.cli.{module}"), function)(options))

    return run


def _command(commands: Any, name: str, text: str, module: str, function: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=_EPILOG
    )
    parser.set_defaults(run=_late(module, function))
    return parser


def _json(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output with stable keys")


def _wishes(parser: argparse.ArgumentParser, *, ambience: bool = False) -> None:
    parser.add_argument("routine", metavar="ROUTINE", help="id, code such as R01, or a routine file (.toml)")
    parser.add_argument(
        "--minutes", type=_minutes, metavar="N", help="massage time (an adult session lasts 15 to 20 minutes)"
    )
    parser.add_argument(
        "--profile", choices=PROFILE_IDS, metavar="P", help=f"one of {', '.join(PROFILE_IDS)}"
    )
    parser.add_argument(
        "--with",
        dest="wished",
        action="append",
        default=[],
        metavar="OPTION",
        help="an area that the routine offers besides (see `list --json`); may be given several times",
    )
    if ambience:
        parser.add_argument(
            "--ambience",
            metavar="NAME|FILE|FOLDER",
            help="a generated sound (see `ambiences`), a sound file, a folder of them, `none`, or up to "
            "three joined by + with levels in percent, such as `brook:40+warm_chords`",
        )


def _add_window(commands: Any) -> None:
    start = _command(commands, "start", "open the window at the session", "window", "start")
    _wishes(start, ambience=True)
    start.add_argument("--log", type=Path, metavar="FILE", help="write one event a line as JSON")
    agrees = "the receiver likes the nature sounds that you name; they are left out otherwise"
    start.add_argument("--receiver-agrees", action="store_true", help=agrees)
    _quit_after(start)


def _quit_after(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--quit-after",
        type=_number,
        metavar="SECONDS",
        help="close the window by itself, this long after it was first painted",
    )


def _add_lists(commands: Any) -> None:
    for name, text in (
        ("list", "list the routines"),
        ("techniques", "list the techniques"),
        ("ambiences", "list the generated sounds"),
    ):
        _json(_command(commands, name, text, "lists", f"show_{name}"))


def _add_checks(commands: Any) -> None:
    check = _command(commands, "check", "read and check routine files", "check", "check")
    check.add_argument("files", nargs="+", metavar="FILE", help="routine files, or names of bundled routines")
    fix = "write what a program can mend to NAME.mended.toml beside the file"
    check.add_argument("--fix", action="store_true", help=fix)
    _json(check)
    rules = _command(commands, "rules", "list the massage rules, or show one", "rules", "show_rules")
    rules.add_argument("rule", nargs="?", metavar="ID", help="a rule such as PACE-01")
    _json(rules)
    plan = _command(commands, "plan", "show a routine with every second decided", "lists", "show_plan")
    _wishes(plan)
    _json(plan)


def _add_care(commands: Any) -> None:
    text = "say what health answers mean and what they change; nothing is stored"
    screen = _command(commands, "screen", text, "screen", "screen")
    screen.add_argument(
        "--answers",
        type=Path,
        required=True,
        metavar="FILE",
        help="TOML or JSON: question ids with true or false, also minutes_since_meal, doctor_agreed, areas",
    )
    screen.add_argument("--routine", metavar="ROUTINE", help="id, code or file of the massage to be changed")
    _json(screen)
    oils = _command(commands, "oils", "propose an oil and a blend", "oils", "show_oils")
    oils.add_argument("--skin", default="none", metavar="NEED", help="what the receiver's skin is like")
    oils.add_argument("--scent", nargs="+", default=[], metavar="NAME", help="calm scents to mix in")
    oils.add_argument("--ml", type=int, default=15, metavar="N", help="millilitres to mix, 15 by default")
    oils.add_argument(
        "--care", nargs="+", default=[], metavar="WHY", help="allergy, nuts, asthma, pregnant or child"
    )
    _json(oils)


def _add_rehearse(commands: Any) -> None:
    text = "run the real window and session with no person present, on an accelerated clock"
    rehearse = _command(commands, "rehearse", text, "window", "rehearse")
    _wishes(rehearse, ambience=True)
    rehearse.add_argument(
        "--commands", type=Path, metavar="FILE", help="lines `SECONDS COMMAND` (session seconds)"
    )
    rehearse.add_argument(
        "--speed",
        type=_speed,
        metavar="X",
        help="times real time (1 plays the sound too); without it as fast as can be",
    )
    rehearse.add_argument("--pictures", type=Path, metavar="DIR", help="write a picture of every step")
    rehearse.add_argument("--log", type=Path, metavar="FILE", help="write one event a line as JSON")
    rehearse.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help="window size, 1440x900 by default"
    )


def _add_sound(commands: Any) -> None:
    render = _command(commands, "render", "write the whole session's sound as a file", "sound", "render")
    _wishes(render, ambience=True)
    render.add_argument("out", type=Path, metavar="OUT", help="a .wav, .flac, .ogg or .mp3 file")
    render.add_argument(
        "--ceiling", type=_number, metavar="DB", help="loudest level in the room, 25 to 45 dB"
    )
    _speech(render)
    render.add_argument("--shuffle", action="store_true", help="play the music of a folder in another order")
    render.add_argument("--once", action="store_true", help="play own music once, then be quiet")
    render.add_argument("--cue", action="store_true", help="write a cue sheet of the steps beside the file")
    render.add_argument("--pace-sound", action="store_true", help="let a very soft swell follow the strokes")
    _json(render)
    _add_calibrate(commands)
    _add_preview(commands)
    loudness = _command(commands, "loudness", "measure sound files or folders", "sound", "loudness")
    loudness.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    _json(loudness)


def _speech(command: Any) -> None:
    command.add_argument(
        "--speech",
        choices=("full", "names", "chimes", "silent"),
        default="full",
        help="what is said: everything (usual), names only, chimes only, or nothing",
    )
    command.add_argument("--language", choices=("en", "es"), default="en", help="language of the words")
    command.add_argument("--voice", default="", metavar="NAME", help="a voice (see `doctor`)")


def _add_preview(commands: Any) -> None:
    text = "play a short piece of a sound, or of several together, or write it to a file"
    preview = _command(commands, "preview", text, "preview", "preview")
    preview.add_argument(
        "name",
        metavar="NAME|FILE|FOLDER",
        help="a sound (see `ambiences`), or up to three with levels such as `brook:40+soft_piano`",
    )
    preview.add_argument(
        "--seconds", type=_number, default=20.0, metavar="N", help="3 to 120 seconds, 20 by default"
    )
    preview.add_argument("--out", type=Path, metavar="FILE", help="write it: .wav, .flac, .ogg or .mp3")


def _add_calibrate(commands: Any) -> None:
    text = "find out how loud a sound device is in this room"
    calibrate = _command(commands, "calibrate", text, "calibrate", "calibrate")
    how = calibrate.add_mutually_exclusive_group()
    how.add_argument(
        "--whisper", action="store_true", help="by ear: turn the volume until the sound is like a whisper"
    )
    how.add_argument(
        "--meter",
        type=_number,
        nargs="?",
        const=math.nan,
        metavar="DB",
        help="with a sound meter: what it reads; without DB the sound is played so that you can read it",
    )
    calibrate.add_argument("--device", default=None, metavar="NAME", help="an output device (see `doctor`)")
    calibrate.add_argument(
        "--seconds", type=_number, default=30.0, metavar="N", help="how long the sound plays, 30 by default"
    )


def _add_cards(commands: Any) -> None:
    text = "write technique cards and routine sheets as a PDF to print"
    cards = _command(commands, "cards", text, "cards", "cards")
    cards.add_argument(
        "routine",
        nargs="?",
        metavar="ROUTINE",
        help="only this routine: its sheet and its techniques (id, code or file)",
    )
    cards.add_argument("out", type=Path, metavar="OUT.pdf", help="the file to write")
    cards.add_argument(
        "--paper", type=_paper, choices=("A4", "letter"), default="A4", help="paper size, A4 by default"
    )


def _add_listen(commands: Any) -> None:
    text = "say which spoken commands are understood, in recordings or at the microphone"
    listen = _command(commands, "listen", text, "listen", "listen")
    listen.add_argument("--file", nargs="+", type=Path, metavar="AUDIO", help="recordings of any format")
    listen.add_argument("--device", metavar="NAME", help="a microphone; the system's default without it")
    listen.add_argument("--devices", action="store_true", help="list the microphones")
    how = listen.add_mutually_exclusive_group()
    how.add_argument("--csv", action="store_true", help="print `file,time_s,command` for each command")
    _json(how)


def _paper(text: str) -> str:
    return "A4" if text.casefold() == "a4" else text.casefold()


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a number")
    return value


def _minutes(text: str) -> float:
    return _number(text)


def _speed(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("the speed must be above 0")
    return value


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a size such as 1440x900")
    return int(match.group(1)), int(match.group(2))
