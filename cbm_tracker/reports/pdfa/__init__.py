"""Tagged, archival PDF (ISO 19005-3 level A, ISO 14289-1), written while it is drawn: nothing is gone over afterwards."""
