"""What an exchange of files needs"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sync_before",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "ent", "row", name=op.f("pk_sync_before")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_edge",
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("from_h", sa.LargeBinary(length=12), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("to_h", sa.LargeBinary(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "from_seq", "from_h", "to_seq", "to_h", name=op.f("pk_sync_edge")
        ),
    )
    with op.batch_alter_table("sync_origin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sq", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("who", sa.String(length=80), server_default="", nullable=False)
        )
    # Sessions of before: each was heard of with the first line of the log that it wrote.
    op.execute(
        "UPDATE sync_origin SET sq = coalesce("
        "(SELECT min(seq) FROM sync_log WHERE origin_no = sync_origin.no), 1)"
    )

    with op.batch_alter_table("sync_peer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_no", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("sent_seq", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("sync_pkg", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("seq", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("undone", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("told", sa.Text(), server_default="{}", nullable=False))
