"""Only what is worked lies bare (COVER-01)."""

from __future__ import annotations

import msgspec
import pytest

from massage_desktop.plan import cover
from massage_desktop.plan.cover import CoverChange, cover_change
from massage_desktop.routine.library import load_routine
from massage_desktop.routine.model import Routine, Step

ROUTINE = load_routine("back_six_step")
STEP = ROUTINE.steps[0]


@pytest.fixture(autouse=True)
def zones_are_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    def area_of(_routine: Routine, step: Step) -> str:
        return step.zone

    monkeypatch.setattr(cover, "area_of", area_of)


def at(area: str, **more: object) -> Step:
    return msgspec.structs.replace(STEP, zone=area, **more)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (at("back"), at("leg"), CoverChange("back", "legs")),
        (at("leg"), at("foot"), CoverChange()),
        (at("back"), at("shoulders"), CoverChange()),
        (at("leg"), at("neck"), CoverChange()),
        (at("neck"), at("back"), CoverChange("", "back")),
        (at("shoulders", position="supine"), at("chest", position="supine"), CoverChange()),
        (at("back"), at("shoulders", position="supine"), CoverChange("back", "chest")),
        (None, at("leg"), CoverChange()),
    ],
)
def test_the_towel_follows_the_work(before: Step | None, now: Step, change: CoverChange) -> None:
    assert cover_change(ROUTINE, before, now) == change


def test_nobody_covers_oneself() -> None:
    alone = msgspec.structs.replace(ROUTINE, gives="self")
    assert cover_change(alone, at("back"), at("leg")) == CoverChange()
