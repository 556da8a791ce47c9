"""The English base model of ``moonshine-cpp``: asked for a second opinion, as it hears better and costs more.

It has twice the weights of the tiny model, and they are unpacked anew for every run. So it is asked seldom,
only about stretches that may be a command, and about many spellings at once: what its decoder makes of the
sound itself is worked out once and shared by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .installed import in_package
from .model import BEGIN, Favours, Hidden, Tokens, filled, onnx_session, read_vocabulary
from .segment import Mono

_PAST: Final = "past_key_values"
_PRESENT: Final = "present"


class Listened(NamedTuple):
    """What the model made of a stretch of sound: ``first`` tells how much it is for each first token, shape
    (vocabulary,); ``past`` is what its decoder keeps, by the name of its input.
    """

    hidden: Hidden
    first: Favours
    past: dict[str, NDArray[np.float32]]


class CarefulModel:
    """Encoder, decoder and vocabulary; one thread.

    Raises:
        ImportError, OSError: it is not installed.
    """

    def __init__(self) -> None:
        folder = careful_folder()
        self._encoder = onnx_session(folder / "encoder_model.ort")
        self._decoder = onnx_session(folder / "decoder_model_merged.ort")
        words = read_vocabulary((folder / "tokenizer.bin").read_bytes())
        self._numbers = {word: number for number, word in reversed(list(enumerate(words)))}
        self._outputs = [output.name for output in self._decoder.get_outputs()]
        inputs = [given for given in self._decoder.get_inputs() if given.name.startswith(_PAST)]
        # (heads, length so far, width): the length is none at the beginning.
        self._empty = {
            given.name: np.zeros((1, given.shape[1], 0, given.shape[3]), np.float32) for given in inputs
        }

    def numbers(self, spelling: str) -> Tokens:
        """Token numbers of a spelling such as ``"▁Mass age"``. Raises KeyError for an unknown piece."""
        return tuple(self._numbers[piece] for piece in spelling.split())

    def listen(self, samples: Mono) -> Listened:
        """``samples``: at least 0.1 s, at most some seconds."""
        hidden: Hidden = self._encoder.run(None, {"input_values": samples[None].astype(np.float32)})[0]
        made = self._run(hidden, np.array([[BEGIN]]), self._empty, cached=False)
        past = {name: made[name.replace(_PAST, _PRESENT)] for name in self._empty}
        return Listened(hidden, made["logits"][0, 0], past)

    def decode(self, listened: Listened, rows: Sequence[Sequence[int]]) -> Favours:
        """How much the model is for every token at every place of every row, and for the one after its last.

        ``rows`` are token numbers without a beginning, of any length; the result has the shape (rows, longest
        row + 1, vocabulary).
        """
        past = {name: np.repeat(values, len(rows), axis=0) for name, values in listened.past.items()}
        after = self._run(listened.hidden, filled(rows), past, cached=True)["logits"]
        first = np.broadcast_to(listened.first, (len(rows), 1, len(listened.first)))
        return np.concatenate([first, after], axis=1)

    def _run(
        self, hidden: Hidden, rows: NDArray[np.int64], past: dict[str, NDArray[np.float32]], *, cached: bool
    ) -> dict[str, NDArray[np.float32]]:
        given: dict[str, Any] = {
            "input_ids": rows,
            "encoder_hidden_states": np.repeat(hidden, len(rows), axis=0),
            "use_cache_branch": np.array([cached]),
            **past,
        }
        return dict(zip(self._outputs, self._decoder.run(None, given), strict=True))


def careful_folder() -> Path:
    """Where the model's files are. Raises ImportError when there are none."""
    return in_package("moonshine_cpp", "models/base-en/encoder_model.ort", "moonshine-cpp 0.1.4").parent
