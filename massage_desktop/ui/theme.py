"""Colours and the one scale factor of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtGui import QColor, QFont

if TYPE_CHECKING:
    from massage_desktop.routine.model import Family

ThemeName = Literal["dark", "light", "contrast"]


class Theme(NamedTuple):
    """Named colours (``#rrggbb``). Text that matters keeps 7:1 on ``room``, the rest 4.5:1."""

    name: ThemeName
    room: str  # the page itself
    room_glow: str  # a warm, barely visible light in the room
    panel: str  # cards and the strip at the bottom
    line: str  # quiet borders, unfilled tracks
    text: str
    text_soft: str
    text_quiet: str
    accent: str  # what is happening now
    accent_soft: str
    calm: str  # sound and other quiet good news
    care: str  # forbidden and careful areas
    skin_light: str
    skin: str
    skin_shade: str
    towel_light: str
    towel: str
    towel_shade: str
    hand: str

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """The colour called ``name`` with ``alpha`` from 0 to 1."""
        c = QColor(getattr(self, name))
        c.setAlphaF(alpha)
        return c


DARK = Theme(
    name="dark",
    room="#14110f",
    room_glow="#2a1f19",
    panel="#1d1916",
    line="#3a332e",
    text="#f3e9dc",
    text_soft="#dccfbf",
    text_quiet="#b3a596",
    accent="#e9a15b",
    accent_soft="#c9a27c",
    calm="#9dbf9e",
    care="#ee9789",
    skin_light="#a9714f",
    skin="#85563c",
    skin_shade="#4a2f22",
    towel_light="#cfc4b2",
    towel="#a89d8b",
    towel_shade="#6f6759",
    hand="#fdeedd",
)
LIGHT = Theme(
    name="light",
    room="#f6f0e7",
    room_glow="#fff8ee",
    panel="#ece3d6",
    line="#cfc2b1",
    text="#2a211b",
    text_soft="#463a31",
    text_quiet="#665749",
    accent="#96490a",
    accent_soft="#b98a5e",
    calm="#3d6b47",
    care="#b03a2e",
    skin_light="#dba883",
    skin="#c68d68",
    skin_shade="#8c5a40",
    towel_light="#ffffff",
    towel="#e6ddcf",
    towel_shade="#b7ab9a",
    hand="#fffaf2",
)
CONTRAST = Theme(
    name="contrast",
    room="#000000",
    room_glow="#000000",
    panel="#0b0b0b",
    line="#6b6b6b",
    text="#ffffff",
    text_soft="#ffffff",
    text_quiet="#d8d8d8",
    accent="#ffc24a",
    accent_soft="#ffd98f",
    calm="#a6f0b0",
    care="#ff8d80",
    skin_light="#8a5f45",
    skin="#5f4130",
    skin_shade="#2d1e16",
    towel_light="#e8e8e8",
    towel="#b5b5b5",
    towel_shade="#7a7a7a",
    hand="#ffffff",
)
THEMES: dict[ThemeName, Theme] = {t.name: t for t in (DARK, LIGHT, CONTRAST)}

# Families that exist on Windows, macOS and most Linux desktops, first found wins.
_FAMILIES = ["Inter", "Segoe UI", "SF Pro Text", "Cantarell", "Noto Sans", "Ubuntu", "DejaVu Sans"]


def font(pixels: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The program's typeface at ``pixels`` height of its em (at least 1) and ``weight`` 100 to 900.

    ``tabular`` gives all digits one width, so that a running clock does not tremble.
    """
    f = QFont(_FAMILIES)
    f.setPixelSize(max(1, round(pixels)))
    f.setWeight(QFont.Weight(weight))
    if tabular:
        f.setFeature(QFont.Tag("tnum"), 1)
    return f


def scale_for(width_px: float, height_px: float, text_size: float = 1.0) -> float:
    """The one factor that all sizes are multiplied by: 1.0 at 1440 by 900 and the user's text size 1.0."""
    return min(width_px / 1440, height_px / 900) * text_size


_FAMILY_DARK: dict[Family, str] = {
    "stroke": "#e0b284",
    "rub": "#dd8f4c",
    "knead": "#c9684c",
    "squeeze": "#b9606f",
    "pinch": "#a86f96",
    "tap": "#8f83bd",
    "vibrate": "#6f97b8",
    "press": "#c7a04a",
    "other": "#9c8f7f",
    "move": "#8aa884",
}
_FAMILY_LIGHT: dict[Family, str] = {
    "stroke": "#b07a42",
    "rub": "#b3621b",
    "knead": "#9c3f28",
    "squeeze": "#933f50",
    "pinch": "#80486f",
    "tap": "#5f5394",
    "vibrate": "#3d6a8f",
    "press": "#8a6a15",
    "other": "#6f6353",
    "move": "#4f7048",
}


def family_color(theme: Theme, family: Family, alpha: float = 1.0) -> QColor:
    """Colour of one family of techniques on the timeline; ``alpha`` from 0 to 1."""
    c = QColor((_FAMILY_LIGHT if theme.name == "light" else _FAMILY_DARK)[family])
    c.setAlphaF(alpha)
    return c


def on_accent(theme: Theme) -> str:
    """Colour of text written on the accent colour, at least 4.5:1."""
    return "#fffaf2" if theme.name == "light" else "#1c120a"


def style_sheet(theme: Theme, scale: float) -> str:
    """Qt style sheet of buttons, fields and scrolling areas: sizes are reference pixels times ``scale``."""
    x = {k: f"{max(1, round(v * scale))}px" for k, v in _SIZES.items()}
    t = theme
    return f"""
QPushButton {{ color: {t.text_soft}; background: transparent; border: {x["edge"]} solid {t.line};
  border-radius: {x["round"]}; padding: {x["tall"]} {x["wide"]}; font-size: {x["text"]}; }}
QPushButton:hover {{ background: {t.room_glow}; color: {t.text}; }}
QPushButton:focus {{ border-color: {t.accent}; color: {t.text}; }}
QPushButton[primary="true"] {{ color: {on_accent(t)}; background: {t.accent}; border-color: {t.accent};
  font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {t.accent_soft}; border-color: {t.accent_soft}; }}
QPushButton[primary="true"]:focus {{ border-color: {t.text}; }}
QPushButton[primary="true"]:disabled {{ color: {t.text_quiet}; background: {t.panel};
  border-color: {t.line}; }}
QLineEdit {{ color: {t.text}; background: {t.panel}; border: {x["edge"]} solid {t.line};
  border-radius: {x["round"]}; padding: {x["tall"]} {x["wide"]}; font-size: {x["text"]};
  selection-background-color: {t.accent}; selection-color: {on_accent(t)};
  placeholder-text-color: {t.text_quiet}; }}
QLineEdit:focus {{ border-color: {t.accent}; }}
QScrollArea, QScrollArea > QWidget > QWidget[canvas="true"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {x["bar"]}; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.line}; border-radius: {x["bar_round"]};
  min-height: {x["handle"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


_SIZES = {
    "edge": 2,
    "round": 12,
    "tall": 9,
    "wide": 20,
    "text": 18,
    "bar": 10,
    "bar_round": 4,
    "handle": 48,
}
