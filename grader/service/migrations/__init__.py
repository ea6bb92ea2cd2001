"""Changes of the tables since the first release, oldest first; Alembic applies those that a database does not have yet."""
