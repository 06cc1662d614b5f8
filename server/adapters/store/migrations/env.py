"""Where Alembic starts: it is given an open connection by ``database.migrate`` and works inside its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
