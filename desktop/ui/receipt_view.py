"""What came of receiving: how many rows of which type, and files that were not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.i18n import N_, tr
from desktop.base.paths import shown_name
from desktop.base.text import grouped
from desktop.operations.arrived_contents import ContentTally
from desktop.operations.check_up_facts import CheckUp
from desktop.operations.mornings import Morning
from desktop.operations.refusal_reasons import reason_counts
from desktop.store.exchange.tally import Tally
from desktop.ui.exchange_words import names_text, type_words
from desktop.ui.theme import set_icon, set_look
from desktop.ui.tokens import GAP, Role
from desktop.ui.widgets.banner import InfoBanner
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.page_scroll import PageScroll
from desktop.ui.widgets.shown import set_shown
from desktop.ui.widgets.table_box import TableBox

_HEADS = (
    N_("Loại bản ghi"),
    N_("Mới"),
    N_("Cập nhật"),
    N_("Tự gộp"),
    N_("Cần xem"),
    N_("Không đổi"),
)
_COUNTS: tuple[Callable[[Tally], Counter[int]], ...] = (
    lambda tally: tally.new,
    lambda tally: tally.updated,
    lambda tally: tally.joined,
    lambda tally: tally.disputed,
    lambda tally: tally.same,
)
_MOST_REFUSED = 20


class ReceiptView(QWidget):
    """The report; ``left`` goes on, ``back_asked`` carries the package to put back.

    ``morning_back_asked`` carries what many files have in common that shall all be put back.
    ``print_asked`` carries the whole of it, to be put on paper; ``code_asked`` the office that is to
    hear a code instead of getting a file.
    """

    left = Signal()
    back_asked = Signal(object)
    morning_back_asked = Signal(str)
    print_asked = Signal(object)
    code_asked = Signal(int)
    review_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._package: bytes | None = None
        self._morning = Morning()
        self.title = label("", "title")
        self.details = label("", "quiet")
        self.title.setWordWrap(True)
        self.details.setWordWrap(True)
        self._counts = Card(flush=True)
        self.table = TableBox(tr("Kết quả nhận"), [tr(head) for head in _HEADS])
        self._counts.body.addWidget(self.table)
        self._notes = PageScroll(look="clear")
        self._notes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._banners: list[InfoBanner] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._head())
        column.addWidget(self._notes)
        column.addWidget(self._counts, 1)
        column.addLayout(self._foot())

    def show_morning(self, morning: Morning) -> None:
        """Tell what came of these files."""
        self._morning = morning
        tallies = [receipt.tally for receipt in morning.receipts]
        changed = sum(tally.changed for tally in tallies)
        self.title.setText(_title(morning, changed))
        self.details.setText(_details(morning))
        self.table.show_rows(_rows(tallies))
        set_shown(self._counts, any(_rows(tallies)))
        self._tell(morning)
        self._offer_back(morning)
        set_shown(self.paper, any(not one.again for one in morning.receipts))
        set_shown(self.code, len(_offices(morning)) == 1)
        disputed = sum(tally.disputed.total() for tally in tallies)
        self.review.setText(tr("Xem {n} mục cần xem lại").format(n=grouped(disputed)))
        self._disputed = disputed
        set_shown(self.review, disputed > 0 and self._may_review)

    def let_review(self, *, may: bool) -> None:
        """Whether there is a place to decide between two values."""
        self._may_review = may

    def take_keyboard(self) -> None:
        """The button that goes on."""
        (self.review if self.review.isVisible() else self.done).setFocus()

    def texts(self) -> list[str]:
        """What the banners say."""
        return [banner.text() for banner in self._banners]

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        self._fit_notes()

    def _fit_notes(self) -> None:
        """Sentences ask for two lines until they know how wide they are: no banner keeps that room."""
        self._notes.setMaximumHeight(max(1, self._notes.column.heightForWidth(self.width())))

    def _head(self) -> Card:
        card = Card()
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.title)
        words.addWidget(self.details)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(IconLabel("package-check", "good", 20, ground=Role.GOOD))
        row.addLayout(words, 1)
        card.body.setContentsMargins(16, 12, 16, 12)
        card.body.addLayout(row)
        return card

    def _foot(self) -> QHBoxLayout:
        self._may_review, self._disputed = False, 0
        self.back = QPushButton("")
        set_icon(self.back, "undo-2")
        self.back.clicked.connect(lambda _checked=False: self._ask_back())
        self.paper = QPushButton(tr("In biên bản…"))
        set_icon(self.paper, "printer")
        self.paper.clicked.connect(lambda _checked=False: self.print_asked.emit(self._morning))
        self.code = QPushButton(tr("Mã xác nhận…"))
        set_icon(self.code, "phone")
        self.code.clicked.connect(lambda _checked=False: self._ask_code())
        self.review = QPushButton("")
        set_icon(self.review, "list-checks")
        self.review.clicked.connect(lambda _checked=False: self.review_asked.emit())
        self.done = QPushButton(tr("Xong"))
        set_look(self.done, "primary")
        self.done.clicked.connect(lambda _checked=False: self.left.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.paper)
        row.addWidget(self.code)
        row.addStretch(1)
        row.addWidget(self.review)
        row.addWidget(self.done)
        return row

    def _offer_back(self, morning: Morning) -> None:
        """One file is taken back as itself, several as those of this morning."""
        changing = [one for one in morning.receipts if not one.again and one.tally.changed]
        self._package = changing[0].identity.package if len(changing) == 1 else None
        words = tr("Hoàn tác lần nhận này…")
        if len(changing) > 1:
            words = tr("Hoàn tác cả {n} tệp…").format(n=grouped(len(changing)))
        self.back.setText(words)
        set_shown(self.back, bool(len(changing) == 1 or (changing and morning.name)))

    def _ask_back(self) -> None:
        if self._package is None:
            self.morning_back_asked.emit(self._morning.name)
        else:
            self.back_asked.emit(self._package)

    def _ask_code(self) -> None:
        for office in _offices(self._morning):
            self.code_asked.emit(office)

    def _tell(self, morning: Morning) -> None:
        while self._notes.column.count():
            self._notes.column.takeAt(0)
        for banner in self._banners:
            banner.hide()
            banner.deleteLater()
        self._banners = [InfoBanner(role, words) for role, words in _notes(morning)]
        for banner in self._banners:
            self._notes.column.addWidget(banner)
        self._notes.column.addStretch(1)
        self._fit_notes()
        set_shown(self._notes, bool(self._banners))


def _offices(morning: Morning) -> set[int]:
    """The offices that may hear a code: their files go on from each other, one for all does not."""
    told = (one.identity for one in morning.receipts)
    return {one.office for one in told if not (one.for_all or one.is_struck)}


def _title(morning: Morning, changed: int) -> str:
    if not morning.receipts:
        return tr("Chưa nhận được tệp nào")
    if len(morning.receipts) == 1:
        name = morning.receipts[0].identity.office_name
        return tr("Đã nhận {n} thay đổi từ {name}").format(n=grouped(changed), name=name)
    files = len(morning.receipts)
    return tr("Đã nhận {files} tệp, {n} thay đổi").format(files=files, n=grouped(changed))


def _details(morning: Morning) -> str:
    return names_text(receipt.identity.name for receipt in morning.receipts)


def _rows(tallies: list[Tally]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    totals = [sum((of(tally) for tally in tallies), Counter[int]()) for of in _COUNTS]
    for entity in sorted(set[int]().union(*totals)):
        numbers = [grouped(total[entity]) if total[entity] else "" for total in totals]
        found.append((type_words(entity), *numbers))
    if len(found) > 1:
        every = [grouped(total.total()) if total.total() else "" for total in totals]
        found.append((tr("Cộng"), *every))
    return found


def _compared(one: CheckUp) -> tuple[Role, str]:
    """What a check-up came to, in how many rows."""
    if one.buckets:
        told = tr(
            "Đã đối soát với {name} trên {held} bản ghi: {buckets} nhóm khác nhau. Tệp gửi lần tới "
            "gửi lại {rows} bản ghi, nơi nhận tự gộp."
        )
        words = told.format(
            name=one.name,
            held=grouped(one.held),
            buckets=grouped(one.buckets),
            rows=grouped(one.rows),
        )
        return Role.NEUTRAL, words
    told = tr("Đã đối soát với {name}: {held} bản ghi, hai bên giữ giống nhau.")
    return Role.GOOD, told.format(name=one.name, held=grouped(one.held))


def _notes(morning: Morning) -> list[tuple[Role, str]]:
    found: list[tuple[Role, str]] = []
    again = [one.identity.name for one in morning.receipts if one.again]
    if again:
        told = tr("{n} tệp đã nhận từ trước, không nhận lại.")
        found.append((Role.NEUTRAL, told.format(n=len(again))))
    left = sum(one.left for one in morning.receipts)
    if left:
        told = tr("{n} dòng bạn bỏ chọn đã để riêng; lấy vào sau ở Nhận › Đã để riêng.")
        found.append((Role.NEUTRAL, told.format(n=grouped(left))))
    if morning.stopped:
        told = tr(
            "Đã dừng theo yêu cầu. {taken} tệp đã nhận thì giữ nguyên, {n} tệp chưa nhận: {names}. "
            "Nhận tiếp lúc nào cũng được."
        )
        taken = grouped(len(morning.receipts))
        count, names = (
            len(morning.stopped),
            names_text(shown_name(path) for path in morning.stopped),
        )
        found.append((Role.WARNING, told.format(taken=taken, n=grouped(count), names=names)))
    reasons = reason_counts(part for one in morning.receipts for part in one.tally.set_aside)
    if reasons:
        told = tr("Không nhận được, đã để riêng: {reasons}. Thử lại ở Nhận › Đã để riêng.")
        found.append((Role.WARNING, told.format(reasons=reasons)))
    purged = sum(one.buried + one.tally.purged for one in morning.receipts)
    if purged:
        told = tr("{n} bản ghi đã xóa hẳn theo lệnh của tỉnh.").format(n=grouped(purged))
        found.append((Role.WARNING, told))
    found += _content_notes(morning.contents)
    for path, error in morning.refused[:_MOST_REFUSED]:
        named = shown_name(path) in error.message
        found.append(
            (Role.ERROR, error.message if named else f"{shown_name(path)}: {error.message}")
        )
    more = len(morning.refused) - _MOST_REFUSED
    if more > 0:
        told = tr("Còn {n} tệp khác không nhận được.").format(n=more)
        found.append((Role.ERROR, told))
    found += [(Role.WARNING, told) for told in (*morning.unsettled, *morning.clones)]
    return found + [_compared(one) for one in morning.check_ups]


def _content_notes(contents: ContentTally) -> list[tuple[Role, str]]:
    counted = (
        (contents.arrived, tr("{n} tệp đính kèm đã về đủ.")),
        (contents.wrong, tr("{n} tệp đính kèm sai nội dung, không giữ lại.")),
        (
            contents.lacking | contents.wrong,
            tr("{n} tệp đính kèm chưa về; tệp gửi đi kế tiếp sẽ hỏi nơi gửi."),
        ),
    )
    words = [told.format(n=grouped(len(some))) for some, told in counted if some]
    role = Role.WARNING if contents.lacking or contents.wrong else Role.NEUTRAL
    return [(role, " ".join(words))] if words else []
