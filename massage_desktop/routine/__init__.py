"""What a routine is, how its file is read, and the data it refers to."""
