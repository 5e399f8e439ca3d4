"""`python -m cbm_tracker` is `cbm-tracker`."""

from cbm_tracker.cli import run

run()
