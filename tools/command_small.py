"""The few short recordings that the tests listen to, made from the big set."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, cast

import numpy as np
from command_mixing import commands, dry, placed
from command_rooms import RATE, noise
from command_voices import Samples


def small_set(folder: Path, out: Path) -> None:
    """Writes OUT/*.ogg and OUT/said.csv (``file,time_s,command``) from FOLDER/dry; needs Kokoro's voices."""
    out.mkdir(parents=True, exist_ok=True)
    spoken = folder / "dry"
    chance = np.random.default_rng(3)
    bed = {kind: noise(kind, 60, 5, []) for kind in ("warm_chords", "steady_rain")}
    made = {
        "quiet_room": commands(spoken / "kokoro_bf_isabella", chance, bed["warm_chords"], None),
        "over_chords": commands(spoken / "kokoro_am_liam", chance, bed["warm_chords"], 10.0),
    }
    pair = [(dry(spoken / "kokoro_af_sarah" / f"{name}.npy"), "") for name in ("prefix", "bare_go-back")]
    called = placed(pair, chance, bed["steady_rain"], 20.0, (1.0, 1.0))
    made["called_first"] = called._replace(said=[(len(called.samples) / RATE - 2.0, "go back")])
    talk = sorted((spoken / "kokoro_bf_alice").glob("tempting_*.npy"))[:9]
    talk += sorted((spoken / "kokoro_bf_alice").glob("bare_*.npy"))[:6]
    made["no_commands"] = placed([(dry(f), "") for f in talk], chance, bed["steady_rain"], 20.0, (0.5, 1.5))
    rows: list[tuple[str, str, str]] = []
    for name, recording in made.items():
        _write_opus(out / f"{name}.ogg", recording.samples)
        rows += [(f"{name}.ogg", f"{at:.2f}", command) for at, command in recording.said]
    with (out / "said.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("file", "time_s", "command"), *rows])


def _write_opus(file: Path, samples: Samples) -> None:
    import av

    with av.open(str(file), "w", format="ogg") as container:
        track = cast(Any, container.add_stream("libopus", rate=RATE, layout="mono"))
        track.bit_rate = 24_000
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="flt", layout="mono")
        frame.sample_rate = RATE
        for packet in (*track.encode(frame), *track.encode(None)):
            container.mux(packet)
