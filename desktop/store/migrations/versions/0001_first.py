"""First schema of the office file"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "admin_units",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("code", sa.String(length=5), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("parent_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["admin_units.id"],
            name=op.f("fk_admin_units_parent_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_units")),
    )
    op.create_index(op.f("ix_admin_units_code"), "admin_units", ["code"], unique=False)
    op.create_index(op.f("ix_admin_units_parent_id"), "admin_units", ["parent_id"], unique=False)
    op.create_index(op.f("ix_admin_units_scope_sq"), "admin_units", ["scope", "sq"], unique=False)
    op.create_table(
        "case_readers",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "user", name=op.f("pk_case_readers")),
    )
    op.create_table(
        "checklist_templates",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("title_text", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("target_kind", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("legal_basis", sa.String(length=1000), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_templates")),
    )
    op.create_index(
        op.f("ix_checklist_templates_scope_sq"),
        "checklist_templates",
        ["scope", "sq"],
        unique=False,
    )
    op.create_table(
        "code_items",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("code_list", sa.String(length=10), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_items")),
    )
    op.create_index(op.f("ix_code_items_code_list"), "code_items", ["code_list"], unique=False)
    op.create_index(op.f("ix_code_items_scope_sq"), "code_items", ["scope", "sq"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "drafts",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_row", "drafts", ["user", "table", "row"], unique=False)
    op.create_table(
        "events",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=True),
        sa.Column("row", sa.LargeBinary(length=16), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("h", sa.LargeBinary(length=12), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_events")),
    )
    op.create_index("ix_events_row", "events", ["row", "ent"], unique=False)
    op.create_table(
        "hamlets",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("leader", sa.String(length=80), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hamlets")),
    )
    op.create_index(op.f("ix_hamlets_name"), "hamlets", ["name"], unique=False)
    op.create_index(op.f("ix_hamlets_scope_sq"), "hamlets", ["scope", "sq"], unique=False)
    op.create_table(
        "officers",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("full_name", sa.String(length=80), nullable=True),
        sa.Column("position", sa.String(length=80), nullable=True),
        sa.Column("signer_role", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("sort_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
    )
    op.create_index(op.f("ix_officers_scope_sq"), "officers", ["scope", "sq"], unique=False)
    op.create_index(
        "ix_officers_sort_key",
        "officers",
        ["sort_key", "id", "comp", "stub", "void_reason"],
        unique=False,
    )
    op.create_table(
        "people",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("person_code", sa.String(length=20), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=True),
        sa.Column("full_name", sa.String(length=80), nullable=True),
        sa.Column("other_names", sa.String(length=120), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("birth_date", sa.String(length=10), nullable=True),
        sa.Column("id_type", sa.String(length=40), nullable=True),
        sa.Column("id_number", sa.String(length=20), nullable=True),
        sa.Column("id_issued_on", sa.Date(), nullable=True),
        sa.Column("id_issued_by", sa.String(length=120), nullable=True),
        sa.Column("birth_place", sa.String(length=200), nullable=True),
        sa.Column("native_place", sa.String(length=200), nullable=True),
        sa.Column("ethnicity", sa.String(length=40), nullable=True),
        sa.Column("religion", sa.String(length=40), nullable=True),
        sa.Column("nationality", sa.String(length=60), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("occupation", sa.String(length=120), nullable=True),
        sa.Column("workplace", sa.String(length=200), nullable=True),
        sa.Column("marital_status", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("social_accounts", sa.String(length=200), nullable=True),
        sa.Column("photo", sa.String(length=400), nullable=True),
        sa.Column("guardian", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("sort_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_id_number"), "people", ["id_number"], unique=False)
    op.create_index(op.f("ix_people_person_code"), "people", ["person_code"], unique=False)
    op.create_index(op.f("ix_people_scope_sq"), "people", ["scope", "sq"], unique=False)
    op.create_index(
        "ix_people_sort_key",
        "people",
        ["sort_key", "id", "comp", "stub", "void_reason"],
        unique=False,
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("label", sa.String(length=80), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_scope_sq"), "reports", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_reports_to_on"), "reports", ["to_on"], unique=False)
    op.create_table(
        "search_rows",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("comp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_search_rows")),
    )
    op.create_index("ix_search_rows_row", "search_rows", ["row", "ent"], unique=True)
    op.create_table(
        "settings",
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user", "name", name=op.f("pk_settings")),
    )
    op.create_table(
        "sync_blob",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("have", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sync_blob")),
    )
    op.create_table(
        "sync_bound",
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("h", sa.LargeBinary(length=12), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=8), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "seq", "h", name=op.f("pk_sync_bound")),
    )
    op.create_table(
        "sync_grave",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("doc_no", sa.String(length=40), nullable=True),
        sa.Column("sig", sa.LargeBinary(), nullable=True),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_grave")),
    )
    op.create_table(
        "sync_hist",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("val", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_sync_hist")),
    )
    op.create_index("ix_sync_hist_row", "sync_hist", ["row", "ent", "unit"], unique=False)
    op.create_index(op.f("ix_sync_hist_seq"), "sync_hist", ["seq"], unique=False)
    op.create_table(
        "sync_log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tx", sa.Integer(), nullable=False),
        sa.Column("h", sa.LargeBinary(length=12), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=8), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("wall_ms", sa.BigInteger(), nullable=False),
        sa.Column("clock_ok", sa.Boolean(), nullable=False),
        sa.Column("pkg", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sync_log")),
    )
    op.create_index("ix_sync_log_dot", "sync_log", ["hlc", "origin_no"], unique=False)
    op.create_index(op.f("ix_sync_log_tx"), "sync_log", ["tx"], unique=False)
    op.create_table(
        "sync_meta",
        sa.Column("k", sa.String(length=40), nullable=False),
        sa.Column("v", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_sync_meta")),
    )
    op.create_table(
        "sync_origin",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("oid", sa.LargeBinary(length=8), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("parent", sa.LargeBinary(length=8), nullable=False),
        sa.Column("cut", sa.BigInteger(), nullable=False),
        sa.Column("branch", sa.Integer(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_sync_origin")),
        sa.UniqueConstraint("oid", name=op.f("uq_sync_origin_oid")),
    )
    op.create_table(
        "sync_peer",
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("acked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=8), nullable=True),
        sa.Column("last_in", sa.BigInteger(), nullable=True),
        sa.Column("last_out", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_sync_peer")),
    )
    op.create_table(
        "sync_pkg",
        sa.Column("pkg", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dir", sa.String(length=3), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pkg", name=op.f("pk_sync_pkg")),
    )
    op.create_table(
        "sync_refused",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("pkg", sa.LargeBinary(length=16), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_sync_refused")),
    )
    op.create_table(
        "sync_roster",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_sync_roster")),
    )
    op.create_table(
        "sync_same",
        sa.Column("a", sa.LargeBinary(length=16), nullable=False),
        sa.Column("b", sa.LargeBinary(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_sync_same")),
    )
    op.create_table(
        "sync_share",
        sa.Column("root", sa.LargeBinary(length=16), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("closed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("root", "office", name=op.f("pk_sync_share")),
    )
    op.create_table(
        "sync_sib",
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("val", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("ent", "row", "unit", "origin_no", "hlc", name=op.f("pk_sync_sib")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_unknown",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ent", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("origin_no", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("val", sa.LargeBinary(), nullable=True),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_sync_unknown")),
    )
    op.create_index("ix_sync_unknown_row", "sync_unknown", ["row", "ent"], unique=False)
    op.create_table(
        "trainings",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("topics", sa.String(length=400), nullable=True),
        sa.Column("topic_text", sa.String(length=300), nullable=True),
        sa.Column("organiser_level", sa.String(length=40), nullable=True),
        sa.Column("organiser", sa.String(length=200), nullable=True),
        sa.Column("classes", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("trainer", sa.String(length=200), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )
    op.create_index(op.f("ix_trainings_from_on"), "trainings", ["from_on"], unique=False)
    op.create_index(op.f("ix_trainings_scope_sq"), "trainings", ["scope", "sq"], unique=False)
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("full_name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("officer_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("compartments", sa.String(length=20), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("last_seen_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "volunteers",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("full_name", sa.String(length=80), nullable=True),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("birth_date", sa.String(length=10), nullable=True),
        sa.Column("id_number", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("criteria", sa.String(length=400), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("background", sa.String(length=300), nullable=True),
        sa.Column("bank_account", sa.String(length=60), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("sort_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteers")),
    )
    op.create_index(op.f("ix_volunteers_id_number"), "volunteers", ["id_number"], unique=False)
    op.create_index(op.f("ix_volunteers_scope_sq"), "volunteers", ["scope", "sq"], unique=False)
    op.create_index(
        "ix_volunteers_sort_key",
        "volunteers",
        ["sort_key", "id", "comp", "stub", "void_reason"],
        unique=False,
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("parent_name", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("abbreviation", sa.String(length=20), nullable=True),
        sa.Column("place_name", sa.String(length=60), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_agencies_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_index(op.f("ix_agencies_scope_sq"), "agencies", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_agencies_unit_id"), "agencies", ["unit_id"], unique=False)
    op.create_table(
        "case_files",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("case_type", sa.String(length=40), nullable=True),
        sa.Column("intake_source", sa.String(length=40), nullable=True),
        sa.Column("intake_on", sa.Date(), nullable=True),
        sa.Column("intake_by_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("legal_basis", sa.String(length=40), nullable=True),
        sa.Column("case_worker_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("decision_no", sa.String(length=40), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("decision_signer", sa.String(length=120), nullable=True),
        sa.Column("due_end_on", sa.Date(), nullable=True),
        sa.Column("risk_level", sa.String(length=40), nullable=True),
        sa.Column("access_level", sa.String(length=40), nullable=True),
        sa.Column("problem", sa.String(length=4000), nullable=True),
        sa.Column("needs", sa.String(length=400), nullable=True),
        sa.Column("urgent", sa.String(length=1000), nullable=True),
        sa.Column("contact_person", sa.String(length=200), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_worker_id"],
            ["officers.id"],
            name=op.f("fk_case_files_case_worker_id_officers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["intake_by_id"],
            ["officers.id"],
            name=op.f("fk_case_files_intake_by_id_officers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_case_files_person_id_people"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
    )
    op.create_index(
        op.f("ix_case_files_case_worker_id"), "case_files", ["case_worker_id"], unique=False
    )
    op.create_index(op.f("ix_case_files_due_end_on"), "case_files", ["due_end_on"], unique=False)
    op.create_index(
        op.f("ix_case_files_intake_by_id"), "case_files", ["intake_by_id"], unique=False
    )
    op.create_index(op.f("ix_case_files_intake_on"), "case_files", ["intake_on"], unique=False)
    op.create_index(op.f("ix_case_files_number"), "case_files", ["number"], unique=False)
    op.create_index(op.f("ix_case_files_person_id"), "case_files", ["person_id"], unique=False)
    op.create_index(op.f("ix_case_files_scope_sq"), "case_files", ["scope", "sq"], unique=False)
    op.create_table(
        "checklist_questions",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("template_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("section_code", sa.String(length=20), nullable=True),
        sa.Column("section_title", sa.String(length=200), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("legal_ref", sa.String(length=200), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["checklist_templates.id"],
            name=op.f("fk_checklist_questions_template_id_checklist_templates"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_questions")),
    )
    op.create_index(
        op.f("ix_checklist_questions_scope_sq"),
        "checklist_questions",
        ["scope", "sq"],
        unique=False,
    )
    op.create_index(
        op.f("ix_checklist_questions_template_id"),
        "checklist_questions",
        ["template_id"],
        unique=False,
    )
    op.create_table(
        "family_members",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("full_name", sa.String(length=80), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("id_number", sa.String(length=20), nullable=True),
        sa.Column("occupation", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("is_caregiver", sa.Boolean(), nullable=True),
        sa.Column("is_assigned_helper", sa.Boolean(), nullable=True),
        sa.Column("household_status", sa.String(length=40), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_family_members_person_id_people"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_members")),
    )
    op.create_index(
        op.f("ix_family_members_person_id"), "family_members", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_family_members_scope_sq"), "family_members", ["scope", "sq"], unique=False
    )
    op.create_table(
        "report_figures",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("report_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=True),
        sa.Column("computed", sa.Integer(), nullable=True),
        sa.Column("edited", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_report_figures_report_id_reports"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_figures")),
    )
    op.create_index(
        op.f("ix_report_figures_report_id"), "report_figures", ["report_id"], unique=False
    )
    op.create_index(
        op.f("ix_report_figures_scope_sq"), "report_figures", ["scope", "sq"], unique=False
    )
    op.create_table(
        "report_texts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("report_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("section_code", sa.String(length=20), nullable=True),
        sa.Column("text", sa.String(length=8000), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_report_texts_report_id_reports"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_texts")),
    )
    op.create_index(op.f("ix_report_texts_report_id"), "report_texts", ["report_id"], unique=False)
    op.create_index(op.f("ix_report_texts_scope_sq"), "report_texts", ["scope", "sq"], unique=False)
    op.create_table(
        "residences",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("address_line", sa.String(length=200), nullable=True),
        sa.Column("hamlet_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("stable", sa.Boolean(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(length=80), nullable=True),
        sa.Column("whereabouts_unknown_since", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["hamlet_id"],
            ["hamlets.id"],
            name=op.f("fk_residences_hamlet_id_hamlets"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_residences_person_id_people"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_residences_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residences")),
    )
    op.create_index(op.f("ix_residences_hamlet_id"), "residences", ["hamlet_id"], unique=False)
    op.create_index(op.f("ix_residences_person_id"), "residences", ["person_id"], unique=False)
    op.create_index(op.f("ix_residences_scope_sq"), "residences", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_residences_unit_id"), "residences", ["unit_id"], unique=False)
    op.create_table(
        "teams",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("name", sa.String(length=160), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("decision_no", sa.String(length=40), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("decision_signer", sa.String(length=120), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("regulation_no", sa.String(length=40), nullable=True),
        sa.Column("regulation_on", sa.Date(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("status_decision_no", sa.String(length=40), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("area", sa.String(length=400), nullable=True),
        sa.Column("premises", sa.String(length=400), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_teams_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index(op.f("ix_teams_name"), "teams", ["name"], unique=False)
    op.create_index(op.f("ix_teams_scope_sq"), "teams", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_teams_unit_id"), "teams", ["unit_id"], unique=False)
    op.create_table(
        "training_attendances",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("training_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("volunteer_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["trainings.id"],
            name=op.f("fk_training_attendances_training_id_trainings"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_training_attendances_volunteer_id_volunteers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendances")),
    )
    op.create_index(
        op.f("ix_training_attendances_scope_sq"),
        "training_attendances",
        ["scope", "sq"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_attendances_training_id"),
        "training_attendances",
        ["training_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_attendances_volunteer_id"),
        "training_attendances",
        ["volunteer_id"],
        unique=False,
    )
    op.create_table(
        "unit_successions",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("old_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("new_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["new_id"],
            ["admin_units.id"],
            name=op.f("fk_unit_successions_new_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["old_id"],
            ["admin_units.id"],
            name=op.f("fk_unit_successions_old_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_successions")),
    )
    op.create_index(
        op.f("ix_unit_successions_new_id"), "unit_successions", ["new_id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_successions_old_id"), "unit_successions", ["old_id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_successions_scope_sq"), "unit_successions", ["scope", "sq"], unique=False
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("summary", sa.String(length=300), nullable=True),
        sa.Column("duty", sa.String(length=40), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("topics", sa.String(length=400), nullable=True),
        sa.Column("organiser_level", sa.String(length=40), nullable=True),
        sa.Column("partners", sa.String(length=300), nullable=True),
        sa.Column("programme", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("hamlet_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("audience", sa.String(length=400), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("ethnic_minority", sa.Integer(), nullable=True),
        sa.Column("under_18", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=True),
        sa.Column("minutes_file", sa.String(length=400), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["hamlet_id"],
            ["hamlets.id"],
            name=op.f("fk_activities_hamlet_id_hamlets"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_activities_team_id_teams"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["admin_units.id"],
            name=op.f("fk_activities_unit_id_admin_units"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_from_on"), "activities", ["from_on"], unique=False)
    op.create_index(op.f("ix_activities_hamlet_id"), "activities", ["hamlet_id"], unique=False)
    op.create_index(op.f("ix_activities_scope_sq"), "activities", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_activities_team_id"), "activities", ["team_id"], unique=False)
    op.create_index(op.f("ix_activities_unit_id"), "activities", ["unit_id"], unique=False)
    op.create_table(
        "case_documents",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=True),
        sa.Column("summary", sa.String(length=500), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=True),
        sa.Column("file", sa.String(length=400), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_files.id"],
            name=op.f("fk_case_documents_case_id_case_files"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_documents")),
    )
    op.create_index(op.f("ix_case_documents_case_id"), "case_documents", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_case_documents_scope_sq"), "case_documents", ["scope", "sq"], unique=False
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("content", sa.String(length=4000), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=True),
        sa.Column("next_step", sa.String(length=500), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=True),
        sa.Column("with_relative", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_files.id"],
            name=op.f("fk_contacts_case_id_case_files"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_at"), "contacts", ["at"], unique=False)
    op.create_index(op.f("ix_contacts_case_id"), "contacts", ["case_id"], unique=False)
    op.create_index(op.f("ix_contacts_scope_sq"), "contacts", ["scope", "sq"], unique=False)
    op.create_table(
        "inspections",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("template_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("mode", sa.String(length=40), nullable=True),
        sa.Column("ad_hoc_basis", sa.String(length=40), nullable=True),
        sa.Column("round_label", sa.String(length=60), nullable=True),
        sa.Column("target_kind", sa.String(length=40), nullable=True),
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("target_name", sa.String(length=200), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("inspectors", sa.String(length=1000), nullable=True),
        sa.Column("represented_by", sa.String(length=200), nullable=True),
        sa.Column("opinion", sa.String(length=2000), nullable=True),
        sa.Column("refused_sign", sa.Boolean(), nullable=True),
        sa.Column("witness", sa.String(length=200), nullable=True),
        sa.Column("conclusion", sa.String(length=4000), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_inspections_team_id_teams"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["checklist_templates.id"],
            name=op.f("fk_inspections_template_id_checklist_templates"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    op.create_index(op.f("ix_inspections_number"), "inspections", ["number"], unique=False)
    op.create_index(op.f("ix_inspections_scope_sq"), "inspections", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_inspections_started_on"), "inspections", ["started_on"], unique=False)
    op.create_index(op.f("ix_inspections_team_id"), "inspections", ["team_id"], unique=False)
    op.create_index(
        op.f("ix_inspections_template_id"), "inspections", ["template_id"], unique=False
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("volunteer_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("represents", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("change_reason", sa.String(length=40), nullable=True),
        sa.Column("decision_no", sa.String(length=40), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_memberships_team_id_teams"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_memberships_volunteer_id_volunteers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_from_on"), "memberships", ["from_on"], unique=False)
    op.create_index(op.f("ix_memberships_scope_sq"), "memberships", ["scope", "sq"], unique=False)
    op.create_index(op.f("ix_memberships_team_id"), "memberships", ["team_id"], unique=False)
    op.create_index(
        op.f("ix_memberships_volunteer_id"), "memberships", ["volunteer_id"], unique=False
    )
    op.create_table(
        "activity_products",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("activity_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_products_activity_id_activities"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_products")),
    )
    op.create_index(
        op.f("ix_activity_products_activity_id"), "activity_products", ["activity_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_products_scope_sq"), "activity_products", ["scope", "sq"], unique=False
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("question_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("group", sa.String(length=40), nullable=True),
        sa.Column("severity", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=True),
        sa.Column("causes", sa.String(length=400), nullable=True),
        sa.Column("recommendation", sa.String(length=1000), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_findings_inspection_id_inspections"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["checklist_questions.id"],
            name=op.f("fk_findings_question_id_checklist_questions"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_due_on"), "findings", ["due_on"], unique=False)
    op.create_index(op.f("ix_findings_inspection_id"), "findings", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_findings_question_id"), "findings", ["question_id"], unique=False)
    op.create_index(op.f("ix_findings_scope_sq"), "findings", ["scope", "sq"], unique=False)
    op.create_table(
        "inspection_answers",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("question_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("evidence", sa.String(length=400), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_inspection_answers_inspection_id_inspections"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["checklist_questions.id"],
            name=op.f("fk_inspection_answers_question_id_checklist_questions"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_answers")),
    )
    op.create_index(
        op.f("ix_inspection_answers_inspection_id"),
        "inspection_answers",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_answers_question_id"),
        "inspection_answers",
        ["question_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_answers_scope_sq"), "inspection_answers", ["scope", "sq"], unique=False
    )
    op.create_table(
        "membership_roles",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root", sa.LargeBinary(length=16), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("comp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sv", sa.LargeBinary(), nullable=False),
        sa.Column("sq", sa.Integer(), nullable=False),
        sa.Column("stub", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("membership_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["memberships.id"],
            name=op.f("fk_membership_roles_membership_id_memberships"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_roles")),
    )
    op.create_index(
        op.f("ix_membership_roles_membership_id"),
        "membership_roles",
        ["membership_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_roles_scope_sq"), "membership_roles", ["scope", "sq"], unique=False
    )
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, "
        "detail=none, prefix='1 2 3 4', tokenize=\"unicode61 remove_diacritics 0\")"
    )
