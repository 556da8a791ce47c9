"""What is said to the program, spelt as the speech model writes it.

The model was trained on sentences, so “massage” before a command often comes out as “missage”, and “end
session” as “and session”. Each spelling here is one that its own decoder wrote for synthetic voices, in the
pieces of its own vocabulary; words cut into pieces in any other way score next to nothing.
"""

from __future__ import annotations

from typing import Final

from .commands import Spoken

PREFIXES: Final = (
    "▁Mass age",
    "▁Mis age",
    "▁Miss age",
    "▁Mess age",
    "▁Message",
    "▁My ▁s age",
    "▁Mass age ,",
    "▁Mass age .",
    "▁Miss age ,",
    "▁Message ,",
)
"""“Massage”, the word that every command begins with."""

SPELLINGS: Final[dict[Spoken, tuple[str, ...]]] = {
    "next step": ("▁next ▁step", "▁next ▁steps"),
    "go back": ("▁go ▁back",),
    "pause": ("▁pause", "▁p aws", "▁por es"),
    "resume": ("▁res ume", "▁pres ume", "▁res umes", "▁res umed"),
    "repeat that": ("▁repeat ▁that",),
    "more time": ("▁more ▁time",),
    "quieter": ("▁qui eter", "▁quiet"),
    "louder": ("▁l ou der", "▁Lou der"),
    "end session": ("▁and ▁session", "▁in ▁session", "▁end ▁session"),
    "softer": ("▁so fter",),
    "it hurts": ("▁it ▁hur ts", "▁it ▁hurt"),
}
"""Command to its spellings after the prefix."""

ALONE: Final = (
    "▁Next ▁step",
    "▁Go ▁back",
    "▁P ause",
    "▁Res ume",
    "▁Res umed",
    "▁Re peat ▁that",
    "▁More ▁time",
    "▁Qu iet er",
    "▁Qu iet ▁her",
    "▁Lou der",
    "▁L oud er",
    "▁And ▁session",
    "▁End ▁session",
    "▁In cess ion",
    "▁So fter",
    "▁It ▁hur ts",
)
"""Commands said without the prefix: what a stretch must not be."""
