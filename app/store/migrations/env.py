"""Alembic's door: it gets an open connection from `app.store.schema` and never makes one itself."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
