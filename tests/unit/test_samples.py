"""Careers leaders learn from the sample plans, so they are complete, measurable, consistent and free of mistakes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from careerskit.evidence import import_file
from careerskit.plan import (
    AUDIENCES,
    FieldSpec,
    Group,
    Kind,
    Plan,
    Record,
    Setting,
    When,
    advice_on,
    fields_of,
    term_of,
)
from careerskit.plan import read_plan as read
from careerskit.review import findings
from careerskit.store import export_plan, open_store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
ALL = ("900001", "900002", "900003", "900004", "900005", "900006", "900007")
FULL = ("900001", "900002", "900003", "900005", "900006")
OF_ITS_OWN = "900001"  # the plan with benchmark 1 as a priority, and with advice set aside
SMALLEST = 11  # a smaller group of people is not counted in print
TODAY = date(2026, 11, 25)  # the day of the webinar, for which the sample plans are written


def text_of(school: str) -> str:
    return (SAMPLES / f"{school}.json").read_text("utf-8")


def plan_of(school: str) -> Plan:
    return read(text_of(school), f"{school}.json")


def answers(group: Group, path: str = "", setting: Setting | None = None) -> Iterator[tuple[str, FieldSpec, Any]]:
    """Yield every question of a plan that applies, with its path and answer."""
    setting = group.setting if isinstance(group, Plan) else setting or Setting.SCHOOL
    for question in fields_of(type(group)):
        place, answer = f"{path}.{question.name}", getattr(group, question.name)
        if not question.applies_to(group) or not question.is_asked_of(setting):
            assert not answer, f"{place} is answered, but not asked"
        elif isinstance(answer, Group):
            yield from answers(answer, place, setting)
        else:
            yield place, question, answer
            if question.kind is Kind.ROWS:
                for record in answer:
                    yield from answers(record, f"{place}.{record.id}", setting)


def records(group: Group) -> Iterator[Record]:
    for _, question, answer in answers(group):
        if question.kind is Kind.ROWS:
            yield from answer


def first_day_of(time: When) -> date:
    span = time.span(2026)
    assert span, f"{time!r} names no day"
    return span.first


def test_there_is_one_plan_file_for_each_sample() -> None:
    assert sorted(path.stem for path in SAMPLES.glob("*.json")) == sorted(ALL)


@pytest.mark.parametrize("school", ALL)
def test_a_sample_is_read_and_written_unchanged(school: str) -> None:
    assert plan_of(school).school == school
    assert plan_of(school).to_json() == text_of(school)


def test_the_samples_show_every_setting() -> None:
    assert {plan_of(school).header.setting for school in ALL} == {setting.value for setting in Setting}


@pytest.mark.parametrize("school", ALL)
def test_no_answer_of_a_sample_needs_advice(school: str) -> None:
    found = {
        place: advice for place, question, answer in answers(plan_of(school)) if (advice := advice_on(question, answer))
    }
    assert not found


@pytest.mark.parametrize("school", ALL)
def test_every_choice_of_a_sample_is_a_valid_one(school: str) -> None:
    plan = plan_of(school)
    for place, question, answer in answers(plan):
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and answer:
            chosen = answer if question.kind is Kind.CHOICES else (answer,)
            assert {*chosen} <= {choice.value for choice in plan.choices_for(question)}, place


@pytest.mark.parametrize("school", ALL)
def test_every_record_of_a_sample_has_a_unique_id(school: str) -> None:
    ids = [record.id for record in records(plan_of(school))]
    assert len(ids) == len({*ids})
    assert all(re.fullmatch(r"[a-z0-9]{8}", name) for name in ids)


@pytest.mark.parametrize("school", FULL)
def test_a_full_plan_answers_every_question(school: str) -> None:
    empty = [
        place for place, question, answer in answers(plan_of(school)) if question.kind is not Kind.TICK and not answer
    ]
    optional = r"\.(?:set_aside|notes)|.+\.actions\..+\.(?:prompt|cost|staff_time)"
    assert [place for place in empty if not re.fullmatch(optional, place)] == []


@pytest.mark.parametrize("school", FULL)
def test_the_cost_of_a_full_plan_is_the_sum_of_its_actions_and_of_its_parts(school: str) -> None:
    plan = plan_of(school)
    costs = [action.cost for _, action in plan.actions if action.cost]
    total, *parts = _pounds(plan.request.cost)
    assert total == sum(parts) == sum(sum(_pounds(cost)) for cost in costs)
    assert total in _pounds(plan.request.decision)
    assert sum(bool(action.staff_time) for _, action in plan.actions) >= 5


def _pounds(text: str) -> list[int]:
    return [int(amount.replace(",", "")) for amount in re.findall(r"£([\d,]*\d)", text)]


@pytest.mark.parametrize("school", FULL)
def test_a_full_plan_has_a_programme_in_every_term_and_year_group(school: str) -> None:
    programme = plan_of(school).programme
    assert 12 <= len(programme.activities) <= 20
    assert {year for activity in programme.activities for year in activity.years} == {*programme.years}
    spans = [span for activity in programme.activities if (span := activity.time.span(2026))]
    assert {term_of(span.first) for span in spans} == {"Autumn 2026", "Spring 2027", "Summer 2027"}


@pytest.mark.parametrize("school", FULL)
def test_most_actions_of_a_full_plan_have_a_topic_and_there_are_many(school: str) -> None:
    topics = [action.prompt for _, action in plan_of(school).actions if action.prompt]
    assert len(topics) >= 0.7 * len([*plan_of(school).actions])
    assert len({*topics}) >= 5


@pytest.mark.parametrize("school", FULL)
def test_a_full_plan_has_no_advice_that_is_still_open(school: str) -> None:
    assert [finding for finding in findings(plan_of(school)) if finding.is_open] == []


def test_one_plan_sets_advice_aside_with_a_reason() -> None:
    set_aside = {school: [one for one in findings(plan_of(school)) if one.set_aside] for school in ALL}
    assert [school for school, found in set_aside.items() if found] == [OF_ITS_OWN]
    (finding,) = set_aside[OF_ITS_OWN]
    (record,) = plan_of(OF_ITS_OWN).set_aside
    assert (record.finding, record.advice) == (finding.key, finding.text)
    assert finding.rule == "benchmarks_have_room"
    assert not any(plan_of(school).set_aside for school in ALL if school != OF_ITS_OWN)


@pytest.mark.parametrize("school", FULL)
def test_every_priority_comes_from_points_and_is_answered_by_an_objective(school: str) -> None:
    plan = plan_of(school)
    weak = {point.id for point in plan.swot.weaknesses}
    answered = [priority for objective in plan.objectives for priority in objective.priorities]
    for priority in plan.swot.key_priorities:
        assert priority.points, priority.text
        assert priority.id in answered, priority.text
    assert any(weak & {*priority.points} for priority in plan.swot.key_priorities)
    assert weak <= {point for priority in plan.swot.key_priorities for point in priority.points}


@pytest.mark.parametrize("school", FULL)
def test_a_full_plan_is_reviewed_after_its_targets_and_within_a_year_of_its_approval(school: str) -> None:
    plan = plan_of(school)
    review, approved = first_day_of(plan.header.review_date), first_day_of(plan.header.date_approved_governors)
    assert review <= approved.replace(year=approved.year + 1)
    for objective in plan.objectives:
        by = re.search(r"[Bb]y ((?:\d{1,2} )?[A-Z][a-z]+ 2027)", objective.objective)
        assert by, objective.objective
        assert first_day_of(When(by[1])) < review, objective.objective
    for _, action in plan.actions:
        span = action.time.span(2026)
        assert span is None or span.first < review, action.action


@pytest.mark.parametrize("school", FULL)
def test_a_full_plan_has_the_required_numbers_of_objectives_priorities_and_points(school: str) -> None:
    plan = plan_of(school)
    kinds = [objective.kind for objective in plan.objectives]
    assert 3 <= len(kinds) <= 5
    assert {*kinds} == {"careers", "whole"}
    assert len(plan.swot.key_priorities) >= 3
    for points in (plan.swot.strengths, plan.swot.weaknesses, plan.swot.opportunities, plan.swot.threats):
        assert 3 <= len(points) <= 5
    assert len(plan.reflections.surgery_questions) >= 2
    for objective in plan.objectives:
        assert 3 <= len(objective.actions) <= 6 or objective == plan_of(OF_ITS_OWN).objectives[-1]
    assert any(action.cpd for _, action in plan.actions)
    assert {action.audience for _, action in plan.actions} == {*AUDIENCES}


@pytest.mark.parametrize("school", FULL)
def test_every_objective_has_a_baseline_a_target_and_a_date(school: str) -> None:
    for objective in plan_of(school).objectives:
        numbers = re.findall(r"\d[\d.,]*%", objective.objective)
        assert len({*numbers}) >= 2, objective.objective
        assert re.search(r"\b(?:up|down) from\b", objective.objective), objective.objective
        by = re.search(r"By (?:\d{1,2} )?[A-Z][a-z]+ \d{4}", objective.objective)
        assert by, objective.objective
        assert first_day_of(When(by[0])) > TODAY


@pytest.mark.parametrize("school", FULL)
def test_every_priority_benchmark_is_developed_by_an_objective(school: str) -> None:
    plan = plan_of(school)
    developed = {number for objective in plan.objectives for number in objective.benchmarks}
    assert {*plan.current_state.priority_benchmarks} <= developed
    scores = plan.current_state.compass.by_benchmark
    assert not any(scores[number].is_achieved for number in plan.current_state.priority_benchmarks)


@pytest.mark.parametrize("school", FULL)
def test_the_dates_of_a_full_plan_are_in_order(school: str) -> None:
    header, compass = plan_of(school).header, plan_of(school).current_state.compass
    approved = [header.date_created, header.date_approved_slt, header.date_approved_governors]
    days = [first_day_of(when) for when in (compass.evaluated, *approved, header.review_date)]
    assert days == sorted(days)
    assert days[3] <= TODAY < days[4]


@pytest.mark.parametrize("school", ALL)
def test_every_time_of_a_sample_is_readable(school: str) -> None:
    times = [
        answer for _, question, answer in answers(plan_of(school)) if question.kind in (Kind.WHEN, Kind.DATE) and answer
    ]
    assert all(time.is_readable for time in times)


@pytest.mark.parametrize("school", FULL)
def test_no_date_in_a_full_plan_falls_on_a_weekend(school: str) -> None:
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    for found in re.finditer(rf"\b\d{{1,2}} (?:{months})\b(?: 20\d\d)?", text_of(school)):
        assert first_day_of(When(found[0])).weekday() < 5, found[0]


@pytest.mark.parametrize("school", FULL)
def test_the_status_of_an_action_matches_its_time(school: str) -> None:
    statuses = set()
    for _, action in plan_of(school).actions:
        span = action.time.span(2026)
        statuses.add(action.status)
        if action.status == "Completed":
            assert span, action.action
            assert span.first <= TODAY, action.action
        elif action.status == "Not yet started" and span:
            assert span.last > TODAY, action.action
    assert statuses >= {"Completed", "In progress", "Not yet started"}


PEOPLE = (
    r"(?:students?|pupils?|learners?|leavers?|apprentices?|interns?|boys?|girls?|child|children|young people"
    r"|parents?|carers?|famil(?:y|ies))"
)
FEW = re.compile(
    r"(?<![\w.,%/-])(?:[1-9]|10|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:(?:of|the|our|these|other|more|former|new|Year \d+|level \d|[a-z-]+ed|[a-z-]+ing|[a-z]+-after) ){0,3}"
    rf"{PEOPLE}\b(?! in \w+)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:years?|levels?|benchmarks?|and|to|in) $", re.IGNORECASE)
SHARE = re.compile(r"([\d,]*\d) of ([\d,]*\d)(?![\d,]| (?:teachers|tutors|trainers|problems|vacancies|posts))")


@pytest.mark.parametrize("school", ALL)
def test_no_figure_of_a_sample_could_point_at_a_person(school: str) -> None:
    """Neither a number of students or families is small, nor what is left when it is taken from its whole."""
    text = text_of(school)
    few = [found[0] for found in FEW.finditer(text) if not NUMBERED.search(text[: found.start()])]
    assert few == []
    for found in SHARE.finditer(text):
        part, whole = (int(number.replace(",", "")) for number in found.groups())
        assert min(part, whole - part) >= SMALLEST, found[0]


@pytest.mark.parametrize(
    "text", ["seven pupils", "2 of our looked-after children", "Nine families", "one Year 9 student"]
)
def test_a_few_people_are_found_however_they_are_counted(text: str) -> None:
    assert FEW.search(text)


@pytest.mark.parametrize("school", ALL)
def test_no_sample_says_that_it_is_one(school: str) -> None:
    assert not re.search(r"(?i)\b(?:samples? (?:file|plan|school|destinations)|invented|fictional)\b", text_of(school))


@pytest.mark.parametrize("school", ALL)
def test_every_percentage_given_with_its_counts_is_correct(school: str) -> None:
    for found in re.finditer(r"(\d+)% \(([\d,]+) of ([\d,]+)", text_of(school)):
        share, part, whole = (int(number.replace(",", "")) for number in found.groups())
        assert share == half_up(part, whole), found[0]


def test_the_half_filled_plan_is_as_far_as_the_middle_of_the_webinar() -> None:
    plan = plan_of("900004")
    assert all(answer for _, _, answer in answers(plan.vision))
    assert all(answer for _, _, answer in answers(plan.current_state.compass))
    assert plan.swot.strengths
    assert not plan.swot.threats
    assert len(plan.objectives) == 1
    assert not [*plan.actions]


def test_the_advice_on_the_half_filled_plan_reads_like_help() -> None:
    """It is little, goes through the plan in its order, and each piece says what to do next."""
    found = findings(plan_of("900004"))
    assert 4 <= len(found) <= 9
    sections = list(dict.fromkeys(finding.section for finding in found))
    order = ["About this plan", "Vision", "Current state", "SWOT analysis", "Key strategic objectives", "Action plan"]
    assert sections == [section for section in order if section in sections]
    for finding in found:
        assert re.match(
            r"(?:Write|Add|Choose|Make|Objective 1: (?:say|write|choose)|No objective|.+: add) ?", finding.text
        )
        assert finding.why
        assert not re.search(r"(?i)error|invalid|wrong|fail|must", f"{finding.text} {finding.mend}")


# What the webinar's worked example has in its action plan, for whom, and in which words of today it is found
WORKED_EXAMPLE = {
    "Students": ("assembly", "learner journey", "Future Skills Questionnaire", "student council"),
    "Staff": ("briefing", "careers champion", "focus group"),
    "Parents": ("careers pages", "evening", "options booklet", "action plan", "half term"),
    "Employers": ("employer",),
}


def test_one_plan_makes_benchmark_1_known_and_understood_as_the_worked_example_of_the_webinar_does() -> None:
    plan = plan_of(OF_ITS_OWN)
    assert 1 in plan.current_state.priority_benchmarks
    (objective,) = [one for one in plan.objectives if 1 in one.benchmarks and one.kind == "careers"]
    assert objective.priorities
    for audience, words in WORKED_EXAMPLE.items():
        actions = " ".join(action.action for action in objective.actions if action.audience == audience)
        assert [word for word in words if word not in actions] == [], audience


def test_a_training_provider_writes_in_its_own_words() -> None:
    text = text_of("900006").replace('"Students"', "").replace('"students"', "").replace('"Governors"', "")
    assert not re.search(r"\b(?:students?|pupils?|governors?|headteacher|Years? (?:[7-9]|1[0-3])|key stage)\b", text)
    assert re.search(r"\blearners\b", text)
    assert re.search(r"\bthe board\b", text)
    assert "programme" in text


def test_the_plan_that_is_just_started_has_only_a_name_and_a_setting() -> None:
    answered = [place for place, _, answer in answers(plan_of("900007")) if answer]
    assert answered == [".header.school_name", ".header.setting"]


# The destinations file, with the same rules as the published one

PARTS = {
    "COHORT": ("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN"),
    "OVERALL_DEST": ("APPREN", "EMPLOYMENT", "EDUCATION"),
    "EDUCATION": ("FE", "SCH_6TH", "SIXTH_COL", "OTHER_EDU"),
}
COUNTS = tuple(dict.fromkeys(part for parts in PARTS.values() for part in parts))
GROUPS = ("", "_DIS", "_NONDIS")


def half_up(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)


def destinations() -> list[dict[str, str]]:
    with (SAMPLES / "destinations.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def test_the_destinations_file_has_the_published_layout() -> None:
    text = (SAMPLES / "destinations.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfRECTYPE,LEA,ESTAB,URN,ICLOSE,SCHNAME,NFTYPE,COHORT,OVERALL_DEST,")
    assert b"\r" not in text
    assert [(row["RECTYPE"], row["LEA"], row["URN"]) for row in destinations()] == [
        ("1", "999", "900001"),
        ("1", "999", "900002"),
        ("2", "999", "900003"),
        ("LA", "999", ""),
        ("NAT", "", ""),
    ]
    assert all(len(row) == 82 and None not in row.values() for row in destinations())


@pytest.mark.parametrize("group", GROUPS)
def test_the_parts_of_every_count_add_up(group: str) -> None:
    for row in destinations():
        for whole, parts in PARTS.items():
            given = [number(row[part + group]) for part in parts]
            if None not in (number(row[whole + group]), *given):
                assert int(row[whole + group]) == sum(int(part or 0) for part in given), (row["SCHNAME"], whole)


def test_disadvantaged_students_and_others_add_up_to_the_cohort() -> None:
    for row in destinations():
        for name in ("COHORT", *COUNTS):
            disadvantaged, others = number(row[f"{name}_DIS"]), number(row[f"{name}_NONDIS"])
            if disadvantaged is not None and others is not None:
                assert disadvantaged + others == int(row[name]), (row["SCHNAME"], name)


@pytest.mark.parametrize("group", GROUPS)
def test_every_per_cent_is_rounded_from_its_count(group: str) -> None:
    for row in destinations():
        size = number(row[f"COHORT{group}"])
        for name in COUNTS:
            count, per_cent = number(row[name + group]), row[f"{name}PER{group}"]
            if count is None:
                assert row[name + group] == per_cent == "SUPP"
            else:
                assert size
                small = 0 < 200 * count < size
                assert per_cent == ("SP" if small else f"{half_up(count, size)}%"), (row["SCHNAME"], name)


def test_the_authority_has_at_least_as_many_students_as_its_schools() -> None:
    *schools, authority, _ = destinations()
    for name in ("COHORT", *COUNTS, *(f"COHORT{group}" for group in GROUPS)):
        assert sum(number(school[name]) or 0 for school in schools) <= int(authority[name]), name


def test_figures_that_could_identify_pupils_of_the_special_school_are_hidden() -> None:
    special = next(row for row in destinations() if row["URN"] == "900003")
    shown = {name: text for name, text in list(special.items())[7:] if text != "SUPP"}
    assert shown == {}


def test_no_count_in_the_destinations_file_is_of_very_few() -> None:
    for row in destinations():
        for name in (f"{part}{group}" for part in ("COHORT", *COUNTS) for group in GROUPS):
            count = number(row[name])
            assert count is None or count == 0 or count >= SMALLEST, (row["SCHNAME"], name)


def test_the_row_for_england_is_as_published() -> None:
    england = destinations()[-1]
    published = {
        "COHORT": "528139",
        "OVERALL_DEST": "497037",
        "UNKNOWN": "4688",
        "COHORT_DIS": "142045",
        "OVERALL_DEST_DIS": "125685",
        "COHORT_18": "541121",
        "COHORT_NONDIS_17": "402511",
    }
    assert {name: england[name] for name in published} == published


@pytest.mark.parametrize("school", ["900001", "900002"])
def test_a_plan_quotes_the_destinations_file_correctly(school: str) -> None:
    row = next(row for row in destinations() if row["URN"] == school)
    said = (
        f"{row['OVERALL_DESTPER']} sustained, {row['OVERALL_DESTPER_DIS']} of disadvantaged students and "
        f"{row['OVERALL_DESTPER_NONDIS']} of all others"
    )
    assert said in plan_of(school).current_state.destination_data


def test_all_samples_are_imported_without_a_warning(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.db")) as store:
        for path in sorted(SAMPLES.iterdir()):
            assert not import_file(store, path).warnings, path.name
        assert {school.id: school.name for school in store.schools.search()} == {
            school: plan_of(school).header.school_name for school in ALL
        }
        assert all(export_plan(store, school) == text_of(school) for school in ALL)
