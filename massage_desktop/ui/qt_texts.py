"""The few texts that Qt itself shows, in dialogs for files and in the menu of a field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_INSTALLED: list[QTranslator] = []


def use_qt_texts(language: str) -> None:
    """Let Qt speak this language (``en``, ``es``) from now on; where it has no texts for it, English."""
    while _INSTALLED:
        QCoreApplication.removeTranslator(_INSTALLED.pop())
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        QCoreApplication.installTranslator(translator)
        _INSTALLED.append(translator)
