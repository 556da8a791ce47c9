"""Buttons of gamepads, read through pygame in a process of their own.

SDL has one queue of events for a whole process, and the sound's thread empties it to hear of lost devices
(``sound/ring.py``): presses would be lost there. A process of its own also keeps SDL's joysticks in a main
thread, which some systems ask for, and a driver that falls over takes no massage with it.
"""
