"""What the office keeps: every record type, declared once."""

from desktop.records.activities import Activity, ActivityProduct, Training, TrainingAttendance
from desktop.records.cases import CaseDocument, CaseFile
from desktop.records.checklists import ChecklistQuestion, ChecklistTemplate
from desktop.records.codes import CodeItem
from desktop.records.contacts import Contact
from desktop.records.families import FamilyMember
from desktop.records.inspections import Finding, Inspection, InspectionAnswer
from desktop.records.letters import LetterPart, LetterTemplate
from desktop.records.norms import NormRate
from desktop.records.offices import Agency, Officer
from desktop.records.people import Person, Residence
from desktop.records.places import AdminUnit, Hamlet, UnitSuccession
from desktop.records.record import Base, Named, Record, record_type, record_types
from desktop.records.reports import Report, ReportFigure, ReportText
from desktop.records.targets import Target
from desktop.records.teams import Membership, MembershipRole, Team, Volunteer

__all__ = [
    "Activity",
    "ActivityProduct",
    "AdminUnit",
    "Agency",
    "Base",
    "CaseDocument",
    "CaseFile",
    "ChecklistQuestion",
    "ChecklistTemplate",
    "CodeItem",
    "Contact",
    "FamilyMember",
    "Finding",
    "Hamlet",
    "Inspection",
    "InspectionAnswer",
    "LetterPart",
    "LetterTemplate",
    "Membership",
    "MembershipRole",
    "Named",
    "NormRate",
    "Officer",
    "Person",
    "Record",
    "Report",
    "ReportFigure",
    "ReportText",
    "Residence",
    "Target",
    "Team",
    "Training",
    "TrainingAttendance",
    "UnitSuccession",
    "Volunteer",
    "record_type",
    "record_types",
]
