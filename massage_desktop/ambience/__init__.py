"""What surrounds a massage: health questions, room and oil, as data and pure decisions."""
