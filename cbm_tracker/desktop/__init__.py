"""The window: the only Qt code; one folder for each page."""
