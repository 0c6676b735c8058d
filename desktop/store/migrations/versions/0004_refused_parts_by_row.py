"""What was refused is found by the record that it speaks of"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("ix_sync_refused_row", "sync_refused", ["row"])
