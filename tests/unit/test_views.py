"""The parts of a plan as HTML, its charts, and the page around them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Annotated, Any

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from careerskit.plan import (
    Action,
    CompassScores,
    CurrentState,
    FieldSpec,
    Group,
    Header,
    Kind,
    Objective,
    Plan,
    Record,
    Reflections,
    Setting,
    Swot,
    SwotItem,
    Vision,
    When,
    fields_of,
)
from careerskit.publish.formats import page_html
from careerskit.review import Finding
from careerskit.views import Chart, render_chart, render_example, render_part, style_sheet
from careerskit.views.charts import STATUSES, actions_by_term, benchmark_scores
from careerskit.views.facts import benchmarks_sentence, format_time
from careerskit.views.parts import render_template
from careerskit.views.prose import prose
from careerskit.words import join_words

PARTS = (
    "cover",
    "summary",
    "header",
    "vision",
    "current_state",
    "swot",
    "objectives",
    "action_plan",
    "reflections",
    "website",
)
HOSTILE = "<script>alert(1)</script>\"><img src=x onerror='alert(1)'> {students} {{7*7}}"


def everything(model: type[Group], text: str = "", **given: Any) -> dict[str, Any]:
    """Answer every question of a model: typed answers with this text or else the label, others with a valid value."""
    answers: dict[str, Any] = {"id": "one"} if issubclass(model, Record) else {}
    for question in fields_of(model):
        typed = text or f"Answer to {question.label}"
        answers[question.name] = {
            Kind.GROUP: lambda q=question: everything(q.model, text),
            Kind.ROWS: lambda q=question: [everything(q.model, text)],
            Kind.TICK: lambda: True,
            Kind.SCORE: lambda: text or "64%",
            Kind.WHEN: lambda: text or "16 October 2026",
            Kind.DATE: lambda: text or "16 October 2026",
            Kind.CHOICE: lambda q=question: text or q.choices[-1].value,
            Kind.CHOICES: lambda q=question: [q.choices[0].value] if q.choices else ["one"],  # the id of each record
        }.get(question.kind, lambda typed=typed: typed)()
    return answers | given


def full_plan(text: str = "", **header: str) -> Plan:
    answers = everything(Plan, text)
    answers["header"] |= header
    return Plan.model_validate(answers)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(html: str | Tag) -> str:
    text = (soup(html) if isinstance(html, str) else html).get_text(" ")
    return re.sub(r"\s+", " ", text).strip()


def plan_of_actions(*actions: dict[str, Any], academic_year: str = "2026/27") -> Plan:
    numbered = [{"id": f"a{number}", **action} for number, action in enumerate(actions)]
    return Plan.model_validate(
        {"header": {"academic_year": academic_year}, "objectives": [{"id": "o", "actions": numbered}]}
    )


def plan_of_scores(*scores: str, priorities: tuple[int, ...] = ()) -> Plan:
    compass = {f"b{number}": score for number, score in enumerate(scores, start=1)}
    return Plan.model_validate({"current_state": {"compass": compass, "priority_benchmarks": priorities}})


# Typed text


def test_typed_text_keeps_its_paragraphs_lists_and_line_breaks() -> None:
    assert prose("One\ntwo\n\nThree\n- a\n* b\n\n• c\nFour") == (
        "<p>One<br>\ntwo</p>\n<p>Three</p>\n<ul><li>a</li><li>b</li><li>c</li></ul>\n<p>Four</p>"
    )


@pytest.mark.parametrize("text", ["-5% on last year", "*not* a point", "-"])
def test_a_dash_or_star_is_a_list_item_only_with_a_space_and_text_after_it(text: str) -> None:
    assert "<li>" not in prose(text)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_typed_becomes_markup(part: str) -> None:
    found = soup(render_part(part, full_plan(HOSTILE)))

    assert not found.find_all(["script", "img"])
    assert not [tag for tag in found.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert "<script>alert(1)</script>" in found.get_text()
    assert "{students} {{7*7}}" in found.get_text()


def test_nothing_typed_becomes_markup_in_a_chart_or_in_findings() -> None:
    plan = Plan.model_validate(
        {
            "header": {"school_name": HOSTILE},
            "current_state": {"compass": {"evaluated": HOSTILE, "b1": "64", "b2": HOSTILE}},
        }
    )
    chart = soup(render_chart("benchmark_scores", plan))
    hostile = Finding("rule", HOSTILE, HOSTILE, "vision.slt", HOSTILE, HOSTILE, HOSTILE, is_missing=False)
    found = soup(render_part("findings", plan, found=[hostile], link_to=lambda path: f"#{path}"))

    assert not chart.find_all("script")
    assert len(chart.find_all("img")) == 1
    assert not found.find_all(["script", "img"])
    assert found.a["href"] == "#vision.slt"


# Empty and half-filled plans


@pytest.mark.parametrize("part", [part for part in PARTS if part != "cover"])
def test_a_part_without_answers_is_one_paragraph(part: str) -> None:
    found = soup(render_part(part, Plan()))

    assert [tag.name for tag in found.section.find_all(True)] == ["p"]
    assert found.p["class"] == ["missing"]


def test_an_empty_cover_has_its_heading_and_no_empty_table() -> None:
    found = soup(render_part("cover", Plan()))

    assert [tag.name for tag in found.section.find_all(True)] == ["h1", "p"]


@pytest.mark.parametrize("name", ["benchmark_scores", "actions_by_term"])
def test_a_chart_without_figures_says_so(name: str) -> None:
    assert soup(render_chart(name, Plan())).find(class_="missing")


def texts_that_help(model: type[Group]) -> Iterator[str]:
    """Yield what forms say to whoever writes: the help of every field, and the guiding questions that are no headings."""
    for field in fields_of(model):
        if field.help:
            yield Setting.SCHOOL.localise(field.help)
        if field.model:
            yield from texts_that_help(field.model)


def test_a_document_asks_its_readers_for_nothing() -> None:
    record = {"id": "a"}
    half = Plan.model_validate(
        {
            "vision": {"staff": "A voice."},
            "current_state": {"compass": {"b1": "50"}},
            "swot": {"strengths": [{"id": "s", "text": "Good links"}]},
            "objectives": [{"id": "o", "objective": "More workplaces", "actions": [record]}, {"id": "p"}],
            "reflections": {"swot": "Time."},
            "website": {"programme": "A programme."},
        }
    )
    shown = [
        words(render_part(part, plan))
        for part in PARTS
        for plan in (Plan(), half, half.model_copy(update={"swot": Swot()}))
    ]
    helping = [*texts_that_help(Plan), "What could get in the way", "you "]
    headings = {
        "What are the problems you are",
        "What are the specific issues you are",
        "When do you aim",
        "How might you",
        "What would you",
        "What questions do you",
    }

    for text in shown:
        for heading in headings:
            text = text.replace(heading, "")
        assert not [help_text for help_text in helping if help_text in text]
    assert any("Not written yet" in text for text in shown)
    assert any("None chosen" in text for text in shown)


def test_ideas_for_the_vision_are_in_a_document_only_where_there_are_some() -> None:
    label = "Vision for Careers Provision Ideas"
    without, with_ideas = ({"vision": {"statement": "A vision.", "ideas": ideas}} for ideas in ("", "Curious"))

    assert label not in words(render_part("vision", Plan.model_validate(without)))
    assert f"{label} Curious" in words(render_part("vision", Plan.model_validate(with_ideas)))


def finding(rule: str, text: str) -> Finding:
    return Finding(
        rule, "Vision", text, "vision.slt", f"How to {text}", f"Why {rule}", f"source of {rule}", is_missing=True
    )


def test_findings_are_listed_by_rule_with_the_reason_once_and_its_source() -> None:
    found = [finding("first", "one"), finding("second", "two"), finding("first", "three")]
    page = soup(render_part("findings", Plan(), found=found, link_to=None))

    assert page.summary.get_text() == "What this part could still use (3)"
    assert [words(str(tag)).replace(" .", ".") for tag in page.find_all(["li", "p"])] == [
        "one. How to one",
        "three. How to three",
        "Why first From source of first.",
        "two. How to two",
        "Why second From source of second.",
    ]
    assert not page.a


def test_a_plan_with_nothing_found_is_not_called_ready() -> None:
    text = words(render_part("findings_summary", Plan(), to_do=0, set_aside=1))

    assert "ready" not in text
    assert "The checks find nothing more to do, and 1 is set aside. They cannot tell" in text


def test_the_next_steps_are_the_webinars_and_dates_are_on_the_cover_alone() -> None:
    plan = Plan.model_validate({"header": {"setting": "Training provider", "date_approved_slt": "16 October 2026"}})
    steps = [words(str(tag)) for tag in soup(render_part("next_steps", plan)).find_all("li")]

    assert [step.partition(".")[0] for step in steps] == [
        "Engage with EA as appropriate",
        "Share Strategic Plan with SLT",
        "Engage with SLT colleagues: ‘Build a coalition’",
        "Share Strategic Plan with Board",
    ]
    assert [
        part for part in ("cover", "summary", "action_plan", "next_steps") if "16 October" in render_part(part, plan)
    ] == ["cover"]
    assert "We ask the board for their backing" in steps[3]


# What the model asks, the page shows


@pytest.mark.parametrize(
    ("part", "model"),
    [
        ("header", Header),
        ("vision", Vision),
        ("current_state", CurrentState),
        ("current_state", CompassScores),
        ("swot", Swot),
        ("objectives", Objective),
        ("action_plan", Action),
        ("reflections", Reflections),
    ],
)
def test_every_question_and_answer_is_in_the_page(part: str, model: type[Group]) -> None:
    plan = full_plan()
    text = words(render_part(part, plan))

    for question in (one for one in fields_of(model) if one.is_asked_of(plan.setting)):
        asked = plan.setting.localise(question.question_for(plan.objectives[0]) if model is Objective else "")
        assert plan.setting.localise(question.label) in text or (asked and asked in text), question.name
        if question.kind in (Kind.LONG, Kind.SHORT):
            assert f"Answer to {question.label}" in text, question.name


def test_a_field_added_to_a_model_is_shown_without_any_other_change() -> None:
    new = FieldSpec("A new label")

    class LongerHeader(Header):
        added: Annotated[str, new] = ""

    class LongerVision(Vision):
        added: Annotated[str, new] = ""

    class LongerScores(CompassScores):
        added: Annotated[str, new] = ""

    class LongerState(CurrentState):
        added: Annotated[str, new] = ""

    class LongerItem(SwotItem):
        added: Annotated[str, new] = ""

    class LongerAction(Action):
        added: Annotated[str, new] = ""

    class LongerObjective(Objective):
        added: Annotated[str, new] = ""

    class LongerReflections(Reflections):
        added: Annotated[str, new] = ""

    typed = {"added": "typed into it"}
    action = LongerAction(id="a", **typed)
    plan = Plan().model_copy(
        update={
            "header": LongerHeader(**typed),
            "vision": LongerVision(**typed),
            "current_state": LongerState(**typed, compass=LongerScores(**typed)),
            "swot": Swot().model_copy(update={"strengths": (LongerItem(id="s", **typed),)}),
            "objectives": (LongerObjective(id="o", **typed).model_copy(update={"actions": (action,)}),),
            "reflections": LongerReflections(**typed),
        }
    )

    for part in ("cover", "header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections"):
        assert "A new label" in words(render_part(part, plan)), part
        assert "typed into it" in words(render_part(part, plan)), part


def test_a_field_is_shown_only_where_it_applies() -> None:
    careers = Plan.model_validate({"objectives": [{"id": "o", "objective": "More", "kind": "careers"}]})
    whole = Plan.model_validate({"objectives": [{"id": "o", "objective": "More", "kind": "whole"}]})

    assert "Who else is responsible?" not in words(render_part("objectives", careers))
    assert "Who else is responsible?" in words(render_part("objectives", whole))
    assert "What are the specific issues the school is trying to solve?" in words(render_part("objectives", whole))


def test_parts_use_the_words_of_the_setting() -> None:
    college = full_plan(setting=Setting.COLLEGE.value)
    special = full_plan(setting=Setting.SPECIAL.value)

    assert "Whole College Priority" in words(render_part("objectives", college))
    assert "Pupil Voice Comments" in words(render_part("vision", special))
    assert not re.search(
        r"\bschool\b", words(render_part("summary", Plan(header=Header(setting="College")))), re.IGNORECASE
    )


def test_a_benchmark_is_achieved_at_100_per_cent_and_not_before() -> None:
    rows = soup(
        render_part("current_state", plan_of_scores("100", "99.5 %", "", "about half", "110"))
    ).table.tbody.find_all("tr")

    assert [words(row)[3:] for row in rows[:5]] == [
        "A stable careers programme 100% Achieved",
        "Learning from career and labour market information 99.5% In progress",
        "Addressing the needs of each young person None yet Not scored",
        "Linking curriculum learning to careers about half Not scored",
        "Encounters with employers and employees None yet Not scored",
    ]


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ({"b1": "50", "b2": "64"}, "0 of the 2 scored"),
        ({"b1": "100"}, "1 of the 1 scored"),
        ({f"b{number}": "100" for number in range(1, 9)}, "8 of 8"),
    ],
)
def test_benchmarks_are_counted_among_those_scored(scores, says) -> None:
    plan = Plan.model_validate({"current_state": {"compass": scores}})
    assert f"Benchmarks fully achieved {says}" in words(render_part("summary", plan))


def test_the_summary_counts_only_what_the_plan_says() -> None:
    plan = Plan.model_validate(
        {
            "header": {"date_approved_governors": "7 October 2026"},
            "vision": {"statement": "Ready for more than one future."},
            "current_state": {"compass": {"b1": "100", "b2": "64"}, "priority_benchmarks": [2]},
            "objectives": [
                {
                    "id": "o",
                    "objective": "More workplaces",
                    "actions": [{"id": "a", "status": "Completed"}, {"id": "b", "status": "In progress"}],
                }
            ],
        }
    )
    text = words(render_part("summary", plan))

    assert "Ready for more than one future." not in text, "it is in the part on the vision"
    assert "Benchmarks fully achieved 1 of the 2 scored" in text
    assert "2. Learning from career and labour market information, now 64%" in text
    assert "2 actions, 1 done" in text


# Semantics


def heading_levels(html: str) -> list[int]:
    return [int(tag.name[1]) for tag in soup(html).find_all(re.compile("^h[1-6]$"))]


@pytest.mark.parametrize("part", PARTS[1:])
@pytest.mark.parametrize("plan", [Plan(), full_plan()], ids=["empty", "full"])
def test_headings_start_at_level_three_and_skip_no_level(part: str, plan: Plan) -> None:
    levels = [2, *heading_levels(render_part(part, plan))]

    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert min(levels[1:], default=3) == 3


def test_only_the_cover_has_the_top_heading() -> None:
    assert heading_levels(render_part("cover", full_plan())) == [1]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_no_ids_since_it_may_be_on_a_page_twice(part: str) -> None:
    assert not soup(render_part(part, full_plan())).find_all(id=True)


def test_the_action_plan_is_a_table_with_the_templates_headings() -> None:
    table = soup(render_part("action_plan", full_plan(academic_year="2026/27"))).table

    assert table.caption.get_text() == "Strategic Careers Plan - Academic Year: 2026/27"
    assert [words(head) for head in table.thead.find_all("th", scope="col")] == [
        "Objectives",
        "Actions, including CPD",
        "Responsible",
        "Time",
        "Outcomes",
        "Progress",
    ]


def test_an_objective_stands_once_above_its_actions_and_every_action_has_its_number() -> None:
    actions = [{"id": f"a{number}", "action": f"Action {number}", "time": "Aut1"} for number in range(3)]
    objectives = [{"id": "o", "objective": "First", "actions": actions}, {"id": "p", "objective": "Second"}]
    table = soup(render_part("action_plan", Plan.model_validate({"objectives": objectives}))).table
    groups = table.find_all("tbody")
    head, *rows = groups[0].find_all("tr")

    assert words(table).count("First") == 1
    assert words(head.find("th", scope="rowgroup")) == "Objective 1 First"
    assert head.th["colspan"] == str(len(table.thead.find_all("th")))
    assert [words(row.find("th", scope="row")) for row in rows] == ["1.1", "1.2", "1.3"]
    assert [len(row.find_all("td")) for row in rows] == [5, 5, 5]
    assert [words(row.td) for row in rows] == ["Action 0", "Action 1", "Action 2"]
    assert [words(row.find_all("td")[2]) for row in rows] == ["Aut1"] * 3
    assert [words(head) for head in groups[1].find_all("th")] == ["Objective 2 Second", "2"]


def test_each_cell_of_an_action_has_a_label_for_narrow_screens() -> None:
    table = soup(render_part("action_plan", full_plan())).table
    heads = [head.find(string=True, recursive=False).strip() for head in table.thead.find_all("th")]

    assert [cell["data-label"] for cell in table.tbody.find_all("tr")[1].find_all("td")] == heads[1:]


def test_a_table_of_figures_marks_its_headings_and_its_numbers() -> None:
    frame = pd.DataFrame(
        {"Share": [64.0, float("nan")], "Number": [1234, 0.5], "Name": ["a", "b"]}, index=["This school", "England"]
    )
    chart = Chart("Title", "subtitle", "alt", frame, "<svg/>")
    table = soup(render_template("chart.html.j2", name="", chart=chart)).table
    rows = table.tbody.find_all("tr")

    assert [head.get_text() for head in table.thead.find_all("th", scope="col")] == ["Share", "Number", "Name"]
    assert [head.get_text() for head in table.find_all("th", scope="row")] == ["This school", "England"]
    assert [[cell.get_text() for cell in row.find_all("td")] for row in rows] == [
        ["64", "1,234", "a"],
        ["No figure", "0.5", "b"],
    ]
    assert [cell.get("class") for cell in rows[1].find_all("td")] == [["number"], ["number"], None]


def test_an_example_is_collapsed_and_names_its_school() -> None:
    found = soup(render_example("vision", full_plan(school_name="Larkmoor School"))).details

    assert words(found.summary) == "An invented example"
    assert "open" not in found.attrs
    assert found.find(class_="part-vision")


def test_a_part_is_a_section_that_the_style_sheet_applies_to() -> None:
    assert soup(render_part("swot", Plan())).section["class"] == ["careerskit", "part-swot"]
    assert ".careerskit" in style_sheet()


def test_the_style_sheet_applies_only_to_parts_and_loads_nothing() -> None:
    css = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
    selectors = [part for found in re.findall(r"([^{};]+)\{", css) for part in re.split(r",(?![^(]*\))", found)]

    assert not [each for each in selectors if ".careerskit" not in each and not each.strip().startswith("@media")]
    assert "url(" not in css
    assert "@import" not in css


def test_parts_without_charts_need_neither_pandas_nor_matplotlib() -> None:
    code = "import sys, careerskit.views.parts; print({'pandas', 'matplotlib', 'numpy'} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


# Charts


def test_the_scores_in_the_chart_are_those_of_its_table() -> None:
    chart = benchmark_scores(plan_of_scores("100%", "100", "64%", "50", "", "40%", "83 %", "100", priorities=(3, 6)))

    assert chart is not None
    assert chart.table["Score (%)"].tolist()[:4] == [100, 100, 64, 50]
    assert chart.table["Score (%)"].isna().tolist() == [False] * 4 + [True] + [False] * 3
    assert chart.table["Achieved"].tolist().count("Achieved") == 3
    assert chart.title == "Three of the seven benchmarks scored are fully achieved"
    drawn = svg_texts(chart.svg)
    assert drawn.count("achieved") == 3
    assert drawn.count("priority") == 2
    assert drawn.count("Not scored") == 1


def svg_texts(svg: str) -> list[str]:
    return re.findall("<text[^>]*>([^<]*)<", svg)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (("100",) * 8, "All eight benchmarks are fully achieved"),
        (("100",) * 5 + ("99",) * 3, "Five of eight benchmarks are fully achieved"),
        (("100",) + ("0",) * 7, "One of eight benchmarks is fully achieved"),
        (("75",) * 8, "No benchmark is fully achieved yet"),
        (("75",), "None of the benchmarks scored is fully achieved yet"),
        (("100",), "All benchmarks scored are fully achieved"),
        (("half",), ""),
    ],
)
def test_the_message_about_benchmarks_follows_the_scores(scores: tuple[str, ...], message: str) -> None:
    assert benchmarks_sentence(plan_of_scores(*scores)) == message


def test_every_action_is_counted_once_whatever_its_time() -> None:
    times = [
        "16 October 2026",
        "Aut1",
        "Spring 2027",
        "termly",
        "ongoing",
        "",
        "when the new head starts",
        "2028",
        "July",
    ]
    chart = actions_by_term(plan_of_actions(*({"time": time} for time in times)))

    assert chart is not None
    assert chart.table["All actions"].to_dict() == {
        "Autumn 2026": 2,
        "Spring 2027": 1,
        "Summer 2027": 1,
        "Autumn 2028": 1,
        "Through the year": 2,
        "No date yet": 2,
    }
    assert chart.table["All actions"].sum() == len(times)


def test_the_parts_of_a_bar_add_up_to_its_actions() -> None:
    statuses = [*STATUSES, "Completed", "", "something else"]
    chart = actions_by_term(plan_of_actions(*({"time": "Aut1", "status": status} for status in statuses)))

    assert chart is not None
    assert chart.table.drop(columns="All actions").sum(axis=1).tolist() == chart.table["All actions"].tolist()
    assert chart.table.loc["Autumn 2026"].to_dict() == {
        "Done": 2,
        "In progress": 1,
        "Not started": 3,
        "Dropped": 1,
        "All actions": 7,
    }
    assert "2 have no progress noted" in chart.note


def test_the_chart_includes_every_status_of_the_form() -> None:
    (status,) = (field for field in fields_of(Action) if field.name == "status")

    assert {choice.value for choice in status.choices} == set(STATUSES)


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (["Aut1"], "The one action is due in Autumn 2026"),
        (["Aut1", "Aut2"], "All 2 actions are due in Autumn 2026"),
        (["Aut1", "Aut2", "Spring"], "Autumn 2026 is the busiest term, with 2 of 3 actions"),
        (["Aut1", "Spring", ""], "Autumn 2026 and Spring 2027 are equally busy, with 1 of 3 actions each"),
        (["termly", "ongoing"], "All 2 actions run through the year"),
        (["termly", ""], "No action has a date yet"),
    ],
)
def test_the_message_about_terms_follows_the_actions(times: list[str], message: str) -> None:
    chart = actions_by_term(plan_of_actions(*({"time": time} for time in times)))

    assert chart is not None
    assert chart.title == message


@pytest.mark.parametrize(
    ("dropped", "message"),
    [
        ([], "Autumn 2026 and Summer 2027 are equally busy, with 2 of 4 actions each"),
        ([3], "Autumn 2026 is the busiest term, with 2 of 3 actions, not counting 1 that was dropped"),
        ([2, 3], "All 2 actions are due in Autumn 2026, not counting 2 that were dropped"),
        ([0, 1, 2, 3], "All 4 actions are dropped"),
    ],
)
def test_dropped_actions_make_no_term_busy(dropped: list[int], message: str) -> None:
    times = ["Aut1", "Aut2", "May 2027", "June 2027"]
    actions = ({"time": time, "status": "Stopped" if at in dropped else ""} for at, time in enumerate(times))
    chart = actions_by_term(plan_of_actions(*actions))

    assert chart is not None
    assert chart.title == message
    assert chart.table["All actions"].sum() == 4
    assert chart.alt.endswith(f"Dropped: {len(dropped)}.") == bool(dropped)


@pytest.mark.parametrize(
    ("time", "is_noted"),
    [("27 November 2026 and 11 June 2027", True), ("October to March", True), ("Aut1", False), ("termly", False)],
)
def test_the_chart_says_where_it_counts_an_action_with_dates_in_several_terms(time: str, is_noted: bool) -> None:
    chart = actions_by_term(plan_of_actions({"time": time, "status": "In progress"}))

    assert chart is not None
    assert chart.note == ("An action with dates in several terms counts in the last of them." if is_noted else "")


@pytest.mark.parametrize("unclear", ["31 Feb", "next Tuesday", "not yet"])
def test_what_is_no_date_is_printed_as_typed_and_to_be_confirmed(unclear: str) -> None:
    plan = full_plan(date_approved_governors=unclear, academic_year="2026/27")
    action = plan.objectives[0].actions[0].model_copy(update={"time": When(unclear), "status": ""})
    later = action.model_copy(update={"id": "later", "time": When("termly")})
    objective = plan.objectives[0].model_copy(update={"actions": (action, later)})
    compass = plan.current_state.compass.model_copy(update={"evaluated": When(unclear)})
    state = plan.current_state.model_copy(update={"compass": compass})
    plan = plan.model_copy(update={"objectives": (objective,), "current_state": state})
    printed = f"{unclear} (date to be confirmed)"
    assert printed not in words(render_part("objectives", plan))
    for part, times in {"cover": 1, "header": 1, "summary": 1, "current_state": 1, "action_plan": 1}.items():
        text = words(render_part(part, plan))
        assert text.count(printed) == text.count(unclear) == times, part
    assert "earliest dates" not in words(render_part("summary", plan))


def test_the_summary_names_the_open_actions_with_the_earliest_dates() -> None:
    plan = plan_of_actions(
        {"time": "May 2027", "action": "Later"},
        {"time": "16 October 2026", "action": f"Invite {'three employers ' * 6}", "responsible": "Careers leader"},
        {"time": "Aut1", "status": "Stopped", "action": "Dropped"},
        {"time": "Aut1", "action": ""},
    )
    (heading,) = (one for one in soup(render_part("summary", plan)).find_all("h3") if "earliest" in one.text)

    assert words(heading) == "Open actions with the earliest dates"
    assert [words(one) for one in heading.find_next("ul").find_all("li")] == [
        "Aut1: 1.4 Not written yet",
        f"16 October 2026: 1.2 Invite {'three employers ' * 6}(Careers leader)",
        "May 2027: 1.1 Later",
    ]


@pytest.mark.parametrize(
    ("time", "may_recur", "printed"),
    [
        ("16 October 2026", True, "16 October 2026"),
        ("Spring 2", False, "Spring 2"),
        ("termly", True, "termly"),
        ("termly", False, "termly (date to be confirmed)"),
        ("end of term", True, "end of term (date to be confirmed)"),
        ("29 Feb", True, "29 Feb (date to be confirmed)"),
        ("TBC", True, "TBC"),
        ("to be agreed in May’s meeting", False, "to be agreed in May’s meeting"),
        (" ", True, ""),
    ],
)
def test_only_a_time_that_names_no_day_is_to_be_confirmed(time: str, may_recur: bool, printed: str) -> None:
    assert format_time(time, 2026, may_recur=may_recur) == printed


def test_a_term_without_a_known_year_is_an_action_without_a_date() -> None:
    chart = actions_by_term(plan_of_actions({"time": "Aut1"}, {"time": "June 2027"}, academic_year=""))

    assert chart is not None
    assert chart.table["All actions"].to_dict() == {"Summer 2027": 1, "No date yet": 1}


@pytest.mark.parametrize("name", ["benchmark_scores", "actions_by_term"])
def test_a_chart_has_alternative_text_and_its_figures_stand_once_as_a_table(name: str) -> None:
    plan = full_plan(academic_year="2026/27")
    figure = soup(render_chart(name, plan)).figure

    assert len(figure.img["alt"]) > 40
    assert "No description" not in figure.img["alt"]
    assert figure.img["src"].startswith("data:image/svg+xml;base64,")
    assert words(figure.figcaption)
    if name == "benchmark_scores":
        assert not figure.table
        assert len(soup(render_part("current_state", plan)).table.tbody.find_all("th", scope="row")) == 8
    else:
        assert figure.details.table.find("th", scope="row")


@pytest.mark.parametrize("draw", [benchmark_scores, actions_by_term])
def test_a_chart_is_a_small_file(draw: Callable[[Plan], Chart | None]) -> None:
    actions = [{"id": f"a{number}", "time": "Aut1", "status": status} for number, status in enumerate(STATUSES)]
    plan = full_plan(academic_year="2026/27").model_dump() | {"objectives": [{"id": "o", "actions": actions}]}
    chart = draw(Plan.model_validate(plan))

    assert chart is not None
    assert len(chart.svg) < 20_000


def test_charts_are_reproducible() -> None:
    one, two = benchmark_scores(plan_of_scores("64")), benchmark_scores(plan_of_scores("64"))

    assert one is not None
    assert two is not None
    assert one.svg == two.svg


def test_words_are_joined_with_commas_and_and() -> None:
    assert [join_words(things) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


# The page around the parts


def rendered_page(*cells: Any, title: str = "A plan") -> BeautifulSoup:
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    return soup(page_html(notebook, title, {"author": 'A "B" C'}))


def code(*outputs: Any) -> Any:
    return nbformat.v4.new_code_cell("secret = 1", outputs=list(outputs))


def html_output(html: str) -> Any:
    return nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": "repr"})


def test_the_page_shows_prose_and_html_and_hides_code_printing_and_errors() -> None:
    found = rendered_page(
        nbformat.v4.new_markdown_cell("Some *prose*."),
        code(html_output("<p>The part</p>"), nbformat.v4.new_output("stream", name="stderr", text="a warning")),
        code(nbformat.v4.new_output("error", ename="ValueError", evalue="bad", traceback=["Traceback"])),
    )

    assert words(found.main) == "Some prose . The part"


def test_the_page_has_a_language_a_title_landmarks_and_a_skip_link() -> None:
    found = rendered_page(nbformat.v4.new_markdown_cell("# One"), title="Plan of <Larkmoor>")

    assert found.html["lang"] == "en-GB"
    assert found.title.string == "Plan of <Larkmoor>"
    assert [tag.name for tag in found.body.find_all(recursive=False)] == ["a", "header", "main", "footer"]
    assert found.body.a["href"] == f"#{found.main['id']}"
    assert found.find("meta", attrs={"name": "author"})["content"] == 'A "B" C'


def test_the_contents_link_to_the_sections() -> None:
    names = ["Vision", "Current state", "SWOT analysis"]
    cells = [nbformat.v4.new_markdown_cell(f"## {name}\n\nProse.") for name in names]
    found = rendered_page(code(html_output("<h1>Plan</h1>")), *cells)

    assert [link["href"] for link in found.nav.find_all("a")] == ["#Vision", "#Current-state", "#SWOT-analysis"]
    assert [section.h2["id"] for section in found.main.find_all("section")] == [
        "Vision",
        "Current-state",
        "SWOT-analysis",
    ]
    assert found.find("h1").find_next("nav")


def test_the_page_loads_nothing_from_another_host_and_runs_no_script() -> None:
    found = rendered_page(nbformat.v4.new_markdown_cell("$x$ and `code`\n\n```python\nx = 1\n```"))

    assert not found.find_all("script")
    assert not [
        tag for tag in found.find_all(["link", "img", "iframe"]) if not str(tag.get("href")).startswith("data:")
    ]
    assert "default-src 'none'" in found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]


def test_a_title_cannot_close_the_style_element_it_is_printed_in() -> None:
    found = rendered_page(title='</style><script>alert(1)</script> \\"')

    assert not found.find_all("script")
    assert found.style.string.count("@page") == rendered_page().style.string.count("@page")
