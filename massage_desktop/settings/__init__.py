"""What the program remembers of your wishes, and the one small file that holds it."""

from .model import Settings
from .store import SettingsFile, load, save, settings_path

__all__ = ["Settings", "SettingsFile", "load", "save", "settings_path"]
