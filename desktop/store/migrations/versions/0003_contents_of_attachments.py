"""Which contents of attachments other PCs hold or want"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("sync_blob", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device", sa.LargeBinary(length=16), nullable=True))
    op.create_table(
        "sync_blob_peer",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "device", name=op.f("pk_sync_blob_peer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sync_blob_peer_device", "sync_blob_peer", ["device", "wanted"])
