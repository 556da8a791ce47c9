"""The massage rules as small pure checkers."""
