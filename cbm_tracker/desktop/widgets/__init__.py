"""Small shared widgets, each named for what it is."""
