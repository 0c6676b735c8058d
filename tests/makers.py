"""Records that tests need, made by the operations that clerks use."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from desktop.base.clock import VIETNAM
from desktop.fields import Partial
from desktop.operations import activities, cases, inspections, records, teams
from desktop.operations.office import Office
from desktop.records import Activity, AdminUnit, ChecklistTemplate, Record
from desktop.store.store import Changes

_numbers = itertools.count(1)
"""Only makes names and numbers that must not repeat; no test reads it."""


_ACTIVITY: Mapping[str, Any] = {
    "from_on": dt.date(2026, 11, 10),
    "summary": "Truyền thông phòng, chống ma túy",
    "duty": "A",
    "type": "LOP_TUYEN_TRUYEN",
    "topics": ("MA_TUY",),
    "organiser_level": "XA",
    "sessions": 1,
    "attendance": 45,
}


def only(changes: Changes, table: str) -> uuid.UUID:
    """The one record of this type among the changes."""
    (found,) = changes.ids(table)
    return found


def saved(office: Office, table: str, **values: Any) -> uuid.UUID:
    """A new record of any type, through the operation that forms use."""
    return only(records.save(office, table, None, values), table)


def commune(office: Office) -> uuid.UUID:
    """The commune whose office this is."""
    with office.reading() as session:
        return session.scalars(
            sa.select(AdminUnit.id).where(AdminUnit.code == "20854", AdminUnit.valid_to.is_(None))
        ).one()


def officer(office: Office, **values: Any) -> uuid.UUID:
    told = {"full_name": "Lê Thị Cán", "position": "Công chức VHXH", "signer_role": "KHONG"}
    return saved(office, "officers", **(told | values))


def hamlet(office: Office, **values: Any) -> uuid.UUID:
    return saved(office, "hamlets", **({"name": f"Thôn {next(_numbers)}"} | values))


def person(office: Office, full_name: str = "Nguyễn Văn An", **values: Any) -> uuid.UUID:
    told = {"full_name": full_name, "sex": "NAM", "birth_date": Partial(1990, 3, 5)}
    return saved(office, "people", **(told | values))


def case_values(office: Office, **values: Any) -> dict[str, Any]:
    """What a form asks for when a case is opened, without the person."""
    told: dict[str, Any] = {
        "case_type": "KHAC",
        "intake_source": "TU_DEN",
        "intake_on": dt.date(2026, 11, 20),
        "legal_basis": "DONG_Y",
    }
    if "case_worker_id" not in values:
        told["case_worker_id"] = officer(office)
    return told | values


def case(office: Office, **values: Any) -> uuid.UUID:
    if "person_id" not in values:
        values["person_id"] = person(office)
    return only(cases.open_case(office, case_values(office, **values)), "case_files")


def contact(office: Office, case_id: uuid.UUID, **values: Any) -> uuid.UUID:
    told = {
        "case_id": case_id,
        "at": dt.datetime(2026, 11, 20, 14, 30, tzinfo=VIETNAM),
        "channel": "TAI_NHA",
        "content": "Thăm hỏi gia đình",
        "actor": "Lê Thị Cán",
    }
    return saved(office, "contacts", **(told | values))


def team(office: Office, **values: Any) -> uuid.UUID:
    told = {
        "name": f"Đội công tác xã hội tình nguyện số {next(_numbers)}",
        "unit_id": commune(office),
        "quota": 7,
        "status": "HOAT_DONG",
    }
    return saved(office, "teams", **(told | values))


def member(
    office: Office,
    team_id: uuid.UUID,
    full_name: str = "Phạm Thị Dung",
    from_on: dt.date = dt.date(2026, 1, 1),
    **told: Any,
) -> uuid.UUID:
    """A new volunteer's membership; told goes on to join_team."""
    volunteer = {"full_name": full_name, "sex": "NU"}
    return only(teams.join_team(office, team_id, volunteer, from_on, **told), "memberships")


def activity(office: Office, **values: Any) -> uuid.UUID:
    told = {**_ACTIVITY, **values}
    return only(activities.save_activity(office, None, told), "activities")


def brought_activity(office: Office, **values: Any) -> None:
    """An activity as the package of another PC brings it: nothing refuses it."""
    with office.writing("import") as session:
        session.add(Activity(**{**_ACTIVITY, **values}))


def training(office: Office, **values: Any) -> uuid.UUID:
    told = {
        "from_on": dt.date(2026, 10, 1),
        "topics": ("CAI_SAU_CAI",),
        "topic_text": "Tập huấn cho tình nguyện viên",
        "organiser_level": "TINH",
        "classes": 1,
        "attendance": 30,
    }
    return only(activities.save_training(office, None, told | values), "trainings")


def template(office: Office, code: str = "B") -> uuid.UUID:
    """The checklist that ships under this code."""
    asked = sa.select(ChecklistTemplate.id).where(ChecklistTemplate.code == code)
    with office.reading() as session:
        return session.scalars(asked.order_by(ChecklistTemplate.version).limit(1)).one()


def letter_template(office: Office, **values: Any) -> uuid.UUID:
    told: dict[str, Any] = {"kind": "T10", "title_text": "Báo cáo kết quả hoạt động của Đội"}
    return saved(office, "letter_templates", **(told | values))


def inspection(office: Office, **values: Any) -> uuid.UUID:
    told: dict[str, Any] = {
        "template_id": template(office),
        "mode": "KE_HOACH",
        "inspectors": "Lê Thị Cán – Công chức VHXH",
    }
    if "team_id" not in values:
        told["team_id"] = team(office)
    return only(inspections.start_inspection(office, told | values), "inspections")


def loaded(office: Office, kind: type[Record], record_id: uuid.UUID) -> Any:
    """A record as the file has it now."""
    with office.reading() as session:
        return session.get_one(kind, record_id)
