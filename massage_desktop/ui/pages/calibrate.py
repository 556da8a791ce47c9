"""The page on which a loudspeaker is calibrated: a soft sound, and one thing to do with it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from massage_desktop.sound.calibration import ABOUT_METER, ABOUT_WHISPER, READING_MAX_DB, READING_MIN_DB
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.naming import call
from massage_desktop.ui.theme import DARK, Theme, style_sheet
from massage_desktop.ui.widgets.button_row import ButtonRow
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.painted import Room, look_for
from massage_desktop.ui.widgets.parts import Column, Stack, Words
from massage_desktop.ui.widgets.prepare_layout import PrepareLayout, prepare_layout
from massage_desktop.ui.widgets.stepper import Stepper

Method = Literal["whisper", "meter"]
PlayState = Literal["off", "starting", "playing", "silent", "lost"]

TITLE = "How loud is it here?"
LEAD = "Do this once for each loudspeaker. Then the sound keeps to its decibels where you listen."
DEVICE = "Loudspeaker"
SYSTEM_DEFAULT = "The system's default"
HOW = "How"
METHODS = {"whisper": "By ear", "meter": "With a sound meter"}
PLAY, STOP = "Play the sound", "Stop the sound"
SOFTER, LOUDER = "Softer", "Louder"
LIKE_A_WHISPER = "It is like a whisper"
KEEP_READING = "Keep this reading"
READING = "The meter reads"
LESS, MORE = "One decibel less", "One decibel more"
BACK = "Back"
PLAY_FIRST = "Play the sound first. It begins very softly."
STARTING = "The sound is coming."
LISTEN: dict[Method, str] = {
    "whisper": "Take your time. When it is as loud as a whisper, say so.",
    "meter": "Wait until the figure rests, and put it in.",
}
NO_DEVICE = "No loudspeaker can be opened. Plug one in or switch it on, and play again."
DEVICE_CHANGED = "The loudspeaker has changed. Play the sound again."
_FIRST_READING_DB = 38


class CalibratePage(QWidget):
    """Asks for sound and tells what a person found; it plays and keeps nothing itself.

    ``play`` carries the method (``whisper`` or ``meter``) and the device ("" the system's default); ``stop``
    ends it; ``stepped`` carries +1 or -1 dB for the whisper. ``whisper_found`` and ``reading_found`` (dB) end
    a calibration. ``back`` leaves the page.
    """

    play = Signal(str, str)
    stop = Signal()
    stepped = Signal(int)
    whisper_found = Signal()
    reading_found = Signal(float)
    back = Signal()

    def __init__(self, theme: Theme = DARK, text_size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text_size = theme, text_size
        self._room = Room()
        self._state: PlayState = "off"
        self._heard_on: str | None = None
        self._changed = False
        self._kept = ""
        self.title = Words(TITLE, 36, weight=700)
        self.devices, self.method = Choices(DEVICE), Choices(HOW)
        self.about = Words(ABOUT_WHISPER, 20)
        self.play_button = Button(PLAY, px=19)
        self.softer, self.louder = Button(SOFTER), Button(LOUDER)
        self.reading = Stepper(READING, lambda db: f"{db} dB", (LESS, MORE))
        self.column = Column(self._stacked())
        self.verdict = Words("", 18, "text_soft")
        self.back_button = Button(BACK)
        self.done_button = Button(LIKE_A_WHISPER, primary=True, px=21)
        for part in (self.title, self.column, self.verdict, self.back_button, self.done_button):
            part.setParent(self)
        self._connect()
        self.method.set_choices(list(METHODS.items()), "whisper")
        self.reading.set_range(round(READING_MIN_DB), round(READING_MAX_DB), _FIRST_READING_DB)
        self.set_devices((), "", "")
        call(self, TITLE)

    def _stacked(self) -> Stack:
        self.sound_row = ButtonRow(self.play_button)
        self.whisper_row = ButtonRow(self.softer, self.louder)
        self.reading_name = Words(READING, 16, "text_quiet")
        stack = Stack()
        stack.add(Words(LEAD, 18, "text_soft"))
        stack.add(Words(DEVICE, 23, weight=650), 26)
        stack.add(self.devices, 8)
        stack.add(Words(HOW, 23, weight=650), 22)
        stack.add(self.method, 8)
        stack.add(self.about, 22)
        stack.add(self.sound_row, 18)
        stack.add(self.whisper_row, 10)
        stack.add(self.reading_name, 10)
        stack.add(self.reading, 4)
        return stack

    def _connect(self) -> None:
        self.play_button.clicked.connect(self._play_or_stop)
        self.softer.clicked.connect(lambda: self.stepped.emit(-1))
        self.louder.clicked.connect(lambda: self.stepped.emit(1))
        self.method.chosen.connect(self._begin_anew)
        self.devices.chosen.connect(self._begin_anew)
        self.done_button.clicked.connect(self._found)
        self.back_button.clicked.connect(self._leave)

    # -- values in -------------------------------------------------------------------------------------------

    def set_devices(self, names: tuple[str, ...], chosen: str, default: str) -> None:
        """Offer these loudspeakers; ``default`` is the name of the system's own ("" unknown)."""
        first = f"{SYSTEM_DEFAULT} ({default})" if default else SYSTEM_DEFAULT
        self.devices.set_choices([("", first), *((name, AsItIs(name)) for name in names)], chosen)
        self._show()

    def show_state(self, state: PlayState, device: str = "") -> None:
        """How the sound is going, and the name of the loudspeaker that plays it."""
        if state == "playing":
            self._changed = self._changed or self._heard_on not in (None, device)
            self._heard_on = device if self._heard_on is None else self._heard_on
        elif state == "lost":
            self._changed = True
        if state != self._state or state in ("playing", "lost"):
            self._state = state
            self._show()

    def show_kept(self, text: str) -> None:
        """Say that a calibration was kept, and what it means; the sound may stop now."""
        self._kept = text
        self._show()

    @property
    def chosen_method(self) -> Method:
        """By ear or with a meter."""
        return "meter" if self.method.value == "meter" else "whisper"

    def focus_first(self) -> None:
        """Put the focus where Enter begins the sound."""
        self.play_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._arrange()

    def set_text_size(self, text_size: float) -> None:
        """Change the size of the words, 0.8 to 2.0."""
        self._text_size = text_size
        self._arrange()

    # -- what a person does ----------------------------------------------------------------------------------

    def _play_or_stop(self) -> None:
        if self._state in ("starting", "playing", "lost") and not self._changed:
            self._quiet()
            return
        self._quiet()
        self._kept, self._state = "", "starting"
        self.play.emit(self.chosen_method, self.devices.value)
        self._show()

    def _begin_anew(self, _value: str) -> None:
        """Another way or another loudspeaker: what was heard no longer counts."""
        self._quiet()
        self._kept = ""
        self._show()

    def _quiet(self) -> None:
        """End the sound, if there is any."""
        if self._state != "off":
            self.stop.emit()
        self._state, self._heard_on, self._changed = "off", None, False

    def _found(self) -> None:
        if self.chosen_method == "meter":
            self.reading_found.emit(float(self.reading.value))
        else:
            self.whisper_found.emit()

    def _leave(self) -> None:
        self._quiet()
        self._show()
        self.back.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    # -- the look --------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Bring words and parts in line with how things stand."""
        by_ear, audible = self.chosen_method == "whisper", self._state == "playing" and not self._changed
        self.about.set_text(ABOUT_WHISPER if by_ear else ABOUT_METER)
        going = self._state in ("starting", "playing", "lost") and not self._changed
        self.play_button.set_said(STOP if going else PLAY)
        self.whisper_row.setVisible(by_ear)
        self.reading_name.setVisible(not by_ear)
        self.reading.setVisible(not by_ear)
        for button in (self.softer, self.louder, self.done_button):
            button.setEnabled(audible)
        self.done_button.set_said(LIKE_A_WHISPER if by_ear else KEEP_READING)
        self.verdict.set_text(self._words(), "calm" if self._kept else "text_soft")
        self._arrange()

    def _words(self) -> str:
        if self._kept:
            return self._kept
        if self._changed:
            return DEVICE_CHANGED
        by_state = {"off": PLAY_FIRST, "starting": STARTING, "silent": NO_DEVICE, "lost": DEVICE_CHANGED}
        return by_state.get(self._state) or LISTEN[self.chosen_method]

    def _places(self) -> PrepareLayout:
        look = look_for(self.width(), self.height(), self._theme, self._text_size)
        for button in (self.back_button, self.done_button):
            button.set_look(look)
        return prepare_layout(
            self.width(), self.height(), look, self.done_button.size_px(), self.back_button.size_px()
        )

    def _arrange(self) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        look, places = look_for(self.width(), self.height(), self._theme, self._text_size), self._places()
        sheet = style_sheet(self._theme, look.text_px(0.9))
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self.title.set_look(look)
        self.verdict.set_look(look)
        self.column.set_look(look)
        left, top = places.title.left(), places.headings[0].top()
        wide = min(self.width() - 2 * left, round(look.text_px(860)))
        self.title.setGeometry(left, places.title.top(), self.width() - 2 * left, places.title.height())
        bottom = places.columns[0].bottom()
        self.column.setGeometry(QRect(left, top, wide + self.column.bar_px, bottom - top))
        self.verdict.setGeometry(places.verdict)
        self.back_button.setGeometry(places.back)
        self.done_button.setGeometry(places.begin)
        self.column.content.regrow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The room, and the strip at the bottom."""
        strip = QRectF(self._places().strip)
        with QPainter(self) as p:
            self._room.paint(p, self, self._theme, QRectF(event.rect()))
            p.fillRect(strip, self._theme.color("panel"))
            p.setPen(QPen(self._theme.color("line"), 1))
            p.drawLine(strip.topLeft(), strip.topRight())
