"""The pages of a document and the PDF made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter

from massage_desktop.plan.model import Plan
from massage_desktop.routine.model import Routine, Technique
from massage_desktop.ui.words import PROGRAM

from .card import add_card
from .ink import Page, paint_page
from .moment import shown
from .paper import CARDS_ON_A_PAGE, DOTS_PER_INCH, Paper, PaperName, card_boxes, cut_marks


class PdfError(Exception):
    """The PDF could not be made; the text is one line for the person."""


def card_pages(techniques: Sequence[Technique], routines: Sequence[Routine], paper: PaperName) -> list[Page]:
    """The cards of ``techniques`` in their order, pictures taken from ``routines`` where these show them."""
    pages: list[Page] = []
    for start in range(0, len(techniques), CARDS_ON_A_PAGE):
        page = Page(Paper(paper, lying=True))
        for technique, box in zip(
            techniques[start : start + CARDS_ON_A_PAGE], card_boxes(page.paper.page), strict=False
        ):
            add_card(page, box, technique, shown(technique, routines))
        page.marks += cut_marks(page.paper.page)
        pages.append(page)
    return pages


def techniques_of(plan: Plan) -> list[Technique]:
    """The techniques of a plan in the order of their first use."""
    return list({planned.technique.id: planned.technique for planned in plan.steps}.values())


def pdf_of(pages: Sequence[Page], title: str, progress: Callable[[float], None]) -> bytes:
    """The pages as a PDF with vector text and embedded fonts. ``progress`` hears shares from 0 to 1.

    Needs a running Qt application.

    Raises:
        PdfError: Qt could not write it.
    """
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(store, title, pages[0])
    painter = QPainter()
    if not painter.begin(writer):
        raise PdfError("Qt cannot write PDF files here. Install the program again.")
    try:
        for n, page in enumerate(pages):
            if n:
                writer.setPageLayout(page.paper.layout)
                writer.newPage()
            paint_page(painter, page)
            progress((n + 1) / len(pages))
    finally:
        painter.end()
    return bytes(store.data().data())


def _writer(store: QIODevice, title: str, first: Page) -> QPdfWriter:
    writer = QPdfWriter(store)
    writer.setTitle(title)
    writer.setCreator(PROGRAM)
    if hasattr(writer, "setAuthor"):  # from Qt 6.9 on
        writer.setAuthor(PROGRAM)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageLayout(first.paper.layout)
    return writer
