"""packaging/translations.py finds what would reach a clerk unmarked or misspelled."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import translations

Checked = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Writes one module into a package and returns ``line: sentence`` of what is found in it."""

    def check(source: str, floor: str = "ui") -> list[str]:
        folder = tmp_path / "desktop" / floor
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sample.py").write_text(textwrap.dedent(source), encoding="utf-8")
        return [f"{found.line}: {found.sentence}" for found in translations.check(tmp_path)]

    return check


def in_function(line: str) -> str:
    return f"def show(self, label, ready, name):\n    {line}\n"


@pytest.mark.parametrize(
    "line",
    [
        'label.setText(tr("Hồ sơ"))',
        "label.setText(tr(name))",
        "label.setText(tr(name.label))",
        'label.setText("")',
        'label.setText(f"{name}: {ready}")',
        'label.setText(tr("{n} người").format(n=3))',
        'label.setObjectName("quiet")',
        'box.addItem(tr("Nữ"), "female")',
        'QLabel("—")',
        'Colours(text="#17212B")',
        'log.warning("no such file")',
        'raise UserError(tr("Không mở được tệp."))',
        "raise UserError(name)",
        '"""Ghi chú cho người đọc mã."""',
        'label.setText("PDF")  # not for reading',
    ],
)
def test_what_is_marked_or_wordless_passes(checked: Checked, line: str) -> None:
    assert checked(in_function(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Ho so")',
        'label.setText("Hồ sơ")',
        'label.setText(f"{name} hồ sơ")',
        'label.setText("%s hồ sơ" % name)',
        'label.setText("Có" if ready else "Không có")',
        'label.setText("{} hồ sơ".format(name))',
        'QLabel("Ho so")',
        'QtWidgets.QPushButton("Luu")',
        'QLineEdit(placeholderText="Tim")',
        'self.menu().addAction("In")',
        'QMessageBox.warning(self, tr("Lỗi"), "Thu lai")',
        'table.setHorizontalHeaderLabels([tr("Số"), "Ten"])',
        'self.heading("Đội công tác xã hội")',
        'texts = {"closed": "Đã đóng"}',
    ],
)
def test_an_unmarked_word_in_a_window_is_told(checked: Checked, line: str) -> None:
    found = checked(in_function(line))

    assert found
    assert all(sentence.startswith("2: ") and "chưa qua tr()" in sentence for sentence in found)


def test_one_literal_is_told_once(checked: Checked) -> None:
    assert len(checked(in_function('QLabel("Hồ sơ")'))) == 1


def test_only_windows_answer_for_bare_literals(checked: Checked) -> None:
    assert checked(in_function('label.setText("Hồ sơ")'), floor="rules") == []


@pytest.mark.parametrize("error", ["UserError", "Refused", "StillRefused"])
def test_a_message_of_any_child_of_user_error_needs_a_mark(checked: Checked, error: str) -> None:
    source = f"""
        class Refused(UserError): ...
        class StillRefused(Refused): ...
        def refuse():
            raise {error}("Không lưu được.")
    """
    assert checked(source, floor="store") == [
        f"5: “Không lưu được.” trong {error}: chưa qua tr() hoặc N_()"
    ]


def test_problems_of_fields_need_a_mark_but_their_names_do_not(checked: Checked) -> None:
    source = """
        class InvalidRecord(UserError): ...
        def refuse():
            raise InvalidRecord(tr("Chưa lưu."), {"full name": "Thiếu họ tên."})
    """
    found = checked(source, floor="operations")
    assert len(found) == 1
    assert "Thiếu họ tên." in found[0]


def test_a_bug_of_ours_may_speak_as_it_likes(checked: Checked) -> None:
    assert checked('def f():\n    raise ValueError("no such field")\n', floor="store") == []


@pytest.mark.parametrize(
    "call", ['N_(f"Hồ sơ {n}")', "N_(name)", 'tr("Hồ " + "sơ")', 'tr("Số {}".format(n))']
)
def test_a_mark_takes_a_literal(checked: Checked, call: str) -> None:
    found = checked(f"def f(n, name):\n    return {call}\n", floor="rules")
    assert len(found) == 1
    assert "chuỗi viết sẵn" in found[0]


@pytest.mark.parametrize("call", ["tr()", 'tr("Một", "Hai")', 'N_(text="Một")'])
def test_a_mark_takes_one_text(checked: Checked, call: str) -> None:
    found = checked(f"def f():\n    return {call}\n", floor="rules")
    assert len(found) == 1
    assert "đúng một văn bản" in found[0]


@pytest.mark.parametrize(
    "source",
    ['TITLE = tr("Hồ sơ")\n', 'class A:\n    b = tr("Hồ sơ")\n', 'def f(a=tr("Số")): ...\n'],
)
def test_looking_up_while_a_module_loads_is_told(checked: Checked, source: str) -> None:
    found = checked(source, floor="records")
    assert len(found) == 1
    assert "nạp mô-đun" in found[0]


@pytest.mark.parametrize("source", ['T = N_("Hồ sơ")\n', 'f = lambda: tr("Hồ sơ")\n'])
def test_marking_early_and_looking_up_late_passes(checked: Checked, source: str) -> None:
    assert checked(source, floor="records") == []


@pytest.mark.parametrize(
    ("text", "better"),
    [("Xoá hồ sơ", "xóa"), ("ma tuý", "túy"), ("HOÀ GIẢI", "hòa"), ("khoẻ", "khỏe")],
)
def test_the_old_tone_placement_is_told(text: str, better: str) -> None:
    wrong = translations.spelling(text)
    assert len(wrong) == 1
    assert f"“{better}”" in wrong[0]


@pytest.mark.parametrize(
    "text", ["Xóa hồ sơ", "ma túy", "hoàn thành", "quý", "toán", "Thủy", "loài", "Một\n\nhai"]
)
def test_the_house_spelling_passes(text: str) -> None:
    assert translations.spelling(text) == []


def test_decomposed_letters_and_doubled_blanks_are_told() -> None:
    assert "NFC" in translations.spelling(unicodedata.normalize("NFD", "Hồ sơ"))[0]
    assert "khoảng trắng" in translations.spelling("Hồ  sơ")[0]


def test_problems_make_the_command_fail_and_name_file_and_line(
    checked: Checked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked('T = N_("xoá")\n', floor="rules")

    assert translations.main([str(tmp_path)]) == 1
    assert str(Path("desktop/rules/sample.py:1: ")) in capsys.readouterr().out

    checked('T = N_("xóa")\n', floor="rules")
    assert translations.main([str(tmp_path)]) == 0
