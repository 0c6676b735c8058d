"""What people may do: a table of permissions, and the few roles that preset it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from desktop.base.i18n import N_


class Permission(enum.Enum):
    """One thing that an operation may ask for in its first line."""

    READ_OFFICE = "read_office"
    READ_CASES = "read_cases"
    READ_OWN_CASES = "read_own_cases"
    WRITE_CASES = "write_cases"
    CLOSE_CASES = "close_cases"
    REOPEN_CASES = "reopen_cases"
    READ_SENSITIVE = "read_sensitive"
    READ_RESTRICTED = "read_restricted"
    WRITE_TEAMS = "write_teams"
    WRITE_ACTIVITIES = "write_activities"
    WRITE_INSPECTIONS = "write_inspections"
    FINALISE_INSPECTIONS = "finalise_inspections"
    WRITE_REPORTS = "write_reports"
    APPROVE = "approve"
    NUMBER_DOCUMENTS = "number_documents"
    PRINT = "print"
    EXPORT_LISTS = "export_lists"
    EXPORT_IDENTITIES = "export_identities"
    UNDO = "undo"
    READ_HISTORY = "read_history"
    READ_EVENTS = "read_events"
    MANAGE_USERS = "manage_users"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_CODES = "manage_codes"
    BACKUP = "backup"
    RESTORE = "restore"
    CHECK = "check"
    EXCHANGE = "exchange"
    MANAGE_KEYS = "manage_keys"


class Compartment(enum.IntEnum):
    """Case files with readers of their own; the numbers are kept in records and packages."""

    GENERAL = 0
    HIV = 1
    VICTIMS = 2
    DRUGS = 3
    ANONYMOUS = 4


COMPARTMENTS: Mapping[Compartment, str] = MappingProxyType(
    {
        Compartment.GENERAL: N_("Chung"),
        Compartment.HIV: N_("HIV/AIDS"),
        Compartment.VICTIMS: N_("Nạn nhân bị mua bán"),
        Compartment.DRUGS: N_("Ma túy và sau cai nghiện"),
        Compartment.ANONYMOUS: N_("Người được hỗ trợ không ghi tên"),
    }
)

PERMISSIONS: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.READ_OFFICE: N_("Xem Đội, hoạt động, kiểm tra, báo cáo"),
        Permission.READ_CASES: N_("Xem hồ sơ"),
        Permission.READ_OWN_CASES: N_("Chỉ xem hồ sơ được phân công"),
        Permission.WRITE_CASES: N_("Lập và sửa hồ sơ"),
        Permission.CLOSE_CASES: N_("Kết thúc hồ sơ"),
        Permission.REOPEN_CASES: N_("Mở lại hồ sơ đã kết thúc"),
        Permission.READ_SENSITIVE: N_("Xem dữ liệu nhạy cảm"),
        Permission.READ_RESTRICTED: N_("Xem hồ sơ hạn chế"),
        Permission.WRITE_TEAMS: N_("Sửa Đội và thành viên"),
        Permission.WRITE_ACTIVITIES: N_("Ghi hoạt động và tập huấn"),
        Permission.WRITE_INSPECTIONS: N_("Ghi phiếu kiểm tra"),
        Permission.FINALISE_INSPECTIONS: N_("Hoàn thành cuộc kiểm tra"),
        Permission.WRITE_REPORTS: N_("Soạn báo cáo"),
        Permission.APPROVE: N_("Duyệt báo cáo, kế hoạch"),
        Permission.NUMBER_DOCUMENTS: N_("Cấp số văn bản"),
        Permission.PRINT: N_("In"),
        Permission.EXPORT_LISTS: N_("Xuất danh sách không có tên"),
        Permission.EXPORT_IDENTITIES: N_("Xuất danh sách có tên và số giấy tờ"),
        Permission.UNDO: N_("Hoàn tác việc mình vừa làm"),
        Permission.READ_HISTORY: N_("Xem lịch sử thay đổi"),
        Permission.READ_EVENTS: N_("Xem nhật ký đăng nhập, xem, in, xuất"),
        Permission.MANAGE_USERS: N_("Quản lý người dùng"),
        Permission.MANAGE_SETTINGS: N_("Thiết lập của cơ quan"),
        Permission.MANAGE_CODES: N_("Sửa danh mục, mẫu kiểm tra"),
        Permission.BACKUP: N_("Sao lưu"),
        Permission.RESTORE: N_("Khôi phục"),
        Permission.CHECK: N_("Kiểm tra tệp dữ liệu"),
        Permission.EXCHANGE: N_("Gửi, nhận dữ liệu với nơi khác"),
        Permission.MANAGE_KEYS: N_("Quản lý thẻ khóa trao đổi"),
    }
)

ROLE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "CAN_BO": N_("Cán bộ phụ trách"),
        "LANH_DAO": N_("Lãnh đạo UBND"),
        "VAN_THU": N_("Văn thư"),
        "DOI_TRUONG": N_("Đội trưởng"),
        "KIEM_TRA": N_("Cán bộ kiểm tra"),
        "KE_TOAN": N_("Kế toán"),
        "CHI_XEM": N_("Chỉ xem"),
        "QUAN_TRI": N_("Quản trị"),
    }
)

_P = Permission
_READING = frozenset({_P.READ_OFFICE, _P.PRINT, _P.EXPORT_LISTS})
_WRITING = frozenset({_P.UNDO, _P.READ_HISTORY, _P.BACKUP})

ROLES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "CAN_BO": _READING
        | _WRITING
        | {_P.READ_CASES, _P.WRITE_CASES, _P.CLOSE_CASES, _P.READ_SENSITIVE}
        | {_P.WRITE_TEAMS, _P.WRITE_ACTIVITIES, _P.WRITE_INSPECTIONS, _P.FINALISE_INSPECTIONS}
        | {_P.WRITE_REPORTS, _P.EXPORT_IDENTITIES, _P.MANAGE_CODES, _P.CHECK, _P.EXCHANGE},
        "LANH_DAO": _READING
        | {_P.READ_CASES, _P.READ_SENSITIVE, _P.READ_RESTRICTED, _P.CLOSE_CASES}
        | {_P.REOPEN_CASES, _P.APPROVE, _P.EXPORT_IDENTITIES, _P.READ_HISTORY, _P.READ_EVENTS}
        | {_P.EXCHANGE},
        "VAN_THU": _READING | {_P.NUMBER_DOCUMENTS, _P.UNDO, _P.BACKUP},
        "DOI_TRUONG": _READING | {_P.READ_OWN_CASES, _P.WRITE_ACTIVITIES, _P.UNDO},
        "KIEM_TRA": _READING
        | _WRITING
        | {_P.WRITE_INSPECTIONS, _P.FINALISE_INSPECTIONS, _P.WRITE_REPORTS},
        "KE_TOAN": _READING | {_P.UNDO},
        "CHI_XEM": frozenset({_P.READ_OFFICE}),
        "QUAN_TRI": frozenset(
            {_P.MANAGE_USERS, _P.MANAGE_SETTINGS, _P.MANAGE_CODES, _P.READ_EVENTS}
            | {_P.BACKUP, _P.RESTORE, _P.CHECK, _P.UNDO, _P.MANAGE_KEYS}
        ),
    }
)
"""What each role begins with; whoever manages the accounts sees no case."""

_CASE_COMPARTMENTS = frozenset(
    {Compartment.GENERAL, Compartment.VICTIMS, Compartment.DRUGS, Compartment.ANONYMOUS}
)
_GENERAL_ONLY = frozenset({Compartment.GENERAL})

GRANTABLE: Mapping[str, frozenset[Compartment]] = MappingProxyType(
    {
        "CAN_BO": _CASE_COMPARTMENTS,
        "LANH_DAO": _CASE_COMPARTMENTS,
        "VAN_THU": _GENERAL_ONLY,
        "DOI_TRUONG": _GENERAL_ONLY,
        "KIEM_TRA": _GENERAL_ONLY,
        "KE_TOAN": _GENERAL_ONLY,
        "CHI_XEM": _GENERAL_ONLY,
        "QUAN_TRI": frozenset(),
    }
)
"""The compartments that a role may be given without more ado.

HIV is in none: Luật 64/2006, Điều 8.5 and Điều 30 do not name commune clerks, so that
compartment is opened to a named person only, on the written consent of the one concerned.
"""
