"""Checks webinar/COVERAGE.md, which says where each part of the source webinar is in this project.

What it claims is looked for in the deck as a browser gets it, and in the notebooks as they are run for a sample school: each
cell as a form with all its controls open, and where there is none as a page.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import careerskit.plan as model
from careerskit.forms import FormHost
from careerskit.plan import BENCHMARKS, OBJECTIVE_PROMPTS, SWOT_PROMPTS, Objective, Setting, fields_of
from careerskit.plan.prompts import SwotPrompt
from careerskit.publish import read_slides, write_deck
from careerskit.resources import deck_notebook, notebooks, plan_notebook, samples, step_notebooks
from careerskit.store import import_plan, open_store
from careerskit.views import markdown_to_html
from careerskit.workbook import Workbook, WorkbookContext
from tests.widgets import FakeClock, open_all, text_of, widget_with_id

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
    changed: str


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
                departs,
            )
        )
    return rows


def quoted(cell: str) -> list[str]:
    return re.findall(r'"([^"]+)"', cell)


SLIPS = {"schools vision statement": "school s vision statement", "are trying to": "is trying to"}
"""Slips of the source's grammar, and how they are mended here."""


def normalised(text: str) -> str:
    """Return only the words, without case, punctuation and spacing, and without the source's slips of grammar."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    for slip, mended in SLIPS.items():
        words = words.replace(slip, mended)
    return words


def contains_words(words: str, text: str) -> bool:
    return f" {normalised(words)} " in f" {normalised(text)} "


def text_in(shown: str) -> str:
    """Return the text of HTML as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|title|desc)\b.*?</\1>", "", shown, flags=re.DOTALL)))


def headings_of(shown: str) -> list[str]:
    return [" ".join(text_in(heading).split()) for heading in re.findall(r"<h[1-6].*?</h[1-6]>", shown, re.DOTALL)]


class OwnWords(NamedTuple):
    """One row of the second table: what the source says, what we say instead, and where."""

    source: list[str]
    ours: list[str]
    slides: list[str]
    notebook: str


def read_own_words(table: str) -> list[OwnWords]:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith('| "')]
    return [OwnWords(quoted(said), quoted(ours), slides.split("; "), notebook) for said, ours, slides, notebook in rows]


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


COVERAGE, _, OWN_WORDS = (ROOT / "webinar" / "COVERAGE.md").read_text("utf-8").partition("## In our own words")
ROWS = read_rows(COVERAGE)
OWN = read_own_words(OWN_WORDS)


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the text of each slide of the deck that everyone gets, in order."""
    page = write_deck(deck_notebook(), tmp_path_factory.mktemp("deck") / "deck.html").read_text("utf-8")
    return {
        name: text_in(shown) for name, shown in re.findall(r'<section id="([^"]+)"(.*?)</section>', page, re.DOTALL)
    }


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the HTML of each notebook, run for a sample school as somebody at the keyboard sees it."""
    with open_store(str(tmp_path_factory.mktemp("store") / "coverage.db")) as store:
        import_plan(store, (samples() / "900001.json").read_text("utf-8"), "900001")
        context = WorkbookContext(
            store, store.schools.get("900001"), interactive=True, host=FormHost(FakeClock().schedule)
        )
        yield {file.stem: _shown(file, context) for file in (*step_notebooks(), plan_notebook())}


def _shown(notebook: Path, context: WorkbookContext) -> str:
    import nbformat

    opened = Workbook(context, to_read=notebook == plan_notebook())
    parts = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "markdown":
            parts.append(markdown_to_html(cell.source))
        elif cell.source.startswith("workbook."):
            parts.append(_part_shown(opened, cell.source))
    return "\n".join(parts)


def _part_shown(opened: Workbook, call: str) -> str:
    part = opened
    for name in call.split(".")[1:]:
        part = getattr(part, name)
    bundle = part._repr_mimebundle_()
    if "text/html" in bundle:
        return str(bundle["text/html"])
    form = widget_with_id(bundle["application/vnd.jupyter.widget-view+json"]["model_id"])
    return html.escape(text_of(open_all(form)))


@pytest.fixture(scope="module")
def source() -> str:
    if not SOURCE.exists():
        pytest.skip(f"the source webinar is not part of the project, and is not at {SOURCE}")
    return SOURCE.read_text("utf-8")


def test_every_row_names_a_place() -> None:
    assert len(ROWS) > 30
    assert [row.part for row in ROWS if not row.places] == []


def test_every_place_is_a_heading_in_a_notebook(workbook: dict[str, str]) -> None:
    missing = [place for row in ROWS for place in row.places if place[1].strip() not in headings_of(workbook[place[0]])]
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


def in_a_school(words: str) -> str:
    """Return a prompt as it is asked of a school, where the source says it of a school or college."""
    return words.replace("school/college", "school").replace("School/College", "School")


def test_every_quoted_label_and_prompt_is_shown_word_for_word(workbook: dict[str, str]) -> None:
    missing = []
    for row in ROWS:
        shown = "\n.\n".join(text_in(workbook[notebook]) for notebook, _ in row.places)
        for label in row.labels_quoted:
            if not contains_words(label, shown) and not contains_words(in_a_school(label), shown):
                missing.append(f"{row.part}: {label}")
    assert missing == []


def test_every_field_in_the_table_is_shown_with_its_label(workbook: dict[str, str]) -> None:
    missing = []
    for row in ROWS:
        shown = "\n.\n".join(text_in(workbook[notebook]) for notebook, _ in row.places)
        for field in row.fields:
            name, _, inner = field.partition(".")
            if inner and inner not in HIDDEN:
                (spec,) = [spec for spec in fields_of(getattr(model, name)) if spec.name == inner]
                if not contains_words(Setting.SCHOOL.localise(spec.label), shown):
                    missing.append(f"{field}: {spec.label}")
    assert missing == []


def test_every_notebook_in_a_row_shows_something_that_the_row_quotes(workbook: dict[str, str]) -> None:
    without = []
    for row in ROWS:
        for notebook in {notebook for notebook, _ in row.places}:
            shown = text_in(workbook[notebook])
            labels = [*row.labels_quoted, *map(in_a_school, row.labels_quoted)]
            if labels and not any(contains_words(label, shown) for label in labels):
                without.append(f"{row.part}: {notebook}")
    assert without == []


def test_what_is_said_to_be_quoted_invented_or_shown_when_asked_is_so(deck: dict[str, str]) -> None:
    asked = {slide.name for slide in read_slides(deck_notebook()) if slide.asked}
    for row in ROWS:
        shown = " ".join(deck[slide] for slide in row.slides)
        if re.search("quotation with its source|quoted", row.changed, re.IGNORECASE):
            assert "“" in shown, row.part
            assert "Source: " in shown, row.part
        if "invented" in row.changed:
            assert re.search("invented|By July 2027", shown), row.part
        assert ("Shown only when asked" in row.changed) == (set(row.slides) <= asked), row.part
        if re.search(r"\blinks?\b", row.changed, re.IGNORECASE):
            assert any(name in shown for name in ("Resource Directory", "gatsbybenchmarks.org.uk")), row.part


HIDDEN = {"objectives"}
"""A list whose records stand without a label of the list."""


def test_every_notebook_is_in_the_table() -> None:
    ours = {"08_programme", "10_check_your_plan", "termly_review"}  # what we add to the webinar
    ours |= {"governors", "slt", "staff", "students", "parents", "employers", "website"}
    assert {notebook for row in ROWS for notebook, _ in row.places} == {
        path.stem for path in notebooks().glob("*.ipynb")
    } - ours


def test_the_deck_has_a_slide_for_each_part_in_the_order_of_the_source(deck: dict[str, str]) -> None:
    named = list(dict.fromkeys(slide for row in ROWS for slide in row.slides))
    additional = set(", ".join(re.findall(r"\(([a-z, -]+)\)", COVERAGE.rpartition("|")[2])).split(", "))
    assert len(named) > 35
    assert [slide for slide in deck if slide not in additional] == named
    assert additional <= set(deck)


def test_each_slide_shows_its_headings_and_labels_word_for_word(deck: dict[str, str]) -> None:
    for row in ROWS:
        shown = "\n.\n".join(deck[slide] for slide in row.slides)
        for words in (*row.headings_quoted, *row.labels_quoted):
            assert contains_words(words, shown), f"{row.part}: {words}"


@pytest.mark.parametrize("row", OWN, ids=lambda row: row.source[0])
def test_what_is_said_in_our_own_words_is_shown_on_the_slide_and_in_the_notebook(
    row: OwnWords, deck: dict[str, str], workbook: dict[str, str]
) -> None:
    on_slides = "\n.\n".join(deck[slide] for slide in row.slides)
    in_notebook = text_in(workbook[row.notebook])
    said = [(contains_words(words, on_slides), contains_words(words, in_notebook)) for words in row.ours]
    assert all(any(places) for places in said), row.ours
    assert any(slide for slide, _ in said)
    assert any(notebook for _, notebook in said)


def shown_by(part: str, notebook: str, workbook: dict[str, str]) -> str:
    """Return the text of a notebook that shows a part of the workbook."""
    assert f"workbook.{part}" in (notebooks() / f"{notebook}.ipynb").read_text("utf-8")
    return text_in(workbook[notebook])


@pytest.mark.parametrize("prompt", SWOT_PROMPTS, ids=lambda prompt: prompt.text)
def test_the_workbook_gives_every_prompt_for_the_swot_analysis(prompt: SwotPrompt, workbook: dict[str, str]) -> None:
    benchmark = f" Benchmark {BENCHMARKS[prompt.benchmark - 1]}" if prompt.benchmark else ""
    assert contains_words(f"{prompt.text}{benchmark}", shown_by("swot_prompts", "04_swot", workbook))


@pytest.mark.parametrize("prompt", [prompt for group in OBJECTIVE_PROMPTS for prompt in group.prompts])
def test_the_workbook_gives_every_prompt_for_the_objectives(prompt: str, workbook: dict[str, str]) -> None:
    assert contains_words(Setting.SCHOOL.localise(prompt), shown_by("objective_prompts", "05_objectives", workbook))


@pytest.mark.parametrize("kind", ["careers", "whole"])
def test_the_workbook_gives_every_guiding_question_for_both_kinds_of_objective(
    kind: str, workbook: dict[str, str]
) -> None:
    for question in fields_of(Objective):
        if question.question and question.applies_to({"kind": kind}):
            words = Setting.SCHOOL.localise(question.question_for({"kind": kind}))
            assert contains_words(words, shown_by("objective_prompts", "05_objectives", workbook))


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


def lines_in(source: str) -> list[str]:
    """Return the lines of the source, without its tables."""
    return [line for line in source.splitlines() if normalised(line) and not line.startswith("|")]


def test_every_line_of_the_source_is_quoted_or_said_in_our_own_words(source: str) -> None:
    quotations = [normalised(words) for row in ROWS for words in (*row.headings_quoted, *row.labels_quoted)]
    own = [normalised(words) for row in OWN for words in row.source]
    without = []
    for line in lines_in(source):
        left = f" {normalised(line)} "
        if any(f" {words} " in left for words in own):
            continue
        for words in sorted(quotations, key=len, reverse=True):
            left = left.replace(f" {words} ", " ")
        if left.strip():
            without.append(line)
    assert without == []


def test_every_sentence_that_our_own_words_stand_for_is_in_the_source(source: str) -> None:
    assert [words for row in OWN for words in row.source if not contains_words(words, source)] == []


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
