"""The settings page and the calibration of a loudspeaker, connected to what they change."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from massage_desktop.settings.glance import settings_path
from massage_desktop.settings.model import Settings
from massage_desktop.sound.calibration import (
    METER_LUFS,
    WHISPER_LOUDEST_LUFS,
    WHISPER_LUFS,
    CalibrationError,
    calibrated_words,
    offset_by_reading,
    offset_by_whisper,
)
from massage_desktop.sound.level import with_offset
from massage_desktop.ui import settings_words

from .voicing import Voicing

if TYPE_CHECKING:
    from massage_desktop.sound.reference import ReferencePlayback

    from .program import Program

_LOOK_MS = 200
"""How often the calibration looks whether the sound still plays, and on which device."""


class Settling(QObject):
    """Owns the two pages while they are shown; every change is kept by the program at once."""

    devices_found = Signal(object, str)

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._playback: ReferencePlayback | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_level)
        self.devices_found.connect(self._show_devices)
        page, calibrate = program.window.settings_page, program.window.calibrate
        page.changed.connect(self._change)
        page.calibrate_wanted.connect(self._open_calibrate)
        page.forget_wanted.connect(self._forget)
        page.back.connect(self._leave)
        page.keys.pads_wanted.connect(program.leading.hands.choose)
        self._voicing = Voicing(program, self)
        calibrate.play.connect(self._play)
        calibrate.stop.connect(self.quiet)
        calibrate.stepped.connect(self._step)
        calibrate.whisper_found.connect(self._whisper_found)
        calibrate.reading_found.connect(self._reading_found)
        calibrate.back.connect(self.open)

    def open(self) -> None:
        """Show the settings as they are now."""
        self.quiet()
        page = self._program.window.settings_page
        page.set_settings(self._program.settings)
        page.set_place(str(settings_path()))
        threading.Thread(target=self._find_devices, name="devices", daemon=True).start()
        self._voicing.open()
        self._program.window.show_page("settings")

    def _leave(self) -> None:
        self._voicing.close()
        self._program.window.show_page("home")

    def quiet(self) -> None:
        """No reference sound any more."""
        self._look.stop()
        if self._playback is not None:
            self._playback.close()
            self._playback = None
            self._program.window.calibrate.show_state("off")

    def _change(self, values: dict[str, object]) -> None:
        notice = self._program.change_settings(values)
        page = self._program.window.settings_page
        page.set_settings(self._program.settings)
        if notice:
            page.show_notice(notice, care=True)

    def _forget(self) -> None:
        defaults = Settings()
        self._change({name: getattr(defaults, name) for name in Settings.__struct_fields__})
        self._program.window.settings_page.show_notice(settings_words.FORGOTTEN)

    def _open_calibrate(self) -> None:
        self._program.window.show_page("calibrate")

    def _find_devices(self) -> None:
        """Ask the system, which may take seconds, away from the window."""
        from massage_desktop.sound.devices import find_devices
        from massage_desktop.sound.output import NoDeviceError

        try:
            found = find_devices()
        except NoDeviceError:
            return
        self.devices_found.emit(found.names, found.default)

    def _show_devices(self, names: tuple[str, ...], default: str) -> None:
        self._program.window.settings_page.set_devices(names, default)
        self._program.window.calibrate.set_devices(names, self._program.settings.output_device, default)

    def _play(self, method: str, device: str) -> None:
        from massage_desktop.sound.reference import ReferencePlayback

        self.quiet()
        self._playback = ReferencePlayback(METER_LUFS if method == "meter" else WHISPER_LUFS, device)
        self._playback.start()
        self._program.window.calibrate.show_state("starting")
        self._look.start()

    def _show_level(self) -> None:
        if self._playback is not None:
            reading = self._playback.level()
            self._program.window.calibrate.show_state(reading.output, reading.device)

    def _step(self, db: int) -> None:
        if self._playback is not None:
            self._playback.set_lufs(min(self._playback.lufs + db, WHISPER_LOUDEST_LUFS))

    def _whisper_found(self) -> None:
        if self._playback is not None:
            self._keep(offset_by_whisper(self._playback.lufs))

    def _reading_found(self, reading_db: float) -> None:
        try:
            self._keep(offset_by_reading(reading_db))
        except CalibrationError as error:
            self._program.window.calibrate.show_kept(f"{error}.".capitalize())

    def _keep(self, offset_db: float) -> None:
        if self._playback is None:
            return
        device, settings = self._playback.level().device, self._program.settings
        notice = self._program.change_settings(
            {"offset_db": with_offset(settings.offset_db, device, offset_db)}
        )
        said = calibrated_words(device, offset_db, settings.ceiling_db)
        self._program.window.calibrate.show_kept(notice or said)
