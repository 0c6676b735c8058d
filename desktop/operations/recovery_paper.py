"""The recovery code on paper, to be put into an envelope and locked away."""

from __future__ import annotations

from desktop.base.clock import known_today
from desktop.base.i18n import tr
from desktop.fields import Date
from desktop.operations.office import Office, agency
from desktop.paper.blocks import (
    Document,
    FieldLine,
    Paragraph,
    ParagraphStyle,
    Run,
    Signature,
    SignatureGrid,
    Spacer,
    Title,
)


def recovery_sheet(office: Office, code: str) -> bytes:
    """A page with the code, as PDF; it is kept nowhere.

    code: as it was just made. That somebody printed it is written down.
    """
    from desktop.paper.pdf import render_pdf  # ReportLab: not at every sign-in

    with office.reading() as session:
        name = agency(session).name
    half, day = len(code) // 2, known_today(office.clock)
    blocks = (
        Title(tr("MÃ KHÔI PHỤC DỮ LIỆU"), tr("Cất trong phong bì dán kín, trong tủ có khóa")),
        FieldLine(tr("Cơ quan"), name),
        FieldLine(tr("Ngày lập"), None if day is None else Date().format(day)),
        Spacer(18),
        Paragraph((Run(code[:half], bold=True),), ParagraphStyle.CENTRED),
        Paragraph((Run(code[half + 1 :], bold=True),), ParagraphStyle.CENTRED),
        Spacer(18),
        Paragraph(
            tr(
                "Mã này mở được toàn bộ dữ liệu khi mọi người quên mật khẩu. Ai có mã và thư mục "
                "dữ liệu đều mở được. Khi tạo mã mới, tờ này không còn dùng được và phải hủy."
            )
        ),
        SignatureGrid((Signature((tr("Người cất giữ"),)), Signature((tr("Người lập"),)))),
    )
    office.note("print", tr("Mã khôi phục"))
    return render_pdf(Document(blocks, tr("Mã khôi phục")))
