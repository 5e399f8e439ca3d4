"""CBM Tracker: an offline register of confidence-building measures."""

__version__ = "0.1.0"
