"""The history of the schema, one module per version."""
