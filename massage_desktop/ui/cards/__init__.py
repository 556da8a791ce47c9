"""Cards and sheets on paper: techniques as cards to cut out, routines as a page beside the table."""

from .document import PdfError, card_pages, pdf_of, techniques_of
from .paper import PAPERS, PaperName
from .sheet import sheet_pages

__all__ = ["PAPERS", "PaperName", "PdfError", "card_pages", "pdf_of", "sheet_pages", "techniques_of"]
