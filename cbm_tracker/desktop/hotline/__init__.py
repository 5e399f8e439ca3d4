"""The hotline desk: clocks, one line to log a contact, promises, tests."""
