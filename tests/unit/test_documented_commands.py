"""The commands, options and make targets that the documents name, compared with the program and the Makefile."""

from __future__ import annotations

import re
import shlex
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
import typer.main

from careerskit.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "webinar/README.md", "data/README.md", "benchmarks/README.md", "docs/word-template.md")

PROGRAM = typer.main.get_command(app)
HELP = set(PROGRAM.context_settings["help_option_names"])
OPTIONS = {
    name: HELP.union(*(option.opts + option.secondary_opts for option in command.params))
    for name, command in PROGRAM.commands.items()
}
"""The options of each subcommand. The names of its arguments are in it too, which no option can be mistaken for."""

OTHER_PROGRAMS = {"conda", "make", "papermill", "pip", "python3"}
"""What a document may give an option to that is not ours to check."""


class Snippet(NamedTuple):
    """A line of a shell code block, or what stands between two backticks.

    section, block: count the sections and blocks (paragraphs, rows of tables, lines of code) of its document.
    """

    document: str
    section: int
    block: int
    code: str


def snippets_in(text: str, document: str = "") -> list[Snippet]:
    """Return the shell code in a Markdown text: lines of blocks marked ``sh``, and inline code in prose, tables and headings."""
    lines: list[Snippet] = []
    section, block, fence = 0, 0, None
    for line in text.splitlines():
        if line.startswith("```"):
            fence = line.removeprefix("```") if fence is None else None
            block += 1
        elif fence is not None:
            block += 1
            if fence == "sh":
                lines.append(Snippet(document, section, block, f"`{line}`"))
        else:
            section += line.startswith("#")
            block += not line or line.startswith(("#", "|", "- ")) or bool(re.match(r"\d+\. ", line))
            lines.append(Snippet(document, section, block, line))
    found = []
    for (section, block), parts in groupby(lines, key=lambda line: (line.section, line.block)):
        paragraph = " ".join(part.code for part in parts)  # inline code may run on into the next line
        found += [Snippet(document, section, block, code) for code in re.findall(r"`([^`]+)`", paragraph)]
    return found


def commands_in(code: str) -> list[str]:
    """Return each ``careerskit …`` in a piece of shell code, without its first word, its comment and what follows a semicolon."""
    return [command.strip() for command in re.findall(r"(?<![\w.'-])careerskit +([a-z][^#;]*)", code)]


def options_in(command: str) -> list[str]:
    return [word.partition("=")[0] for word in shlex.split(command) if re.match("--?[a-z]", word)]


def fault_of(command: str) -> str:
    """Return what is wrong with a command, given without ``careerskit``; "" where the program knows it and its options."""
    name = command.split()[0]
    if name not in OPTIONS:
        return f"there is no command {name}"
    unknown = [option for option in options_in(command) if option not in OPTIONS[name]]
    return f"{name} has no option {', '.join(unknown)}" if unknown else ""


def options_nearby(snippet: Snippet) -> set[str]:
    """Return the options that one named alone may be: of the commands in its block, else in its section, else of any."""
    in_section = [one for one in SNIPPETS if (one.document, one.section) == (snippet.document, snippet.section)]
    in_block = [one for one in in_section if one.block == snippet.block]
    for near in (in_block, in_section):
        names = [command.split()[0] for one in near for command in commands_in(one.code)]
        scripts = [script for one in near for script in re.findall(r"^python (\S+\.py)", one.code)]
        if names or scripts:
            of_scripts = [re.findall('"(--[a-z-]+)"', (ROOT / script).read_text("utf-8")) for script in scripts]
            return HELP.union(*(OPTIONS.get(name, ()) for name in names), *of_scripts)
    return set().union(*OPTIONS.values())


SNIPPETS = [snippet for name in DOCUMENTS for snippet in snippets_in((ROOT / name).read_text("utf-8"), name)]
COMMANDS = sorted({(snippet.document, command) for snippet in SNIPPETS for command in commands_in(snippet.code)})
ALONE = [
    snippet
    for snippet in SNIPPETS
    if re.match("--?[a-z]", snippet.code) or (snippet.code.split()[0] in OPTIONS and options_in(snippet.code))
]
TARGETS = sorted({target for one in SNIPPETS for target in re.findall(r"^make ([a-z]+)", one.code)})


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_document_names_commands(document: str) -> None:
    assert [command for where, command in COMMANDS if where == document]


@pytest.mark.parametrize(
    ("document", "command"), COMMANDS, ids=[f"{document}: careerskit {command}" for document, command in COMMANDS]
)
def test_a_documented_command_exists_and_has_the_options_it_is_given(document: str, command: str) -> None:
    assert fault_of(command) == ""


@pytest.mark.parametrize("snippet", ALONE, ids=[f"{snippet.document}: {snippet.code}" for snippet in ALONE])
def test_an_option_mentioned_without_its_command_belongs_to_a_command_nearby(snippet: Snippet) -> None:
    assert set(options_in(snippet.code)) <= options_nearby(snippet)


def test_every_option_in_the_documents_is_checked_or_is_for_another_program() -> None:
    unchecked = [one for one in SNIPPETS if "--" in one.code and one not in ALONE and not commands_in(one.code)]
    scripts = [one for one in unchecked if one.code.startswith("python ")]
    assert [one for one in unchecked if one not in scripts and one.code.split()[0] not in OTHER_PROGRAMS] == []
    for script in scripts:
        assert set(options_in(script.code)) <= options_nearby(script)


@pytest.mark.parametrize("name", [name for name, command in PROGRAM.commands.items() if not command.hidden])
def test_every_command_is_in_the_readmes_table_of_commands(name: str) -> None:
    table = re.findall(r"^\| (`careerskit .+?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert name in [command.split()[0] for row in table for command in commands_in(row.replace("`", "#"))]


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_in_the_documents_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_readme_names_make_targets() -> None:
    assert {"plans", "lab", "rehearse", "webinar", "test", "check"} <= set(TARGETS)


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("plans --out=folder", ""),
        ("webinar --name 'Module 1' -h", ""),
        ("plan 900001", "there is no command plan"),
        ("plans --notes", "plans has no option --notes"),
        ("links SCHOOL --new --cancel", "links has no option --cancel"),
    ],
)
def test_a_wrong_command_or_option_is_noticed(command: str, fault: str) -> None:
    assert fault_of(command) == fault


def test_commands_are_found_in_code_blocks_comments_tables_and_prose() -> None:
    text = "\n".join(
        (
            "# Title",
            "Run `careerskit plans` or `careerskit",
            "new FOLDER`, not careerskit deck or `careerskit.db`.",
            "```sh",
            "careerskit schools   # which id your school has",
            "make rehearse        # or: careerskit webinar --rehearse",
            "conda activate careerskit",
            "pip install 'careerskit[dask]'",
            "```",
            "```nginx",
            "careerskit export;",
            "```",
            "| `careerskit links SCHOOL`, `careerskit schema` | what they do |",
        )
    )
    commands = [command for snippet in snippets_in(text) for command in commands_in(snippet.code)]
    assert commands == ["plans", "new FOLDER", "schools", "webinar --rehearse", "links SCHOOL", "schema"]
