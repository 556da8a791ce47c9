"""Teaches the network that knows the spoken commands, and writes ``assets/listening/spotter.onnx``.

    python tools/spotter_training.py speak FOLDER      the teachers' sentences: half an hour of two cores
    python tools/spotter_training.py mix FOLDER        examples of them, ten minutes
    python tools/spotter_training.py train FOLDER      half an hour; needs torch and onnxscript

KOKORO_MODEL is Kokoro's ONNX file, beside it voices.npz. ``--examples`` and ``--rounds`` make less of it, to
try it out. Nothing of the test set is used, neither voices nor sentences: only the eleven commands themselves
and the same kinds of noise, made anew.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from spotter_examples import NOTHING, Examples, read_teachers
from spotter_speech import speak_all

from massage_desktop.listening.spotter import BANDS, bands

OUT = Path(__file__).resolve().parent.parent / "assets/listening/spotter.onnx"
EXAMPLES, ROUNDS = 68_000, 7
BATCH = 64
SHARES = 4
RATE_MAX = 2.5e-3


class Block(nn.Module):
    """Each channel through time, then all channels of a moment; added to what was there."""

    def __init__(self, channels: int, gap: int) -> None:
        super().__init__()
        self.through_time = nn.Conv1d(channels, channels, 7, padding=3 * gap, dilation=gap, groups=channels)
        self.even = nn.BatchNorm1d(channels)
        self.wide = nn.Conv1d(channels, 2 * channels, 1)
        self.narrow = nn.Conv1d(2 * channels, channels, 1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Both of shape (batch, channels or 1, moments)."""
        return (x + self.narrow(functional.relu(self.wide(self.even(self.through_time(x)))))) * mask


class Network(nn.Module):
    """Bands, shape (batch, frames, BANDS), to logarithms of chances, shape (batch, NOTHING + 1).

    Two layers look at small patches of the bands and take every fourth frame, six at up to 3 s around each
    moment; the moments then vote, each command for itself.
    """

    def __init__(self, patches: int = 24, channels: int = 128) -> None:
        super().__init__()
        self.patches = nn.Sequential(
            nn.Conv2d(1, patches, (3, 5), stride=(2, 2), padding=(1, 2)),
            nn.BatchNorm2d(patches),
            nn.ReLU(),
            nn.Conv2d(patches, patches, 3, stride=(2, 2), padding=1),
            nn.BatchNorm2d(patches),
            nn.ReLU(),
        )
        self.joined = nn.Sequential(nn.Conv1d(patches * BANDS // 4, channels, 1), nn.BatchNorm1d(channels))
        self.blocks = nn.ModuleList([Block(channels, gap) for gap in (1, 2, 4, 1, 2, 4)])
        self.even = nn.BatchNorm1d(channels)
        self.votes = nn.Conv1d(channels, NOTHING + 1, 1)
        self.weights = nn.Conv1d(channels, NOTHING + 1, 1)

    def forward(self, given: Tensor, there: Tensor | None = None) -> Tensor:
        """``there``: 1 for frames, 0 for what fills up a batch, shape (batch, frames)."""
        there = torch.ones(given.shape[:2]) if there is None else there
        x = self.patches(given.transpose(1, 2)[:, None])
        batch, patches, rows, frames = x.shape
        mask = there[:, None, ::4][:, :, :frames]
        x = self.joined(x.reshape(batch, patches * rows, frames)) * mask
        for block in self.blocks:
            x = block(x, mask)
        x = functional.relu(self.even(x))
        weights = self.weights(x).masked_fill(mask == 0, -1e4).softmax(-1)
        return (self.votes(x) * weights).sum(-1).log_softmax(-1)


def mix(folder: Path, count: int) -> None:
    """FOLDER/examples-N.npz: bands of all examples one after another, their lengths and kinds."""
    teachers = read_teachers(folder)
    for share in range(SHARES):
        examples = Examples(teachers, 11 + share)
        found, kinds = [], []
        for _ in range(count // SHARES):
            kind, samples = examples.make()
            found.append(bands(samples).astype(np.float16))
            kinds.append(kind)
        file = folder / f"examples-{share}.npz"
        np.savez(file, bands=np.concatenate(found), lengths=list(map(len, found)), kinds=kinds)
        print(file, len(kinds), flush=True)


def train(folder: Path, rounds: int) -> Network:
    """A network that has seen every example ``rounds`` times, each time with other parts left out."""
    torch.manual_seed(1)
    chance, (given, kinds) = np.random.default_rng(1), _read(folder)
    lengths = np.array(list(map(len, given)))
    network, count = Network(), len(given) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), RATE_MAX, weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE_MAX, total_steps=rounds * count)
    for number in range(rounds):
        order, loss_sum = np.argsort(lengths + chance.uniform(-25, 25, len(lengths))), 0.0
        for at in chance.permutation(count):
            picked = order[at * BATCH : (at + 1) * BATCH]
            wanted = torch.from_numpy(kinds[picked])
            loss = functional.cross_entropy(
                network(*_batch(given, picked, chance)), wanted, label_smoothing=0.02
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            pace.step()
            loss_sum += loss.item()
        print(f"round {number + 1} of {rounds}: loss {loss_sum / count:.4f}", flush=True)
    return network.eval()


def _read(folder: Path) -> tuple[list[np.ndarray], np.ndarray]:
    given, kinds = [], []
    for file in sorted(folder.glob("examples-*.npz")):
        with np.load(file) as made:
            given += np.split(made["bands"], np.cumsum(made["lengths"])[:-1])
            kinds.append(made["kinds"])
    return given, np.concatenate(kinds)


def _batch(given: list[np.ndarray], picked: np.ndarray, chance: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Examples filled up to one length, some with a strip of bands or of time taken out."""
    longest = max(len(given[one]) for one in picked)
    x, there = (
        np.zeros((len(picked), longest, BANDS), np.float32),
        np.zeros((len(picked), longest), np.float32),
    )
    for row, one in enumerate(picked):
        part = given[one].astype(np.float32) * chance.uniform(0.85, 1.15)
        if chance.random() < 0.5:
            at = chance.integers(BANDS - 7)
            part[:, at : at + chance.integers(1, 8)] = 0
        if chance.random() < 0.5:
            at = chance.integers(len(part) - 15)
            part[at : at + chance.integers(1, 16)] = 0
        x[row, : len(part)], there[row, : len(part)] = part, 1
    return torch.from_numpy(x), torch.from_numpy(there)


def export(network: Network, file: Path) -> None:
    """Writes the network for sounds of any length from 0.8 s on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    frames = torch.export.Dim("frames", min=60, max=1200)
    program = torch.onnx.export(
        network,
        (torch.zeros(1, 260, BANDS),),
        dynamo=True,
        input_names=["bands"],
        output_names=["chances"],
        dynamic_shapes=({1: frames},),
    )
    program.save(str(file))
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """One of the three tasks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=("speak", "mix", "train"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    if options.task == "speak":
        speak_all(options.folder)
    elif options.task == "mix":
        mix(options.folder, options.examples)
    else:
        export(train(options.folder, options.rounds), options.out)


if __name__ == "__main__":
    main()
