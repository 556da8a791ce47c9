"""Texts of the window that are not simply looked up by their wording."""

from __future__ import annotations


class AsItIs(str):
    """Somebody's own words: the name of a piece of music, of a folder, of a loudspeaker."""

    __slots__ = ()


class Meant(str):
    """A text that other languages tell apart: ``Back`` leads back, and is a part of the body elsewhere.

    ``about`` says which is meant. Joined to other texts it is a plain text again.
    """

    about: str

    def __new__(cls, text: str, about: str) -> Meant:
        """``text`` is the English wording."""
        meant = super().__new__(cls, text)
        meant.about = about
        return meant
