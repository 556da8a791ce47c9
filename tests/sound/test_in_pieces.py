"""MP3 from several cores: the very packets that one encoder makes."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massage_desktop.sound.encoding import _encoder
from massage_desktop.sound.formats import FORMATS
from massage_desktop.sound.in_pieces import FRAME, PIECE_FRAMES, encode_in_pieces, pieces
from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.source import Samples

ENCODER = partial(_encoder, FORMATS[".mp3"])


def hostile(frames: int) -> Samples:
    """Silence, tones, noise and sudden blows in turn: what makes an encoder change its mind most."""
    rng = np.random.default_rng(7)
    t = np.arange(frames) / RATE
    sound = 0.2 * np.sin(2 * np.pi * 330 * t)[:, None] * np.array([1.0, 0.6])
    sound += 0.3 * rng.standard_normal((frames, 2)) * (np.sin(2 * np.pi * 0.7 * t) > 0.5)[:, None]
    for blow in rng.integers(0, max(1, frames), frames // 9000):
        sound[blow : blow + 200] += rng.uniform(-0.9, 0.9, (len(sound[blow : blow + 200]), 2))
    sound[frames // 3 : frames // 3 + RATE // 2] = 0.0
    return np.clip(sound, -1, 1).astype(np.float32)


def of_one_encoder(sound: Samples) -> list[Any]:
    import av

    context = ENCODER()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), "fltp", "stereo")
    frame.sample_rate, frame.pts = RATE, 0
    return [*context.encode(frame), *context.encode(None)]


def cut(sound: Samples, size: int) -> list[Samples]:
    return [sound[at : at + size] for at in range(0, len(sound), size)]


@pytest.mark.parametrize(
    "frames",
    [1, FRAME, PIECE_FRAMES * FRAME, (PIECE_FRAMES + 4) * FRAME, (PIECE_FRAMES + 4) * FRAME + 1, 25 * RATE],
)
@pytest.mark.parametrize("block", [RATE, 700_000])
def test_pieces_side_by_side_are_what_one_encoder_makes(frames: int, block: int) -> None:
    sound = hostile(frames)
    one = of_one_encoder(sound)
    joined = [packet for packets in encode_in_pieces(cut(sound, block), ENCODER) for packet in packets]
    assert [bytes(packet) for packet in joined] == [bytes(packet) for packet in one]
    assert [(packet.pts, packet.dts) for packet in joined] == [(packet.pts, packet.dts) for packet in one]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 900_000), max_size=6))
def test_every_sample_is_in_a_piece_once(sizes: list[int]) -> None:
    ramp = np.arange(2 * sum(sizes), dtype=np.float32).reshape(-1, 2)
    ends = np.cumsum(sizes, dtype=int)
    blocks = [ramp[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    own = []
    for piece in pieces(blocks):
        assert piece.samples.tobytes() == ramp[piece.start * FRAME :][: len(piece.samples)].tobytes()
        first = piece.skipped * FRAME
        own.append(piece.samples[first : None if piece.kept is None else first + piece.kept * FRAME])
    assert np.concatenate(own).tobytes() == ramp.tobytes()


def test_what_an_encoder_refuses_is_raised_here() -> None:
    def broken() -> Any:
        raise ValueError("no encoder")

    with pytest.raises(ValueError, match="no encoder"):
        list(encode_in_pieces([hostile(RATE)], broken))
