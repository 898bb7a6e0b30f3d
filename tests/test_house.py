"""The house rules: which way imports go, how large a module may be, and that the docs name what users meet."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import typer.main

from onrecord.cli.app import app

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "onrecord"
ORDER = ["model", "sources", "reference", "language", "reading", "record", "comparing", "publishing", "web", "cli"]
MODULES = sorted(PACKAGE.rglob("*.py"))
CEILING = 420
"""Lines: about 400 is what a reader holds in the head, and a few more where a second home would be worse."""


def test_folders_are_those_of_the_design() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders <= {*ORDER, "demo"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    folder = path.relative_to(PACKAGE).parts[0]
    if folder not in ORDER:
        return  # the package's own __init__ is its front door
    allowed = {*ORDER[: ORDER.index(folder) + 1]}
    for name in _imported(path):
        parts = name.split(".")
        if parts[0] == "onrecord" and len(parts) > 1 and parts[1] != "__version__":
            assert parts[1] in allowed, f"{folder} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small_enough_to_hold_in_the_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf8").splitlines()) <= CEILING


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf8")))


def test_nothing_prints_but_the_command_line() -> None:
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] != "cli":
            tree = ast.parse(path.read_text(encoding="utf8"))
            calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
            assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "print"], path


def test_every_command_and_option_stands_in_the_docs() -> None:
    guide = (ROOT / "docs" / "commands.md").read_text(encoding="utf8")
    command = typer.main.get_command(app)
    for name, sub in command.commands.items():  # type: ignore[attr-defined]
        assert f"## onrecord {name}" in guide, name
        section = guide.split(f"## onrecord {name}\n")[1].split("\n## ")[0]
        for parameter in sub.params:
            if parameter.param_type_name == "option" and not parameter.hidden:
                option = max(parameter.opts, key=len)
                assert f"`{option}" in section, f"{name} {option}"


def test_every_error_code_stands_in_the_docs() -> None:
    table = (ROOT / "docs" / "errors.md").read_text(encoding="utf8")
    listed = re.findall(r"^\| (E\d{3}) ", table, re.MULTILINE)
    used = {code for path in MODULES for code in re.findall(r"[\"'](E\d{3})[\"']", path.read_text(encoding="utf8"))}
    assert used == set(listed)
    assert len(listed) == len(set(listed))


def test_no_path_of_a_machine_is_committed() -> None:
    for path in [
        *MODULES,
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        ROOT / "Makefile",
        ROOT / "requirements.lock",
    ]:
        text = path.read_text(encoding="utf8")
        assert not re.search(r"/(home|Users|root|work)/\w", text), path


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "onrecord":
                names |= {f"onrecord.{alias.name}" for alias in node.names}
    return names
