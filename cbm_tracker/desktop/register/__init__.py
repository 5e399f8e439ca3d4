"""The register as a whole: made, described, checked, backed up, restored."""
