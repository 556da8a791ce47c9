"""The English tiny model of ``moonshine-voice``, run directly: sound in, probabilities of spellings out.

Only the model's files are used, not the package: importing that would load its own 40 MB library, and it
knows free transcription only, which finds half of the commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .installed import in_package
from .segment import Mono

Hidden = NDArray[np.float32]
"""What the encoder made of a stretch of sound, shape ``(1, frames, 288)``."""

Favours = NDArray[np.float32]
"""How much a decoder is for each token; the last axis is the vocabulary. See :func:`log_share`."""

Tokens = tuple[int, ...]
"""A spelling as token numbers."""

BEGIN: Final = 1
END: Final = 2
_LAYERS = 6
_HEADS = (8, 0, 36)
_LONGEST_TOKENS = 24


class Model:
    """Encoder, decoder and vocabulary; one thread.

    Raises:
        ImportError, OSError: something of the extra is missing.
    """

    def __init__(self) -> None:
        folder = model_folder()
        self._encoder = onnx_session(folder / "encoder_model.ort")
        self._decoder = onnx_session(folder / "decoder_model_merged.ort")
        self.words = read_vocabulary((folder / "tokenizer.bin").read_bytes())
        self._numbers = {word: number for number, word in reversed(list(enumerate(self.words)))}

    def numbers(self, spelling: str) -> Tokens:
        """Token numbers of a spelling such as ``"▁Mass age"``. Raises KeyError for an unknown piece."""
        return tuple(self._numbers[piece] for piece in spelling.split())

    def encode(self, samples: Mono) -> Hidden:
        """``samples``: at least 0.1 s, at most some seconds."""
        given = samples[None].astype(np.float32)
        mask = np.ones(given.shape, np.int64)
        hidden: Hidden = self._encoder.run(None, {"input_values": given, "attention_mask": mask})[0]
        return hidden

    def decode(self, hidden: Hidden, rows: NDArray[np.int64]) -> Favours:
        """How much the decoder is for every next token after every token of every row.

        ``rows`` has the shape (rows, length), each beginning with :data:`BEGIN`; the result (rows, length,
        vocabulary), to be made probabilities by :func:`log_share`. What stands after a token changes nothing
        before it, so rows may be filled up at the end.
        """
        count = len(rows)
        given: dict[str, Any] = {
            "encoder_attention_mask": np.ones((count, hidden.shape[1]), np.int64),
            "input_ids": rows,
            "encoder_hidden_states": np.repeat(hidden, count, axis=0),
            "use_cache_branch": np.array([False]),
        }
        nothing = np.zeros((count, *_HEADS), np.float32)
        for layer in range(_LAYERS):
            for part in ("decoder.key", "decoder.value", "encoder.key", "encoder.value"):
                given[f"past_key_values.{layer}.{part}"] = nothing
        favours: Favours = self._decoder.run(["logits"], given)[0]
        return favours

    def free(self, hidden: Hidden) -> tuple[str, float]:
        """What the model itself would write, and that text's log-probability."""
        row, score = [BEGIN], 0.0
        while len(row) < _LONGEST_TOKENS:
            last = self.decode(hidden, np.array([row]))[0, -1]
            token = int(last.argmax())
            score += log_share(last, [token])
            if token == END:
                break
            row.append(token)
        text = "".join(self.words[token] for token in row[1:])
        return text.replace("▁", " ").strip(), score


def log_share(favours: Favours, tokens: Sequence[int]) -> float:
    """Log-probability that the next token is one of ``tokens``; ``favours`` of one place, (vocabulary,)."""
    top = favours.max()
    return float(np.log(np.exp(favours[tokens] - top).sum()) - np.log(np.exp(favours - top).sum()))


def row_sum(favours: Favours, row: Sequence[int]) -> float:
    """Log-probability of the tokens of ``row`` one after another; ``favours``: (places, vocabulary)."""
    return sum(log_share(place, [token]) for place, token in zip(favours, row, strict=False))


def likeliest(rows: Sequence[Tokens], first: Favours, count: int) -> list[Tokens]:
    """The ``count`` rows whose first token a decoder is most for; ``first`` is how much it is for each."""
    return sorted(rows, key=lambda row: -float(first[row[0]]))[:count]


def log_sum(values: Sequence[float] | NDArray[np.floating]) -> float:
    """Logarithm of the sum of probabilities given as logarithms."""
    array = np.asarray(values, np.float64)
    top = float(array.max())
    return top + float(np.log(np.exp(array - top).sum()))


def filled(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Rows of different lengths as one array, filled up with :data:`END`."""
    longest = max(map(len, rows))
    return np.array([[*row, *[END] * (longest - len(row))] for row in rows], np.int64)


def model_folder() -> Path:
    """Where the model's files are.

    Raises:
        ImportError: the package is not installed, or is a version without this model.
    """
    return in_package("moonshine_voice", "assets/tiny-en/encoder_model.ort", "moonshine-voice 0.0.73").parent


def read_vocabulary(data: bytes) -> list[str]:
    """Words of ``tokenizer.bin``: each its length (one byte, or two from 128 on), then its UTF-8 bytes."""
    words, at = [], 0
    while at < len(data):
        length, at = data[at], at + 1
        if length >= 128:
            length, at = length - 128 + data[at] * 128, at + 1
        words.append(data[at : at + length].decode("utf-8", "replace"))
        at += length
    return words


def onnx_session(file: Path) -> Any:
    """A model that is run in the caller's thread alone. Raises ImportError without onnxruntime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Every stretch has a length of its own: room kept for each of them would be wasted.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
