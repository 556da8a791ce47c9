"""What the page shows of the person's own music, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PieceShown:
    """One file: its title, who plays it and how long (empty where unknown), and what is told about it.

    ``told`` are sentences of the import notes; ``lively`` pieces had better be listened to first (SOUND-03);
    a ``problem`` says why the file is left out.
    """

    path: Path
    title: str
    about: str = ""
    told: tuple[str, ...] = ()
    lively: bool = False
    problem: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class MusicShown:
    """The own music of a choice while it is looked through (``share`` of the work, 0 to 1) and afterwards.

    ``pieces`` stand in the order of the files. ``problem`` says why there is no music at all, ``notes`` are
    quiet remarks.
    """

    pieces: tuple[PieceShown, ...] = ()
    done: int = 0
    total: int = 0
    share: float = 0.0
    finished: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def played(self) -> tuple[PieceShown, ...]:
        """Pieces that will be heard."""
        return tuple(piece for piece in self.pieces if not piece.problem)

    @property
    def lively(self) -> tuple[PieceShown, ...]:
        """Pieces that may be too lively."""
        return tuple(piece for piece in self.played if piece.lively)

    @property
    def left_out(self) -> tuple[PieceShown, ...]:
        """Files that will not be heard."""
        return tuple(piece for piece in self.pieces if piece.problem)
