"""Sound that is made rather than played back: one file a source, listed in :mod:`.catalogue`."""
