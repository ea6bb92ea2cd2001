"""What Alembic runs: it gets the connection from `Database.migrate`."""

from alembic import context

from grader.service.database_tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
