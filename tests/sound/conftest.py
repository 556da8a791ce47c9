"""The sound package sets numpy up before it is loaded, as it does in the program: it is imported first."""

import massage_desktop.sound  # noqa: F401
