"""packaging/freezing/inputs.py knows when the Windows program must be built and checked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from freezing import inputs


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one file for each thing that is named."""
    for names in inputs.GROUPS.values():
        for name in names:
            path = tmp_path / name
            path = path if path.suffix else path / "a.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
    monkeypatch.setattr(inputs, "TOP", tmp_path)
    monkeypatch.setattr(inputs, "CHECKED", tmp_path / "packaging/freezing/windows_checked.tsv")
    return tmp_path


def test_all_is_new_before_the_first_check(top: Path) -> None:
    assert inputs.changed(inputs.CHECKED) == list(inputs.GROUPS)


def test_nothing_is_new_after_it(top: Path) -> None:
    inputs.remember(inputs.state(), inputs.CHECKED)
    assert inputs.changed(inputs.CHECKED) == []


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("packaging/installer.nsi", "packaging"),
        ("packaging/checking/a.txt", "packaging"),
        ("packaging/build.lock", "dependencies"),
        ("resources/a.txt", "resources"),
        ("resources/fonts/new.ttf", "resources"),
    ],
)
def test_the_group_that_changed_is_named(top: Path, name: str, group: str) -> None:
    inputs.remember(inputs.state(), inputs.CHECKED)
    path = top / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("khác", encoding="utf-8")
    assert inputs.changed(inputs.CHECKED) == [group]


def test_a_file_that_went_or_was_renamed_counts_too(top: Path) -> None:
    inputs.remember(inputs.state(), inputs.CHECKED)
    (top / "resources/a.txt").rename(top / "resources/b.txt")
    assert inputs.changed(inputs.CHECKED) == ["resources"]


def test_what_python_leaves_behind_does_not_count(top: Path) -> None:
    inputs.remember(inputs.state(), inputs.CHECKED)
    cache = top / "packaging/freezing/__pycache__"
    cache.mkdir()
    (cache / "a.pyc").write_bytes(b"x")
    assert inputs.changed(inputs.CHECKED) == []


def test_everything_that_is_named_is_there() -> None:
    missing = [
        n for names in inputs.GROUPS.values() for n in names if not (inputs.TOP / n).exists()
    ]
    assert not missing
