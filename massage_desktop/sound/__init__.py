"""Everything audible: measured, mixed, held under one ceiling, and played."""

import os

# Before numpy is loaded: its matrix products are small here, and helper threads that spin for them take
# processor time from the thread that feeds the device.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
