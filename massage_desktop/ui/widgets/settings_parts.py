"""The settings by sections: each takes a ``Settings`` value, and tells what a person changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal

from massage_desktop.settings.model import Settings
from massage_desktop.sound.level import ROOM_MAX_DB, ROOM_MIN_DB, kept_offset_db
from massage_desktop.ui import settings_words as texts
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.widgets.button_row import ButtonRow
from massage_desktop.ui.widgets.buttons import Button
from massage_desktop.ui.widgets.choices import Choices
from massage_desktop.ui.widgets.parts import Part, Stack, Words
from massage_desktop.ui.widgets.stepper import Stepper
from massage_desktop.ui.widgets.ticks import Tick

_TEXT_LOW, _TEXT_HIGH, _TEXT_STRIDE = 80, 200, 10
_READY_HIGH_S, _READY_STRIDE_S = 120, 5
_REST_HIGH_MIN = 30
_EDGE = 4.0
"""Chips and ticks keep this much room for their focus ring; what has none is moved in by as much."""


class Section(Stack):
    """``changed`` carries settings by name with their new values."""

    changed = Signal(dict)

    def take(self, settings: Settings) -> None:
        """Show these settings, without telling anybody."""

    def entry(self, title: str, part: Part, gap: float = 24.0, indent: float = 0.0) -> None:
        """A part under its heading."""
        self.add(Words(title, 19, weight=650), gap, _EDGE)
        self.add(part, 7, indent)


class LookSection(Section):
    """Colours, text size, motion."""

    def __init__(self) -> None:
        super().__init__()
        self.themes = Choices(texts.THEME)
        self.themes.set_choices([(str(name), title) for name, title in texts.THEMES.items()], "dark")
        self.theme_about = Words("", 15.5, "text_quiet")
        self.text_size = Stepper(
            texts.TEXT_SIZE, texts.percent, (texts.SMALLER, texts.LARGER), step=_TEXT_STRIDE
        )
        self.reduced_motion = Tick(texts.REDUCED_MOTION, texts.REDUCED_MOTION_ABOUT, px=17.5, detail_px=15.5)
        self.entry(texts.THEME, self.themes)
        self.add(self.theme_about, 5, _EDGE)
        self.entry(texts.TEXT_SIZE, self.text_size, indent=_EDGE)
        self.add(self.reduced_motion, 26)
        self.themes.chosen.connect(self._theme_chosen)
        self.text_size.changed.connect(lambda percent: self.changed.emit({"text_size": percent / 100}))
        self.reduced_motion.clicked.connect(lambda on: self.changed.emit({"reduced_motion": on}))

    def take(self, settings: Settings) -> None:
        """Show these settings."""
        self.themes.choose(settings.theme)
        self.theme_about.set_text(texts.THEME_ABOUT[settings.theme])
        self.text_size.set_range(_TEXT_LOW, _TEXT_HIGH, round(settings.text_size * 100))
        self.reduced_motion.setChecked(settings.reduced_motion)

    def _theme_chosen(self, name: str) -> None:
        self.theme_about.set_text(texts.THEME_ABOUT[name])
        self.changed.emit({"theme": name})


class SoundSection(Section):
    """How loud at most, on which loudspeaker, whether it is calibrated, and the swell."""

    calibrate_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._settings = Settings()
        self._names: tuple[str, ...] = ()
        self._default = ""
        self.ceiling = Stepper(texts.CEILING, lambda db: f"{db} dB", (texts.SOFTER, texts.LOUDER))
        self.ceiling_about = Words("", 15.5, "text_quiet")
        self.devices = Choices(texts.DEVICE)
        self.calibration = Words("", 15.5, "text_quiet")
        self.calibrate = Button(texts.CALIBRATE)
        self.pace = Tick(texts.PACE_SOUND, texts.PACE_SOUND_ABOUT, px=17.5, detail_px=15.5)
        self.entry(texts.CEILING, self.ceiling, indent=_EDGE)
        self.add(self.ceiling_about, 7, _EDGE)
        self.entry(texts.DEVICE, self.devices)
        self.add(self.calibration, 7, _EDGE)
        self.add(ButtonRow(self.calibrate), 8)
        self.add(self.pace, 20)
        self.ceiling.changed.connect(self._ceiling_turned)
        self.devices.chosen.connect(self._device_chosen)
        self.calibrate.clicked.connect(self.calibrate_wanted)
        self.pace.clicked.connect(lambda on: self.changed.emit({"pace_sound": on}))

    def take(self, settings: Settings) -> None:
        """Show these settings."""
        self._settings = settings
        self.ceiling.set_range(round(ROOM_MIN_DB), round(ROOM_MAX_DB), round(settings.ceiling_db))
        self.ceiling_about.set_text(texts.ceiling_about(self.ceiling.value))
        self.pace.setChecked(settings.pace_sound)
        self._show_devices(settings.output_device)

    def set_devices(self, names: tuple[str, ...], default: str) -> None:
        """Offer these loudspeakers; ``default`` is the name of the system's own ("" unknown)."""
        self._names, self._default = names, default
        self._show_devices(self._settings.output_device)

    def _show_devices(self, chosen: str) -> None:
        """A loudspeaker that is wished stays in the list while it is switched off."""
        first = f"{texts.SYSTEM_DEFAULT} ({self._default})" if self._default else texts.SYSTEM_DEFAULT
        offered: list[tuple[str, str]] = [("", first), *((name, AsItIs(name)) for name in self._names)]
        if chosen and chosen not in self._names:
            offered.append((chosen, f"{chosen} ({texts.NOT_THERE})"))
        if {key: chip.said for key, chip in self.devices.chips.items()} != dict(offered):
            self.devices.set_choices(offered, chosen)
        self.devices.choose(chosen)
        self._show_calibration()

    def _show_calibration(self) -> None:
        device = self.devices.value or self._default
        known = kept_offset_db(self._settings.offset_db, device) is not None
        self.calibration.set_text(
            texts.calibrated(device) if known else texts.NOT_CALIBRATED, "calm" if known else "text_quiet"
        )

    def _ceiling_turned(self, db: int) -> None:
        self.ceiling_about.set_text(texts.ceiling_about(db))
        self.changed.emit({"ceiling_db": float(db)})

    def _device_chosen(self, name: str) -> None:
        self._show_calibration()
        self.changed.emit({"output_device": name})


class SessionSection(Section):
    """The time before the first stroke and after the last, and quiet on the desktop."""

    def __init__(self) -> None:
        super().__init__()
        names = (texts.GET_READY_LESS, texts.GET_READY_MORE)
        self.get_ready = Stepper(texts.GET_READY, texts.get_ready, names, step=_READY_STRIDE_S)
        self.rest = Stepper(texts.REST, texts.rest, (texts.REST_LESS, texts.REST_MORE))
        self.entry(texts.GET_READY, self.get_ready, indent=_EDGE)
        self.quiet = Tick(texts.QUIET, texts.QUIET_ABOUT, px=17.5, detail_px=15.5)
        self.entry(texts.REST, self.rest, indent=_EDGE)
        self.add(self.quiet, 26)
        self.quiet.clicked.connect(lambda on: self.changed.emit({"do_not_disturb": on}))
        self.get_ready.changed.connect(lambda seconds: self.changed.emit({"get_ready_s": seconds}))
        self.rest.changed.connect(lambda minutes: self.changed.emit({"rest_s": 60 * minutes}))

    def take(self, settings: Settings) -> None:
        """Show these settings."""
        self.get_ready.set_range(0, _READY_HIGH_S, settings.get_ready_s)
        self.rest.set_range(0, _REST_HIGH_MIN, round(settings.rest_s / 60))
        self.quiet.setChecked(settings.do_not_disturb)


class DataSection(Section):
    """Where the settings lie, and a way to forget them that takes two presses."""

    forget_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._armed = False
        self.place = Words("", 16, "text_soft")
        self.forget = Button(texts.FORGET)
        self.entry(texts.PLACE, self.place, indent=_EDGE)
        self.add(Words(texts.KEPT, 16, "text_quiet"), 12, _EDGE)
        self.entry(texts.FORGET, Words(texts.FORGET_ABOUT, 16, "text_quiet"), 30, _EDGE)
        self.add(ButtonRow(self.forget), 12)
        self.forget.clicked.connect(self._pressed)
        self.forget.installEventFilter(self)

    def disarm(self) -> None:
        """Anything else was done: the first press no longer counts."""
        self._armed = False
        self.forget.set_said(texts.FORGET)
        self.regrow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button asks anew once it was left."""
        if event.type() == QEvent.Type.FocusOut and self._armed:
            self.disarm()
        return super().eventFilter(watched, event)

    def _pressed(self) -> None:
        if self._armed:
            self.disarm()
            self.forget_wanted.emit()
        else:
            self._armed = True
            self.forget.set_said(texts.FORGET_AGAIN)
            self.regrow()
