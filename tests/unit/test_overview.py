"""The overview of many plans: what it counts, what of it is shared, and that no school can be told from two of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.errors import CareerskitError, DateError
from careerskit.export import OverviewReport, check_enough, open_overview, overview_days, overview_tables, read_overview
from careerskit.export.disclosure import STEP, band_of
from careerskit.export.overview_tables import FINDINGS, HIDDEN, PARTS, counts_of
from careerskit.plan import Plan, School, Setting
from careerskit.review import OBJECTIVE_RULES, PLAN_RULES, TEXT_RULES, Overview, PlanFacts, plan_facts
from careerskit.review import PARTS as PARTS_OF_A_PLAN
from careerskit.store import open_store
from careerskit.views import ENGLAND, format_day
from tests.overviews import add_plan, breaches_of_page, invented_answers, invented_schools, save_at

TODAY = date(2026, 11, 27)
MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with open_store(str(tmp_path / "hub.db")) as opened:
        yield opened


def fill(store, count, *, areas=1, at=MORNING, seed=1):
    """Fill a store with invented plans, a school each minute, and return the schools."""
    schools, rng = invented_schools(count, areas=areas, seed=seed), Random(seed)  # noqa: S311
    store.schools.register(schools)
    save_at(
        store,
        [
            (school.id, invented_answers(school, rng), at + timedelta(minutes=number))
            for number, school in enumerate(schools)
        ],
    )
    return schools


def tables(store, **options):
    return overview_tables(read_overview(store, **{"as_at": TODAY, **options}))


def html_of(report):
    names = [name for name, value in vars(OverviewReport).items() if isinstance(value, property) and name[0] != "_"]
    return {name: getattr(report, name)._repr_html_() for name in names}


# What is counted


def plan(**answers):
    return Plan.of("1", {"header": {"academic_year": "2026/27"}, **answers})


def action(**answers):
    return {"id": "a", "action": "Invite employers", **answers}


def test_the_facts_of_a_plan_are_counts_and_choices_and_nothing_that_was_typed():
    facts = plan_facts(
        plan(
            current_state={
                "priority_benchmarks": [4, 6],
                "compass": {"evaluated": "October 2026", "b1": "100%", "b2": "75", "b3": "unknown"},
            },
            swot={
                "strengths": [{"id": "s", "text": "Zorblax", "prompt": "LMI"}],
                "threats": [{"id": "t", "text": "Time", "prompt": "SLT Buy-in"}, {"id": "u", "prompt": "Evaluation"}],
            },
            objectives=[{"id": "o", "objective": "More", "benchmarks": [6], "actions": [action(time="Autumn 2026")]}],
        ),
        [TODAY],
    )
    assert facts.priorities == {4, 6}
    assert facts.scores == {1: 100, 2: 75}
    assert (facts.strong, facts.weak) == ({"LMI"}, {"SLT Buy-in"})
    assert facts.started == {"header", "current_state", "swot", "objectives", "action_plan"}
    assert "has_whole_school_objective" in facts.open_rules
    assert (facts.actions[TODAY].due, facts.actions[TODAY].due_for) == (1, {6})
    assert "Zorblax" not in repr(facts)


@pytest.mark.parametrize("evaluated", ["July 2025", "", "some time ago"])
def test_scores_of_another_set_of_benchmarks_or_of_no_date_do_not_count(evaluated):
    assert not plan_facts(plan(current_state={"compass": {"evaluated": evaluated, "b1": "100%"}}), [TODAY]).scores


def test_what_a_school_has_set_aside_is_not_open():
    open_before = plan_facts(plan(), [TODAY])
    aside = [{"id": "x", "finding": "enough_objectives objectives", "reason": "We have two"}]
    open_after = plan_facts(plan(set_aside=aside), [TODAY])
    assert open_before.open_rules - open_after.open_rules == {"enough_objectives"}


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ({"time": "October 2026"}, (1, 0, 0)),
        ({"time": "December 2026"}, (0, 1, 0)),
        ({"time": "June 2027"}, (0, 0, 0)),
        ({"time": "October 2026", "status": "Completed"}, (0, 0, 1)),
    ],
)
def test_actions_are_overdue_due_this_term_or_done(answers, counts):
    one = plan(objectives=[{"id": "o", "objective": "More", "actions": [action(**answers)]}])
    found = plan_facts(one, [TODAY]).actions[TODAY]
    assert (found.overdue, found.due, found.done) == counts


def test_an_overview_counts_schools_and_not_actions_or_points():
    facts = [
        PlanFacts(priorities=frozenset({4}), scores={1: 100}, findings=0),
        PlanFacts(priorities=frozenset({4, 5}), scores={1: 50}, findings=2, open_rules=frozenset({"swot_filled"})),
        PlanFacts(is_readable=False),
    ]
    found = Overview.of(facts, TODAY)
    assert (found.plans, found.ready) == (3, 1)
    assert (found.priorities[4], found.priorities[5], found.priorities[1]) == (2, 1, 0)
    assert (found.scored[1], found.achieved[1], found.medians[1], found.medians[2]) == (2, 1, 75, None)
    assert found.open_rules["swot_filled"] == 1


def test_every_rule_and_part_has_its_words():
    assert {rule.name for rule in (*PLAN_RULES, *TEXT_RULES, *OBJECTIVE_RULES)} <= FINDINGS.keys()
    assert set(PARTS_OF_A_PLAN) <= PARTS.keys()


# What is shared


def test_fewer_than_twelve_schools_are_not_counted(store):
    fill(store, 11)
    made = tables(store)
    assert made["plans"] == [{"Schools with a plan": "fewer than 12"}]
    assert not any(rows for name, rows in made.items() if name != "plans")


@pytest.mark.parametrize(
    ("started", "said"),
    [
        (0, "As at 27 November 2026, no school has started a plan."),
        (
            1,
            "As at 27 November 2026, 1 school has started a plan: too few to share. It takes 12. For yourself, add --named",
        ),
        (7, "7 schools have started a plan: too few to share. It takes 12. For yourself, add --named"),
        (
            14,
            "14 schools have started a plan: too few to share. It takes 12 that are counted, and so far 10 are: figures are",
        ),
    ],
)
def test_the_leader_reads_how_many_schools_there_are_where_they_are_too_few_to_share(store, started, said):
    if started:
        fill(store, started)
    with pytest.raises(CareerskitError, match=re.escape(said)):
        open_overview(store.url, as_at="27 November 2026")
    if started:
        assert "Zorblax0000" in open_overview(store.url, as_at="27 November 2026", named=True).schools._repr_html_()


@settings(max_examples=15)
@given(st.lists(st.integers(1, 6), min_size=3, max_size=6), st.integers(0, 999))
def test_an_overview_starts_when_12_to_16_schools_have_a_plan(tmp_path_factory, together, seed):
    """Schools start in groups of some at one moment. What is checked first is what the overview then counts."""
    schools = invented_schools(sum(together), areas=2, seed=seed)
    with open_store(str(tmp_path_factory.mktemp("hub") / "hub.db")) as store:
        store.schools.register(schools)
        left = iter(schools)
        for number, count in enumerate(together):
            starting = [next(left) for _ in range(count)]
            at = MORNING + timedelta(hours=number)
            save_at(store, [(school.id, {"vision.slt": "Zorblax"}, at) for school in starting])
        try:
            check_enough(store, as_at=TODAY)
        except CareerskitError:
            assert len(schools) < 16
            assert read_overview(store, as_at=TODAY).now.overview.plans < 12
        else:
            assert read_overview(store, as_at=TODAY).now.overview.plans >= 12


@pytest.mark.parametrize(("count", "said"), [(15, "15 to 19"), (18, "15 to 19"), (24, "20 to 24")])
def test_how_many_schools_have_a_plan_is_said_as_a_range(store, count, said):
    fill(store, count)
    summary = OverviewReport(read_overview(store, as_at=TODAY)).summary._repr_html_()
    assert f"{said} schools have started a plan." in summary
    assert "updated only when at least 5 schools have changed their plans" in summary


@settings(max_examples=15)
@given(st.integers(16, 60), st.integers(1, 3), st.integers(0, 999))
def test_the_true_number_of_schools_is_always_in_the_range_that_is_said(tmp_path_factory, count, areas, seed):
    schools = invented_schools(count, areas=areas, seed=seed)
    with open_store(str(tmp_path_factory.mktemp("hub") / "hub.db")) as store:
        store.schools.register(schools)
        save_at(
            store,
            [(one.id, {"vision.slt": "Zorblax"}, MORNING + timedelta(hours=hour)) for hour, one in enumerate(schools)],
        )
        summary = OverviewReport(read_overview(store, as_at=TODAY)).summary._repr_html_()
        low, high = map(int, re.search(r"(\d+) to (\d+) schools have started a plan", summary).groups())
        assert low <= count <= high


def test_the_page_says_which_day_it_is_of_and_up_to_when_changes_are_counted(store):
    fill(store, 15)
    for named in (False, True):
        summary = OverviewReport(read_overview(store, as_at=TODAY, named=named)).summary._repr_html_()
        assert "As at 27 November 2026, with changes up to 2 November 2026." in summary


def test_as_at_a_day_to_come_actions_are_judged_as_plans_stand_now(store):
    add_plan(store, School("1", "Zorblax"), MORNING)
    objective = store.answers.add_record("1", "objectives", {"objective": "More"})
    store.answers.add_record("1", f"objectives[{objective}].actions", {"action": "Visit", "time": "December 2026"})
    row = tables(store, as_at=date(2027, 2, 12), named=True)["schools"][0]
    assert (row["Overdue"], row["Due this term"]) == (1, 0)


def test_what_is_said_to_be_open_most_often_is_not_the_first_of_many(store):
    """All ten plans are empty, so many things are open in each of them."""
    for number in range(10):
        add_plan(store, School(f"{number}", f"Zorblax {number}"), MORNING)
    summary = OverviewReport(read_overview(store, as_at=TODAY, named=True)).summary._repr_html_()
    assert "open most often" not in summary
    assert "No school has a plan in which “Check your plan” finds nothing open." in summary


def test_a_chart_without_a_bar_is_a_sentence_instead(store):
    for number in range(15):
        add_plan(store, School(f"{number}", f"Zorblax {number}"), MORNING + timedelta(minutes=number))
    html = OverviewReport(read_overview(store, as_at=TODAY)).priorities._repr_html_()
    assert "Too few schools have any one benchmark as a priority to show a count." in html
    assert "<figure" not in html
    html = OverviewReport(read_overview(store, as_at=TODAY, named=True)).priorities._repr_html_()
    assert "There is nothing to count." in html


def test_the_table_of_schools_alone_may_be_as_wide_as_the_page(store):
    fill(store, 3)
    pages = html_of(OverviewReport(read_overview(store, as_at=TODAY, named=True)))
    assert [name for name, html in pages.items() if 'class="frame wide"' in html] == ["schools"]


def test_the_day_on_which_a_school_last_changed_its_plan_is_the_one_in_england(store):
    add_plan(store, School("1", "Zorblax"), datetime(2026, 9, 1, 23, 30, tzinfo=UTC))
    assert tables(store, named=True)["schools"][0]["Last changed"] == "2 September 2026"


def test_nothing_is_counted_where_nobody_has_started(store):
    store.schools.register(invented_schools(20))
    assert tables(store)["plans"] == [{"Schools with a plan": 0}]


@pytest.mark.parametrize("count", [15, 40])
def test_every_count_that_is_shared_is_the_one_of_its_band(store, count):
    fill(store, count, areas=2)
    data = read_overview(store, as_at=TODAY)
    assert data.now.overview.plans == count
    shown = overview_tables(data)
    cells = [cell for rows in shown.values() for row in rows for cell in row.values() if isinstance(cell, int)]
    sizes = {count, *(row["Schools"] for name in ("Local authority", "Type") for row in shown.get(name, []))}
    assert all(cell % 5 == 0 or cell in sizes for cell in cells)
    assert all(cell >= 5 for cell in cells)
    true = {(one.section, one.name): band_of(one.schools, count).about for one in counts_of(data.now.overview)}
    for row in shown["priorities"]:
        about = true["Priority", row["Priority benchmark"]]
        assert row["Schools"] == (HIDDEN if about is None else about)


@settings(max_examples=15)
@given(st.integers(24, 48), st.integers(1, 3), st.integers(0, 999), st.sampled_from((TODAY, date(2027, 2, 12))))
def test_no_small_group_can_be_worked_out_from_a_page_as_a_whole(tmp_path_factory, count, areas, seed, as_at):
    with open_store(str(tmp_path_factory.mktemp("hub") / "hub.db")) as store:
        fill(store, count, areas=areas, seed=seed)
        assert breaches_of_page(read_overview(store, as_at=as_at, since=date(2026, 11, 3))) == []


def test_the_search_through_a_page_finds_what_exact_figures_reveal(store):
    fill(store, 30)
    data = read_overview(store, as_at=TODAY, named=True)
    assert any(0 < one.schools < 3 for one in counts_of(data.now.overview))
    assert breaches_of_page(data)


def test_what_is_true_only_where_something_else_is_says_so(store):
    """The search for a breach in test_disclosure.py relies on this: whoever reads the page knows it."""
    fill(store, 40)
    counts = list(counts_of(read_overview(store, as_at=TODAY).now.overview))
    by_name = {f"{one.section} {one.name}": one.schools for one in counts}
    assert all(one.schools <= by_name[one.within] for one in counts if one.within)


def test_rows_are_in_the_order_of_what_is_shown_and_not_of_what_is_hidden(store):
    fill(store, 30)
    for name in ("open", "topics"):
        counts = [list(row.values())[-1] for row in tables(store)[name]]
        shown = [count for count in counts if count != HIDDEN]
        assert shown == sorted(shown, reverse=True)
        assert counts[len(shown) :] == [HIDDEN] * (len(counts) - len(shown))
    order = list(FINDINGS.values())
    last = [row["Still open"] for row in tables(store)["open"] if row["Schools"] == HIDDEN]
    assert last == sorted(last, key=order.index)


def test_no_school_is_named_and_nothing_typed_is_quoted_in_what_is_shared(store):
    fill(store, 30, areas=2)
    pages = html_of(OverviewReport(read_overview(store, as_at=TODAY, since=date(2026, 11, 3))))
    text = " ".join(pages.values()).casefold()
    assert "zorblax" not in text
    assert "robin example" not in text
    assert pages["schools"] == ""


def test_the_leader_alone_sees_each_school_with_exact_figures(store):
    schools = fill(store, 5)
    made = tables(store, named=True)
    assert [row["School"] for row in made["schools"]] == [school.name for school in schools]
    assert made["plans"] == [{"Schools with a plan": 5}]
    assert sum(row["Schools"] for row in made["priorities"]) == sum(
        len(row["Priority benchmarks"].split(", ")) for row in made["schools"] if row["Priority benchmarks"] != "none"
    )
    assert "for you alone" in OverviewReport(read_overview(store, as_at=TODAY, named=True)).method._repr_html_()


def test_areas_are_shown_where_each_has_enough_schools(store):
    for area, count in (("202", 14), ("203", 12), ("204", 3), ("", 2)):
        for number in range(count):
            add_plan(
                store,
                School(f"{area or 'x'}-{number}", f"Zorblax {number}", Setting.SCHOOL, area),
                MORNING,
                current_state__priority_benchmarks=[4],
            )
    rows = {row["Local authority"]: row for row in tables(store)["Local authority"]}
    # Five elsewhere are too few, and would follow from all and the rest: the smaller area joins them.
    assert {name: row["Schools"] for name, row in rows.items()} == {"Local authority 202": 14, "All others": 17}
    assert rows["All others"]["4"] == 15
    assert "Type" not in tables(store)


def test_a_plan_that_cannot_be_read_counts_as_an_empty_one(store):
    fill(store, 12)
    save_at(store, [("s0003", {"objectives": "words"}, MORNING + timedelta(hours=1))])
    data = read_overview(store, as_at=TODAY, named=True)
    assert data.now.overview.plans == 12
    assert ["Zorblax0003" in reason for reason in data.unreadable] == [True]
    assert [row["School"] for row in tables(store, named=True)["schools"] if "cannot be read" in row["School"]]


# Compared with last time


def test_two_days_stand_side_by_side(store):
    schools = fill(store, 20)
    later = MORNING + timedelta(days=10)
    save_at(store, [(one.id, {"current_state.priority_benchmarks": [8]}, later) for one in schools])
    made = tables(store, since=date(2026, 11, 5))
    row = next(row for row in made["changes"] if row["What is counted"] == "Priority: 8. Personal guidance")
    before, after = list(row)[1:]
    assert (before, after) == ("5 November 2026 (20 schools counted)", "27 November 2026 (20 schools counted)")
    assert row[after] == 20
    assert row[before] != 20


def test_nothing_is_compared_where_too_few_had_a_plan_by_then(store):
    fill(store, 20)
    report = OverviewReport(read_overview(store, as_at=TODAY, since=date(2026, 11, 1)))
    assert "Too few schools had a plan on 1 November 2026" in report.changes._repr_html_()


def test_a_plan_that_did_not_change_is_read_once(store, monkeypatch):
    fill(store, 20)
    read = []
    read_many = store.answers.read_many
    monkeypatch.setattr(store.answers, "read_many", lambda ids, at=None: read.extend(ids) or read_many(ids, at))
    read_overview(store, as_at=TODAY, since=date(2026, 11, 20))
    assert sorted(read) == [f"s{number:04}" for number in range(20)]


@settings(max_examples=15)
@given(st.integers(12, 20), st.integers(0, 999), st.integers(1, STEP - 1))
def test_an_overview_stays_the_same_until_enough_schools_have_changed_their_plans(tmp_path_factory, count, seed, few):
    """Whoever knows which few schools joined, or changed their plans, learns nothing from the next overview."""
    with open_store(str(tmp_path_factory.mktemp("hub") / "hub.db")) as store:
        fill(store, count - count % STEP, seed=seed)
        before = tables(store, since=date(2026, 11, 3))
        rng, joined = Random(seed), invented_schools(count + few, seed=seed)[count:]  # noqa: S311
        store.schools.register(joined)
        who = [rng.choice(pair) for pair in zip(joined, invented_schools(few, seed=seed), strict=True)]
        later = MORNING + timedelta(days=3)
        save_at(store, [(school.id, invented_answers(school, rng), later) for school in who])
        assert tables(store, since=date(2026, 11, 3)) == before


def test_each_group_moves_on_by_itself_and_all_are_what_the_groups_are(store):
    """Eight schools have changed their plans, four in each area: too few of either, so nothing moves."""
    for area in ("202", "203"):
        for number in range(15):
            school = School(f"{area}-{number}", f"Zorblax {area} {number}", Setting.SCHOOL, area)
            add_plan(store, school, MORNING, current_state__priority_benchmarks=[4])
    before = tables(store)
    assert [row["4"] for row in before["Local authority"]] == [15, 15]
    for number in range(STEP - 1):
        for area in ("202", "203"):
            changed = {"current_state.priority_benchmarks": [8]}
            save_at(store, [(f"{area}-{number}", changed, MORNING + timedelta(days=1, minutes=number))])
    assert tables(store) == before

    save_at(store, [("202-9", {"current_state.priority_benchmarks": [8]}, MORNING + timedelta(days=2))])

    after = tables(store)
    assert [row["8"] for row in after["Local authority"]] == [5, HIDDEN]
    assert next(row["Schools"] for row in after["priorities"] if row["Priority benchmark"].startswith("8")) == 5


def test_an_overview_moves_on_with_the_fifth(store):
    fill(store, 15)
    for number in range(STEP):
        school = School(f"n{number}", f"Zorblax {number}")
        assert tables(store)["plans"] == [{"Schools with a plan": 15}]
        add_plan(store, school, MORNING + timedelta(days=3, minutes=number))
    assert tables(store)["plans"] == [{"Schools with a plan": 20}]


def test_a_day_that_passes_changes_nothing_that_is_shared_within_a_term(store):
    fill(store, 20)
    assert tables(store, as_at=date(2026, 11, 10)) == tables(store, as_at=date(2026, 12, 20))


# Days, and the command


def test_days_are_read_as_people_write_them():
    days = overview_days("1 September 2026", "27 November 2026")
    assert (days.since, days.as_at) == (date(2026, 9, 1), date(2026, 11, 27))
    assert overview_days().since is None
    with pytest.raises(DateError, match="27 November 2026 is not before 1 September 2026"):
        overview_days("27 November 2026", "1 September 2026")
    with pytest.raises(DateError, match="not a date that can be read"):
        overview_days("soon")


def test_an_overview_can_be_of_a_day_to_come_and_is_compared_with_an_earlier_one_that_is_not():
    today = datetime.now(ENGLAND).date()
    ahead = today + timedelta(days=300)
    assert overview_days(as_at=ahead.isoformat()).as_at == ahead
    with pytest.raises(DateError, match=f"is not before {format_day(today)}"):
        overview_days((today + timedelta(days=1)).isoformat(), ahead.isoformat())


@pytest.mark.parametrize(("named", "expected"), [("yes", True), (True, True), ("", False), (False, False)])
def test_schools_are_named_only_where_that_is_asked_for(store, named, expected):
    fill(store, 15)
    assert ("Zorblax" in open_overview(store.url, named=named).schools._repr_html_()) == expected


def test_the_command_writes_a_page_to_share(store, run, tmp_path):
    fill(store, 15)
    result = run("overview", "--store", store.url, "--since", "3 November 2026", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "It names no school, so you can share it." in result.stdout
    html = (tmp_path / "overview.html").read_text("utf-8")
    assert "Zorblax" not in html
    assert html.count("<h1") == 1
    assert str(store.url) not in html


def test_the_command_writes_a_page_for_the_leader_and_says_so(store, run, tmp_path):
    fill(store, 3)
    save_at(store, [("s0001", {"objectives": "words"}, MORNING + timedelta(hours=1))])
    result = run("overview", "--store", store.url, "--named", "--out", tmp_path / "mine.html")
    assert "keep it for yourself" in result.stdout
    assert "Zorblax0001 Academy (s0001): The answers of school s0001 cannot be read" in " ".join(result.stderr.split())
    assert "Zorblax0002 Academy" in (tmp_path / "mine.html").read_text("utf-8")


@pytest.mark.parametrize("option", ["--since", "--as-at"])
def test_the_command_refuses_a_day_it_cannot_read_and_names_the_option(store, run, tmp_path, option):
    result = run("overview", "--store", store.url, option, "soon", cwd=tmp_path)
    assert result.returncode == 2
    assert f"Invalid value for {option}: “soon” is not a date that can be" in result.stderr
    assert not (tmp_path / "overview.html").exists()


def test_the_command_writes_no_page_where_schools_are_too_few_to_share(store, run, tmp_path):
    fill(store, 7)
    result = run("overview", "--store", store.url, cwd=tmp_path)
    assert result.returncode == 1
    assert "7 schools have started a plan: too few to share. It takes 12. For yourself, add --named" in result.stderr
    assert not (tmp_path / "overview.html").exists()

    assert run("overview", "--store", store.url, "--named", cwd=tmp_path).returncode == 0
    assert "Zorblax0006 Academy" in (tmp_path / "overview.html").read_text("utf-8")
