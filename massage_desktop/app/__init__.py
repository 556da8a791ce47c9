"""The composition root: builds the window, the session and the sound, connects them, and runs them."""
