"""A PulseAudio server of the test's own, with null sinks that are recorded, and a player beside it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from massage_desktop.sound.loudness import RATE
from massage_desktop.sound.source import Samples

TONES_HZ = (220.0, 277.0, 330.0)

PLAYER = f"""
import sys, threading, time
import numpy as np
from massage_desktop.sound.player import SoundPlayer
from massage_desktop.sound.ring import RingOutput

class Chord:
    title, notes, at = "Chord", [], 0
    def render(self, frames):
        t = np.arange(self.at, self.at + frames) / {RATE}
        self.at += frames
        tone = 0.02 * sum(np.sin(2 * np.pi * hz * t) for hz in {TONES_HZ})
        return np.stack([tone, tone], axis=1).astype(np.float32)
    def close(self): pass

def refused(work):
    try:
        work()
    except Exception as error:
        return str(error)
    return ""

worst_s, last_s = 0.0, time.monotonic()
def tick():
    global worst_s, last_s
    while True:
        time.sleep(0.01)
        now_s = time.monotonic()
        worst_s, last_s = max(worst_s, now_s - last_s), now_s
def standstill_s():
    return max(worst_s, time.monotonic() - last_s)  # on a busy machine the ticking may not be back yet
def count_anew():
    global worst_s, last_s
    worst_s, last_s = 0.0, time.monotonic()
threading.Thread(target=tick, daemon=True).start()

for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""
"""Follows statements, one a line, says "done" after each; ``standstill_s()``: longest time without Python."""


class SoundServer:
    """One server in a folder of its own, and one process that plays through it. Use it in ``with``."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="md-pulse-"))  # short: a socket's path must fit 107 bytes
        (self.folder / "run").mkdir(mode=0o700)
        self._config = self.folder / "server.pa"
        self._server: subprocess.Popen[bytes] | None = None
        self._others: list[subprocess.Popen[bytes]] = []
        self._player: subprocess.Popen[str] | None = None

    @property
    def _env(self) -> dict[str, str]:
        run = self.folder / "run"
        return {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(run),
            "PULSE_SERVER": f"unix:{run}/native",  # named, so that no client starts another one
            "SDL_AUDIODRIVER": "pulseaudio",
        }

    def __enter__(self) -> SoundServer:
        self.start("one", "two")
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        if self._player is not None:
            self._end(self._player)
        for process in (*self._others, self._server):
            if process is not None:
                self._end(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _end(process: subprocess.Popen[Any]) -> None:
        process.kill()
        process.wait(5)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def start(self, *sinks: str) -> None:
        """Start the server; the first sink is the default."""
        lines = [f"load-module module-native-protocol-unix auth-anonymous=1 socket={self.folder}/run/native"]
        lines += [f"load-module module-null-sink {self._sink(s)}" for s in sinks]
        self._config.write_text("\n".join([*lines, f"set-default-sink {sinks[0]}", ""]))
        command = "pulseaudio -n --exit-idle-time=-1 --daemonize=no --use-pid-file=no --disable-shm=yes -F"
        self._server = subprocess.Popen(
            [*command.split(), str(self._config)], env=self._env, stderr=subprocess.DEVNULL
        )
        self.wait_for(lambda: sinks[-1] in self.control("list", "short", "sinks"))

    @staticmethod
    def _sink(name: str) -> str:
        return f"sink_name={name} sink_properties=device.description={name} rate={RATE} format=float32le"

    def control(self, *words: str) -> str:
        """What ``pactl`` answers."""
        done = subprocess.run(
            ["pactl", *words], env=self._env, capture_output=True, text=True, timeout=10, check=False
        )
        return done.stdout

    def plug(self, sink: str) -> None:
        """A device appears."""
        self.control("load-module", "module-null-sink", *self._sink(sink).split())

    def unplug(self, sink: str) -> None:
        """A device is gone."""
        for line in self.control("list", "short", "modules").splitlines():
            if f"sink_name={sink} " in line:
                self.control("unload-module", line.split()[0])

    def kill(self) -> None:
        """The server dies."""
        assert self._server is not None
        self._server.kill()
        self._server.wait(5)
        (self.folder / "run" / "native").unlink(missing_ok=True)

    def freeze(self) -> None:
        """The server answers no more."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """... and again."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGCONT)

    def record(self, sink: str) -> Path:
        """Write all that ``sink`` plays from now on to a file."""
        path = self.folder / f"{sink}-{len(self._others)}.raw"
        command = f"parec -d {sink}.monitor --raw --format=float32le --rate={RATE} --channels=2"
        with path.open("wb") as out:
            self._others.append(
                subprocess.Popen([*command.split(), "--latency-msec=40"], env=self._env, stdout=out)
            )
        self.wait_for(lambda: path.stat().st_size > 0)
        return path

    def burden(self, seconds: float) -> None:
        """Keep every core busy."""
        code = f"import time; t = time.monotonic()\nwhile time.monotonic() < t + {seconds}: pass"
        for _ in range(os.cpu_count() or 1):
            self._others.append(subprocess.Popen([sys.executable, "-c", code]))

    def ask(self, statement: str) -> str:
        """Let the player carry out a statement; returns what it printed."""
        if self._player is None:
            self._player = subprocess.Popen(
                [sys.executable, "-c", PLAYER],
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._player.stdin is not None
        assert self._player.stdout is not None
        self._player.stdin.write(f"{statement}\n")
        self._player.stdin.flush()
        said = []
        while (line := self._player.stdout.readline()) != "done\n":
            assert line, f"the player is gone (exit code {self._player.wait(5)})"
            said.append(line)
        return "".join(said).strip()

    def play(self, more: str = "") -> None:
        """Start a session's sound, and wait until a device plays it."""
        self.ask(f"player = SoundPlayer(Chord(), -33.0, {more}); player.start(0.5)")
        self.wait_for(lambda: self.state() == "playing")

    def state(self) -> str:
        """``playing``, ``silent`` or ``lost``."""
        return self.ask("print(player.level().output)")

    def wait_for(self, happened: Callable[[], bool], seconds: float = 8.0) -> float:
        """Wait until it has happened; returns how many seconds that took."""
        began = time.monotonic()
        while not happened():
            assert time.monotonic() - began < seconds, "it never happened"
            time.sleep(0.05)
        return time.monotonic() - began


def recorded(path: Path) -> Samples:
    """Everything recorded so far, shape ``(n, 2)``."""
    raw = np.fromfile(path, np.float32)
    return raw[: len(raw) // 2 * 2].reshape(-1, 2)


def unpredicted(sound: Samples) -> np.ndarray:
    """What a filter that is deaf to the chord's tones still hears, sample by sample: only breaks in them."""
    rest = sound[:, 0].astype(np.float64)
    for hz in TONES_HZ:
        rest = rest[2:] - 2 * np.cos(2 * np.pi * hz / RATE) * rest[1:-1] + rest[:-2]
    return np.abs(rest)


def matches(sound: np.ndarray, shape: np.ndarray, count: int) -> list[int]:
    """Where ``shape`` begins in ``sound``: the ``count`` best places in order, half a second apart."""
    size = len(sound) + len(shape)
    alike = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(shape, size)), size)[: len(sound)]
    places = []
    for _ in range(count):
        best = int(np.argmax(alike))
        places.append(best)
        alike[max(0, best - RATE // 2) : best + RATE // 2] = -np.inf
    return sorted(places)


def onset(sound: Samples, level: float = 1e-4) -> int:
    """First frame that is not silence; -1 when all is."""
    loud = np.flatnonzero(np.abs(sound).max(axis=1) > level)
    return int(loud[0]) if len(loud) else -1
