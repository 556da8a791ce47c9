"""The body map as a widget."""

from __future__ import annotations

from scenes import differing, scene

from massage_desktop.ui.bodymap import (
    BodyMap,
)
from massage_desktop.ui.theme import LIGHT


def test_the_widget_shows_what_it_is_given(qtbot):
    body = BodyMap()
    qtbot.addWidget(body)
    body.resize(285, 390)
    rest = body.grab().toImage()
    body.set_scene(scene("circles_up", 0.3, zone="beside_spine"))
    busy = body.grab().toImage()
    assert differing(rest, busy) > 0.01
    assert "beside the spine" in body.accessibleDescription()
    body.set_theme(LIGHT)
    assert differing(busy, body.grab().toImage()) > 0.2
    body.set_reduced_motion(True)
    body.set_scene(None)
    assert body.accessibleDescription() == ""
    body.grab()


def test_dragging_the_window_stretches_the_picture_until_it_settles(qtbot, monkeypatch):
    body = BodyMap()
    qtbot.addWidget(body)
    body.resize(285, 390)
    with qtbot.waitExposed(body):
        body.show()
    rooms = []

    def paint(_painter, box, moment, _base):
        rooms.append((box.width(), box.height(), moment.frame.width, moment.frame.height))

    monkeypatch.setattr("massage_desktop.ui.bodymap.widget.paint_moment", paint)
    body.resize(300, 400)
    body.repaint()
    assert rooms[-1] == (285, 390, 285, 390)
    qtbot.waitUntil(lambda: rooms[-1] == (300, 400, 300, 400), timeout=2000)
