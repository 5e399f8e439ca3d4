"""The records of a kind: list, filters, detail, form."""
