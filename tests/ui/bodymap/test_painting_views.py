"""Views as they are painted: skin, towels and marks, shapes and frames, and figures that are refused."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from massage_desktop.routine.body import BodyView, Part, Towel, body_view, view_ids
from massage_desktop.ui.bodymap.brush import both_halves
from massage_desktop.ui.bodymap.figure import figure_shape, silhouette, towels_shape
from massage_desktop.ui.bodymap.frame import Frame, frame_for
from massage_desktop.ui.bodymap.marks import Marks, marks_image
from massage_desktop.ui.bodymap.still import body_image, cover_for
from massage_desktop.ui.bodymap.thumbnail import thumbnail_image
from massage_desktop.ui.theme import THEMES

VIEWS = view_ids()


@pytest.mark.parametrize("view_id", VIEWS)
def test_a_card_shows_a_body(view_id):
    view = body_view(view_id)
    frame = frame_for(view, 180, 240)
    for theme in ("dark", "light"):
        image = thumbnail_image(view_id, (), theme, (180, 240))
        skin, seen = THEMES[theme].color("skin"), 0
        towels = towels_shape(view_id, cover_for(view, ()).towels)
        bare = frame.transform().map(silhouette(view_id).subtracted(towels))
        for y in range(4, 236, 8):
            for x in range(4, 176, 8):
                if bare.contains(QPointF(x, y)):
                    color = image.pixelColor(x, y)
                    seen += color.alpha() > 150 and near(color, skin)
        assert seen > 20, "hardly any skin is painted"


def near(a: QColor, b: QColor) -> bool:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue()) < 200


def test_marks_stay_off_what_a_towel_covers():
    view = body_view("front")
    frame = frame_for(view, 260, 355)
    knee = frame.place(0.104, 1.34)
    alpha = {
        zone: marks_image(Marks("front", zone, "", ("right",)), "dark", frame).copy(
            round(knee[0]) - 6, round(knee[1]) - 6, 12, 12
        )
        for zone in ("hand", "thigh")
    }
    assert inked(alpha["hand"]) == 0, "the knees are covered while a hand is worked"
    assert inked(alpha["thigh"]) > 60


def inked(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
    )


def test_a_towel_is_drawn_only_when_nothing_under_it_is_worked():
    view = body_view("child_back")
    frame = frame_for(view, 180, 240)
    x, y = (round(v) for v in frame.place(0.076, 0.90))
    towel = THEMES["dark"].color("towel")
    covered = body_image("child_back", "dark", frame, cover_for(view, ("upper_back",))).pixelColor(x, y)
    bare = body_image("child_back", "dark", frame, cover_for(view, ("thigh",))).pixelColor(x, y)
    assert near(covered, towel)
    assert covered.lightness() > bare.lightness() + 25


def test_towel_for_certain_zones():
    towel = Towel(id="t", outline=[(0, 0), (1, 0), (1, 1)], bare_for=["a"], only_for=["b"])
    assert towel.lies({"b"})
    assert not towel.lies({"a", "b"})
    assert not towel.lies({"c"})
    assert not towel.lies(set())


# ---------------------------------------------------------------- shapes and frames


def test_half_figures_cross_the_midline_smoothly_but_keep_corners():
    round_top = both_halves([(0.0, 0.0), (0.3, 0.1), (0.3, 0.4), (0.0, 0.5)])
    assert round_top.contains(QPointF(0.05, 0.006))
    pointed = both_halves([(0.0, 0.0), (0.0, 0.0), (0.3, 0.1), (0.3, 0.4), (0.0, 0.5)])
    assert not pointed.contains(QPointF(0.05, 0.006))
    assert pointed.contains(QPointF(-0.2, 0.2))


def test_a_figure_unites_its_pieces_and_named_outlines():
    back = body_view("back")
    body = next(f for f in back.figures if f.id == "body")
    shape = figure_shape(back, body)
    assert back.points(Part(outline="arm")) == back.outlines["arm"]
    assert shape.contains(QPointF(0.32, 0.7))
    assert shape.contains(QPointF(-0.32, 0.7))
    assert shape.contains(QPointF(0.3505, 1.17)), "the resting hand"
    assert not shape.contains(QPointF(0.27, 0.75)), "between arm and trunk"


@pytest.mark.parametrize("turned", [0.0, -90.0, -82.0, 30.0])
def test_places_turn_with_the_picture(turned):
    frame = Frame(700, 900, 600.0, (350.0, 39.0), turned, 0.685)
    for x, y in ((0.0, 0.685), (0.2, 0.3), (-0.1, 1.2)):
        place = frame.transform().map(QPointF(x, y))
        assert frame.place(x, y) == pytest.approx((place.x(), place.y()))
    assert frame.place(0.0, 0.685) == pytest.approx((350.0, 39.0 + 0.685 * 600))
    small = frame.at(200.0)
    assert [v * 3 for v in small.place(0.2, 0.3)] == pytest.approx(frame.place(0.2, 0.3))


def test_turned_to_the_left_the_right_half_lies_on_top():
    frame = Frame(700, 900, 600.0, (350.0, 39.0), -90.0, 0.685)
    head, right = frame.place(0.0, 0.1), frame.place(0.3, 0.685)
    assert head[0] < 350
    assert right[1] < 39 + 0.685 * 600


def test_a_piece_of_the_picture_lies_where_it_belongs():
    frame = Frame(700, 900, 600.0, (350.0, 39.0))
    piece, rect = frame.part(QRectF(0.1, 0.2, 0.1, 0.1), 0.01)
    x, y = piece.place(0.15, 0.25)
    assert (x + rect.left(), y + rect.top()) == pytest.approx(frame.place(0.15, 0.25))
    assert rect.width() < 80
    whole, all_of_it = frame.part(QRectF(-0.5, 0.0, 1.0, 1.3), 0.01)
    assert whole == frame
    assert (all_of_it.width(), all_of_it.height()) == (700, 900)
    _, outside = frame.part(QRectF(3.0, 3.0, 0.1, 0.1), 0.0)
    assert outside.width() >= 1
    assert outside.height() >= 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"material": "velvet", "outline": [[0, 0], [1, 0], [1, 1]]}, "material"),
        ({"material": "skin", "outline": [[0, 0], [1, 1]]}, 'figure "x".*3 points'),
        ({"material": "skin", "outline": "trunk"}, 'figure "x".*no outline "trunk"'),
        ({"material": "skin", "outline": [[0, 0], [1, 0], [1, 1]], "colour": "red"}, "colour"),
    ],
)
def test_damaged_figures_are_refused_by_name(wrong, words):
    view = {"id": "v", "title": "V", "width": 1, "height": 1, "zones": [], "paths": []}
    with pytest.raises(msgspec.ValidationError, match=words):
        msgspec.convert(view | {"figures": [{"id": "x"} | wrong]}, BodyView)


def test_towels_name_zones_of_their_view():
    towel = {"id": "t", "outline": [[0, 0], [1, 0], [1, 1]], "bare_for": ["belly"]}
    view = {"id": "v", "title": "V", "width": 1, "height": 1, "zones": [], "paths": [], "figures": []}
    with pytest.raises(msgspec.ValidationError, match=r'towel "t".*no zone "belly"'):
        msgspec.convert(view | {"towels": [towel]}, BodyView)


def test_the_back_keeps_its_hanging_towel():
    view: BodyView = body_view("back")
    assert cover_for(view, ("mid_back",)).edge == pytest.approx(1.075)
    assert cover_for(view, ("gluteal_upper", "mid_back")).edge == pytest.approx(1.19)
    assert cover_for(body_view("front"), ()).edge is None
