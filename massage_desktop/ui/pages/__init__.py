"""The pages of the window: home, prepare, session, rest."""
