"""From a routine and wishes to a plan with absolute seconds, and every change of what is left of it."""
