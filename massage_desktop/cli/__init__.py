"""The command line: thin commands over the rooms. Qt and pygame load only where needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .failure import CommandError
from .parser import build_parser

DONE, FAILED, WRONG_USE = 0, 1, 2
"""Exit codes: done; findings or a failure; wrong use."""


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; errors are one line on stderr."""
    _speak_utf8()
    try:
        options = build_parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except CommandError as error:
        _complain(str(error))
        return error.code
    except KeyboardInterrupt:
        _complain("stopped")
        return 130
    except BrokenPipeError:
        # The reader went away (`massage-desktop list | head -1`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}. Nothing was changed.")
        return FAILED
    except Exception as error:  # noqa: BLE001  the last line of defence: no traceback ever reaches a user
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    if os.environ.get("MASSAGE_DESKTOP_DEBUG"):
        raise error
    _complain(
        f"something went wrong inside the program ({type(error).__name__}: {error}). "
        "Set MASSAGE_DESKTOP_DEBUG=1 to see where."
    )
    return FAILED


def _complain(message: str) -> None:
    one_line = " ".join(message.split())
    print(f"massage-desktop: {one_line}", file=sys.stderr)


def _speak_utf8() -> None:
    """Names and quotes in any language must not stop a command on a console with another encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
