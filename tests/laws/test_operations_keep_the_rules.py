"""Every operation: the office first, a sentence on its purpose, a promise of what it returns."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import desktop.operations

FIRST = {
    "office": "an operation of a signed-in person",
    "session": "a part of one, inside its transaction",
    "connection": "a part of one, inside its transaction",
    "folder": "opens or makes an office: nobody is signed in yet",
}
BEFORE_SIGNING_IN = {
    "desktop.operations.upkeep.restore_copy",
    "desktop.operations.office.check_password",
}
"""What else works without an office: on a copy, on what is typed at the first run."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for info in pkgutil.walk_packages(desktop.operations.__path__, "desktop.operations."):
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == info.name and name[0] != "_":
                yield f"{info.name}.{name}", thing


FOUND = dict(functions())
every_operation = pytest.mark.parametrize("name", FOUND)


def takes_office(name: str) -> bool:
    first = next(iter(inspect.signature(FOUND[name]).parameters), "")
    return first == "office"


def test_the_law_finds_operations() -> None:
    assert len(FOUND) > 50
    assert "desktop.operations.records.save" in FOUND


@every_operation
def test_every_operation_says_what_it_is_for(name: str) -> None:
    text = inspect.getdoc(FOUND[name]) or ""
    assert text.split("\n")[0].endswith((".", ":")), name
    assert text[0].isupper() or text[0].isdigit()


@every_operation
def test_every_operation_is_annotated(name: str) -> None:
    signature = inspect.signature(FOUND[name])
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter


@every_operation
def test_the_office_stands_first_where_it_is_asked_for(name: str) -> None:
    parameters = list(inspect.signature(FOUND[name]).parameters)
    # Parts of making a sample office draw their values from one seeded source.
    assert "office" not in parameters[1:] or parameters[0] == "draw"


def test_few_functions_do_without_office_session_or_folder() -> None:
    others = {
        name
        for name, function in FOUND.items()
        if next(iter(inspect.signature(function).parameters), "") not in FIRST
    }
    # Pure arithmetic on what was read, and what happens before anybody is signed in.
    assert len(others) < len(FOUND) / 4, sorted(others)
    assert others >= BEFORE_SIGNING_IN
