"""The window: pages and painted views. They take values, paint, and emit commands."""
