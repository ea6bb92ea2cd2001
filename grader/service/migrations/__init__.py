"""Changes of the tables, oldest first; Alembic applies those that a database does not have yet."""
