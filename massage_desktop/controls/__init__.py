"""From whatever a clean elbow can press to commands of the session."""
