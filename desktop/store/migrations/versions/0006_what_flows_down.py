"""What flows down: targets, norms, texts of reports"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("title_text", sa.String(length=300), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rounding", sa.String(length=300), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
    )
    with op.batch_alter_table("letter_templates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_templates_scope_sq"), ["scope", "sq"], unique=False
        )

    op.create_table(
        "letter_parts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("template_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("heading", sa.String(length=500), nullable=True),
        sa.Column("text", sa.String(length=8000), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["letter_templates.id"],
            name=op.f("fk_letter_parts_template_id_letter_templates"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_parts")),
    )
    with op.batch_alter_table("letter_parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_parts_scope_sq"), ["scope", "sq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_letter_parts_template_id"), ["template_id"], unique=False
        )

    op.create_table(
        "norm_rates",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("factor", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_norm_rates_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm_rates")),
    )
    with op.batch_alter_table("norm_rates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_norm_rates_scope_sq"), ["scope", "sq"], unique=False)
        batch_op.create_index(batch_op.f("ix_norm_rates_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "targets",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_targets_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_targets_scope_sq"), ["scope", "sq"], unique=False)
        batch_op.create_index(batch_op.f("ix_targets_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_targets_year"), ["year"], unique=False)
