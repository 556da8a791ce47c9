"""The guided session: a pure state machine over a plan, with time passed in."""
