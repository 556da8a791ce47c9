"""Mixing: few drops, calm scents only, none for those who should have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.ambience.blend import BlendRefusedError, blend, most_drops
from massage_desktop.ambience.oils import BASE_OILS, CARES, DILUTION, LIVELY, SCENTS, BaseOil, Care, base_oil

ESSENTIAL = [s.id for s in SCENTS if s.kind == "essential oil"]


def oil(name: str = "olive") -> BaseOil:
    found = base_oil(name)
    assert found is not None
    return found


def test_two_drops_in_ten_millilitres_is_the_most() -> None:
    assert [most_drops(ml) for ml in (5, 9, 10, 15, 30, 100)] == [1, 1, 2, 3, 6, 6]
    assert blend(oil(), ["lavender"], 10).total_drops == 2


@given(
    st.lists(st.sampled_from(ESSENTIAL), max_size=4),
    st.integers(DILUTION.least_ml, DILUTION.most_ml),
    st.sampled_from([o.id for o in BASE_OILS]),
)
def test_never_more_than_one_percent(scents: list[str], ml: int, base: str) -> None:
    try:
        mix = blend(oil(base), scents, ml)
    except BlendRefusedError as error:
        assert "too many" in str(error)
        assert len(set(scents)) > most_drops(ml)
        return
    assert mix.total_drops * 0.05 <= ml * 0.01 + 1e-9  # a drop holds about 0.05 ml
    counts = [count for _, count in mix.drops]
    assert [s.id for s, _ in mix.drops] == list(dict.fromkeys(scents))
    assert not counts or (min(counts) >= 1 and max(counts) - min(counts) <= 1)
    assert ("unscented" in mix.recipe) == (not scents)


@pytest.mark.parametrize("name", sorted(LIVELY.values()))
def test_lively_scents_are_refused_by_name(name: str) -> None:
    for said in (name, f"{name} oil", name.upper()):
        with pytest.raises(BlendRefusedError, match=rf"{name} is a lively scent.*OIL-07"):
            blend(oil(), [said])


def test_unknown_scents_are_refused_with_the_nearest_known() -> None:
    with pytest.raises(BlendRefusedError, match='Did you mean "chamomile"'):
        blend(oil(), ["camomile"])


@pytest.mark.parametrize("care", CARES)
def test_nobody_who_should_have_none_gets_a_scent(care: Care) -> None:
    with pytest.raises(BlendRefusedError, match="No scent is added"):
        blend(oil(), ["lavender"], 15, [care])
    assert blend(oil(), [], 15, [care]).recipe == "15 ml olive oil, unscented"


def test_kernel_oils_are_left_out_with_a_nut_allergy() -> None:
    for base in BASE_OILS:
        if base.kernel:
            with pytest.raises(BlendRefusedError, match="olive or jojoba"):
                blend(base, [], 15, ["nuts"])
        else:
            assert blend(base, [], 15, ["nuts"]).base == base


def test_skin_products_get_no_drops_and_are_explained() -> None:
    mix = blend(oil(), ["Aloe vera"])
    assert mix.drops == ()
    assert any("does not mix" in note for note in mix.notes)


@pytest.mark.parametrize("ml", [-5, 0, 4, 101])
def test_amounts_out_of_range_are_refused(ml: int) -> None:
    with pytest.raises(BlendRefusedError, match=f"{ml} ml cannot be mixed: between 5 and 100"):
        blend(oil(), [], ml)


def test_scented_oil_is_never_put_on_undiluted_skin() -> None:
    assert any("Never put essential oil on skin undiluted" in n for n in blend(oil(), ["orange"]).notes)
    assert not any("drops" in n for n in blend(oil()).notes)
