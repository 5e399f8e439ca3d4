"""Quotas of inspections: the ledger of a year, what one quota counts, and visits that are only planned."""
