"""Checks webinar/COVERAGE.md, which says where each part of the source webinar is in this project."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

import careerskit.plan as model
from careerskit import open_workbook
from careerskit.plan import BENCHMARKS, OBJECTIVE_PROMPTS, SWOT_PROMPTS, Group, Objective, Plan, Setting, fields_of
from careerskit.plan.prompts import SwotPrompt

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "source" / "benchmark-1-module-1.txt"


class Row(NamedTuple):
    """One row of the table: the quotations, and the places and slides it names."""

    part: str
    headings_quoted: list[str]
    labels_quoted: list[str]
    places: list[tuple[str, str]]
    fields: list[str]
    slides: list[str]


def read_rows(table: str) -> list[Row]:
    rows = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if not cells or cells[0] == "Part of the source" or set(cells[0]) == {"-"}:
            continue
        part, holds, went, slides, departs = cells
        rows.append(
            Row(
                part,
                quoted(part),
                quoted(holds),
                re.findall(r"\[(\w+)\]\(\.\./notebooks/\1\.ipynb\): ([^;]+)(?:;|$)", went),
                re.findall(r"`([^`]+)`", f"{went} {departs}"),
                slides.split("; "),
            )
        )
    return rows


def quoted(cell: str) -> list[str]:
    return re.findall(r'"([^"]+)"', cell)


def normalised(text: str) -> str:
    """Return only the words, without case, punctuation and spacing."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def contains_words(words: str, text: str) -> bool:
    return f" {normalised(words)} " in f" {normalised(text)} "


def markdown_of(notebook: str) -> str:
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def headings_of(notebook: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", markdown_of(notebook), re.MULTILINE)


def read_deck() -> dict[str, str]:
    """Return the prose that everyone sees on each slide of the deck, in order."""
    slides: dict[str, str] = {}
    for cell in nbformat.read(ROOT / "webinar" / "deck.ipynb", as_version=4).cells:
        shown = cell.metadata.get("slideshow", {}).get("slide_type")
        if shown in ("slide", "subslide"):
            slides[cell.id] = cell.source
        elif cell.cell_type == "markdown" and shown != "notes":
            slides[next(reversed(slides))] += f"\n\n{cell.source}"
    return slides


def texts_of_the_model() -> Iterator[str]:
    """Yield every label, question, choice and prompt, in the words of each setting and in those of the template."""
    for words in [*_texts_of(Plan), *(prompt.text for prompt in SWOT_PROMPTS)]:
        yield from _in_each_setting(words)
    for group in OBJECTIVE_PROMPTS:
        for words in (group.heading, *group.prompts):
            yield from _in_each_setting(words)


def _texts_of(group: type[Group]) -> Iterator[str]:
    yield group.title
    for question in fields_of(group):
        yield from (question.label, question.question, *(question.question_if or ()))
        yield from (choice.label for choice in question.choices)
        if question.model:
            yield from _texts_of(question.model)


def _in_each_setting(words: str) -> Iterator[str]:
    yield words.replace("{school}", "school/college").replace("{School}", "School/College")
    yield from (setting.localise(words) for setting in Setting)


def headings_in(source: str) -> list[str]:
    """Return the headings of the source, in order.

    A heading is a paragraph of at most twelve words that is no table, list, quotation or link and does not end in a full
    stop; it is one line, or bold. The name below a quotation is not a heading.
    """
    found, skip = [], 0
    for paragraph in re.split(r"\n\s*\n", source):
        block = paragraph.strip()
        if skip or not block:
            skip = max(0, skip - 1) if block else skip
        elif block.startswith("“"):
            skip = (
                1 if len(block) > 1 else 2
            )  # the name below it, and the quotation itself where the mark is on a line of its own
        elif not re.match(r"\||[-•] |-$|\d+\.", block) and "](" not in block and not block.endswith("."):
            bold = block.startswith("**") and block.endswith("**")
            if len(block.split()) <= 12 and (bold or "\n" not in block):
                found.append(normalised(block))
    return found


def questions_in(source: str) -> list[str]:
    """Return the questions in the source's lists."""
    return [line.removeprefix("- ") for line in source.splitlines() if line.startswith("- ") and line.endswith("?")]


def cells_in(source: str) -> list[str]:
    """Return the labels and guiding questions in the source's tables to fill in, without the examples."""
    before_examples = re.sub(
        r"^(?:SWOT: Example|Example Strategic Career Plan)\n\s*\n(?:\|.*\n)+", "", source, flags=re.MULTILINE
    )
    cells = [cell for line in before_examples.splitlines() if line.startswith("|") for cell in line.split("|")]
    parts = [part for cell in cells for part in re.split(r"<[^>]+>| - (?=Academic Year)|: XXXX", cell)]
    return [part.strip() for part in parts if normalised(part)]


COVERAGE = (ROOT / "webinar" / "COVERAGE.md").read_text("utf-8")
ROWS = read_rows(COVERAGE)
DECK = read_deck()


@pytest.fixture(scope="module")
def source() -> str:
    if not SOURCE.exists():
        pytest.skip(f"the source webinar is not part of the project, and is not at {SOURCE}")
    return SOURCE.read_text("utf-8")


def test_every_row_names_a_place() -> None:
    assert len(ROWS) > 30
    assert [row.part for row in ROWS if not row.places] == []


def test_every_place_is_a_heading_in_a_notebook() -> None:
    missing = [place for row in ROWS for place in row.places if place[1].strip() not in headings_of(place[0])]
    assert missing == []


def test_every_link_of_the_table_is_parsed_as_a_place() -> None:
    assert COVERAGE.count("](") == sum(len(row.places) for row in ROWS)


def test_every_field_in_the_table_is_in_the_model() -> None:
    for row in ROWS:
        for field in row.fields:
            name, _, inner = field.partition(".")
            known = getattr(model, name, None)
            assert known is not None, f"{row.part}: careerskit.plan has no {name}"
            assert not inner or inner in known.model_fields, f"{row.part}: {name} has no field {inner}"


def test_every_quoted_label_and_prompt_is_used_word_for_word() -> None:
    model_text = "\n.\n".join(texts_of_the_model())
    for row in ROWS:
        notebook_text = "\n".join(markdown_of(notebook) for notebook, _ in row.places)
        for label in row.labels_quoted:
            assert contains_words(label, notebook_text) or contains_words(label, model_text), f"{row.part}: {label}"


def test_every_notebook_is_in_the_table() -> None:
    assert {notebook for row in ROWS for notebook, _ in row.places} == {
        path.stem for path in (ROOT / "notebooks").glob("*.ipynb")
    }


def test_the_deck_has_a_slide_for_each_part_in_the_order_of_the_source() -> None:
    named = list(dict.fromkeys(slide for row in ROWS for slide in row.slides))
    additional = set(", ".join(re.findall(r"\(([a-z, -]+)\)", COVERAGE.rpartition("|")[2])).split(", "))
    assert len(named) > 35
    assert [slide for slide in DECK if slide not in additional] == named
    assert additional <= set(DECK)


def test_each_slide_shows_its_headings_and_labels_word_for_word() -> None:
    for row in ROWS:
        shown = "\n.\n".join(DECK[slide] for slide in row.slides)
        for words in (*row.headings_quoted, *row.labels_quoted):
            assert contains_words(words, shown), f"{row.part}: {words}"


def shown_by(part: str, notebook: str) -> str:
    """Return the text that a call in a notebook shows, in a workbook without a school."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    assert f"workbook.{part}" in [cell.source for cell in cells]
    shown = getattr(open_workbook(), part)._repr_mimebundle_()["text/html"]
    return html.unescape(re.sub(r"<[^>]+>", " ", shown))


@pytest.mark.parametrize("prompt", SWOT_PROMPTS, ids=lambda prompt: prompt.text)
def test_the_workbook_gives_every_prompt_for_the_swot_analysis(prompt: SwotPrompt) -> None:
    benchmark = f" Benchmark {BENCHMARKS[prompt.benchmark - 1]}" if prompt.benchmark else ""
    assert contains_words(f"{prompt.text}{benchmark}", shown_by("swot_prompts", "04_swot"))


@pytest.mark.parametrize("prompt", [prompt for group in OBJECTIVE_PROMPTS for prompt in group.prompts])
def test_the_workbook_gives_every_prompt_for_the_objectives(prompt: str) -> None:
    assert contains_words(Setting.SCHOOL.localise(prompt), shown_by("objective_prompts", "05_objectives"))


@pytest.mark.parametrize("kind", ["careers", "whole"])
def test_the_workbook_gives_every_guiding_question_for_both_kinds_of_objective(kind: str) -> None:
    for question in fields_of(Objective):
        if question.question and question.applies_to({"kind": kind}):
            words = Setting.SCHOOL.localise(question.question_for({"kind": kind}))
            assert contains_words(words, shown_by("objective_prompts", "05_objectives"))


def test_every_quoted_label_and_prompt_is_in_the_source(source: str) -> None:
    missing = [label for row in ROWS for label in row.labels_quoted if not contains_words(label, source)]
    assert missing == []


def test_every_heading_of_the_source_has_a_row_in_the_same_order(source: str) -> None:
    assert [normalised(heading) for row in ROWS for heading in row.headings_quoted] == headings_in(source)


def test_every_question_in_a_list_of_the_source_is_quoted(source: str) -> None:
    labels = {normalised(label) for row in ROWS for label in row.labels_quoted}
    questions = questions_in(source)
    assert len(questions) > 10
    assert [question for question in questions if normalised(question) not in labels] == []


def test_every_label_in_a_table_of_the_source_is_quoted(source: str) -> None:
    labels = {normalised(label) for row in ROWS for label in row.labels_quoted}
    cells = cells_in(source)
    assert len(cells) > 30
    assert [cell for cell in cells if normalised(cell) not in labels] == []


def test_headings_are_recognised_in_text() -> None:
    text = "\n\n".join(
        (
            "A Heading",
            "**In bold\nover two lines**",
            "Consider:",
            "A sentence.",
            "- an entry",
            "| a | table |",
            "See [here](#)",
            "“Well said”",
            "Somebody, Somewhere",
            "“",
            "Said at length without an end",
            "Somebody else",
            "Questions?",
        )
    )
    assert headings_in(text) == ["a heading", "in bold over two lines", "consider", "questions"]
