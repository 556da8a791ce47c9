"""The listening thread with a microphone that is not one."""

import queue
import threading
import time

import numpy as np
import pytest
from made_speech import Always, loud, quiet, tone

from massage_desktop.listening.listener import LISTENING, Listener
from massage_desktop.listening.microphone import Block, MicrophoneError
from massage_desktop.listening.recogniser import Recogniser


class Desk:
    """Microphones that say what the test puts on them; ``trouble`` is what opening them meets."""

    def __init__(self) -> None:
        self.blocks: queue.Queue[Block | Exception] = queue.Queue()
        self.trouble: list[Exception] = []
        self.opened = self.closed = 0
        self.names: list[str] = []
        self.heard: queue.Queue = queue.Queue()
        self.told: queue.Queue[str] = queue.Queue()

    def __call__(self, name: str) -> "Desk":
        self.names.append(name)
        return self

    def open(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.opened += 1

    def read(self, patience_s: float) -> Block | None:
        try:
            block = self.blocks.get(timeout=min(patience_s, 0.02))
        except queue.Empty:
            return None
        if isinstance(block, Exception):
            raise block
        return block

    def close(self) -> None:
        self.closed += 1

    def say(self, *parts: np.ndarray) -> None:
        sound = np.concatenate(parts)
        for at in range(0, len(sound), 1600):
            self.blocks.put(Block(sound[at : at + 1600], time.monotonic()))

    def listener(self, **options) -> Listener:
        options = {"make_recogniser": lambda: Recogniser(scorer=Always(), detector=loud), **options}
        return Listener(self.heard.put, self.told.put, make_source=self, retry_s=0.05, **options)


@pytest.fixture
def desk():
    return Desk()


def test_a_command_is_handed_over_and_closing_lets_the_microphone_go(desk: Desk):
    listener = desk.listener(microphone="On the table")
    assert desk.told.get(timeout=5) == LISTENING == listener.status
    desk.say(quiet(0.5), tone(1), quiet(1))
    assert desk.heard.get(timeout=5).command == "next step"
    assert desk.names == ["On the table"]
    listener.close(5)
    assert not listener.alive
    assert desk.closed == desk.opened == 1


def test_nothing_is_heard_while_our_own_voice_speaks(desk: Desk):
    listener = desk.listener()
    desk.told.get(timeout=5)
    listener.deaf(0.2)
    desk.say(quiet(0.5), tone(1), quiet(1))
    time.sleep(0.6)
    assert desk.heard.empty()
    desk.say(quiet(0.5), tone(1), quiet(1))
    assert desk.heard.get(timeout=5)
    listener.close(5)


def test_a_shorter_deafness_does_not_end_a_longer_one(desk: Desk):
    listener = desk.listener()
    desk.told.get(timeout=5)
    listener.deaf(30)
    listener.deaf(0)
    time.sleep(0.4)
    desk.say(quiet(0.5), tone(1), quiet(1))
    time.sleep(0.3)
    assert desk.heard.empty()
    listener.close(5)


def test_listening_is_back_at_once_when_our_own_voice_has_ended(desk: Desk):
    """By the clock of the blocks: what is said 0.3 s after twelve seconds of words is heard in full."""
    scorer = Always()
    listener = desk.listener(make_recogniser=lambda: Recogniser(scorer=scorer, detector=loud))
    desk.told.get(timeout=5)
    began_s = time.monotonic()
    listener.deaf(12.0)
    sound = np.concatenate([quiet(0.5), tone(11.5), quiet(0.3), tone(1.0), quiet(1.0)])
    for at in range(0, len(sound), 1536):
        piece = sound[at : at + 1536]
        desk.blocks.put(Block(piece, began_s + (at + len(piece)) / 16_000))
    heard = desk.heard.get(timeout=5)
    assert heard.time_s == pytest.approx(13.3, abs=0.1)
    assert desk.heard.empty()
    (seconds,) = scorer.asked
    assert 1.0 + 0.3 <= seconds < 1.9, "the word, the silence after it, and nothing of our own voice"
    listener.close(5)


def test_a_missing_microphone_is_told_once_and_tried_again(desk: Desk):
    desk.trouble = [MicrophoneError("no microphone was found. Plug one in.")] * 3
    listener = desk.listener()
    assert desk.told.get(timeout=5) == "Not listening: no microphone was found. Plug one in."
    assert desk.told.get(timeout=5) == LISTENING
    listener.close(5)


def test_a_microphone_that_fails_while_listening_is_opened_again(desk: Desk):
    listener = desk.listener()
    desk.told.get(timeout=5)
    desk.blocks.put(OSError("unplugged"))
    assert desk.told.get(timeout=5) == "Not listening: the microphone failed (unplugged)."
    assert desk.told.get(timeout=5) == LISTENING
    desk.say(quiet(0.5), tone(1), quiet(1))
    assert desk.heard.get(timeout=5)
    listener.close(5)


def test_a_microphone_that_falls_silent_is_noticed(desk: Desk, monkeypatch):
    monkeypatch.setattr("massage_desktop.listening.listener._PATIENCE_S", 0.1)
    listener = desk.listener()
    assert desk.told.get(timeout=5) == LISTENING
    assert "no sound any more" in desk.told.get(timeout=5)
    listener.close(5)


def test_without_the_extra_it_says_so_and_ends(desk: Desk):
    def missing() -> Recogniser:
        raise ImportError("moonshine-voice 0.0.73 is not installed")

    listener = desk.listener(make_recogniser=missing)
    expected = "Spoken commands do not work here: moonshine-voice 0.0.73 is not installed."
    assert desk.told.get(timeout=5) == expected
    for _ in range(100):
        if not listener.alive:
            break
        time.sleep(0.02)
    assert not listener.alive
    assert desk.opened == 0


def test_the_meter_follows_the_sound(desk: Desk):
    listener = desk.listener()
    desk.told.get(timeout=5)
    desk.say(tone(0.5, 0.5))
    for _ in range(100):
        if listener.level_db > -60:
            break
        time.sleep(0.02)
    assert listener.level_db == pytest.approx(-9.0, abs=0.5)
    listener.close(5)


def test_nothing_of_it_waits(desk: Desk):
    slow = threading.Event()

    def loading() -> Recogniser:
        slow.wait(5)
        return Recogniser(scorer=Always(), detector=loud)

    began = time.monotonic()
    listener = desk.listener(make_recogniser=loading)
    listener.deaf(1)
    listener.close()
    assert time.monotonic() - began < 2, "loading takes five seconds"
    slow.set()
