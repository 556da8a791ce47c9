"""Small painted parts that the pages are built of."""
