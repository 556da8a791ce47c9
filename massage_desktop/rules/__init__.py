"""The massage rules as small checkers: what breaks a rule, why, and how to mend it."""

from .breach import Breach
from .check import check, check_file

__all__ = ["Breach", "check", "check_file"]
