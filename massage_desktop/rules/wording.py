"""What a routine says: calm scents (OIL-06, OIL-07), no promises (CLAIM-01), known rules, honest category."""

from __future__ import annotations

import re
from collections.abc import Iterator

from massage_desktop.routine.suggest import did_you_mean

from .book import rules
from .breach import Breach, Subject
from .edit import SetKey

# The sources name no single scent that wakes up; these are widely known as lively (the program's own list).
LIVELY_SCENTS = (
    "peppermint",
    "spearmint",
    "menthol",
    "camphor",
    "eucalyptus",
    "rosemary",
    "lemongrass",
    "grapefruit",
    "ginger",
    "cinnamon",
    "clove",
    "black pepper",
    "juniper",
    "tea tree",
    "pine oil",
    "thyme",
)
_LIVELY = re.compile(rf"\b({'|'.join(LIVELY_SCENTS)})\b", re.IGNORECASE)
_SCENT = re.compile(r"\b(oils?|scents?|aromas?|fragrances?)\b", re.IGNORECASE)
_WAKING = re.compile(
    r"\b(invigorat\w+|energi[sz]\w+|stimulat\w+|refreshing|tonic|lively|enliven\w*)\b", re.IGNORECASE
)
_CLAIMS = re.compile(
    r"\b(cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|therap(?:y|ies|eutic|ist)|treatments?|diseases?|immunity|immune"
    r"|hormon\w+|detox\w*|toxins?|metabolism|cellulite|depression|scoliosis|osteochondrosis|migraines?)\b",
    re.IGNORECASE,
)
_TONING = re.compile(r"\b(toning|tones up|wakes? (?:you )?up|invigorat\w+)\b", re.IGNORECASE)
_TONING_CODE = "R18"
_NEGATED = re.compile(r"\b(no|not|never|without|nothing)\b", re.IGNORECASE)


def _texts(subject: Subject) -> Iterator[tuple[str, str]]:
    """(key, text) of what is shown, cautions and the author's notes left out."""
    routine = subject.routine
    yield "title", routine.title
    yield "summary", routine.summary
    yield from ((f"before[{i}]", text) for i, text in enumerate(routine.before))
    for work in subject.every:
        at = f"steps[{work.index}]"
        yield from ((f"{at}.{key}", t) for key in ("title", "instruction") if (t := getattr(work.step, key)))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def calm_scents(subject: Subject) -> Iterator[Breach]:
    """OIL-06, OIL-07: no text offers a scent that wakes up."""
    for key, text in _texts(subject):
        for sentence in _sentences(text):
            if _NEGATED.search(sentence):
                continue
            named = _LIVELY.search(sentence)
            if named:
                message = f"“{named.group()}” is a lively scent; even two drops undo the calm."
                yield _said(subject, "OIL-07", key, message, "Leave it out, or name a calm one.")
            elif _WAKING.search(sentence) and _SCENT.search(sentence):
                message = "a scent that wakes up is offered; every scent of a blend is a calm one."
                yield _said(subject, "OIL-06", key, message, "Offer calm scents only, or none.")


def no_claims(subject: Subject) -> Iterator[Breach]:
    """CLAIM-01: no text promises anything medical."""
    for key, text in _texts(subject):
        claim = _CLAIMS.search(text)
        if claim:
            message = f"“{claim.group()}” sounds like medicine, and a relaxing massage is none."
            yield _said(subject, "CLAIM-01", key, message, "Say what it feels like instead.")


def _said(subject: Subject, rule: str, key: str, message: str, mend: str) -> Breach:
    for work in subject.every:
        if key.startswith(f"steps[{work.index}]."):
            return work.breach(rule, "warning", key.rpartition(".")[2], message, mend)
    return subject.breach(rule, "warning", key, message[:1].upper() + message[1:], mend)


def toning_is_named(subject: Subject) -> Iterator[Breach]:
    """PACE-12: a massage that wakes up does not stand among the relaxing ones."""
    routine = subject.routine
    if routine.category not in ("relaxing", "self"):
        return
    said = _sentences(f"{routine.title}. {routine.summary}")
    if routine.code == _TONING_CODE or any(_TONING.search(s) and not _NEGATED.search(s) for s in said):
        message = f'A massage that wakes up has the category "{routine.category}".'
        edits = (SetKey(None, "category", "toning"),)
        yield subject.breach("PACE-12", "error", "category", message, 'Set category = "toning".', *edits)


def known_rules(subject: Subject) -> Iterator[Breach]:
    """DERIV-10: the rules that a step names are in the book."""
    kinds = {rule_id.partition("-")[0] for rule_id in rules()}
    for work in subject.every:
        for n, name in enumerate(work.step.rules):
            if name in rules() or name.partition("-")[0] not in kinds:
                continue
            nearest = did_you_mean(name, rules())
            mend = f"Did you mean {nearest}?" if nearest else "See `massage-desktop rules`."
            yield work.breach("DERIV-10", "warning", f"rules[{n}]", f"there is no rule {name}.", mend)


CHECKERS = (calm_scents, no_claims, toning_is_named, known_rules)
