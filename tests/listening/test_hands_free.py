"""Nobody touches anything: a session is led to its rest by spoken commands alone, while its music plays."""

import json
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from recorded import said_in
from test_live_microphone import MISSING, Room, room

from massage_desktop.sound.decode import stream

__all__ = ["room"]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"),
    pytest.mark.slow,
]
RATE = 48_000
ANSWER_S = 6.0
"""On a machine that is busy with other things."""
SETTINGS = {"voice_control": True, "microphone": "Table", "get_ready_s": 5, "rest_s": 15}


class Session:
    """The real window at a session, in a room whose microphone hears its music and whatever is said."""

    def __init__(self, room: Room, folder: Path, recordings: Path) -> None:
        self.room, self.log, self.folder = room, folder / "session.jsonl", folder
        self.sound = np.concatenate(list(stream(recordings / "quiet_room.ogg")))
        self.ends = {command: end_s for end_s, command in said_in("quiet_room.ogg")}
        config = room.run.parent / ".config" / "massage-desktop"
        config.mkdir(parents=True)
        (config / "settings.json").write_text(json.dumps(SETTINGS))
        words = ["R12", "--minutes", "10", "--profile", "first", "--ambience", "warm_chords"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "massage_desktop", "start", *words, "--log", str(self.log)],
            env={
                **room.env,
                "XDG_CONFIG_HOME": str(config.parent),
                "QT_QPA_PLATFORM": "offscreen",
                "SDL_AUDIODRIVER": "pulseaudio",
            },
            stderr=subprocess.PIPE,
        )
        room.processes.append(self.process)

    def events(self) -> list[dict[str, object]]:
        text = self.log.read_text("utf-8") if self.log.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def count(self, event: str, **fields: object) -> int:
        return sum(e["event"] == event and fields.items() <= e.items() for e in self.events())

    def wait_for(self, event: str, seconds: float = 60.0, **fields: object) -> None:
        until_s = time.monotonic() + seconds
        while not self.count(event, **fields):
            assert time.monotonic() < until_s, f"no {event} {fields} in {self.events()}"
            assert self.process.poll() is None, "the program ended"
            time.sleep(0.2)

    def say(self, command: str, *, tries: int = 8) -> None:
        """Say it until it is heard: while the program's own voice speaks, it is deaf."""
        before, end_s = self.count("heard", command=command), self.ends[command]
        begin_s = max([0.0, *(e for e in self.ends.values() if e < end_s)]) + 0.4
        piece = self.sound[round(begin_s * RATE) : round((end_s + 0.5) * RATE)]
        file = self.folder / "spoken.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes((np.clip(piece, -1, 1) * 32767).astype("<i2").tobytes())
        for _ in range(tries):
            self.room.do("paplay", "--device=air", str(file))
            until_s = time.monotonic() + ANSWER_S
            while time.monotonic() < until_s:
                if self.count("heard", command=command) > before:
                    time.sleep(1.0)  # a person looks at what happens
                    return
                time.sleep(0.1)
        raise AssertionError(f"{command} was not heard: {self.events()}")


def test_a_session_is_led_to_its_rest_without_a_hand(recordings: Path, room: Room, tmp_path: Path) -> None:
    session = Session(room, tmp_path, recordings)
    session.wait_for("step")
    session.say("next step")
    session.wait_for("command", 10, command="next")
    session.say("pause")
    session.wait_for("held", 10)
    session.say("resume")
    session.wait_for("resumed", 10)
    session.say("softer")
    session.wait_for("softer", 10)
    session.say("louder")
    session.say("end session")
    # A very late answer has made us say it twice already.
    once = session.count("heard", command="end session") == 1
    assert not once or session.count("closing") == 0, "once is not enough"
    for _ in range(3):
        if not session.count("closing"):
            session.say("end session")
    session.wait_for("closing", 10)
    session.wait_for("rest", 200)
    session.wait_for("finished", 60)
    events = session.events()
    commands = [e for e in events if e["event"] == "command"]
    heard = [e for e in events if e["event"] == "heard"]
    assert {e["command"] for e in commands} <= {"next", "hold", "resume", "softer", "end"}
    for asked in commands:
        near = [h for h in heard if abs(float(str(h["t"])) - float(str(asked["t"]))) < 1.0]
        assert near, f"nobody asked for {asked}"
    session.process.send_signal(signal.SIGTERM)
    _, told = session.process.communicate(timeout=20)
    assert session.process.returncode == 0
    assert b"Traceback" not in told
