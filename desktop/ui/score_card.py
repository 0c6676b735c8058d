"""The score of a sheet while it is filled in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import tr
from desktop.rules.scoring import Score
from desktop.ui.tokens import Role
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.score_ring import ScoreRing

GRADE_ROLES = {
    "TOT": Role.GOOD,
    "KHA": Role.MAIN,
    "TRUNG_BINH": Role.WARNING,
    "YEU": Role.ERROR,
}


class ScoreCard(Card):
    """Percentage and grade of what is answered so far, and how much is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Điểm tạm tính"), parent)
        self.ring = ScoreRing()
        self.counted = label("", "quiet")
        self.capped = label("", "warning")
        self.capped.setWordWrap(True)
        self.body.setSpacing(8)
        for part in (self.ring, self.counted, self.capped):
            self.body.addWidget(part)

    def show_score(self, score: Score, asked: int) -> None:
        """Show a score over so many scored questions."""
        percent = None if score.percent is None else float(score.percent)
        if score.grade is None:
            self.ring.set_score(None, "–", score.label, Role.NEUTRAL)
        else:
            role = GRADE_ROLES.get(score.grade.code, Role.NEUTRAL)
            self.ring.set_score(percent, score.text, score.label, role)
        self.counted.setText(
            tr("{done} / {all} mục · KAD không tính").format(done=asked - score.open, all=asked)
        )
        self.capped.setText(
            tr("Có mục ★ Không đạt: xếp loại cao nhất là {grade}.").format(grade=score.label)
        )
        self.capped.setVisible(score.capped)
