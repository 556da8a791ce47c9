"""From a microphone or a file to spoken commands; works only with the extra ``voice-control``."""
