"""The whole way: a recording is played into a real sound server, whose microphone the command line hears."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import pytest

MISSING = [name for name in ("pulseaudio", "pactl", "paplay") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"),
    pytest.mark.slow,
]
SERVER = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={run}/native
load-module module-null-sink sink_name=air rate=48000
load-module module-remap-source source_name=t master=air.monitor source_properties=device.description=Table
set-default-source t
"""


class Room:
    """A sound server of its own: what is played into it is what its microphone hears."""

    def __init__(self, folder: Path) -> None:
        self.run = folder / "run"
        self.run.mkdir(mode=0o700)
        self.env = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(self.run),
            "PULSE_SERVER": f"unix:{self.run}/native",
        }
        self.readers: list[threading.Thread] = []
        config = folder / "server.pa"
        config.write_text(SERVER.format(run=self.run))
        command = "pulseaudio -n --exit-idle-time=-1 --daemonize=no --use-pid-file=no --disable-shm=yes -F"
        self.processes: list[subprocess.Popen] = [
            subprocess.Popen([*command.split(), str(config)], env=self.env, stderr=subprocess.DEVNULL)
        ]
        for _ in range(100):
            if "remap-source" in self.do("pactl", "list", "short", "sources"):
                return
            threading.Event().wait(0.1)
        raise AssertionError("the sound server did not start")

    def do(self, *command: str) -> str:
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=30, check=False)
        return done.stdout

    def listening(self) -> tuple[subprocess.Popen, queue.Queue[str]]:
        """The command line at the microphone, and the lines it prints."""
        command = [sys.executable, "-u", "-m", "massage_desktop", "listen", "--device", "Table", "--csv"]
        process = subprocess.Popen(
            command,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Tests that run in the background pass on that Ctrl+C is to be ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.processes.append(process)
        lines: queue.Queue[str] = queue.Queue()
        self.readers.append(threading.Thread(target=_pass_on, args=(process.stdout, lines)))
        self.readers[-1].start()
        return process, lines

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait(5)
        for reader in self.readers:
            reader.join(5)
        for process in self.processes:
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()


def _pass_on(output: IO[str], lines: queue.Queue[str]) -> None:
    with output:
        for line in output:
            lines.put(line)


@pytest.fixture
def room() -> Iterator[Room]:
    folder = Path(tempfile.mkdtemp(prefix="md-mic-"))  # short: a socket's path must fit 107 bytes
    room = Room(folder)
    yield room
    room.close()
    shutil.rmtree(folder, ignore_errors=True)


def until(lines: queue.Queue[str], words: str) -> str:
    """The next line that has ``words`` in it."""
    while True:
        line = lines.get(timeout=30)
        if words in line:
            return line


def test_a_command_at_the_microphone_is_printed(recordings: Path, room: Room, tmp_path: Path):
    from massage_desktop.sound.decode import stream

    sound = np.concatenate(list(stream(recordings / "called_first.ogg")))
    spoken = tmp_path / "spoken.wav"
    with wave.open(str(spoken), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    assert "Table" in room.do(sys.executable, "-m", "massage_desktop", "listen", "--devices")
    process, lines = room.listening()
    until(lines, "Listening.")
    room.do("paplay", "--device=air", str(spoken))
    assert until(lines, "microphone,").strip().endswith(",go back")
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
