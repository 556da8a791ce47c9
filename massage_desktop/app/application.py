"""The one Qt application, and the moment of its first picture."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from massage_desktop.routine.bundled import assets_dir

from .crash import LOG

WAKE_MS = 200
"""Python's own signal handlers run only when the interpreter does; an idle Qt loop is woken this often."""


def make_application() -> QApplication:
    """The one Qt application of this process."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        return application
    qInstallMessageHandler(_note_qt)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("massage-desktop")
    application.setApplicationDisplayName("Massage Desktop")
    application.setDesktopFileName("massage-desktop")
    application.setWindowIcon(QIcon(str(assets_dir() / "icons" / "massage-desktop.png")))
    return application


def _note_qt(kind: QtMsgType, _context: object, message: str) -> None:
    """Qt's own remarks belong in the log, not on the terminal."""
    LOG.log(20 if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else 30, "Qt: %s", message)


class FirstPaint(QObject):
    """``happened`` comes once, after a widget's first picture."""

    happened = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """See the first paint go by."""
        if event.type() == QEvent.Type.Paint and watched is self._widget:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self.happened.emit)
        return False


def leave_on_signals(owner: QObject, application: QApplication) -> QTimer:
    """SIGTERM and SIGINT end the program in good order."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # exit, not quit: a session that asks before it is closed must not hold up a log-out.
        signal.signal(number, lambda *_: application.exit())
    timer = QTimer(owner)
    timer.timeout.connect(lambda: None)
    timer.start(WAKE_MS)
    return timer
