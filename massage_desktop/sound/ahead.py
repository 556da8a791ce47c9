"""Work ahead: an iterator that runs in a thread of its own, a few results early, so that two cores render."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")
_POLL_S = 0.1


class _End:
    """What the worker puts last: why it ended, None when all is done."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Ahead(Generic[_T]):
    """Iterate over what another iterator yields, while it already makes the next few.

    Its exceptions are raised here. Use it in ``with``: leaving stops the worker and closes its iterator.
    """

    def __init__(self, work: Iterator[_T], depth: int = 4) -> None:
        self._work = work
        self._queue: queue.Queue[_T | _End] = queue.Queue(depth)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)

    def __enter__(self) -> Iterator[_T]:
        self._thread.start()
        return self._results()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _results(self) -> Iterator[_T]:
        while True:
            item = self._queue.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._work:
                if not self._put(item):
                    break
        except BaseException as caught:  # noqa: BLE001  it is raised where the results are used
            error = caught
        finally:
            close = getattr(self._work, "close", None)
            if close is not None:
                close()
            self._put(_End(error))

    def _put(self, item: _T | _End) -> bool:
        """Wait for room; False once nobody wants results any more."""
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_POLL_S)
            except queue.Full:
                continue
            return True
        return False
