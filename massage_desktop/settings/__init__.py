"""What the program remembers of your wishes, and the one small file that holds it."""
