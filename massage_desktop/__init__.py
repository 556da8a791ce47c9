"""Massage Desktop: a calm, hands-free guide for giving a relaxing massage at home."""

__version__ = "0.1.0"
