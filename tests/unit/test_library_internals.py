"""What careerskit uses of its libraries that is not public, and may change with any release of theirs.

Each row of the table says what that is, where it is used and what for. When a library is updated and its row fails, the message
names the module of careerskit to change. The last test finds private names that the table does not list.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import version
from inspect import signature
from multiprocessing import resource_tracker
from pathlib import Path

import docx
import papermill.engines  # noqa: F401  before it imports our engine, which would import it in a circle
import pytest
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import HTML, Checkbox, Dropdown, Text
from jupyter_core.paths import jupyter_path
from traitlets.config import Config, SingletonConfigurable

PACKAGE = Path(__file__).parents[2] / "careerskit"
IPYWIDGETS_FACTORY = "forms/ipywidgets_factory.py"


def css_classes_are_in_the_state() -> bool:
    return list(Text().add_class("ck-when").get_state()["_dom_classes"]) == ["ck-when"]


def a_widget_is_shown_by_its_model() -> bool:
    text = Text()
    view = {"version_major": 2, "version_minor": 0, "model_id": text.model_id}
    return text._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"] == view


def styles_are_where_we_import_them() -> bool:
    made = {"widget_bool": Checkbox(), "widget_description": Dropdown(), "widget_string": Text()}
    names = {"widget_bool": "CheckboxStyle", "widget_description": "DescriptionStyle", "widget_string": "TextStyle"}
    html_style = import_module("ipywidgets.widgets.widget_string").HTMLStyle
    return type(HTML().style) is html_style and all(
        type(widget.style) is getattr(import_module(f"ipywidgets.widgets.{module}"), names[module])
        for module, widget in made.items()
    )


@cache
def bundled(*folder: str) -> str:
    """Return all scripts and styles that JupyterLab loads from a folder."""
    files = (file for path in jupyter_path(*folder) for file in Path(path).rglob("*.*s"))
    return "\n".join(file.read_text("utf-8") for file in files if file.suffix in {".js", ".css"})


def has_every_css_class(prefixes: str, *folder: str) -> bool:
    css = "\n".join(file.read_text("utf-8") for file in PACKAGE.rglob("*.css"))
    ours = set(re.findall(rf"\.((?:{prefixes})-[\w-]+)", css))
    return bool(ours) and all(re.search(rf"{name}(?![\w-])", bundled(*folder)) for name in ours)


# JupyterLab


def every_setting_is_known() -> bool:
    files = [file for path in jupyter_path("lab", "schemas") for file in Path(path).rglob("*.json")]
    files += [file for path in jupyter_path("labextensions") for file in Path(path).rglob("schemas/**/plugin.json")]
    schemas = {"/".join(file.with_suffix("").parts[-3:]): json.loads(file.read_text("utf-8")) for file in files}
    known = [
        (shortcut["command"], shortcut["keys"], shortcut["selector"])
        for schema in schemas.values()
        for shortcut in schema.get("jupyter.lab.shortcuts", [])
    ]
    ours = json.loads((PACKAGE / "workbook/lab_settings/labconfig/default_setting_overrides.json").read_text("utf-8"))
    return all(
        settings.keys() <= schemas[plugin.replace(":", "/")]["properties"].keys()
        and all((own["command"], own["keys"], own["selector"]) in known for own in settings.get("shortcuts", []))
        for plugin, settings in ours.items()
    )


def extensions_find_what_ours_uses() -> bool:
    script = (PACKAGE / "workbook/lab_settings/labextensions/careerskit/extension.js").read_text("utf-8")
    names = ("jp-WindowedPanel-outer", "jp-mod-noOutputs", "jp-InputPlaceholder", "jp-OutputArea-output", "_JUPYTERLAB")
    names += ("addWidgetExtension", "collapseLeft", "runCells", "apputils:notify", "contentsModel", "stateChanged")
    return all(name in script and name in bundled("lab", "static") for name in names)


# traitlets, IPython, ipykernel and nbconvert


class _Shell(InteractiveShell):
    """A shell like the warm engine's."""

    shown: list[str]

    def _showtraceback(self, etype, evalue, stb):  # noqa: ARG002
        self.shown = stb


@cache
def shell() -> _Shell:
    made = _Shell(config=Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}))
    made.display_pub = CapturingDisplayPublisher()
    made.display_trap.hook = CapturingDisplayHook(made, made.display_pub.outputs)
    return made


def ran(source: str) -> _Shell:
    """Return the shell after a cell, and leave the process as it was."""
    main, before = sys.modules["__main__"], InteractiveShell._instance
    shell().display_pub.outputs.clear()
    shell().shown = []
    try:
        shell().run_cell(source, store_history=False)
    finally:
        sys.modules["__main__"] = main
        assert InteractiveShell._instance is before
    return shell()


class Singleton(SingletonConfigurable):
    """A class that has one instance."""


class SpecialSingleton(Singleton):
    """A subclass of it."""


def all_singletons_are_walked() -> bool:
    return list(SpecialSingleton._walk_mro()) == [SpecialSingleton, Singleton]


def an_instance_can_be_set() -> bool:
    one = SpecialSingleton()
    SpecialSingleton._instance = Singleton._instance = one
    found = Singleton.initialized() and Singleton.instance() is one and SpecialSingleton.instance() is one
    SpecialSingleton.clear_instance()
    return found and not Singleton.initialized() and not SpecialSingleton.initialized()


def an_error_can_show_itself() -> bool:
    source = "class Fault(Exception):\n    def _render_traceback_(self): return ['only this']\nraise Fault"
    return ran(source).shown == ["only this"]


def errors_are_shown_by_one_method() -> bool:
    return "ZeroDivisionError" in "".join(ran("1 / 0").shown) and "SyntaxError" in "".join(ran("1 +").shown)


def results_and_displays_are_collected() -> bool:
    source = "get_ipython().display_pub.publish({'text/plain': 'displayed'})\n'a result'"
    outputs = ran(source).display_pub.outputs
    return [output["data"]["text/plain"] for output in outputs] == ["displayed", "'a result'"] and all(
        "metadata" in output for output in outputs
    )


def an_object_can_be_shown_as_html() -> bool:
    source = "class Report:\n    def _repr_html_(self): return '<p>report</p>'\nReport()"
    return ran(source).display_pub.outputs[0]["data"]["text/html"] == "<p>report</p>"


def an_object_can_be_shown_as_several_types() -> bool:
    source = (
        "class Part:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/html': 'form'}\nPart()"
    )
    return ran(source).display_pub.outputs[0]["data"]["text/html"] == "form"


def a_shell_knows_the_request_that_it_runs() -> bool:
    from ipykernel.kernelbase import Kernel
    from ipykernel.zmqshell import ZMQInteractiveShell

    return [*signature(ZMQInteractiveShell.get_parent).parameters] == ["self"] and "allow_stdin" in signature(
        Kernel.do_execute
    ).parameters


# Python


def a_process_can_end_at_once() -> bool:
    child = os.fork() if hasattr(os, "fork") else None
    if child == 0:
        os._exit(93)
    return child is None or os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 93


def the_resource_tracker_can_be_started() -> bool:
    return resource_tracker.ensure_running() is None


@dataclass(frozen=True)
class Internal:
    """Something that is not public in a library. used_in: files of careerskit. purpose: goes on after "We use it …"."""

    library: str
    name: str
    used_in: tuple[str, ...]
    purpose: str
    is_as_we_know_it: Callable[[], bool]

    def __str__(self) -> str:
        return f"{self.library}: {self.name}"


# python-docx


def rows_and_cells_have_their_elements() -> bool:
    row = docx.Document().add_table(1, 1).rows[0]
    return row._tr.tag.endswith("}tr") and row.cells[0]._tc.tag.endswith("}tc")


TABLE = [
    Internal(
        "ipywidgets",
        "the state's _dom_classes",
        (IPYWIDGETS_FACTORY,),
        "to give a widget its CSS classes at once, when it is made",
        css_classes_are_in_the_state,
    ),
    Internal(
        "ipywidgets",
        "what Widget._repr_mimebundle_ returns",
        ("workbook/parts.py",),
        "to show a form by the id of its model",
        a_widget_is_shown_by_its_model,
    ),
    Internal(
        "ipywidgets",
        "the modules of styles",
        (IPYWIDGETS_FACTORY,),
        "to have all widgets of a kind share one style",
        styles_are_where_we_import_them,
    ),
    Internal(
        "jupyterlab_widgets",
        "its CSS classes",
        ("forms/form.css",),
        "to style forms in JupyterLab",
        lambda: has_every_css_class("widget|jupyter", "labextensions", "@jupyter-widgets"),
    ),
    Internal(
        "jupyterlab",
        "its CSS classes",
        ("forms/form.css", "views/style.css"),
        "to keep the status bar in view, and charts off the edge",
        lambda: has_every_css_class("jp|lm", "lab", "static"),
    ),
    Internal(
        "jupyterlab",
        "the names of its settings and shortcuts",
        ("workbook/lab_settings/labconfig/default_setting_overrides.json",),
        "to ask no other host for news, to save no forms in notebooks, and to switch off shortcuts of a single letter",
        every_setting_is_known,
    ),
    Internal(
        "jupyterlab",
        "how it loads extensions, and names of its classes, commands and CSS classes",
        ("workbook/lab_settings/labextensions/careerskit/extension.js",),
        "to run a notebook when it is opened, hide its code, and save what was changed in it",
        extensions_find_what_ours_uses,
    ),
    Internal(
        "traitlets",
        "SingletonConfigurable._walk_mro",
        ("publish/engine.py",),
        "to make a shell that was created beforehand the one that get_ipython() returns",
        all_singletons_are_walked,
    ),
    Internal(
        "traitlets",
        "SingletonConfigurable._instance",
        ("publish/engine.py",),
        "to make a shell that was created beforehand the one that get_ipython() returns",
        an_instance_can_be_set,
    ),
    Internal(
        "ipython",
        "InteractiveShell._showtraceback",
        ("publish/engine.py",),
        "to put the error of a cell into the notebook",
        errors_are_shown_by_one_method,
    ),
    Internal(
        "ipython",
        "an error's _render_traceback_",
        ("errors.py",),
        "to show a notebook's reader the message alone",
        an_error_can_show_itself,
    ),
    Internal(
        "ipython",
        "an object's _repr_html_",
        ("export/report.py",),
        "to show the report of a session",
        an_object_can_be_shown_as_html,
    ),
    Internal(
        "ipython",
        "an object's _repr_mimebundle_",
        ("workbook/parts.py", "workbook/steps.py", "server/realtime/chart_process.py"),
        "to show a part of the workbook as a form or as a page",
        an_object_can_be_shown_as_several_types,
    ),
    Internal(
        "ipython",
        "display_trap.hook, CapturingDisplayHook and CapturingDisplayPublisher",
        ("publish/engine.py",),
        "to collect what a cell shows",
        results_and_displays_are_collected,
    ),
    Internal(
        "ipykernel",
        "ZMQInteractiveShell.get_parent, and allow_stdin",
        ("workbook/context.py",),
        "to know whether somebody is there to fill in a form",
        a_shell_knows_the_request_that_it_runs,
    ),
    Internal(
        "python-docx",
        "_Row._tr, _Cell._tc",
        ("word/styles.py",),
        "to have a row repeated at the top of each page, and to shade a cell",
        rows_and_cells_have_their_elements,
    ),
    Internal(
        "Python",
        "os._exit",
        ("processes.py",),
        "to end a copy of a process without the exit handlers of the original",
        a_process_can_end_at_once,
    ),
    Internal(
        "Python",
        "multiprocessing.resource_tracker.ensure_running",
        ("processes.py",),
        "to have it running before Ctrl-C is blocked",
        the_resource_tracker_can_be_started,
    ),
]


@pytest.mark.parametrize("internal", TABLE, ids=str)
def test_a_library_still_has_what_we_use_of_its_internals(internal):
    try:
        problem = "" if internal.is_as_we_know_it() else "is not what it was"
    except Exception as error:
        problem = f"is not what it was ({error!r})"
    if problem:
        installed = sys.version.split()[0] if internal.library == "Python" else version(internal.library)
        files = " and ".join(f"careerskit/{file}" for file in internal.used_in)
        pytest.fail(
            f"{internal.library} {installed}: {internal.name} {problem}. We use it {internal.purpose}. Change {files}.",
            pytrace=False,
        )


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def is_hook(name: str) -> bool:
    """Whether a name has the form of a hook, such as `_repr_html_`: a class defines it for a library to call."""
    return is_private(name) and name.endswith("_")


PRIVATE_TRAITS = {name for name in Text.class_trait_names() if is_private(name)}
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def own_names(tree: ast.AST) -> set[str]:
    """Return the private names that a module defines."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_own_object(node.value):
            names.add(node.attr)
    return {name for name in names if is_private(name) and not is_hook(name)}


def is_own_object(node: ast.AST) -> bool:
    """Whether an expression is the object whose class this is: self, cls or super()."""
    if isinstance(node, ast.Call):
        node = node.func
    return isinstance(node, ast.Name) and node.id in {"self", "cls", "super"}


@cache
def names_from_libraries(path: Path) -> set[tuple[str, int]]:
    return set(_names_from_libraries(path))


def _names_from_libraries(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each private name of a library that a module uses, and its line."""
    here, anywhere = own_names(TREES[path]), set().union(*(own_names(tree) for tree in TREES.values()))
    traits = PRIVATE_TRAITS if "from ipywidgets import" in path.read_text("utf-8") else ()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            if node.attr not in (anywhere if is_own_object(node.value) else here):
                yield node.attr, node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            for imported in (f"{module}.{alias.name}" for alias in node.names):
                if not imported.startswith("careerskit."):
                    yield from ((part, node.lineno) for part in imported.split(".") if is_private(part))
        elif isinstance(node, ast.Constant) and node.value in traits:
            yield node.value, node.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"getattr", "hasattr", "setattr"}:
            name = getattr(node.args[1], "value", "")
            if isinstance(name, str) and is_private(name) and name not in here:
                yield name, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_hook(node.name):
            yield node.name, node.lineno
        elif isinstance(node, ast.ClassDef) and node.bases:
            yield from ((name, node.lineno) for name in overridden_names(path, node))


def overridden_names(path: Path, node: ast.ClassDef) -> set[str]:
    """Return the private names of a class that a class of a library, from which it is made, has too."""
    names = own_names(node)
    if not names:
        return set()
    module = ".".join(("careerskit", *path.relative_to(PACKAGE).with_suffix("").parts))
    kind = getattr(import_module(module), node.name, None)
    if kind is None:  # a class in a function: nobody can say what is in its bases
        return names
    bases = [base for base in kind.__mro__ if not base.__module__.startswith("careerskit")]
    return {name for name in names if any(name in vars(base) for base in bases)}


def test_the_table_lists_every_private_name_of_a_library_that_we_use():
    used = {(path.relative_to(PACKAGE).as_posix(), *found) for path in TREES for found in names_from_libraries(path)}
    listed = {
        (file, name)
        for internal in TABLE
        for name in re.findall(r"\b_[a-z]\w*", internal.name)
        for file in internal.used_in
    }
    missing = [f"careerskit/{file}:{line} {name}" for file, name, line in sorted(used) if (file, name) not in listed]
    assert missing == [], "private names of a library, or names that a library has too: list them in TABLE"


def test_the_table_lists_only_what_is_used():
    assert [file for internal in TABLE for file in internal.used_in if not (PACKAGE / file).exists()] == []
    used = {name for path in TREES for name, _ in names_from_libraries(path)}
    assert {name for internal in TABLE for name in re.findall(r"\b_[a-z]\w*", internal.name)} - used == set()
