"""The papers of the exchange's keys: the sheets of keys, and the letter that goes with a card.

They are handed to the preview as bytes and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.base.clock import known_today
from desktop.base.i18n import tr
from desktop.fields import BARE, Date
from desktop.operations.authority import Approved, Sheets
from desktop.operations.office import Office, agency
from desktop.operations.papers import issue
from desktop.paper.blocks import (
    Block,
    Document,
    FieldLine,
    Paragraph,
    ParagraphStyle,
    PartStart,
    Recipients,
    Run,
    Signature,
    SignatureGrid,
    Spacer,
    Title,
)
from desktop.rules.permissions import Permission
from desktop.sync import card

_GROUPS_A_LINE = 4


def key_sheets(office: Office, sheets: Sheets) -> bytes:
    """A page for each sheet, as PDF: every page goes to another person.

    That somebody printed them is written down, not what stands on them.
    """
    from desktop.paper.pdf import render_pdf  # ReportLab: not at every sign-in

    office.require(Permission.MANAGE_KEYS)
    with office.reading() as session:
        name = agency(session).name
    day = known_today(office.clock)
    made = None if day is None else Date().format(day)
    pages = [
        *_pages(tr("MẢNH KHÓA CẤP THẺ"), sheets.authority, name, made, _authority_words()),
        *_pages(tr("MẢNH KHÓA PHỤC HỒI"), sheets.recovery, name, made, _recovery_words()),
    ]
    blocks = [block for page in pages for block in (*page, PartStart())][:-1]
    title = tr("Mảnh khóa của tỉnh")
    office.note("print", title)
    return render_pdf(Document(blocks, title))


def card_letter(office: Office, approved: Approved) -> bytes:
    """The letter with the code of a card, as PDF: it travels apart from the card."""
    from desktop.paper.pdf import render_pdf

    office.require(Permission.MANAGE_KEYS)
    entry = approved.entry
    to = approved.roster.office(entry.scope).name
    with office.reading() as session:
        told = issue(office, session, BARE, known_today(office.clock))
    blocks = (
        told.heading(number=tr("Số:")),
        Title(tr("GIẤY BÁO MÃ THẺ KHÓA"), tr("Dùng để nhận thẻ khóa trao đổi dữ liệu")),
        Paragraph(tr("Kính gửi: {name}").format(name=to), ParagraphStyle.CENTRED),
        Spacer(6),
        Paragraph(
            tr(
                "Máy mang chữ {letter} của cơ quan (mã máy {code}) đã được ghi vào danh bạ số "
                "{version}. Thẻ khóa là tệp {file}, gửi riêng với giấy này. Khi nhận thẻ trong "
                "Thiết lập › Trao đổi dữ liệu, hãy gõ đúng mã sau đây:"
            ).format(
                letter=entry.letter,
                code=f"{entry.scope}-{entry.letter}",
                version=approved.roster.version,
                file=card.FILE_NAME,
            )
        ),
        Spacer(10),
        Paragraph((Run(approved.code, bold=True),), ParagraphStyle.CENTRED),
        Spacer(10),
        *_letter_words(approved),
        Spacer(6),
        Recipients((tr("Như trên;"), tr("Lưu: VT.")), told.head.head_signature()),
    )
    title = tr("Giấy báo mã thẻ khóa")
    office.note("print", f"{title}: {entry.scope}-{entry.letter}")
    return render_pdf(told.document(blocks, title))


def _letter_words(approved: Approved) -> Iterator[Block]:
    if approved.has_other_letter:
        yield Paragraph(
            tr(
                "Chữ {asked} đã có máy khác của cơ quan dùng, nên từ khi nhận thẻ máy này ghi chữ "
                "{given} vào số hồ sơ mới; số đã cấp giữ nguyên."
            ).format(asked=approved.asked_letter, given=approved.entry.letter)
        )
    yield Paragraph(
        tr(
            "Nếu chương trình báo mã không khớp thì không dùng thẻ đó, giữ nguyên tệp và gọi ngay "
            "cho cơ quan gửi giấy này theo số điện thoại đã biết."
        )
    )


def _pages(
    kind: str, texts: Sequence[str], name: str, made: str | None, words: str
) -> Iterator[tuple[Block, ...]]:
    for at, text in enumerate(texts, 1):
        yield (
            Title(f"{kind} {at}/{len(texts)}", tr("Cất trong phong bì dán kín, trong tủ có khóa")),
            FieldLine(tr("Cơ quan"), name),
            FieldLine(tr("Ngày lập"), made),
            FieldLine(tr("Người giữ mảnh này")),
            Spacer(18),
            *(
                Paragraph((Run(line, bold=True),), ParagraphStyle.CENTRED)
                for line in share_lines(text)
            ),
            Spacer(18),
            Paragraph(words),
            SignatureGrid((Signature((tr("Người giữ"),)), Signature((tr("Người lập"),)))),
        )


def share_lines(text: str) -> list[str]:
    """The text of a sheet in lines that are easily compared, four groups in each."""
    groups = text.split("-")
    return [
        "  ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)
    ]


def _authority_words() -> str:
    return tr(
        "Hai trong ba mảnh ghép lại thành khóa cấp thẻ của tỉnh: ai có hai mảnh cấp và thu hồi "
        "được thẻ khóa của mọi cơ quan. Ba mảnh giao cho ba người, mỗi người cất một nơi. Một mảnh "
        "riêng lẻ không cho biết gì. Mất một mảnh thì đổi khóa; mất hai mảnh thì phải lập lại "
        "từ đầu. Không chụp ảnh, không chép mảnh này vào máy tính hay điện thoại."
    )


def _recovery_words() -> str:
    return tr(
        "Cả hai mảnh ghép lại mở được dữ liệu của một cơ quan khi mọi người ở đó quên mật khẩu. "
        "Hai mảnh giao cho hai người, chỉ cùng gõ khi cơ quan đó đã gọi điện và đọc đúng mã. "
        "Một mảnh riêng lẻ không cho biết gì. Không chụp ảnh, không chép mảnh này vào máy tính "
        "hay điện thoại."
    )
