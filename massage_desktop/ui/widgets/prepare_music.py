"""The side of the page before a massage that has to do with own music and with listening first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from massage_desktop.ui.widgets.listen_button import ListenState
from massage_desktop.ui.widgets.music_sheet import MusicSheet
from massage_desktop.ui.widgets.music_shown import MusicShown
from massage_desktop.ui.widgets.notices import Notices
from massage_desktop.ui.widgets.painted import Look
from massage_desktop.ui.widgets.wishes import Wishes


class PrepareMusic(QObject):
    """Shows what is found of the own music, and how a preview goes.

    ``changed`` comes when a person chooses another sound or another order, ``listen_wanted`` when a preview
    is to begin or to end; ``several_picked`` carries paths that are to be brought together.
    """

    changed = Signal()
    listen_wanted = Signal()
    several_picked = Signal(object)

    def __init__(self, page: QWidget, wishes: Wishes, notices: Notices) -> None:
        super().__init__(page)
        self._wishes, self._notices = wishes, notices
        self._covers: dict[Path, QImage] = {}
        self._shown = MusicShown()
        self.sheet = MusicSheet(page)
        card = wishes.sound.music
        card.pieces_wanted.connect(self._open_sheet)
        self.sheet.closed.connect(lambda: card.pieces.setFocus(Qt.FocusReason.OtherFocusReason))
        wishes.sound.listen.clicked.connect(self.listen_wanted)
        wishes.several_picked.connect(self.several_picked)
        wishes.changed.connect(self.changed)
        wishes.changed.connect(self.tell_gone)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The own music in what will be heard."""
        return self._wishes.sound.own_paths

    @property
    def shown(self) -> MusicShown:
        """What is shown of it."""
        return self._shown

    @property
    def shuffle(self) -> bool:
        """Whether it plays in another order every round."""
        return self._wishes.sound.music.shuffle.isChecked()

    @property
    def loop(self) -> bool:
        """Whether it begins again after its last piece."""
        return self._wishes.sound.music.loop.isChecked()

    def prefer(self, *, shuffle: bool, loop: bool) -> None:
        """Begin with the order of the last time."""
        self._wishes.sound.music.set_order(shuffle=shuffle, loop=loop)
        self.tell_gone()

    def take(self, path: str) -> None:
        """One path that stands for everything picked."""
        self._wishes.take_music(path)

    def show_music(self, shown: MusicShown) -> None:
        """Show how far it is, or what was found."""
        self._shown = shown
        self._wishes.sound.music.show_music(shown)
        if self.sheet.isVisible():
            self.sheet.show_music(shown, self._covers)

    def show_cover(self, path: Path, cover: QImage) -> None:
        """Put a picture to a piece."""
        self._covers[path] = cover
        self._wishes.sound.music.show_covers(self._covers)
        self.sheet.show_covers(self._covers)

    def forget_covers(self) -> None:
        """Let all pictures go."""
        self._covers = {}
        self._wishes.sound.music.show_covers(self._covers)

    def show_preview(self, state: ListenState, share: float = 0.0) -> None:
        """Show how a preview goes; ``share`` of it has been heard, 0 to 1."""
        self._wishes.sound.listen.show_preview(state, share)

    def tell(self, text: str) -> None:
        """One quiet line about the sound; an empty one takes it away."""
        self._notices.set_notice("music", text)

    def tell_gone(self) -> None:
        """Say what of the last choice is not there any more."""
        self.tell(self._wishes.sound.gone)

    def place_sheet(self, rect: QRect, look: Look) -> None:
        """The place of the panel with all pieces (page pixels)."""
        self.sheet.setGeometry(rect)
        self.sheet.set_look(look)

    def _open_sheet(self) -> None:
        self.sheet.show_music(self._shown, self._covers)
        self.sheet.open()
