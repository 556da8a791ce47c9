"""Sound that is mixed but not yet heard: what has been sent stays as it is, the rest can be mixed again."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from .loudness import HOP, RATE, EnergyMeter
from .mix import Mix
from .output import MARGIN_FRAMES
from .source import Samples

BLOCK_FRAMES = RATE // 10
_MOMENTARY_HOPS = 40

Wish = Callable[[Mix, int], None]
"""A change of the mix; told the frame of the output at which what goes into it next is heard."""

Write = Callable[[int, Samples], None]


class _Block(NamedTuple):
    """One block mixed ahead: all that is needed to mix it again.

    ``out`` is heard at ``frame``; ``bed`` goes into the mix at the same time and is heard its latency later.
    """

    frame: int
    bed: Samples
    before: Mix
    meter_before: EnergyMeter
    out: Samples
    energies: np.ndarray


class Waiting:
    """The mix and the blocks that it has made ahead of the device. Positions are frames of the session.

    Args:
        mix: the mix at the beginning.
        write: where finished samples go.
    """

    def __init__(self, mix: Mix, write: Write) -> None:
        self.mix = mix
        self.write = write
        self.next_frame = 0
        self._meter = EnergyMeter()
        self._blocks: deque[_Block] = deque()

    def put(self, bed: Samples) -> None:
        """Mix the next block of the bed and send it."""
        before, meter_before = self.mix.copy(), self._meter.copy()
        out = self.mix.process(bed)
        energies = self._meter.feed(out)
        self._blocks.append(_Block(self.next_frame, bed, before, meter_before, out, energies))
        self.write(self.next_frame, out)
        self.next_frame += len(bed)

    def go_on_at(self, frame: int) -> None:
        """Leave out what lies between; never catch up in a burst."""
        self.next_frame = frame
        self.forget()

    def forget(self, until: int | None = None) -> None:
        """Blocks before ``until`` (None: all) will not be asked for again."""
        while self._blocks and (until is None or self._blocks[0].frame < until):
            self._blocks.popleft()

    def come_back(self, bed: Samples, seconds: float) -> None:
        """Begin anew from silence, as :meth:`.Mix.come_back`; the meter too."""
        self.mix.come_back(bed, seconds)
        self._meter = EnergyMeter()

    def take_back(self, frame: int) -> list[Samples]:
        """Set the mix back to the first block at or after ``frame``; the bed of all blocks from there."""
        taken: list[_Block] = []
        while self._blocks and self._blocks[-1].frame >= frame:
            taken.append(self._blocks.pop())
        if taken:
            self.mix, self._meter = taken[-1].before, taken[-1].meter_before
            self.next_frame = taken[-1].frame
        return [block.bed for block in reversed(taken)]

    def follow(self, wishes: Sequence[Wish], position: int) -> None:
        """Apply ``wishes`` to the earliest sound that can be changed, and mix anew from there."""
        safe = position + MARGIN_FRAMES
        if self._revise(safe, wishes):
            return
        unheard = self.take_back(safe)
        for wish in wishes:
            wish(self.mix, self.next_frame + self.mix.latency)
        for bed in unheard:
            self.put(bed)

    def _revise(self, safe: int, wishes: Sequence[Wish]) -> bool:
        """Change what the ceiling already looks at, if what has been sent stays the same to the last bit.

        The ceiling is :attr:`.Mix.latency` late: a change is heard that much sooner when it is made that much
        earlier. Sound that is already on its way cannot be changed, so everything before ``safe`` is mixed
        once more and compared; only when the ceiling would have acted otherwise does the change have to wait.
        """
        blocks = list(self._blocks)
        first = next((n for n, block in enumerate(blocks) if block.frame >= safe), len(blocks))
        early = first - self.mix.latency // BLOCK_FRAMES
        if early < 0 or first == len(blocks):
            return False
        mix = blocks[early].before.copy()
        for wish in wishes:
            wish(mix, blocks[first].frame)
        sent: list[_Block] = []
        for block in blocks[early:first]:
            before = mix.copy()
            if not np.array_equal(mix.process(block.bed), block.out):
                return False
            sent.append(block._replace(before=before))
        self._blocks = deque([*blocks[:early], *sent])
        self.mix, self._meter = mix, blocks[first].meter_before
        self.next_frame = blocks[first].frame
        for block in blocks[first:]:
            self.put(block.bed)
        return True

    def momentary_lufs(self, position: int) -> float:
        """Loudness of the 400 ms before ``position``; -inf for silence."""
        heard = [b for b in self._blocks if position - RATE < b.frame < position]
        energies = np.concatenate([b.energies for b in heard]) if heard else np.zeros(0)
        over = heard[-1].frame + BLOCK_FRAMES - position if heard else 0
        energies = energies[: max(0, len(energies) - max(0, over) // HOP)][-_MOMENTARY_HOPS:]
        mean = float(energies.sum()) / _MOMENTARY_HOPS
        return -0.691 + 10 * math.log10(mean) if mean > 1e-12 else -math.inf
