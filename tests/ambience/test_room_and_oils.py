"""The checklist and the oils."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from massage_desktop.ambience import asset, room
from massage_desktop.ambience.asset import DamagedInstallationError, read_asset
from massage_desktop.ambience.oils import BASE_OILS, NEEDS, SCENTS, SKIN_NEEDS, OilAdvice, advise, base_oil
from massage_desktop.ambience.room import CHECKLIST, ELSEWHERE, GROUPS, When, lines
from massage_desktop.routine.model import Receiver


def test_groups_and_their_order() -> None:
    assert [g.id for g in CHECKLIST] == ["room", "things", "people"]
    room = [i.id for i in CHECKLIST[0].items]
    assert room.index("air") < room.index("warm")  # ROOM-02: air first, then let it warm


def test_every_line_has_words_and_a_rule_and_its_own_id() -> None:
    items = list(itertools.chain.from_iterable(g.items for g in CHECKLIST))
    assert len({i.id for i in items}) == len(items)
    assert all(i.text and i.detail and i.rules for i in items)
    assert all(len(i.text) <= 40 and len(i.detail) <= 140 for i in items)


def numbered(prefix: str, last: int) -> set[str]:
    return {f"{prefix}-{n:02}" for n in range(1, last + 1)}


def test_the_checklist_covers_the_rules_of_preparation() -> None:
    rules = {r for g in CHECKLIST for i in g.items for r in i.rules}
    wanted = numbered("ROOM", 6) | numbered("SURF", 3)
    wanted |= {"LIGHT-01", "HANDS-03", "HANDS-04", "HANDS-05", "GIVER-05", "OIL-01", "POS-02", "POS-07"}
    wanted |= {"PREP-01", "PREP-02", "PREP-04", "PREP-07", "TIME-13", "COVER-01", "COVER-03"}
    wanted |= {f"PREP-A{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13)}
    assert wanted <= rules


def test_every_id_about_room_people_and_rest_is_cared_for() -> None:
    rules = {r for g in GROUPS for i in g.items for r in i.rules}
    wanted = numbered("ROOM", 6) | numbered("SURF", 3) | {"LIGHT-01"} | numbered("HANDS", 9)
    wanted |= numbered("PREP", 7) | numbered("POS", 10) | numbered("GIVER", 11)
    wanted |= numbered("COVER", 3) | numbered("AFTER", 5) | numbered("TALK", 6)
    wanted |= numbered("MUS", 14) | numbered("NAT", 3) | numbered("AMB", 8)
    wanted |= {f"PREP-A{n}" for n in range(1, 15)}
    assert wanted - rules == set(ELSEWHERE)


def test_lines_are_for_whom_they_concern() -> None:
    def ids(when: When, receives: Receiver, unscented: bool = False) -> set[str]:
        return {i.id for g in lines(when, receives, unscented=unscented) for i in g.items}

    assert {"loose_self"} == ids("before", "self") - ids("before", "adult")
    assert "bath" in ids("before", "child")
    assert "soft_hands" in ids("after", "self")
    assert "soft_hands" not in ids("after", "adult")
    assert "scent" in ids("before", "adult")
    assert "scent" not in ids("before", "adult", unscented=True)
    assert "scent" not in ids("before", "newborn")  # CONF-33
    assert all(g.items for r in ("adult", "child", "newborn", "self") for g in lines("during", r))


def test_room_is_warm_at_23_degrees_and_flames_are_minded() -> None:
    items = {i.id: i for g in CHECKLIST for i in g.items}
    assert "23 °C" in items["warm"].detail
    assert "never left alone" in items["scent"].detail


def test_five_base_oils() -> None:
    assert [o.code for o in BASE_OILS] == [f"BASE-0{n}" for n in range(1, 6)]
    assert {n.id for n in NEEDS} == set(SKIN_NEEDS)
    assert {s.id for s in SCENTS if not s.own} == {"orange", "myrtle", "aloe_vera", "avocado"}
    assert {s.id for s in SCENTS if s.kind == "skin product"} == {"aloe_vera", "avocado"}  # CONF-31
    assert base_oil("apricot") is not None
    assert base_oil("engine") is None


@pytest.mark.parametrize(
    ("need", "oil", "without_nuts"),
    [
        ("none", "olive", "olive"),
        ("troubled", "jojoba", "jojoba"),
        ("clogs_easily", "olive", "olive"),
        ("no_film", "apricot", "jojoba"),
        ("long_glide", "almond", "olive"),
        ("sensitive", "olive", "olive"),
    ],
)
def test_need_leads_to_oil(need: str, oil: str, without_nuts: str) -> None:
    assert need in SKIN_NEEDS
    assert advise(need).oil.id == oil
    assert advise(need, nut_allergy=True).oil.id == without_nuts


def test_the_receivers_wish_decides_unless_nuts_rule_it_out() -> None:
    assert advise("troubled", wish="peach").oil.id == "peach"
    assert any("liking decides" in n for n in advise("troubled", wish="peach").notes)
    for kernel in ("almond", "peach", "apricot"):
        advice = advise(wish=kernel, nut_allergy=True)
        assert not advice.oil.kernel
        assert not any("liking decides" in n for n in advice.notes)
    assert advise(wish="no longer sold").oil.id == "olive"


def test_scents_only_when_nothing_speaks_against_them() -> None:
    assert advise().scents_allowed
    cautious = (advise(child=True), advise(asthma=True), advise(pregnant=True))
    for advice in (advise(allergy=True), advise(nut_allergy=True), *cautious):
        assert not advice.scents_allowed
        assert not any("drops" in n for n in advice.notes)


def test_drops_are_few_and_marked_as_the_programs_own() -> None:
    dilution = next(n for n in advise().notes if "drops" in n)
    assert "2 drops of essential oil in 10 ml" in dilution
    assert "own" in dilution


def test_an_unknown_need_is_named() -> None:
    with pytest.raises(ValueError, match="skin need is 'shiny'"):
        advise("shiny")  # type: ignore[arg-type]


def test_hints_make_no_health_claim() -> None:
    advices: list[OilAdvice] = [advise(n) for n in SKIN_NEEDS]
    text = " ".join([o.hint for o in BASE_OILS] + [n for a in advices for n in a.notes]).lower()
    for word in ("inflamm", "bacteri", "metabol", "hypoallergenic", "circulation", "heal", "cure", "pores"):
        assert word not in text


@pytest.mark.parametrize(
    "content", [None, b"groups = [", b"groups = 3", b"group = []", b"\xff", b'groups = [{id = "x"}]']
)
def test_a_damaged_installation_is_one_line(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asset, "assets_dir", lambda: tmp_path)
    if content is not None:
        (tmp_path / "room.toml").write_bytes(content)

    with pytest.raises(DamagedInstallationError, match=r"room\.toml.*Install the program again") as caught:
        read_asset("room.toml", room._Table)
    assert "\n" not in str(caught.value)
