"""The readiness rules: each reports what a plan lacks, and none reports a finished plan."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.forms import FormController, build_form
from careerskit.plan import FieldSpec, Group, Kind, Plan, Record, fields_of, read_plan
from careerskit.resources import samples
from careerskit.review import OBJECTIVE_RULES, PARTS, PLAN_RULES, TEXT_RULES, Finding, findings, part_of, started_parts
from careerskit.store import import_plan, load_plan
from tests.strategies import plans
from tests.widgets import open_all

GOOD = {
    Kind.SHORT: "Head of Year 10",
    Kind.LONG: "By July 2027, 80% of Year 11 students have met three employers, up from 48% in July 2026",
    Kind.WHEN: "Spring 2027",
    Kind.DATE: "16 October 2026",
    Kind.SCORE: "64%",
    Kind.TICK: True,
}
DATES = {
    "date_created": "14 September 2026",
    "date_approved_slt": "16 October 2026",
    "date_approved_governors": "20 November 2026",
    "review_date": "July 2027",
}
CONTACTS = {
    "email": "careers@larkmoor.example",
    "telephone": "01632 960123",
    "provider_access": "https://www.larkmoor.example/provider-access",
}


PROGRAMME = {
    "years": [7, 8],
    "activities": [
        {"id": "p1", "activity": "College day", "years": [8], "time": "Autumn 1", "type": "Provider encounter"},
        {
            "id": "p2",
            "activity": "Meet a training provider",
            "years": [8],
            "time": "Spring",
            "type": "Provider encounter",
        },
        {
            "id": "p3",
            "activity": "Workplace week",
            "years": [7],
            "time": "Summer 2",
            "type": "Work experience",
            "days": "5",
        },
        {"id": "p4", "activity": "Tutor time", "years": [7, 8], "time": "weekly", "benchmarks": [2, 3, 4, 5, 6, 7, 8]},
    ],
}


def filled(model: type[Group], key: str = "") -> dict[str, Any]:
    """Return a good answer to each question of a group or record."""
    answers = {question.name: good_answer(question) for question in fields_of(model)}
    return answers | {"id": key} if issubclass(model, Record) else answers


def good_answer(question: FieldSpec) -> Any:
    if question.kind is Kind.GROUP:
        return filled(question.model)
    if question.kind is Kind.ROWS:
        return [filled(question.model, f"r{number}") for number in range(max(question.at_least, 2))]
    if question.choices_from:
        return ["r0", "r1", "r2"]  # of a list as filled above: each priority is answered
    values = [choice.value for choice in question.choices]
    return values[:2] if question.kind is Kind.CHOICES else values[-1] if values else GOOD[question.kind]


def finished(setting: str = "School") -> dict[str, Any]:
    answers = filled(Plan)
    answers["header"] |= {"setting": setting, "academic_year": "2026/27", **DATES}
    answers["website"] |= CONTACTS
    answers["programme"] = deepcopy(PROGRAMME)
    answers["set_aside"] = []
    for objective in answers["objectives"]:
        for action in objective["actions"]:
            action["status"] = "In progress"
    return answers


def lacking(change=lambda _: None, setting: str = "School") -> list[tuple[str, str]]:
    answers = finished(setting)
    change(answers)
    return [(gap.section, gap.text) for gap in findings(Plan.model_validate(answers))]


def found_by(rule: str, *changes, setting: str = "School") -> list[str]:
    """Return what one rule says of a finished plan after some changes."""
    answers = finished(setting)
    for change in changes:
        change(answers)
    return [finding.text for finding in findings(Plan.model_validate(answers)) if finding.rule == rule]


def test_a_finished_plan_lacks_nothing():
    assert lacking() == []


def each_action(**fields):
    """Return the change of a plan that gives all its actions some answers."""

    def change(answers):
        for objective in answers["objectives"]:
            for action in objective["actions"]:
                action |= fields

    return change


def together(*changes):
    """Return several changes of a plan as one."""

    def change(answers):
        for one in changes:
            one(answers)

    return change


def put(place: str, value: Any):
    """Return the change of a plan that puts a value at a place like ``objectives.0.actions.1.time``."""

    def change(answers):
        *way, name = [int(part) if part.isdigit() else part for part in place.split(".")]
        for part in way:
            answers = answers[part]
        answers[name] = value

    return change


@pytest.mark.parametrize(
    ("place", "value", "section", "said"),
    [
        ("header.careers_leader", "", "About this plan", "Write: Career Leader Name"),
        ("header.careers_leader", " \n", "About this plan", "Write: Career Leader Name"),
        ("header.setting", "", "About this plan", "Choose: Type of school or college"),
        ("header.review_date", "", "About this plan", "Write: Proposed Review Date"),
        (
            "header.academic_year",
            "this year",
            "About this plan",
            "Academic Year: Enter two consecutive years",
        ),
        ("vision.staff", "", "Vision", "Write: Staff Voice Comments"),
        ("vision.statement", "", "Vision", "Write: Vision for Careers Provision Statement"),
        ("vision.statement", "x" * 601, "Vision", "Vision for Careers Provision Statement: Shorten this to 600"),
        ("current_state.destination_data", "", "Current state", "Write: Destination Data"),
        ("current_state.priority_benchmarks", [], "Current state", "Choose: Compass - Priority Benchmarks"),
        ("current_state.compass.b3", "", "Current state", "Enter the Compass scores: 1 of 8 are missing"),
        ("current_state.compass.b3", "good", "Current state", "3. Addressing the needs of each young person: Enter a"),
        ("current_state.compass.evaluated", "", "Current state", "Write: Date of the Compass evaluation"),
        ("swot.threats", [], "SWOT analysis", "Add: Threats"),
        ("swot.threats", [{"id": "a"}], "SWOT analysis", "Add: Threats"),
        (
            "swot.key_priorities",
            [{"id": "r0", "text": "x"}],
            "SWOT analysis",
            "from SWOT: add 2 more, to have at least 3",
        ),
        (
            "swot.key_priorities",
            [{"id": "r0", "text": "x"}, {"id": "r1", "text": "y"}, {"id": "r2"}],
            "SWOT analysis",
            "from SWOT: add 1 more, to have at least 3",
        ),
        ("objectives", [], "Key strategic objectives", "Write 3 to 5 objectives"),
        ("objectives.0.issue", "", "Key strategic objectives", "Objective 1: write “Issue”"),
        ("objectives.1.benchmarks", [], "Key strategic objectives", "Objective 2: choose “Benchmarks it develops”"),
        ("objectives.2.who_else", "", "Key strategic objectives", "Objective 3: write “Shared responsibility”"),
        (
            "objectives.0.objective",
            "Every student meets more employers",
            "Key strategic objectives",
            "Objective 1: say where it starts and by when, so that it can be measured",
        ),
        ("objectives.1.actions", [], "Action plan", "Add the actions for objective 2"),
        ("objectives.0.actions.1.responsible", "", "Action plan", "Objective 1, action 2: say who is responsible"),
        (
            "objectives.0.actions.0.time",
            "soon",
            "Action plan",
            "Objective 1, action 1, Time: Enter a day, month, term or how often",
        ),
        (
            "objectives.0.actions.0.time",
            "end of term",
            "Action plan",
            "Objective 1, action 1, Time: Which term? For example, end of spring term 2027",
        ),
        ("header.review_date", "termly", "About this plan", "Proposed Review Date: Enter a day or a month"),
        (
            "header.date_approved_governors",
            "29 Feb",
            "About this plan",
            "Date approved by Governors: February 2027 has no day 29. Check the date",
        ),
        ("objectives.0.actions.0.outcome", " ", "Action plan", "Objective 1, action 1: say what success looks like"),
    ],
)
def test_a_missing_or_unclear_answer_is_asked_for_in_its_section_and_nothing_else(place, value, section, said):
    found = lacking(put(place, value))
    assert len(found) == 1, found
    assert found[0][0] == section
    assert said in found[0][1]


OLDER = (
    "Enter newer Compass scores: these were evaluated before September 2025, against the benchmarks as they were then"
)


@pytest.mark.parametrize("evaluated", ["July 2025", "31 August 2025", "2023/24", "Summer 2025"])
def test_newer_scores_are_asked_for_if_the_evaluation_predates_the_2025_benchmarks(evaluated):
    assert lacking(put("current_state.compass.evaluated", evaluated)) == [("Current state", OLDER)]


@pytest.mark.parametrize(
    "evaluated", ["1 September 2025", "Autumn 2025", "2025", "July 2025 and July 2026", "last year"]
)
def test_newer_scores_are_not_asked_for_if_the_evaluation_may_use_the_2025_benchmarks(evaluated):
    assert OLDER not in [text for _, text in lacking(put("current_state.compass.evaluated", evaluated))]


def test_newer_scores_are_not_asked_for_where_there_are_none():
    compass = {"evaluated": "July 2025"}
    assert OLDER not in [text for _, text in lacking(put("current_state.compass", compass))]


def test_braces_in_an_answer_are_only_text_to_a_review():
    plan = finished()
    plan["header"]["careers_leader"] = plan["vision"]["statement"] = "{x} {students!r} {"
    assert findings(Plan.model_validate(plan)) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("header.date_approved_slt", ""),
        ("header.date_approved_governors", ""),
        ("vision.ideas", ""),
        ("objectives.0.actions.0.time", "termly"),
        ("current_state.compass.b3", "0"),
        ("reflections", {}),
    ],
)
def test_optional_fields_are_not_asked_for(place, value):
    assert lacking(put(place, value)) == []


def test_questions_for_whole_school_priorities_are_not_asked_of_other_objectives():
    def change(answers):
        answers["objectives"][0] |= {"kind": "careers", "who_else": ""}

    assert lacking(change) == []


def test_everything_missing_from_an_action_is_asked_for_in_one_sentence():
    said = lacking(put("objectives.0.actions", [{"id": "a"}]))
    assert said == [
        (
            "Action plan",
            "Objective 1, action 1: say what is done, who is responsible, when and what success looks like",
        )
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Write 2 more, to have 3 to 5 objectives"),
        (2, "Write 1 more, to have 3 to 5 objectives"),
        (3, None),
        (5, None),
        (6, "Choose the 5 that matter most: there are 6 objectives"),
    ],
)
def test_three_to_five_objectives_are_asked_for(count, said):
    def change(answers):
        answers["objectives"] = [answers["objectives"][0] | {"id": f"o{number}"} for number in range(count)]

    assert [text for _, text in lacking(change)] == ([said] if said else [])


@pytest.mark.parametrize(("setting", "word"), [("School", "school"), ("College", "college")])
def test_one_whole_school_priority_is_asked_for_in_the_words_of_the_setting(setting, word):
    def change(answers):
        for objective in answers["objectives"]:
            objective["kind"] = "careers"

    assert lacking(change, setting) == [
        ("Key strategic objectives", f"Make at least one objective a whole-{word} priority")
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date_approved_slt", "1 September 2026", "the plan is approved by SLT before it is created"),
        (
            "date_approved_governors",
            "1 October 2026",
            "the plan is approved by the governors before it is approved by SLT",
        ),
        ("review_date", "Aut1", "the plan is to be reviewed before it is approved by the governors"),
        ("date_created", "Dec 2026", "the plan is approved by SLT before it is created"),
    ],
)
def test_dates_in_the_wrong_order_are_reported(field, value, said):
    assert found_by("approvals_in_order", put(f"header.{field}", value)) == [f"Check the dates: {said}"]


@pytest.mark.parametrize("value", ["November 2026", "20/11/2026", "Autumn 2026"])
def test_dates_that_could_be_in_order_are_not_reported(value):
    assert found_by("approvals_in_order", put("header.review_date", value)) == []


def test_an_empty_plan_is_asked_for_every_section_once_and_in_order():
    found = findings(Plan())
    assert all(isinstance(gap, Finding) for gap in found)
    assert list(dict.fromkeys(gap.section for gap in found)) == [
        "About this plan",
        "Vision",
        "Current state",
        "SWOT analysis",
        "Key strategic objectives",
        "Careers programme",
        "For your website",
    ]
    assert len(set(found)) == len(found)
    assert "Enter the Compass scores: 8 of 8 are missing" in [gap.text for gap in found]
    assert not [gap.text for gap in found if "{" in gap.text]


def test_a_plan_is_measured_by_its_five_parts():
    assert started_parts(Plan()) == (0, 5)
    assert started_parts(Plan.model_validate(finished())) == (5, 5)
    assert started_parts(Plan.model_validate({"objectives": [{"id": "a"}]})) == (1, 5)
    assert started_parts(Plan.model_validate({"request": {"cost": "£1,800"}})) == (
        1,
        5,
    )  # in the step of the action plan
    assert started_parts(Plan.model_validate({"vision": {"slt": "x"}, "reflections": {"swot": "y"}})) == (1, 5)


def test_each_gap_leads_to_a_box_of_the_forms(store):
    """The path is that of a control, or the beginning of some: a list, or a group of checkboxes."""
    school = import_plan(store, (samples() / "900002.json").read_text("utf-8"), "900002")
    objective = store.answers.add_record(school.id, "objectives", {"objective": "Better"})
    store.answers.add_record(
        school.id, f"objectives[{objective}].actions", {"action": "Something", "time": "next Tuesday"}
    )
    store.answers.save(school.id, {"header.review_date": "", "vision.slt": "", "current_state.compass.b3": "much"})
    for school_id in (school.id, "100"):
        paths = set()
        for part in PARTS:
            controller = FormController(store, store.schools.get(school_id))
            open_all(build_form(controller, part))
            paths |= {one for control in controller.controls.values() for one in control.paths.values()}
        found = findings(load_plan(store, store.schools.get(school_id)))
        assert len(found) > 5
        for gap in found:
            assert [path for path in paths if path == gap.path or path.startswith((f"{gap.path}[", f"{gap.path}#"))], (
                gap
            )


# Each rule: where it fires, and where it stays quiet

ACTION = "objectives.0.actions.0"
OBJECTIVE = "objectives.0.objective"
GOOD_OBJECTIVE = GOOD[Kind.LONG]
APPROVED = ("header.date_approved_governors", "20 November 2026")

RULES = {
    "header_filled": (put("header.academic_year", ""), put("header.date_approved_slt", "")),
    "approvals_in_order": (
        put("header.date_created", "17 October 2026"),
        put("header.date_created", "October 2026"),
    ),
    "review_after_the_last_action": (put(f"{ACTION}.time", "9 August 2027"), put(f"{ACTION}.time", "Summer 2027")),
    "review_within_a_year": (put("header.review_date", "Spring 2028"), put("header.review_date", "November 2027")),
    "dates_within_the_year": (put(f"{ACTION}.time", "Spring 2026"), put(f"{ACTION}.time", "2027")),
    "voices_heard": (put("vision.parents", " "), put("vision.parents", "Not asked yet. Survey in March.")),
    "vision_filled": (put("vision.school_statement", ""), put("vision.ideas", "")),
    "current_state_filled": (put("current_state.labour_market", ""), put("current_state.compass", {})),
    "compass_filled": (put("current_state.compass.b8", ""), put("current_state.compass.b8", "0")),
    "compass_is_current": (
        put("current_state.compass.evaluated", "July 2025"),
        put("current_state.compass.evaluated", "September 2025"),
    ),
    "swot_filled": (put("swot.opportunities", []), put("swot.opportunities", [{"id": "a", "text": "One"}])),
    "enough_objectives": (lambda plan: plan["objectives"].pop(), together()),
    "has_whole_school_objective": (
        lambda plan: [objective.update(kind="careers") for objective in plan["objectives"]],
        put("objectives.0.kind", "careers"),
    ),
    "priority_benchmarks_developed": (
        put("current_state.priority_benchmarks", [1, 8]),
        together(put("current_state.priority_benchmarks", [1, 8]), put("objectives.2.benchmarks", [8])),
    ),
    "priorities_answered": (
        put("swot.key_priorities", [{"id": "new", "text": "A priority"}]),
        put("swot.key_priorities", [{"id": "new", "text": " "}]),
    ),
    "programme_filled": (
        put("programme.activities", [{"id": "a"}]),
        put("programme.activities", [*PROGRAMME["activities"], {"id": "a"}]),
    ),
    "activities_placed": (put("programme.activities.3.time", ""), put("programme.activities.3.type", "")),
    "encounters_enough": (
        put("programme.activities.0.years", [7]),
        put("programme.activities.0.time", "Summer 2"),
    ),
    "work_experience_enough": (
        put("programme.activities.2.days", "a while"),
        put("programme.activities.2.days", "one week"),
    ),
    "years_in_programme": (put("programme.years", [7, 8, 9]), put("programme.years", [])),
    "benchmarks_in_programme": (
        put("programme.activities.3.benchmarks", [1, 2, 3, 4, 5, 6, 7]),
        put("programme.activities.3.benchmarks", [2, 3, 4, 5, 6, 7, 8]),
    ),
    "website_filled": (
        put("website.impact", " "),
        together(put("website.provider_access", ""), put("header.setting", "College")),
    ),
    "names_nobody": (
        put("vision.parents", "Amelia’s mum in 9B wants more help."),
        put("vision.parents", "Parents of Year 9 want more help."),
    ),
    "uses_todays_words": (
        put("swot.weaknesses.0.text", "Not every pupil uses labour market information by age 14."),
        put("swot.weaknesses.0.text", "Not every student uses labour market information in each key stage."),
    ),
    "objective_filled": (put("objectives.0.success", ""), put("objectives.0.kind", "careers")),
    "objective_changes_something": (
        put(OBJECTIVE, "By July 2027 raise awareness of apprenticeships in Year 10"),
        put(OBJECTIVE, "Every student meets more employers"),
    ),
    "objective_measurable": (put(OBJECTIVE, GOOD_OBJECTIVE.partition(", up from")[0]), put(OBJECTIVE, GOOD_OBJECTIVE)),
    "objective_adds_up": (
        put(OBJECTIVE, GOOD_OBJECTIVE.replace("80%", "35%")),
        put(OBJECTIVE, GOOD_OBJECTIVE.replace("up from 48%", "from 48%")),
    ),
    "benchmarks_have_room": (
        together(put("current_state.compass.b4", "100%"), put("objectives.0.benchmarks", [1, 2, 4])),
        together(put("current_state.compass.b4", "99%"), put("objectives.0.benchmarks", [1, 2, 4])),
    ),
    "has_actions": (put("objectives.0.actions", []), lambda plan: plan["objectives"][0]["actions"].pop()),
    "actions_filled": (put(f"{ACTION}.outcome", ""), put(f"{ACTION}.progress", "")),
    "actions_evaluated": (put(f"{ACTION}.evaluation", ""), put("objectives.0.actions", [{"id": "a"}])),
    "actions_name_their_audience": (put(f"{ACTION}.audience", ""), put("objectives.0.actions", [{"id": "a"}])),
    "stopped_with_a_reason": (
        together(put(f"{ACTION}.status", "Stopped"), put(f"{ACTION}.progress", "")),
        together(put(f"{ACTION}.status", "Completed"), put(f"{ACTION}.progress", "")),
    ),
}


@pytest.mark.parametrize("rule", [*PLAN_RULES, *TEXT_RULES, *OBJECTIVE_RULES], ids=lambda rule: rule.name)
def test_each_rule_fires_where_it_should_and_is_quiet_where_it_should(rule):
    fires, is_quiet = RULES[rule.name]
    assert len(found_by(rule.name, fires)) == 1
    assert found_by(rule.name, is_quiet) == []


@pytest.mark.parametrize("rule", [*PLAN_RULES, *TEXT_RULES, *OBJECTIVE_RULES], ids=lambda rule: rule.name)
def test_each_rule_has_its_source_in_its_docstring_and_says_why_it_matters(rule):
    answers = finished()
    RULES[rule.name][0](answers)
    (found,) = (one for one in findings(Plan.model_validate(answers)) if one.rule == rule.name)
    # What is found in a text has a source of its own.
    assert f"Source: {found.source}" in rule.__doc__ or (rule in TEXT_RULES and "Source: " in rule.__doc__)
    assert found.why.endswith((".", "?"))
    assert found.text[0].isupper()
    assert "{" not in f"{found.text}{found.why}{found.mend}{found.section}"


def test_the_bad_plan_of_a_good_school_is_found_out():
    """A plan that used to print "ready": awareness instead of a change, no evaluation, no audience, and a review at once."""
    answers = finished()
    together(
        put(OBJECTIVE, "By July 2027 raise awareness of apprenticeships in Year 10"),
        each_action(evaluation="", audience=""),
        put("header.review_date", "25 November 2026"),
    )(answers)
    found = findings(Plan.model_validate(answers))
    of_the_objective = [one for one in found if one.path == "objectives[r0].objective"]

    assert {one.rule for one in found} == {
        "objective_changes_something",
        "objective_measurable",
        "actions_evaluated",
        "actions_name_their_audience",
        "review_after_the_last_action",
    }
    assert [one.text for one in of_the_objective] == [
        "Objective 1: say what will be different for students",
        "Objective 1: say a number, where it starts and where it gets to, so that it can be measured",
    ]
    assert of_the_objective[1].mend.startswith("It says for whom and by when already. For example, ")
    assert of_the_objective[0].mend.startswith(
        "“raise awareness of apprenticeships in Year 10”. Nobody can see awareness"
    )


def test_a_finding_is_set_aside_with_a_reason_and_comes_back_without():
    answers = finished()
    put("header.review_date", "25 November 2026")(answers)
    (found,) = findings(Plan.model_validate(answers))
    assert found.is_open
    for reason, is_open in (("We review termly", False), (" ", True)):
        answers["set_aside"] = [{"id": "x", "finding": found.key, "advice": found.text, "reason": reason}]
        assert [one.is_open for one in findings(Plan.model_validate(answers))] == [is_open]
    assert found.key == "review_after_the_last_action header.review_date"


def test_a_quote_in_a_finding_is_short_and_its_braces_are_only_text():
    answers = finished("Training provider")
    put("swot.key_priorities", [{"id": "new", "text": "{students} " * 40}])(answers)
    (found,) = (one for one in findings(Plan.model_validate(answers)) if one.rule == "priorities_answered")
    assert found.mend.startswith("“{students} {students}")
    assert "…”. Choose it" in found.mend
    assert len(found.mend) < 250


def test_a_finding_in_a_text_names_the_place_and_quotes_the_words():
    answers = finished()
    put("objectives.1.actions.0.outcome", "Jordan Smith (Year 10) has a placement")(answers)
    put("swot.threats.1.text", "We rely on the Baker clause")(answers)
    by_rule = {one.rule: one for one in findings(Plan.model_validate(answers))}

    named, old = by_rule["names_nobody"], by_rule["uses_todays_words"]
    assert (named.section, named.path) == ("Personal data", "objectives[r1].actions[r0].outcome")
    assert named.text == "Objective 2, action 1, Outcomes: this looks like a named pupil"
    assert named.mend.startswith("“Jordan Smith”. ")
    assert (old.section, old.path) == ("SWOT analysis", "swot.threats[r1].text")
    assert old.text == "Threat 2: old wording"
    assert old.mend.startswith("“Baker clause”. Since January 2023 provider access legislation")
    assert old.mend.endswith("Write instead: “provider access legislation”.")


@given(plans(), st.sampled_from(PARTS))
def test_the_findings_of_a_part_are_those_of_the_whole_plan_in_it(plan, part):
    assert findings(plan, part) == [one for one in findings(plan) if part_of(one.path) == part]


def open_rules(*changes, setting="School"):
    """Return the rules of the open findings of a finished plan after some changes."""
    answers = finished(setting)
    for change in changes:
        change(answers)
    return [finding.rule for finding in findings(Plan.model_validate(answers)) if finding.is_open]


def set_aside_first(answers):
    """Set aside the first thing that is found."""
    (first, *_) = findings(Plan.model_validate(answers))
    answers["set_aside"] = [{"id": "x", "finding": first.key, "reason": "We know"}]


@pytest.mark.parametrize(
    "change",
    [
        put("vision.slt", "Ask Jordan Smith in Year 10, and write to a.smith12@school.sch.uk"),
        put("current_state.priority_benchmarks", [1, 7, 8]),
        together(
            put("current_state.compass.b4", "100%"),
            put("current_state.compass.b5", "100%"),
            put("objectives.0.benchmarks", [1, 2, 4, 5]),
        ),
        together(put("website.email", ""), put("website.telephone", "")),
    ],
    ids=["two matches in a text", "two benchmarks that nobody develops", "two that are achieved", "two empty boxes"],
)
def test_setting_one_finding_aside_leaves_the_others_of_its_rule(change):
    assert len(open_rules(change)) == 2
    assert len(open_rules(change, set_aside_first)) == 1


def test_no_two_findings_have_the_same_key():
    for file in sorted(samples().glob("*.json")):
        keys = [finding.key for finding in findings(read_plan(file.read_text("utf-8"), file.name))]
        assert len(keys) == len(set(keys))


def test_of_two_who_set_the_same_aside_the_reason_counts():
    for reasons in (("We agreed on two", ""), ("", "We agreed on two")):
        answers = finished()
        answers["objectives"].pop()
        (found,) = findings(Plan.model_validate(answers))
        answers["set_aside"] = [
            {"id": f"x{number}", "finding": found.key, "reason": reason} for number, reason in enumerate(reasons)
        ]
        assert [one.is_open for one in findings(Plan.model_validate(answers))] == [False]


@pytest.mark.parametrize("status", ["Stopped", "Completed"])
def test_an_action_that_has_ended_does_not_hold_up_the_review(status):
    late = put(f"{ACTION}.time", "July 2028")
    assert set(open_rules(late)) == {"review_after_the_last_action", "dates_within_the_year"}
    assert open_rules(late, put(f"{ACTION}.status", status)) == []


def test_nothing_more_is_asked_of_an_action_that_was_stopped():
    emptied = together(*(put(f"{ACTION}.{name}", "") for name in ("evaluation", "audience", "outcome")))
    assert len(open_rules(emptied, put(f"{ACTION}.status", "In progress"))) == 3
    assert open_rules(emptied, put(f"{ACTION}.status", "Stopped")) == []


def test_a_plan_that_was_approved_the_summer_before_can_be_reviewed_after_its_actions():
    early = {"date_created": "May 2026", "date_approved_slt": "3 June 2026", "date_approved_governors": "10 June 2026"}
    changes = [put(f"header.{name}", value) for name, value in early.items()]
    assert open_rules(*changes, put(f"{ACTION}.time", "July 2027"), put("header.review_date", "20 July 2027")) == []


def test_the_approval_that_is_quoted_is_the_one_that_counts():
    answers = finished()
    together(
        put("header.date_approved_slt", "1 September 2026"),
        put("header.date_approved_governors", "to be agreed"),
        put("header.review_date", "May 2028"),
        put("header.date_created", "August 2026"),
    )(answers)
    (found,) = (one for one in findings(Plan.model_validate(answers)) if one.rule == "review_within_a_year")
    assert found.mend == "It was approved “1 September 2026”."


def test_the_texts_for_the_website_are_read_and_its_contacts_are_not():
    put_programme = put("website.programme", "Ask Jordan Smith in Year 10. We follow the Baker clause.")
    assert sorted(open_rules(put_programme)) == ["names_nobody", "uses_todays_words"]
    assert (
        open_rules(put("website.email", "jordan.smith@school.sch.uk"), put("website.telephone", "01632 960 123")) == []
    )


def test_a_member_of_staff_may_be_named_as_responsible():
    assert open_rules(put(f"{ACTION}.responsible", "Sam and Jo")) == []
    assert open_rules(put(f"{ACTION}.responsible", "sam.jones@school.sch.uk")) == ["names_nobody"]


def test_colleges_are_told_whose_rule_the_website_is():
    answers = finished("College")
    put("website.email", "")(answers)
    (found,) = findings(Plan.model_validate(answers))
    assert found.why.startswith("Your funding agreement says")


def test_a_benchmark_that_there_is_not_is_no_finding():
    assert open_rules(put("current_state.priority_benchmarks", [1, 9])) == []


def test_articles_fit_what_they_stand_before():
    answers = finished()
    put("vision.slt", "Write to a.smith12@school.sch.uk")(answers)
    (found,) = findings(Plan.model_validate(answers))
    assert found.text == "SLT Comments: this looks like an email address"


def the_finding(rule, *changes, setting="School"):
    """Return the one finding of a rule in a finished plan after some changes."""
    answers = finished(setting)
    for change in changes:
        change(answers)
    (found,) = (one for one in findings(Plan.model_validate(answers)) if one.rule == rule)
    return found


@pytest.mark.parametrize(
    ("review", "time", "objective", "said"),
    [
        ("15 October 2026", "September 2026", GOOD_OBJECTIVE, "the last target (July 2027)"),
        ("February 2027", "2 August 2027", GOOD_OBJECTIVE, "the last action (2 August 2027)"),
        (
            "June 2027",
            "May 2027",
            GOOD_OBJECTIVE.replace("July 2027", "December 2027"),
            "the last target (December 2027)",
        ),
    ],
)
def test_an_early_review_is_asked_about_and_not_forbidden(review, time, objective, said):
    changes = put("header.review_date", review), each_action(time=time), put(OBJECTIVE, objective)
    found = the_finding("review_after_the_last_action", *changes)
    assert found.text == f"The review ({review}) is before {said}"
    assert found.mend.startswith("Is this too soon? If you review part way through the year, ")


def test_a_review_after_the_last_target_and_within_a_year_of_approval_is_left_alone():
    early = put("header.date_approved_slt", "1 October 2026"), put("header.date_approved_governors", "10 October 2026")
    assert open_rules(*early, put("header.review_date", "20 September 2027")) == []


@pytest.mark.parametrize("when", ["By 2026", "By summer 2026", "By 31 August 2026"])
def test_a_target_before_the_plans_year_is_pointed_out(when):
    found = the_finding("dates_within_the_year", put(OBJECTIVE, GOOD_OBJECTIVE.replace("By July 2027", when)))
    assert found.text == f"Objective 1: check the date. The plan is for 2026/27, and this is for “{when[3:]}”"
    assert found.path == "objectives[r0].objective"


@pytest.mark.parametrize("when", ["By the end of 2026", "By autumn 2026", "By July 2028", "By July"])
def test_a_target_within_the_plans_year_or_later_is_left_alone(when):
    assert found_by("dates_within_the_year", put(OBJECTIVE, GOOD_OBJECTIVE.replace("By July 2027", when))) == []


def test_an_objective_that_names_nobody_is_asked_for_whom_with_its_words():
    found = the_finding("objective_changes_something", put(OBJECTIVE, "Double attendance at careers fair."))
    assert found.text == "Objective 1: say for which students"
    assert found.mend == "“Double attendance at careers fair”. This says what changes, but not for which students."


def test_a_priority_leads_to_the_first_objective_where_none_is_chosen():
    new = put("swot.key_priorities", [{"id": "new", "text": "A priority"}])
    some, none = the_finding("priorities_answered", new), put("objectives.1.priorities", [])
    assert some.path == "objectives[r0].priorities"
    assert the_finding("priorities_answered", new, none).path == "objectives[r1].priorities"
    assert (
        the_finding("priorities_answered", new, none).key
        == some.key
        == "priorities_answered swot.key_priorities[new].text"
    )

    new = put("current_state.priority_benchmarks", [1, 8])
    assert the_finding("priority_benchmarks_developed", new).path == "objectives[r0].benchmarks"
    assert (
        the_finding("priority_benchmarks_developed", new, put("objectives.2.benchmarks", [])).path
        == "objectives[r2].benchmarks"
    )


def test_what_no_objective_chooses_is_said_once():
    emptied = [put(f"objectives.{number}.benchmarks", []) for number in range(2)]
    new = put("current_state.priority_benchmarks", [1, 8])
    assert found_by("priority_benchmarks_developed", new, *emptied) == [
        "No objective develops 8. Personal guidance, a priority benchmark"
    ]
    assert found_by("objective_filled", new, *emptied) == ["Objective 2: choose “Benchmarks it develops”"]
    answers = finished()
    together(new, *emptied)(answers)
    found = the_finding("priority_benchmarks_developed", new, *emptied)
    aside = put("set_aside", [{"id": "x", "finding": found.key, "reason": "Next year"}])
    assert len(found_by("objective_filled", new, *emptied, aside)) == 2, "it was said by what is set aside"


def test_voices_that_were_not_heard_are_asked_for_together():
    found = the_finding("voices_heard", put("vision.slt", ""), put("vision.parents", " "), put("vision.staff", ""))
    assert found.text == "Write: SLT Comments, Parent Voice Comments and Staff Voice Comments"
    assert found.path == "vision.slt"


def test_personal_data_comes_first_and_once_for_each_person_with_its_places():
    answers = finished()
    put("vision.slt", "")(answers)
    put("swot.strengths.1.text", "Jack Taylor in 10B has anxiety")(answers)
    put("swot.key_priorities.0.text", "Jack Taylor in 10B has anxiety")(answers)
    put("objectives.0.solution", "A quiet room for Jack Taylor in 10B")(answers)
    found = findings(Plan.model_validate(answers))
    assert [(one.section, one.text) for one in found] == [
        ("Personal data", "Strength 2 and Priority 1: this looks like a named pupil"),
        ("Personal data", "Strength 2 and Priority 1: this looks like a health detail"),
        ("Personal data", "Objective 1, Solution: this looks like a named pupil"),
        ("Vision", "Write: SLT Comments"),
    ]
    assert found[0].path == "swot.strengths[r1].text"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("email", "jokafor", "Careers leader’s email address: Enter an email address"),
        ("email", "jokafor@larkmoor", "Careers leader’s email address: Enter an email address"),
        ("telephone", "12", "Careers leader’s telephone number: Enter a telephone number with its area code"),
        ("telephone", "960123", "Careers leader’s telephone number: Enter a telephone number with its area code"),
        ("provider_access", "see our website", "Link to our provider access statement: Enter the address of the page"),
        (
            "provider_access",
            "Provider access.pdf",
            "Link to our provider access statement: Enter the address of the page",
        ),
    ],
)
def test_an_address_or_number_that_cannot_be_one_is_pointed_out(name, typed, said):
    found = the_finding("website_filled", put(f"website.{name}", typed))
    assert found.text.startswith(f"{said}, for example ")
    assert (found.path, found.mend) == (f"website.{name}", f"“{typed}”.")
    missing = the_finding("website_filled", put(f"website.{name}", ""))
    assert found.key != missing.key, "setting aside that it is missing sets this aside"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("email", "Ms Okafor, j.okafor@larkmoor.sch.example"),
        ("telephone", "+44 (0)1632 960 123, ext. 4"),
        ("telephone", "020 7946 0123"),
        ("provider_access", "www.larkmoor.example/provider-access.pdf"),
        ("provider_access", "larkmoor.example/access"),
    ],
)
def test_an_address_or_number_that_may_be_one_is_left_alone(name, typed):
    assert found_by("website_filled", put(f"website.{name}", typed)) == []


def test_each_box_for_the_website_has_a_reason_of_its_own():
    names = ("email", "telephone", "programme", "impact", "next_review", "provider_access")
    found = [the_finding("website_filled", put(f"website.{name}", "")) for name in names]
    reasons = dict(zip(names, [one.why for one in found], strict=True))
    assert reasons["email"] == reasons["telephone"]
    assert len(set(reasons.values())) == 5
    assert [name for name, why in reasons.items() if "whom to ask" in why] == ["email", "telephone"]
    assert found[-1].source == "Education Act 1997, section 42B"
    assert found[0].source != found[-1].source


def test_whose_rule_it_is_is_a_sentence():
    ours = the_finding("review_after_the_last_action", put("header.review_date", "December 2026"))
    theirs = the_finding("swot_filled", put("swot.opportunities", []))
    assert ours.cited == "This is our own advice."
    assert theirs.cited.startswith("From Benchmark 1, Module 1")
