"""The process that looks at files first: it may hang, fall over or lie, and costs one file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_sounds import tone, write_wav

from massage_desktop.sound import scan_worker, workers
from massage_desktop.sound.decode import SoundFileError
from massage_desktop.sound.workers import Worker


def test_a_process_that_hangs_is_ended_and_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    worker.scan(path)
    first = worker._process
    assert first is not None
    monkeypatch.setattr(workers, "SHORTEST_DEADLINE_S", 0.3)
    os.kill(first.pid, 19)  # SIGSTOP: as if it were lost in a file
    before = time.monotonic()
    with pytest.raises(SoundFileError, match="does not come to an end"):
        worker.scan(path)
    assert time.monotonic() - before < 5
    assert first.poll() is not None
    monkeypatch.undo()
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    worker.close()


def test_a_process_that_falls_over_costs_one_file(tmp_path: Path) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    worker.scan(path)
    process = worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    worker.close()
    assert worker._process is None


@pytest.mark.parametrize("answer", [b"", b"\xff\xff\xff\xff", b"\0\0\0\3abc", b"\0\0\0\1\x90"])
def test_an_answer_that_is_none_is_not_believed(tmp_path: Path, answer: bytes) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    code = (
        f"import sys, time; sys.stdin.buffer.read(4); sys.stdout.buffer.write({answer!r}); sys.stdout.flush()"
    )
    worker._process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with pytest.raises(SoundFileError, match="does not come to an end"):
        worker.scan(path)
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_the_process_has_little_memory_and_writes_no_files(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    code = (
        "import os; from massage_desktop.sound import scan_worker as w; w._limit_memory(); w._limit_time(5)\n"
        "try:\n x = bytearray(2 * 1024**3)\nexcept MemoryError:\n print('limited', flush=True)\n"
        f"try:\n os.write(os.open({out!r}, os.O_CREAT | os.O_RDWR), b'x')\nexcept OSError:\n print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=True)
    assert done.stdout.split() == [b"limited", b"refused"]


def test_too_much_memory_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(_path: Path, *, threads: bool) -> None:
        raise MemoryError

    monkeypatch.setattr("massage_desktop.sound.scan.scan", burst)
    found = scan_worker.answer(scan_worker.Order(path=os.fsencode(tmp_path / "a.wav")))
    assert found.error is not None
    assert "memory" in found.error


def test_where_no_process_can_be_started_files_are_scanned_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, worker = write_wav(tmp_path / "a.wav", tone(1, 300)), Worker()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert worker.scan(path).facts.figures.seconds == pytest.approx(1)
    with pytest.raises(SoundFileError, match="no such file"):
        worker.scan(tmp_path / "missing.wav")
    worker.close()


def test_the_process_ends_with_the_program(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1, 300))
    code = (
        "from pathlib import Path; from massage_desktop.sound.workers import shared_worker\n"
        f"w = shared_worker(); w.scan(Path({str(path)!r})); print(w._process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)
