"""The kinds of report: one module each, and the catalogue that knows them all."""
