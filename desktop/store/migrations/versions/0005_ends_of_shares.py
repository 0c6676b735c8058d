"""Since when offices know that their shares of a tree have ended"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "sync_share_end",
        sa.Column("root", sa.LargeBinary(length=16), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("share_hlc", sa.BigInteger(), nullable=False),
        sa.Column("share_no", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("root", "hlc", "origin_no", name=op.f("pk_sync_share_end")),
    )
