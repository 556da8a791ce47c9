"""What a widget is called by a screen reader, in the language that is shown."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget

from massage_desktop.ui.language import shown


class _Called(NamedTuple):
    """Names and descriptions in English; several are joined."""

    names: tuple[str, ...] = ()
    between: str = ""
    about: tuple[str, ...] = ()


_CALLED: WeakKeyDictionary[QWidget, _Called] = WeakKeyDictionary()


def call(widget: QWidget, *names: str, between: str = ": ") -> None:
    """Name a widget by English texts: ``Oil: Olive``."""
    _CALLED[widget] = _CALLED.get(widget, _Called())._replace(names=names, between=between)
    _tell(widget)


def describe(widget: QWidget, *about: str) -> None:
    """Say more about a widget, in English sentences."""
    _CALLED[widget] = _CALLED.get(widget, _Called())._replace(about=about)
    _tell(widget)


def call_anew(page: QWidget) -> None:
    """Name everything on a page in the language that is shown now."""
    for widget in (page, *page.findChildren(QWidget)):
        if widget in _CALLED:
            _tell(widget)


def _tell(widget: QWidget) -> None:
    called = _CALLED[widget]
    names = [shown(name) for name in called.names]
    if called.between.startswith("."):
        names = [name.rstrip(".") for name in names]
    widget.setAccessibleName(called.between.join(names))
    widget.setAccessibleDescription(" ".join(shown(about) for about in called.about))
