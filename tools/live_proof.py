"""Proof of a live session: the real window leads it in real time, and what a sound server plays is judged.

Usage: ``python tools/live_proof.py [--minutes 20] [--ambience CHOICE] [--keep FOLDER]``. Needs the Debian
packages ``pulseaudio``, ``pulseaudio-utils`` and ``ffmpeg``. Without a choice it plays three generated sounds
with a folder of own music that it makes first: a loud track, a soft one, a short one and a broken file.

What is looked for in the recording:

* a gap: 10 ms below -100 dBFS between the first and the last sound;
* a repeat: 20 ms equal, sample by sample, to what the ring held one round before (a stalled program);
* a click: one sample that a linear prediction misses by far more than any sample of the same sounds rendered;
* loudness: FFmpeg's ``ebur128``, an implementation that is not ours, and our own meter at a 1 ms grid.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import numpy as np
from own_music_for_proof import make_music
from sound_judge import Verdict, judge

from massage_desktop.sound.level import ceiling_lufs
from massage_desktop.sound.loudness import RATE

SINK = "proof"
THREE = "rain_on_leaves:50+warm_chords+brook:30"


def main() -> int:
    """Lead, record, judge, tell."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="md-proof-") as name:
        folder = Path(name)
        ambience = options.ambience or f"{THREE}+{make_music(folder / 'music')}"
        raw = (options.keep or folder) / "live.raw"
        log = _live(folder, raw, options.routine, options.minutes, ambience)
        return _tell(log, judge(raw), _ebur128(raw), ceiling_lufs(40.0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--routine", default="R01")
    parser.add_argument("--minutes", default="20")
    parser.add_argument("--ambience", help="as for massage-desktop start")
    parser.add_argument("--keep", type=Path, help="folder in which the recording stays")
    return parser


def _live(folder: Path, raw: Path, routine: str, minutes: str, ambience: str) -> Path:
    """Lead the session with a server of its own; returns the session's log."""
    run, log = folder / "run", folder / "session.jsonl"
    run.mkdir(mode=0o700)
    sink = f"sink_name={SINK} rate={RATE} format=float32le"
    config = folder / "server.pa"
    config.write_text(
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={run}/native\n"
        f"load-module module-null-sink {sink}\nset-default-sink {SINK}\n"
    )
    env = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(run),
        "PULSE_SERVER": f"unix:{run}/native",
        "SDL_AUDIODRIVER": "pulseaudio",
    }
    if "DISPLAY" not in env:
        env["QT_QPA_PLATFORM"] = "offscreen"
    server_log = raw.with_name("server.log")
    serve = "pulseaudio -n --exit-idle-time=-1 --daemonize=no --use-pid-file=no --disable-shm=yes"
    serve += f" --log-level=info --log-time=yes --log-target=newfile:{server_log} -F"
    record = f"parec -d {SINK}.monitor --raw --format=float32le --rate={RATE} --channels=2 --latency-msec=40"
    with subprocess.Popen([*serve.split(), str(config)], env=env, stderr=subprocess.DEVNULL) as server:
        _wait_for(run / "native")
        with raw.open("wb") as out, subprocess.Popen(record.split(), env=env, stdout=out) as recorder:
            words = ["--minutes", minutes, "--speed", "1", "--ambience", ambience, "--log", str(log)]
            lead = [sys.executable, "-m", "massage_desktop", "rehearse", routine, *words]
            code = subprocess.run(lead, env=env, check=False).returncode
            recorder.terminate()
        server.terminate()
    if code:
        raise SystemExit(f"the session ended with exit code {code}")
    return log


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 10
    while not path.exists():
        if time.monotonic() > until:
            raise SystemExit("the sound server did not start")
        time.sleep(0.05)


def _ebur128(raw: Path) -> float:
    """Loudest 400 ms of the recording in LUFS, as FFmpeg measures it on its 100 ms grid."""
    read = ["ffmpeg", "-nostdin", "-hide_banner", "-f", "f32le", "-ar", str(RATE), "-ch_layout", "stereo"]
    done = subprocess.run(
        [*read, "-i", str(raw), "-filter_complex", "ebur128", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return max(float(m) for m in re.findall(r"M:\s*(-?[\d.]+)", done.stderr))


def _tell(log: Path, verdict: Verdict, ffmpeg_lufs: float, ceiling: float) -> int:
    """Print everything; 1 when anything is wrong."""
    summary = json.loads(log.read_text("utf-8").splitlines()[-1])
    print(f"session: {summary['ended']}, massage {summary['massage_seconds']:.1f} s")
    print(f"PyAV {av.__version__}, recording {verdict.seconds:.1f} s, sound from {verdict.begin_s:.1f} s")
    print(f"loudest 400 ms: FFmpeg {ffmpeg_lufs:.2f}, ours {verdict.loudest_lufs:.2f} LUFS")
    print(f"ceiling {ceiling:.2f} LUFS")
    print(f"gaps {verdict.gaps}, repeats {verdict.repeats}, clicks {verdict.clicks}")
    print(f"largest missed prediction {verdict.worst:.1f} times the usual; largest sample {verdict.peak:.4f}")
    good = max(ffmpeg_lufs, verdict.loudest_lufs) <= ceiling and not (
        verdict.gaps or verdict.repeats or verdict.clicks
    )
    print("nothing wrong" if good else "NOT GOOD")
    return 0 if good else 1


if __name__ == "__main__":
    np.seterr(all="ignore")
    raise SystemExit(main())
