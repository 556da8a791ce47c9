"""Everything besides keys that a session can be steered by, and quiet on the desktop while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from .crash import LOG

if TYPE_CHECKING:
    from massage_desktop.controls.keymap import Keymap
    from massage_desktop.controls.media import MediaRequest
    from massage_desktop.desktop.mpris import MediaControls
    from massage_desktop.desktop.quiet import Quiet
    from massage_desktop.gamepad.watch import GamepadWatch
    from massage_desktop.session.model import Snapshot
    from massage_desktop.ui.window import MainWindow

_LIVE_PAGES = ("session", "rest")


class Hands(QObject):
    """Gamepads, media controls and do-not-disturb; each is there only while it is of use.

    What they tell comes from threads of their own and is passed on by queued signals.
    """

    pad = Signal(str, bool)
    pads = Signal(object)
    media = Signal(str)
    quiet_told = Signal(str, str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watch: GamepadWatch | None = None
        self._controls: MediaControls | None = None
        self._quiet: Quiet | None = None
        self._choosing = False
        self._in_session = False
        self.pad.connect(self._pad)
        self.pads.connect(lambda names: window.settings_page.keys.set_pads(tuple(names)))
        self.media.connect(self._media)
        self.quiet_told.connect(self._quiet_told)

    def choose(self, on: bool) -> None:
        """Keys are being chosen: gamepads are watched, whatever is bound."""
        self._choosing = on
        self._mind_pads(on or self._in_session)

    def ask_quiet(self, wanted: bool) -> None:
        """Find out before Begin if notices can be held back."""
        if wanted:
            self._quieter().probe()
        else:
            self._window.prepare.set_notice("quiet", "")

    def begin(self, keys: Keymap, *, quiet: bool) -> None:
        """A session begins that people sit through."""
        from massage_desktop.desktop.mpris import MediaControls

        self._in_session = keys.uses_pads
        self._mind_pads(self._in_session or self._choosing)
        if self._controls is None:
            self._controls = MediaControls(self.media.emit)
        if quiet:
            self._quieter().hold()

    def show(self, snapshot: Snapshot) -> None:
        """Tell the desktop's media controls how things stand; cheap enough for every picture."""
        if self._controls is not None:
            from massage_desktop.desktop.playing import playing

            self._controls.show(playing(snapshot))

    def end(self) -> None:
        """The session is over."""
        self._in_session = False
        self._mind_pads(self._choosing)
        if self._controls is not None:
            self._controls.show(None)
        if self._quiet is not None:
            self._quiet.release()

    def close(self) -> None:
        """The program ends."""
        self._mind_pads(False)
        for part in (self._controls, self._quiet):
            if part is not None:
                part.close()

    def _quieter(self) -> Quiet:
        from massage_desktop.desktop.quiet import Quiet

        if self._quiet is None:
            self._quiet = Quiet(self.quiet_told.emit)
        return self._quiet

    def _mind_pads(self, wanted: bool) -> None:
        if wanted and self._watch is None:
            from massage_desktop.gamepad.watch import GamepadWatch

            self._watch = GamepadWatch(self.pad.emit, self.pads.emit)
        if self._watch is not None:
            (self._watch.start if wanted else self._watch.stop)()

    def _pad(self, name: str, down: bool) -> None:
        if self._window.page_name in _LIVE_PAGES:
            self._window.steering.pad(name, down)
        elif self._window.page_name == "settings" and down:
            self._window.settings_page.keys.hear(name)

    def _media(self, asked: str) -> None:
        from massage_desktop.controls.media import MEDIA_KEYS

        request = cast("MediaRequest", asked)
        if self._window.page_name == "settings":
            self._window.settings_page.keys.hear(MEDIA_KEYS[request])
        else:
            self._window.steering.media(request)

    def _quiet_told(self, state: str, reason: str) -> None:
        LOG.info("do not disturb: %s", reason)
        self._window.prepare.set_notice("quiet", reason if state == "unavailable" else "")
