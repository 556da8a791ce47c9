"""From presses of keys, gamepads and media remotes to what is asked of the session."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from massage_desktop.controls.confirm import EndConfirmation
from massage_desktop.controls.gesture import Gestures
from massage_desktop.ui import words

# The first picture needs no keys, so what reads them is imported where it is first used.
if TYPE_CHECKING:
    from massage_desktop.controls.keymap import Keymap, Meaning
    from massage_desktop.controls.media import MediaRequest
    from massage_desktop.session.model import Phase

LATE_S: Final = 2.0
"""An event that seems older than this bears the time of another clock."""

VOLUME_STEP_DB: Final = 6.0
"""One press of “quieter” or “louder”: plainly to be heard, and half as loud is reached in two."""


class Steering(QObject):
    """Hears presses and says what they mean in the present phase.

    ``command`` carries a session command, ``volume`` decibels to add to the sound, ``told`` one quiet
    sentence. Whoever owns this hands on presses while a session is shown, and calls :meth:`forget` when the
    keys go to something else. ``clock_s`` is any steady clock in seconds.
    """

    command = Signal(str)
    volume = Signal(float)
    told = Signal(str)

    def __init__(self, clock_s: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock_s = clock_s
        self._keys: Keymap | None = None
        self.phase: Phase = "finished"
        self._end = EndConfirmation()
        self._gestures = Gestures(self._bound, self._at_once)
        self._down: dict[int, str] = {}
        self._offset_s = math.inf
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    def set_keys(self, keys: Keymap) -> None:
        """Follow these keys from now on."""
        self._keys = keys
        self.forget()

    def key_down(self, event: QKeyEvent) -> bool:
        """A key went down; False when it has no meaning now."""
        from massage_desktop.controls.binding import key_name

        name = key_name(portable_name(event))
        if self._keys is None or self.phase == "finished" or not self._keys.gestures_of(name):
            return False
        if not event.isAutoRepeat():
            self._down[_place(event)] = name
        self._act(self._gestures.press(name, self._at_s(event), repeated=event.isAutoRepeat()))
        return True

    def key_up(self, event: QKeyEvent) -> bool:
        """A key was let go; False when nobody waits for that."""
        if event.isAutoRepeat():
            return _place(event) in self._down
        # By its place on the keyboard: with Shift let go first, the same key has another name.
        name = self._down.pop(_place(event), None)
        if name is None:
            return False
        made = not event.timestamp()  # by a program: there is no contact that could bounce
        self._act(self._gestures.release(name, self._at_s(event), bounces=not made))
        return True

    def pad(self, name: str, down: bool) -> None:
        """A gamepad's button (``Pad 1``) went down or was let go."""
        gestures = self._gestures
        self._act((gestures.press if down else gestures.release)(name, self._clock_s()))

    def media(self, request: MediaRequest) -> None:
        """The desktop's media controls asked for something."""
        from massage_desktop.controls.media import MEDIA_KEYS, media_command

        if self._keys is not None:
            self._follow(MEDIA_KEYS[request], media_command(request, self.phase, self._keys))

    def forget(self) -> None:
        """All keys count as up, nothing waits any more, and ending asks anew."""
        self._gestures.forget()
        self._down.clear()
        self._timer.stop()
        self._end.cancel()

    def _bound(self, name: str) -> bool:
        return self._keys is not None and self._keys.action_for(name) is not None

    def _at_once(self, key: str) -> bool:
        return self._keys is not None and self._keys.acts_at_once(key)

    def _at_s(self, event: QKeyEvent) -> float:
        """When the key moved, by the steady clock.

        Events bear the time of the system. A window that was busy gets two presses at once that were half a
        second apart, and they must not look like a bounce; the least lateness seen joins the two clocks.
        """
        now_s, stamp_s = self._clock_s(), event.timestamp() / 1000
        if not stamp_s:
            return now_s
        late_s = now_s - stamp_s - self._offset_s
        if not 0 <= late_s < LATE_S:
            self._offset_s = now_s - stamp_s
        return stamp_s + self._offset_s

    def _look(self) -> None:
        self._act(self._gestures.due(self._clock_s()))

    def _act(self, names: tuple[str, ...]) -> None:
        due_s = self._gestures.next_due_s
        if due_s is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, math.ceil((due_s - self._clock_s()) * 1000)))
        for name in names:
            if self._keys is not None:
                self._follow(name, self._keys.command_for(name, self.phase))

    def _follow(self, name: str, asked: Meaning | None) -> None:
        if asked == "confirm_end":
            if self._end.press(self._clock_s()):
                self.command.emit("end")
            else:
                self.told.emit(press_again(name))
        elif asked is not None:
            self._end.cancel()
            if asked in ("quieter", "louder"):
                self.volume.emit(VOLUME_STEP_DB if asked == "louder" else -VOLUME_STEP_DB)
            else:
                self.command.emit(asked)


def portable_name(event: QKeyEvent) -> str:
    """The key of an event as :mod:`massage_desktop.controls.binding` writes it; empty when there is none."""
    if event.key() in (0, Qt.Key.Key_unknown):
        return ""
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


def press_again(name: str) -> str:
    """That ending asks for a second press, with the key that was pressed."""
    from massage_desktop.controls.gesture import gesture_parts
    from massage_desktop.controls.text import key_words

    plain, gesture = gesture_parts(name)
    if name == "Esc":
        return words.PRESS_AGAIN
    does = {"tap": "Press", "hold": "Hold down", "twice": "Press twice"}[gesture]
    return f"{does} {key_words(plain)} again to end gently with a few closing strokes."


def _place(event: QKeyEvent) -> int:
    return event.nativeScanCode() or -event.key()
