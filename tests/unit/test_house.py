"""Each room of the house knows only the rooms above it, and no module grows too big to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "careerskit"
ROOMS = (
    *("plan", "branding", "store", "evidence", "review", "views"),
    *("word", "calendar", "spreadsheet", "forms", "workbook", "publish"),
    *("session", "export", "simulation", "server", "cli"),
)
FOR_ALL = ("caching", "errors", "files", "processes", "resources", "words")
MAX_LINES = 300

MODULES = {
    ".".join(("careerskit", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports_of(module: str) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each of our modules that a module imports, also in functions and for type checking."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.startswith("careerskit"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute here"
            for alias in node.names:
                if node.module.split(".")[0] == "careerskit":
                    inner = f"{node.module}.{alias.name}"
                    offered = import_module(node.module).__all__
                    yield node.lineno, inner if inner in MODULES and alias.name not in offered else node.module


def room_of(module: str) -> str:
    return [*module.split("."), ""][1]


def test_every_module_is_in_a_known_room():
    assert {room_of(module) for module in MODULES} == {*ROOMS, *FOR_ALL, ""}


def test_each_room_knows_only_the_rooms_above_it():
    faults = []
    for module in MODULES:
        room = room_of(module)
        if not room:
            continue  # the package itself offers what notebooks call
        known = ROOMS[: ROOMS.index(room) + 1] if room in ROOMS else ()
        for line, imported in imports_of(module):
            if room_of(imported) not in (*known, *FOR_ALL):
                faults.append(f"{module}:{line} imports {imported}")
    assert faults == []


def test_a_room_is_imported_only_by_its_init():
    faults = [
        f"{module}:{line} imports {imported}"
        for module in MODULES
        for line, imported in imports_of(module)
        if room_of(imported) not in (room_of(module), *FOR_ALL) and imported.count(".") > 1
    ]
    assert faults == [], "import what the room's __init__ offers"


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter({module: {name for _, name in imports_of(module)} - {module} for module in MODULES}).prepare()


def test_no_module_is_too_long():
    lengths = {module: path.read_text("utf-8").count("\n") for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > MAX_LINES} == {}
