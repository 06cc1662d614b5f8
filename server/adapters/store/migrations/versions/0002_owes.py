"""What an interview owes, indexed: a start no longer reads every interview ever opened."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OWING = """
UPDATE interview SET owes = true
WHERE (ended AND NOT assessed) OR 'move_chosen' = (
    SELECT kind FROM event
    WHERE event.interview = interview.id AND kind IN ('move_chosen', 'client_said')
    ORDER BY seq DESC LIMIT 1
)
"""


def upgrade() -> None:
    """A column, what it says of the interviews already there, and its index."""
    op.add_column("interview", sa.Column("owes", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(OWING)
    op.create_index(
        "ix_interview_owes",
        "interview",
        ["owes"],
        sqlite_where=sa.text("owes"),
        postgresql_where=sa.text("owes"),
    )
