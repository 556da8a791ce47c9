"""The process that reads gamepads: ``python -m massage_desktop.gamepad.reader``.

It writes one line for each change (``+ Pad 1``, ``- Pad 1``) and the names of all gamepads behind ``=``,
parted by tabs, whenever one comes or goes. It ends when its input ends, which is when the program does.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, TextIO

from massage_desktop.gamepad.buttons import Change, Pad

BUSY_S: Final = 0.01
"""How often gamepads are asked; a press waits no longer than this."""
IDLE_S: Final = 0.5
"""How often it is looked whether a gamepad was plugged in, while there is none."""


class PygamePads:
    """All gamepads that SDL sees, plugged in and out at any time."""

    def __init__(self) -> None:
        # A window that belongs to Qt has the focus, and the sound belongs to another process.
        os.environ["SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS"] = "1"
        os.environ["SDL_JOYSTICK_THREAD"] = "1"
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        import pygame

        pygame.display.init()
        pygame.joystick.init()
        self._pygame: Any = pygame
        self._open: dict[int, tuple[Any, Pad]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """What the gamepads call themselves."""
        return tuple(_one_line(joystick.get_name()) for joystick, _ in self._open.values())

    def changes(self) -> list[Change]:
        """What was pressed and let go since the last call, in order."""
        found: list[Change] = []
        for event in self._pygame.event.get():
            if event.type == self._pygame.JOYDEVICEADDED:
                self._add(event.device_index)
            elif event.type == self._pygame.JOYDEVICEREMOVED:
                found += self._remove(event.instance_id)
            elif getattr(event, "instance_id", None) in self._open:
                found += self._changed(event, self._open[event.instance_id][1])
        return found

    def _add(self, index: int) -> None:
        try:
            joystick = self._pygame.joystick.Joystick(index)
        except self._pygame.error:
            return  # it is gone again
        self._open.setdefault(joystick.get_instance_id(), (joystick, Pad()))

    def _remove(self, instance: int) -> list[Change]:
        joystick, pad = self._open.pop(instance, (None, None))
        if joystick is not None:
            joystick.quit()
        return pad.gone() if pad is not None else []

    def _changed(self, event: Any, pad: Pad) -> list[Change]:
        kind, pygame = event.type, self._pygame
        if kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            return pad.button(event.button, down=kind == pygame.JOYBUTTONDOWN)
        if kind == pygame.JOYHATMOTION:
            return pad.hat(event.hat, *event.value)
        return pad.axis(event.axis, event.value) if kind == pygame.JOYAXISMOTION else []


class Pads(Protocol):
    """Gamepads, whoever reads them."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the gamepads call themselves."""

    def changes(self) -> list[Change]:
        """What was pressed and let go since the last call, in order."""


def lines(pads: Pads, wait: Callable[[float], None] = time.sleep) -> Iterator[str]:
    """What is to be written, for ever: changes, and the names at first and when they have changed."""
    names: tuple[str, ...] | None = None
    while True:
        for change in pads.changes():
            yield f"{'+' if change.down else '-'} {change.name}"
        if pads.names != names:
            names = pads.names
            yield "\t".join(("=", *names))
        wait(BUSY_S if names else IDLE_S)


def main(out: TextIO = sys.stdout) -> None:
    """Write lines until nobody reads them any more."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        for line in lines(PygamePads()):
            out.write(line + "\n")
            out.flush()
    except (OSError, KeyboardInterrupt):
        os._exit(0)  # the program has gone; nothing is left to be tidied up


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _one_line(name: str) -> str:
    return "".join(c if c.isprintable() else " " for c in name).strip()[:80] or "Gamepad"


if __name__ == "__main__":
    main()
