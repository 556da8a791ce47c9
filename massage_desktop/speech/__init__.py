"""What is said during a session, and when: texts and timing only. Playing them is the sound room's."""
