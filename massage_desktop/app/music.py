"""The page before a massage and the sound room: own music looked through, previews, and what is remembered.

Nothing here blocks the window: files are found and scanned, covers unpacked and previews played in threads of
their own; a timer asks how far they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from massage_desktop.settings.model import Settings, checked
from massage_desktop.sound.level import ceiling_lufs, kept_offset_db
from massage_desktop.ui.marked import AsItIs
from massage_desktop.ui.widgets.music_shown import MusicShown, PieceShown

from .covers import Covers
from .gathering import Gathering

if TYPE_CHECKING:
    from massage_desktop.sound.live_preview import LivePreview
    from massage_desktop.sound.own_music import MusicLook, OwnMusic, Piece
    from massage_desktop.ui.pages.prepare import PrepareChoice, PreparePage

LOOK_MS = 150
"""How often the page is told how far scan and preview are."""

LEAVING_S = 0.8
"""How long the end of the program waits for a preview to fade, and for a scan to stop."""

_SILENCE = "none"
_WORDED_AT_ONCE = 500

PreviewMaker = Callable[..., "LivePreview"]
"""Makes a preview as :class:`.LivePreview` is made."""


class Music(QObject):
    """Connects one page with the sound room while it is shown.

    Args:
        page: the page before a massage.
        settings: gives the person's settings as they are now.
        make_preview: for tests; on the loudspeaker by default.
    """

    def __init__(
        self,
        page: PreparePage,
        settings: Callable[[], Settings],
        *,
        make_preview: PreviewMaker | None = None,
    ) -> None:
        super().__init__(page)
        self._page, self._settings = page, settings
        self._make_preview = make_preview
        self._own: OwnMusic | None = None
        self._shown: dict[Path, PieceShown] = {}
        self._preview: LivePreview | None = None
        self._ending: tuple[OwnMusic | None, LivePreview | None] = (None, None)
        self._covers = Covers(self)
        self._covers.found.connect(page.music.show_cover)
        self._gathering = Gathering(self)
        self._gathering.gathered.connect(page.music.take)
        self._gathering.failed.connect(page.music.tell)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        page.music.changed.connect(self.follow)
        page.music.listen_wanted.connect(self.listen)
        page.music.several_picked.connect(self._gathering.gather)
        page.entered.connect(self.follow)
        page.left.connect(self.leave)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def follow(self) -> None:
        """Follow the choice on the page: look through other music, and let a preview change with it."""
        paths = self._page.music.paths
        if paths != (self._own.paths if self._own is not None else ()):
            self._look_through(paths)
        preview = self._preview
        if preview is not None and (preview.choice, preview.order) != self._wanted():
            self._end_preview()
            self._begin_preview()

    def listen(self) -> None:
        """Begin a preview of what is chosen, or end the one that plays."""
        if self._preview is None:
            self._begin_preview()
        else:
            self._end_preview()

    def leave(self) -> None:
        """Another page takes over: no preview and no scan any more; what is known stays on the shelf."""
        if self._own is not None or self._preview is not None:
            self._ending = (self._own, self._preview)
        self._end_preview()
        self._covers.stop()
        if self._own is not None:
            self._own.stop()
            self._own = None
        self._timer.stop()

    def close(self) -> None:
        """The program ends: leave, and wait a moment until it is quiet."""
        self.leave()
        own, preview = self._ending
        if preview is not None:
            preview.leave_device(LEAVING_S)
        if own is not None:
            own.wait(LEAVING_S)

    # -- own music -------------------------------------------------------------------------------------------

    def _look_through(self, paths: tuple[Path, ...]) -> None:
        from massage_desktop.sound.own_music import OwnMusic

        if self._own is not None:
            self._own.stop()
        self._covers.stop()
        self._shown = {}
        self._page.music.forget_covers()
        self._own = OwnMusic(paths) if paths else None
        self._page.music.show_music(MusicShown())
        self._timer.start()

    def _look(self) -> None:
        """Tell the page how things stand."""
        own = self._own
        if own is not None and not self._page.music.shown.finished:
            look = own.look()
            self._page.music.show_music(self._music_shown(look, own.paths))
            self._covers.want([p.path for p in look.played if p.facts is not None and p.facts.cover])
        self._look_at_preview()
        finished = own is None or self._page.music.shown.finished
        if finished and self._preview is None:
            self._timer.stop()

    def _music_shown(self, look: MusicLook, paths: tuple[Path, ...]) -> MusicShown:
        """What the page shows of a look; each piece is put into words once, a few at a time."""
        ceiling = ceiling_lufs(self._settings().ceiling_db)
        known = self._shown
        for piece in islice((piece for piece in look.pieces if piece.path not in known), _WORDED_AT_ONCE):
            known[piece.path] = piece_shown(piece, ceiling)
        problem = look.problem
        for path in paths:  # the page has already said where it is
            problem = problem.replace(str(path), path.name or str(path))
        return MusicShown(
            pieces=tuple(known[piece.path] for piece in look.pieces if piece.path in known),
            done=look.progress.done,
            total=look.progress.total,
            share=look.progress.share,
            finished=look.finished and len(known) == len(look.pieces),
            notes=look.notes,
            problem=problem,
        )

    # -- preview ---------------------------------------------------------------------------------------------

    def _wanted(self) -> tuple[str, tuple[bool, bool]]:
        """The choice on the page, and in which order its own music plays."""
        music = self._page.music
        return self._page.wishes.ambience, (music.shuffle, music.loop)

    def _begin_preview(self) -> None:
        from massage_desktop.sound.live_preview import LivePreview
        from massage_desktop.sound.order import MusicOrder
        from massage_desktop.sound.ring import RingOutput

        settings = self._settings()
        choice, order = self._wanted()
        if choice == _SILENCE:
            return
        make = self._make_preview or partial(
            LivePreview, open_output=partial(RingOutput, settings.output_device)
        )
        self._page.set_notice("preview", "")
        self._preview = make(
            choice,
            ceiling_lufs(settings.ceiling_db),
            ceiling_of=partial(_ceiling_of, settings),
            order=MusicOrder(*order),
        )
        self._preview.start()
        self._page.music.show_preview("preparing")
        self._timer.start()

    def _end_preview(self) -> None:
        if self._preview is not None:
            self._preview.stop()
            self._preview = None
        self._page.music.show_preview("still")

    def _look_at_preview(self) -> None:
        preview = self._preview
        if preview is None:
            return
        state = preview.state
        if state == "over" or state == "failed":  # noqa: PLR1714 - so that the rest of the states is known
            self._page.set_notice("preview", preview.problem)
            self._end_preview()
        else:
            self._page.music.show_preview(state, preview.share)


def _ceiling_of(settings: Settings, device: str) -> float:
    """The ceiling in LUFS for a device by its name."""
    return ceiling_lufs(settings.ceiling_db, kept_offset_db(settings.offset_db, device))


def remembered(choice: PrepareChoice, settings: Settings) -> dict[str, object]:
    """The sound of a choice as the settings keep it; what they cannot keep leaves them as they are."""
    try:
        ambience = checked("ambience", choice.ambience)
    except msgspec.ValidationError:  # a path with signs that no text file should hold
        ambience = settings.ambience
    return {"ambience": ambience, "music_shuffle": choice.shuffle, "music_loop": choice.loop}


def piece_shown(piece: Piece, ceiling: float) -> PieceShown:
    """A piece in words: who plays it and how long, and what is done to it under ``ceiling`` (LUFS)."""
    from massage_desktop.sound.import_notes import import_notes
    from massage_desktop.ui.music_words import length

    facts = piece.facts
    if facts is None:
        return PieceShown(piece.path, AsItIs(piece.path.name), problem=piece.problem)
    tags = facts.tags
    about = " · ".join(said for said in (tags.artist, tags.album, length(facts.heard_s)) if said)
    return PieceShown(
        piece.path,
        AsItIs(piece.title),
        AsItIs(about),
        import_notes(facts, ceiling),
        lively=piece.lively,
        seconds=facts.heard_s,
    )
