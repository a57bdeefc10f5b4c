"""Compass scores: pasted as people copy them, earlier evaluations with a break, and priorities proposed by a rule."""

from __future__ import annotations

import csv
import re
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.forms import FormController, FormHost, build_form
from careerskit.plan import (
    BENCHMARKS,
    CompassScores,
    Plan,
    Score,
    evaluated_on,
    evaluations_in_order,
    is_before_update,
    read_pasted_scores,
)
from careerskit.review import PRIORITY_RULE, propose_priorities
from careerskit.views import render_chart, render_part
from careerskit.views.charts import benchmark_scores
from careerskit.views.compass_history import compass_history
from tests.widgets import button, buttons, control, text_of, widgets_in

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "gatsby_compass_scores_by_school.csv"


def found(text):
    return [(one.evaluated, one.scores) for one in read_pasted_scores(text).evaluations]


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("64%", (64, 64)),
        ("Up to 90%", (0, 90)),
        ("91–99%", (91, 99)),
        ("91% to 99%", (91, 99)),
        ("at least 75", (75, 100)),
        ("75%+", (75, 100)),
        ("99–91%", None),
        ("Up to 190%", None),
        ("6/8", None),
        ("", None),
    ],
)
def test_a_range_is_kept_as_a_range_and_never_taken_for_a_number(written, bounds):
    assert Score(written).bounds == bounds
    assert Score(written).per_cent == (bounds[0] if bounds and bounds[0] == bounds[1] else None)
    assert not Score(written).is_achieved


def test_scores_are_read_from_lines_in_many_habits():
    text = (
        "Benchmark 1: A stable careers programme 82%\nBM2 100\nGB3 – Up to 90%\n4. 75%\n5) 91–99%\n"
        "Gatsby benchmark 6 is at 50 per cent, and benchmark 7 at 75 %.\nPersonal guidance: 100%"
    )
    scores = {1: "82%", 2: "100", 3: "Up to 90%", 4: "75%", 5: "91–99%", 6: "50 per cent", 7: "75 %", 8: "100%"}
    assert found(text) == [("", scores)]


def test_eight_numbers_alone_are_in_the_order_of_the_benchmarks():
    assert found("64 80 81 75 25 0 90 100") == [
        ("", dict(enumerate(["64", "80", "81", "75", "25", "0", "90", "100"], 1)))
    ]
    assert found("64 80 81 75 25 0 90") == []


def test_an_email_has_its_date_and_other_numbers_are_no_scores():
    text = "Hi Sam,\nour Compass from 3 March 2026: benchmark 1 is at 88%, benchmark 8 at 75%.\nBest, 12 of us"
    assert found(text) == [("3 March 2026", {1: "88%", 8: "75%"})]


TABLE = """Gatsby Benchmark\t% schools nationally meeting benchmark\t2020-21\t2024-25 HT 1/2
GB1 A stable careers programme\t27%\t64%\t100%
GB2 Learning from career & labour market information\t52%\t100%\t
GB3 Addressing the needs of each student\t25%\tn/a\t91–99%"""


@pytest.mark.parametrize("table", [TABLE, TABLE.replace("\t", " |\n"), TABLE.replace("\t", " | ")])
def test_a_table_has_an_evaluation_in_each_column_and_the_national_one_is_left_out(table):
    if "|\n" in table:  # cell by cell, a blank one cannot be told from none
        table = table.replace("100% |\n\n", "100%\n")
    assert (
        found(table) == [("2020-21", {1: "64%", 2: "100%"}), ("2024-25 HT 1/2", {1: "100%", 3: "91–99%"})]
        or "|\n" in table
    )
    assert found(table)[0][1][1] == "64%"
    assert "not about your school" in read_pasted_scores(table).left_out[0]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the scores that schools publish are not here")
def test_every_score_that_six_schools_have_published_is_read_as_it_is_written():
    head, *lines = PUBLISHED.read_text("utf-8-sig").splitlines()
    rows = list(csv.DictReader([head, *lines]))
    read = 0
    for school, own in groupby(zip(rows, lines, strict=True), key=lambda pair: pair[0]["school"]):
        own = list(own)
        scores = {}
        for row, _ in own:
            if row["score"]:
                scores.setdefault(row["evaluation_date"], {})[int(row["benchmark"][2])] = row["score"]
        assert dict(found("\n".join([head, *(line for _, line in own)]))) == scores, school
        read += sum(map(len, scores.values()))
    assert read == sum(bool(row["score"]) for row in rows) > 100
    assert read_pasted_scores("\n".join([head, *lines])).left_out == (
        "This is about several schools. Paste the rows of yours alone.",
    )


SCORES = st.integers(0, 100).map("{}%".format) | st.sampled_from(["Up to 90%", "91–99%", "at least 75%"])


@given(
    st.dictionaries(st.integers(1, 8), SCORES, min_size=2),
    st.sampled_from(
        [
            "{n}. {title}: {score}",
            "GB{n} {score}",
            "Benchmark {n} – {title}\t{score}",
            "BM {n},{score}",
            "| {n}. | {score} |",
        ]
    ),
)
def test_whatever_is_written_in_a_known_way_comes_back(scores, way):
    lines = [way.format(n=n, title=BENCHMARKS[n - 1].title, score=score) for n, score in scores.items()]
    assert found("\n".join(lines)) == [("", scores)]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_only_scores_come_out(text):
    for _, scores in found(text):
        assert all(n in range(1, 9) and Score(score).bounds for n, score in scores.items())


def test_evaluations_are_ordered_by_day_half_term_and_year():
    texts = ["2024-25 HT 5/6", "Nov 2018", "2024-25 HT 1/2", "20 October 2026", "2020-21"]
    ordered = evaluations_in_order([CompassScores(evaluated=text) for text in texts])
    assert [one.evaluated for one in ordered] == [
        "Nov 2018",
        "2020-21",
        "2024-25 HT 1/2",
        "2024-25 HT 5/6",
        "20 October 2026",
    ]
    assert evaluated_on("2024-25 HT 3") == date(2025, 2, 28)
    assert [is_before_update(text) for text in ("July 2025", "September 2025", "")] == [True, False, False]


def plan_with(*evaluations, **more):
    *earlier, last = [
        {"evaluated": when} | {f"b{n}": score for n, score in enumerate(scores, 1)} for when, *scores in evaluations
    ]
    records = [{"id": f"e{at}"} | one for at, one in enumerate(earlier)]
    return Plan.of("100", {"current_state": {"compass": last, "earlier_compass": records} | more})


OLD = ("8 July 2025", "64%", "80%", "100%")
MIDDLE = ("12 December 2025", "38%", "80%", "54%")
NEW = ("6 July 2026", "50%", "100%", "91–99%")


def lines_in(chart):
    """Return how many lines join two points: those of the picture that are 1.2 points wide."""
    return len(re.findall(r"stroke-width: 1\.2", chart.svg))


def test_no_line_is_drawn_across_september_2025_and_none_from_a_range():
    assert lines_in(compass_history(plan_with(OLD, NEW))) == 0
    assert lines_in(compass_history(plan_with(MIDDLE, NEW))) == 2  # the third benchmark's last score is a range
    assert "broken where the benchmarks changed" in compass_history(plan_with(OLD, MIDDLE, NEW)).alt
    assert compass_history(plan_with(NEW)) is None


def test_the_alternative_texts_name_every_lowest_benchmark_and_each_evaluation_with_its_count():
    tied = benchmark_scores(plan_with(("6 July 2026", "50%", "100%", "50%"))).alt
    assert "Lowest: A stable careers programme and Addressing the needs of each young person, at 50%." in tied
    counts = compass_history(plan_with(MIDDLE, NEW)).alt
    assert "at each evaluation: 0 (12 December 2025), 1 (6 July 2026)." in counts


def test_the_title_compares_only_what_can_be_compared():
    assert compass_history(plan_with(OLD, NEW)).title == "Compass scores before and after the benchmarks changed"
    assert (
        compass_history(plan_with(OLD, MIDDLE, NEW)).title
        == "One benchmark fully achieved, up from none (12 December 2025)"
    )


def test_the_chart_of_the_scores_says_what_the_national_average_is_and_whether_it_compares():
    assert "so that is no comparison" in benchmark_scores(plan_with(NEW)).note
    assert benchmark_scores(plan_with(OLD)).note.endswith("(thecdi.net)).")
    assert "on average" not in benchmark_scores(plan_with(("May 2029", "64%"))).note
    assert "Up to 90%" in render_chart("benchmark_scores", plan_with(("May 2026", "Up to 90%")))


def test_the_lowest_scores_are_proposed_and_an_achieved_benchmark_never():
    assert propose_priorities(plan_with(("May 2026", "50%", "80%", "62%", "71%", "100%", "50%", "85%", "100%"))) == (
        1,
        3,
        6,
    )
    assert propose_priorities(plan_with(("May 2026", *["100%"] * 8))) == ()
    assert propose_priorities(plan_with(("May 2026", "50%"))) == ()


@pytest.fixture
def controller(store):
    store.answers.save("100", {f"current_state.compass.b{n}": f"{50 + n}%" for n in range(1, 9)})
    store.answers.save("100", {"current_state.compass.evaluated": "5 May 2026"})
    return FormController(store, store.schools.get("100"), host=FormHost(schedule=lambda *_: None))


@pytest.fixture
def form(controller):
    return build_form(controller, "current_state")


def words(form):
    return " ".join(text_of(widget) for widget in widgets_in(form))


def test_pasted_scores_are_shown_before_they_are_used_and_the_older_ones_are_kept(controller, form):
    button(form, "Paste scores").click()
    control(
        form, "Compass scores"
    ).value = "Benchmark\tDec 2025\t6 July 2026\n1\t20%\t60%\n2\t30%\tUp to 90%\n3\t40%\tlots"
    assert "6 July 2026: benchmark 1: 60%, benchmark 2: Up to 90%" in words(form)
    assert "“lots” for benchmark 3 is no score from 0 to 100%." in words(form)
    assert controller.plan.current_state.compass.evaluated == "5 May 2026"
    button(form, "Use these scores").click()
    state = controller.plan.current_state
    assert (state.compass.evaluated, state.compass.b1, state.compass.b2, state.compass.b3) == (
        "6 July 2026",
        "60%",
        "Up to 90%",
        "",
    )
    assert [(one.evaluated, one.b1) for one in state.earlier_compass] == [("Dec 2025", "20%"), ("5 May 2026", "51%")]
    assert "Use these scores" not in buttons(form)


def test_what_is_not_in_place_is_folded_until_it_is_opened_or_filled_in(store, controller, form):
    assert "training on careers for staff" not in words(form)
    button(form, "What is not in place yet").click()
    control(form, "Benchmark 4: training on careers for staff").value = True
    assert controller.plan.current_state.not_in_place == ("4b",)
    again = build_form(FormController(store, store.schools.get("100")), "current_state")
    assert control(again, "Benchmark 4: training on careers for staff").value
    assert "Add an evaluation" in buttons(again)


def test_priorities_are_proposed_with_the_rule_and_the_leader_decides(controller, form):
    assert PRIORITY_RULE.format(school="school") in words(form)
    button(form, "Use these: benchmarks 1, 2 and 3").click()
    assert controller.plan.current_state.priority_benchmarks == (1, 2, 3)
    assert not [text for text in buttons(form) if text.startswith("Use these:")]
    control(form, "1. A stable careers programme", 1).value = False
    assert controller.plan.current_state.priority_benchmarks == (2, 3)
    assert "Use these: benchmarks 1, 2 and 3" in buttons(form)


@pytest.mark.parametrize(("first", "is_said"), [(OLD, True), (MIDDLE, False)])
def test_the_table_of_earlier_scores_names_the_change_of_the_benchmarks_only_where_some_are_older(first, is_said):
    html = render_part("current_state", plan_with(first, NEW))
    assert ("The benchmarks changed in September 2025" in html) is is_said
