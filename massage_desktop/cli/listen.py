"""``listen``: spoken commands in recordings, or at the microphone."""

from __future__ import annotations

import argparse
import csv
import queue
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .failure import CommandError, did_you_mean, wrong_use
from .output import print_json

if TYPE_CHECKING:
    from massage_desktop.listening.recogniser import Fitting, Heard

COLUMNS = ("file", "time_s", "command")
"""The header of ``--csv``."""


def listen(options: argparse.Namespace) -> int:
    """Print what is understood: in the files that were named, or at the microphone until Ctrl+C."""
    from massage_desktop.listening.available import listening_available

    if options.file and (options.device is not None or options.devices):
        raise wrong_use("--file reads recordings and --device a microphone: choose one of them.")
    missing = listening_available(microphone=not options.file)
    if missing is not None:
        raise CommandError(missing)
    if options.devices:
        return _show_devices(options)
    return _files(options) if options.file else _microphone(options)


def _files(options: argparse.Namespace) -> int:
    from massage_desktop.listening.recogniser import load_scorer
    from massage_desktop.sound.decode import SoundFileError

    scorer, failed = load_scorer(), False
    printed = _Printer(options)
    for file in options.file:
        try:
            for heard in _heard_in(file, scorer):
                printed.row(str(file), heard)
        except SoundFileError as error:
            failed = True
            printed.failure(str(file), str(error))
    printed.end()
    return 1 if failed else 0


def _heard_in(file: Path, scorer: Fitting) -> Iterator[Heard]:
    """The commands in a recording, one by one. Raises SoundFileError."""
    from massage_desktop.listening.rate import ToMono16k
    from massage_desktop.listening.recogniser import Recogniser
    from massage_desktop.sound.decode import stream

    recogniser, rate = Recogniser(scorer=scorer), ToMono16k()
    for block in stream(file):
        yield from recogniser.feed(rate.convert(block))
    yield from recogniser.feed(rate.rest())
    yield from recogniser.finish()


def _show_devices(options: argparse.Namespace) -> int:
    names = _microphones()
    if options.json:
        print_json(names)
    else:
        sys.stdout.write("".join(f"{name}\n" for name in names) or "No microphone was found.\n")
    return 0


def _microphones() -> list[str]:
    from massage_desktop.listening.microphone import MicrophoneError, microphones

    try:
        return microphones()
    except MicrophoneError as error:
        raise CommandError(str(error)) from None


def _microphone(options: argparse.Namespace) -> int:
    from massage_desktop.listening.listener import Listener

    name = options.device or ""
    if name and name not in (names := _microphones()):
        raise wrong_use(f"--device: there is no microphone “{name}”.{did_you_mean(name, names)}")
    found: queue.Queue[Heard] = queue.Queue()
    listener = Listener(found.put, lambda line: sys.stderr.write(f"{line}\n"), microphone=name)
    printed = _Printer(options)
    sys.stderr.write("Say “massage” and a command, such as “massage, next step”. Ctrl+C ends.\n")
    try:
        while listener.alive:
            try:
                printed.row("microphone", found.get(timeout=0.5))
            except queue.Empty:
                continue
    except KeyboardInterrupt:
        printed.end()
        return 0
    finally:
        listener.close(2.0)
    return 1  # the listener has told why


class _Printer:
    """Rows as CSV or as lines while they come, or all of them as JSON at the end."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._json: list[dict[str, Any]] | None = [] if options.json else None
        self._csv = csv.writer(sys.stdout, lineterminator="\n") if options.csv else None
        if self._csv is not None:
            self._csv.writerow(COLUMNS)

    def row(self, file: str, heard: Heard) -> None:
        """One command."""
        if self._json is not None:
            self._json.append({"file": file, **heard._asdict()})
        elif self._csv is not None:
            self._csv.writerow((file, f"{heard.time_s:.2f}", heard.command))
        else:
            sys.stdout.write(f"{file}  {heard.time_s:.2f} s  {heard.command}\n")
        sys.stdout.flush()

    def failure(self, file: str, message: str) -> None:
        """A file that cannot be read: a line on stderr."""
        sys.stderr.write(f"massage-desktop: {' '.join(message.split())}\n")
        if self._json is not None:
            self._json.append({"file": file, "error": message})

    def end(self) -> None:
        """What waits until everything is known."""
        if self._json is not None:
            print_json(self._json)
