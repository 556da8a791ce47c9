"""The language of the window: a text is known by its English wording, and another one is shown.

So every module holds English texts, whatever the language; :func:`shown` is asked when letters are set or
measured, and what is set anew after a change is in the new language. The other texts are those of
:mod:`~massage_desktop.ui.catalogue`.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from massage_desktop.ui.marked import AsItIs

if TYPE_CHECKING:
    from massage_desktop.ui.catalogue import Catalogue

ENGLISH = "en"


class _Now:
    """One program, one window, one language."""

    language = ENGLISH


def use(language: str) -> None:
    """Show texts in this language (``en``, ``es``) from now on.

    Where its texts cannot be had the window speaks English, and the log says why.
    """
    if language == _Now.language:
        return
    _Now.language = ENGLISH
    if language == ENGLISH:
        return
    from massage_desktop.ui.catalogue import CatalogueError

    try:
        catalogue(language)
        _Now.language = language
    except CatalogueError as error:
        logging.getLogger("massage_desktop").warning("texts of the window: %s", error)


def current() -> str:
    """Code of the language that is shown."""
    return _Now.language


def shown(english: str) -> str:
    """A text as it is to be read. What has no other wording, such as the name of a key, stays as it is."""
    if _Now.language == ENGLISH or isinstance(english, AsItIs):
        return english
    return catalogue(_Now.language).as_far_as_known(english)


@cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language other than English, read once.

    Raises:
        CatalogueError: they are missing or damaged.
    """
    from massage_desktop.ui.catalogue import read_catalogue

    return read_catalogue(language)
