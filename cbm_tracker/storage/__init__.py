"""The register on disk: the only SQLAlchemy and Alembic code."""
