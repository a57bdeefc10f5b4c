"""A school's own Word template: every answer can be placed in it, what is typed stays as typed, and a slip is named."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from PIL import Image

from careerskit.branding import Branding, read_logo
from careerskit.errors import InputFileError
from careerskit.plan import Header, Plan, Setting, Swot, SwotItem, Vision
from careerskit.word import check_template, fill_template, placeholders, write_starter_template
from careerskit.word.template_data import example_plan

from ..strategies import HOSTILE, plans
from .test_word import SCHOOLS, answers_in, sample

ROOT = Path(__file__).parents[2]
STARTER = write_starter_template()
PLAN = Plan(
    header=Header(school_name="Larkmoor School", careers_leader="R & F"),
    objectives=[
        {
            "id": "a",
            "objective": "First",
            "benchmarks": [1, 3],
            "actions": [{"id": "x", "action": "Do it"}, {"id": "y", "action": "Again"}],
        },
        {"id": "b", "objective": "Second", "actions": [{"id": "z", "action": "Go on", "status": "Completed"}]},
    ],
)


def template(*paragraphs, table=(), footer=""):
    """Return a template with these paragraphs, each of which may be a list of runs, and with a table of rows."""
    document = Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for run in [text] if isinstance(text, str) else text:
            paragraph.add_run(run)
    if table:
        made = document.add_table(0, max(map(len, table)))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=False):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def filled(content, plan=PLAN):
    return Document(io.BytesIO(fill_template(content, plan)))


def texts(content, plan=PLAN):
    return [paragraph.text for paragraph in filled(content, plan).paragraphs]


def all_text(document):
    """Return every line of a document's body."""
    parts = {
        qn("w:t"): lambda one: one.text or "",
        qn("w:br"): lambda _: "\n",
        qn("w:tab"): lambda _: "\t",
        qn("w:p"): lambda _: "\n",
    }
    return "".join(parts[one.tag](one) for one in document.element.body.iter(*parts))


def in_word(text):
    """Return the lines of a text as a Word document can have them."""
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    return re.split(r"\r\n|[\r\n]", kept)


@pytest.mark.parametrize("school", SCHOOLS)
def test_the_starter_template_has_every_answer_of_a_sample(school):
    found = all_text(filled(STARTER, sample(school)))
    for path, text in answers_in(sample(school)):
        assert all(line in found for line in in_word(text)), path


@settings(max_examples=15)
@given(plans())
def test_the_starter_template_has_every_answer_of_any_plan(plan):
    found = all_text(filled(STARTER, plan))
    for path, text in answers_in(plan):
        assert all(line in found for line in in_word(text)), path


def test_the_starter_template_is_in_the_words_of_the_setting():
    found = all_text(filled(STARTER, Plan(header=Header(setting=Setting.PROVIDER.value))))
    assert "Learner Voice Comments" in found
    assert "Date approved by Board" in found
    assert not re.search(r"[{}]", found)


def test_the_starter_template_has_an_action_a_row_and_its_objective_once():
    rows = [[cell.text for cell in row.cells][:2] for row in filled(STARTER).tables[-1].rows]
    assert rows[1:] == [["Objective 1\nFirst", "Do it"], ["Objective 1\n", "Again"], ["Objective 2\nSecond", "Go on"]]


def test_every_placeholder_of_the_model_is_in_the_starter_template_or_can_be_used():
    example = example_plan()
    header = example.header.model_copy(update={"setting": "College"})  # some fields are asked of colleges alone
    plans = (example, example.model_copy(update={"header": header}))
    started = [name for name, _ in placeholders() if name.startswith("{{")]
    lists = {name for name, _ in placeholders()} - set(started)
    records = {
        "evaluation": "current_state.earlier_compass",
        "activity": "programme.activities",
        "cohort": "current_state.leavers",
        "objective": "objectives",
        "action": "actions",
    }
    records |= {"strength": "swot.strengths", "weakness": "swot.weaknesses", "opportunity": "swot.opportunities"}
    records |= {"threat": "swot.threats", "priority": "swot.key_priorities"}
    assert lists == {*records.values(), "objective.actions"}
    for name in started:
        record = re.match(r"\{\{ (\w+)\.", name)
        loop = records.get(record[1]) if record else None
        lines = [f"{{%p for {record[1]} in {loop} %}}", name, "{%p endfor %}"] if loop else [name]
        assert any(texts(template(*lines), plan)[0] for plan in plans), name


@pytest.mark.parametrize(
    "typed",
    [
        "{{ 7*7 }}", "{% raw %}", "{%tr for x in y %}", "{{r header }}", "{_{ a }_}", "{# gone #}", "%} }}", "{{", "}}",
        "{%p if 1 %}", "<w:p>", "&lt;&amp;", "</w:t></w:r></w:p></w:body>", "]]>",
        "“quotes” ’n’ all", "a\ttab", "two  spaces", *HOSTILE,
    ],
)  # fmt: skip
def test_what_a_person_typed_stays_as_typed(typed):
    plan = PLAN.model_copy(update={"vision": Vision(slt=typed), "swot": Swot(threats=(SwotItem(id="a", text=typed),))})
    lines = ("Before {{ vision.slt }} after", "{%p for threat in swot.threats %}", "{{ threat.text }}", "{%p endfor %}")
    document = filled(template(*lines, footer="{{ vision.slt }}"), plan)
    expected = "\n".join(in_word(typed))
    assert [one.text for one in document.paragraphs] == [f"Before {expected} after", expected]
    assert document.sections[0].footer.paragraphs[0].text == expected


def test_placeholders_may_be_split_into_runs_as_word_does_it():
    split = ["{", "{ hea", "der.school", "_name", " }", "} is {{", " header.academic_year", "}}", "here"]
    assert texts(template(split)) == ["Larkmoor School is here"]
    rows = [["{%tr", ""], ["{{ action.number }}", "{{ action.action }}"], ["{%tr endfor %}", ""]]
    content = template(table=rows)
    document = Document(io.BytesIO(content))
    paragraph = document.tables[0].rows[0].cells[0].paragraphs[0]
    for run in (" for act", "ion in ", "actions %", "}"):
        paragraph.add_run(run).italic = True
    kept = io.BytesIO()
    document.save(kept)
    found = filled(kept.getvalue()).tables[0]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["1.1", "Do it"],
        ["1.2", "Again"],
        ["2.1", "Go on"],
    ]


def test_quotes_may_be_curled_as_word_does_it():
    lines = (
        "{%p for action in actions %}",
        "{%p if action.status == “Done” %}",
        "{{ action.action }}",
        "{%p endif %}",
        "{%p endfor %}",
    )
    assert texts(template(*lines)) == ["Go on"]


def test_a_loop_knows_where_it_is():
    line = "{{ loop.index }} of {{ loop.length }}: {{ action.action }}{% if not loop.last %};{% endif %}"
    lines = texts(template("{%p for action in actions %}", line, "{%p endfor %}"))
    assert lines == ["1 of 3: Do it;", "2 of 3: Again;", "3 of 3: Go on"]


def test_a_list_of_choices_has_a_line_for_each_and_can_be_joined():
    line = '{{ objective.benchmarks }} or {{ objective.benchmarks | join("; ") }}'
    first = texts(template("{%p for objective in objectives %}", line, "{%p endfor %}"))[0]
    assert first.startswith("1. A stable careers programme\n3. ")
    assert " or 1. A stable careers programme; 3. " in first


def test_what_is_not_asked_of_a_college_is_empty():
    plan = PLAN.model_copy(update={"header": Header(setting="College")})
    assert texts(template("Link: {{ website.provider_access }}"), plan) == ["Link: "]


def test_what_a_careers_leader_writes_for_themselves_has_no_placeholder():
    for name in ("reflections.visioning", "set_aside", "notes"):
        with pytest.raises(InputFileError, match="There is no placeholder"):
            fill_template(template(f"{{{{ {name} }}}}"), PLAN)


def test_the_document_has_the_plans_title():
    content = template("{{ title }}")
    assert filled(content).core_properties.title == "Strategic Careers Plan: Larkmoor School"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ header.scool_name }}", "There is no placeholder “scool_name”. Did you mean school_name?"),
        ("{{ haeder.school_name }}", "There is no placeholder “haeder”. Did you mean header?"),
        ("{% if header.shool %}x{% endif %}", "There is no placeholder “shool”."),
        ("{{ header.school_name or haeder }}x{{ haeder }}", "“haeder”"),
        ("{{ header.school_name.format }}", "There is no “format” of a text"),
        ("{{ actions.action }}", "There is no “action” of a list"),
        ("{{ actions }}", "stands for a whole list or group"),
        ("{{ header }}", "stands for a whole list or group"),
        ("{{ header.school_name | upperr }}", "No filter named 'upperr'"),
        ("{% for action in actions %}{{ action.action }}", "cannot be read"),
        ("Dear {{ header.school_name", "cannot be read"),
        ("Dear {{ header school_name }}", "near “Dear {{ header school_name }}”"),
        ("{% set x = 1 %}", "{% set %} cannot be used"),
        ("{% macro x() %}{% endmacro %}", "{% macro %} cannot be used"),
        ("{% include 'x' %}", "{% include %} cannot be used"),
        ("{{ 'x' * 9999999999 }}", "* cannot be used"),
        ("{{ '%9999999999d' % 1 }}", "% cannot be used"),
        ("{{ range(9999999999) }}", "calling a function"),
        ("{{ header.school_name.upper() }}", "calling a function"),
        ("{{ ''.__class__ }}", "There is no “__class__” of a text"),
        ("{{ header['__class__'] }}", "There is no placeholder “__class__”"),
        ("{{ header.items }}", "There is no placeholder “items”"),
        ("{{ cycler }}", "There is no placeholder “cycler”"),
        ("{{ self }}", "stands for a whole list or group"),
        ("{{ count_repeat }}", "There is no placeholder “count_repeat”"),
        ("{{ header.school_name | join('x') }}", "The filter join is for lists"),
        ("{{ header.school_name | safe }}", "No filter named 'safe'"),
    ],
)  # fmt: skip
def test_a_slip_in_a_template_is_named(text, message):
    with pytest.raises(InputFileError, match=re.escape(message)):
        fill_template(template(text), PLAN)


def test_a_loop_that_would_tear_a_table_apart_is_refused():
    with pytest.raises(InputFileError, match="in rows of their own"):
        fill_template(
            template("{%p for action in actions %}", table=[["{{ action.action }}"], ["{%tr endfor %}"]]), PLAN
        )


LOOP = (
    "{% for a in vision.slt %}{% for b in vision.slt %}{% for c in vision.slt %}",
    "{% endfor %}{% endfor %}{% endfor %}",
)


@pytest.mark.parametrize("inside", ["", "x" * 1000])
def test_a_template_that_would_go_on_and_on_is_stopped(inside):
    plan = PLAN.model_copy(update={"vision": Vision(slt="a" * 1500)})
    with pytest.raises(InputFileError, match=r"loops run more than 100,000 times|would be too long"):
        fill_template(template(inside.join(LOOP)), plan)


def changed(content, **parts):
    """Return a document with other parts."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for part, text in parts.items():
            new.writestr(part, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK", "ours.docx is not a Word document"),
        (changed(b"PK\x05\x06" + bytes(18), **{"a.txt": "x"}), "ours.docx is not a Word document"),
        (STARTER[:20_000], "ours.docx is not a Word document"),
        (changed(STARTER, **{"word/document.xml": "<broken"}), "ours.docx cannot be filled in"),
        (changed(STARTER, **{"word/vbaProject.bin": "x"}), "ours.docx has macros"),
        (changed(STARTER, **{"word/media/x.png": bytes(61_000_000)}), "ours.docx is too large when it is unpacked"),
        (STARTER + bytes(5_000_000), "ours.docx is too large: the limit is 5 MB"),
        (
            template("{{ header.scool_name }}"),
            "ours.docx: There is no placeholder “scool_name”. Did you mean school_name?",
        ),
        (template("{%p for o in objectives %}", "{{ o.objectve }}", "{%p endfor %}"), "Did you mean objective?"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_not_kept(content, message):
    with pytest.raises(InputFileError, match=re.escape(message)):
        check_template(content, "ours.docx")


def test_a_template_that_can_be_filled_in_is_kept_as_it_is():
    assert check_template(STARTER, "ours.docx") == STARTER


def test_a_template_that_takes_too_long_is_not_kept():
    with pytest.raises(InputFileError, match=r"ours.docx cannot be filled in: It took too long"):
        check_template(STARTER, "ours.docx", time_limit=0.001)


def test_the_commands_write_a_template_and_take_it_back(run, store, tmp_path):
    assert "careerskit branding SCHOOL --template" in run("template", "--out", tmp_path / "ours.docx").stdout
    assert run("branding", "100", "--store", store.url, "--template", tmp_path / "ours.docx").returncode == 0
    assert store.branding.get("100").template == (tmp_path / "ours.docx").read_bytes()


def test_a_starter_template_can_have_the_logo_and_colour_of_its_school(run, store, tmp_path):
    logo = io.BytesIO()
    Image.new("RGB", (400, 120), "purple").save(logo, "PNG")
    store.branding.set("100", Branding(read_logo(logo.getvalue(), "logo.png"), "A crest", "#7a003c"))
    run("template", "100", "--store", store.url, "--out", tmp_path / "ours.docx")
    document = filled(check_template((tmp_path / "ours.docx").read_bytes(), "ours.docx"))
    assert len(document.inline_shapes) == 1
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A003C"


def test_the_command_lists_every_placeholder(run):
    said = run("template", "--list").stdout
    assert all(f"{name} " in said and text in said for name, text in placeholders())


def test_the_guide_names_every_placeholder_with_what_it_stands_for():
    lines = [f"| `{name}` | {text} |" for name, text in placeholders()]
    guide = (ROOT / "docs" / "word-template.md").read_text("utf-8")
    assert [line for line in guide.splitlines() if line.startswith("| `")] == lines
