"""ALSA's remarks on a machine without a sound card."""

import ctypes
import subprocess
import sys

import pytest

from massage_desktop.listening.alsa import silence_alsa

OPENING = """
import ctypes, sys
{silence}
library = ctypes.CDLL("libasound.so.2")
handle = ctypes.c_void_p()
assert library.snd_pcm_open(ctypes.byref(handle), b"no_such_device", 1, 0) < 0
print("our own words", file=sys.stderr)
"""
SILENCE = "from massage_desktop.listening.alsa import silence_alsa; silence_alsa(); silence_alsa()"


def told(silence: str) -> str:
    """What stands on stderr when a device that is not there is opened."""
    command = [sys.executable, "-c", OPENING.format(silence=silence)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stderr


def test_alsa_is_silent_and_our_own_words_are_not():
    try:
        ctypes.CDLL("libasound.so.2")
    except OSError:
        pytest.skip("no ALSA here")
    assert "ALSA lib" in told("")
    assert told(SILENCE) == "our own words\n"


def test_where_there_is_no_alsa_nothing_happens(monkeypatch):
    monkeypatch.setattr("massage_desktop.listening.alsa.sys.platform", "darwin")
    assert silence_alsa.__wrapped__() is None
