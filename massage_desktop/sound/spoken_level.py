"""Speech as it is played here: trimmed to a breath of silence, soft at both ends, always equally loud."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .loudness import EnergyMeter, integrated_lufs

Mono = NDArray[np.float32]

SPEECH_LUFS: Final = -23.0
"""Integrated loudness of all speech, played on two channels; the mix lowers it to its place."""

BEFORE_S: Final = 0.06
AFTER_S: Final = 0.12
FADE_S: Final = 0.015

_FRAME_S = 0.01
_SPEECH_DB = -42.0
_PEAK_MAX = 0.89
_AROUND_S = 0.4


def trimmed(sound: Mono, rate: int) -> Mono:
    """The speech with 60 ms of its silence before and 120 ms after it, faded at both ends.

    ``sound`` is (n,), ``rate`` in Hz. Speech is what comes within 42 dB of the loudest 10 ms. Raises
    ValueError when there is none.
    """
    frame = round(_FRAME_S * rate)
    power = (sound[: len(sound) // frame * frame].reshape(-1, frame).astype(np.float64) ** 2).mean(axis=1)
    if not len(power) or not power.max() > 0:
        raise ValueError("there is no speech in this sound")
    loud = np.flatnonzero(power > power.max() * 10 ** (_SPEECH_DB / 10))
    begin, end = loud[0] * frame, (loud[-1] + 1) * frame
    before, after = round(BEFORE_S * rate), round(AFTER_S * rate)
    padded = np.pad(sound, (before, after))
    return _faded(padded[begin : end + before + after].astype(np.float32), rate)


def spoken_lufs(sound: Mono, rate: int) -> float:
    """Integrated loudness of a short text, (n, 2) or (n,) played on two channels, in 0.4 s of silence.

    The silence lets the first and last syllable count as much as the others (windows of 400 ms reach over the
    edges); what is nearly silent drops out at the relative gate of BS.1770.
    """
    both = sound if sound.ndim == 2 else np.stack([sound, sound], axis=1)
    around = round(_AROUND_S * rate)
    return integrated_lufs(EnergyMeter(rate).feed(np.pad(both, ((around, around), (0, 0)))))


def levelled(sound: Mono, rate: int) -> Mono:
    """The speech (n,) at :data:`SPEECH_LUFS`, or below where its peaks would pass -1 dBFS."""
    gain = 10 ** ((SPEECH_LUFS - spoken_lufs(sound, rate)) / 20)
    return (sound * min(gain, _PEAK_MAX / float(np.abs(sound).max()))).astype(np.float32)


def _faded(sound: Mono, rate: int) -> Mono:
    length = min(round(FADE_S * rate), len(sound) // 2)
    ramp = ((1 - np.cos(np.pi * np.arange(length) / length)) / 2).astype(np.float32)
    soft = sound.copy()
    soft[:length] *= ramp
    soft[-length:] *= ramp[::-1]
    return soft
