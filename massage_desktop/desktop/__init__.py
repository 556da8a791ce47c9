"""What the desktop offers over D-Bus: its media controls, and holding back notices. No desktop, no harm."""
