"""Everything audible: measured, mixed, held under one ceiling, and played."""
