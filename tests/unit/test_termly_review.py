"""The termly review as a page: the day, the states in words, what needs a decision, what is due, what has moved."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from careerskit import open_workbook
from careerskit.errors import DateError
from careerskit.plan import Plan
from careerskit.review import ActionState, changes, needed_decisions, review_term
from careerskit.store import load_plan
from careerskit.views import Moved, describe_changes, render_termly_review, style_sheet
from careerskit.workbook import WorkbookContext, read_steps, use_context

AS_AT = date(2026, 11, 27)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def plan_of(*actions, setting="School", **header):
    records = [{"id": f"a{at}", "action": f"Action {at}", **one} for at, one in enumerate(actions, start=1)]
    objectives = [{"id": "o", "objective": "More students meet employers", "actions": records}] if actions else []
    about = {"school_name": "Larkmoor School", "academic_year": "2026/27", "setting": setting}
    return Plan.of("100", {"header": {**about, **header}, "objectives": objectives})


def page(plan, moved=None, as_at=AS_AT):
    review = review_term(plan, as_at)
    return BeautifulSoup(str(render_termly_review(plan, review, needed_decisions(plan, review), moved)), "html.parser")


def words(tag):
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def section(found, title):
    """Return the section under a heading that starts with these words."""
    return next(one for one in found.select("section section") if words(one.h2).startswith(title))


def moved_from(before, after, since="Since 8 October 2026."):
    return Moved(since, describe_changes(changes(before, after), before, after))


def test_a_plan_without_actions_is_one_paragraph():
    assert [tag.name for tag in page(Plan()).section.find_all(True)] == ["p"]


def test_it_says_whose_plan_it_is_and_on_which_day():
    text = words(page(plan_of({"time": "Autumn 2026"})))

    assert text.startswith("Larkmoor School, 2026/27 As at 27 November 2026 , in Autumn 2026.")


def test_each_state_is_counted_in_words_and_looks_different_without_colour():
    found = page(plan_of({"status": "Completed"}, {"status": "Completed"}, {"time": "October 2026"}))

    assert [words(one) for one in found.select("dl.states > div")] == [
        "Overdue 1 (1 not started)",
        "In progress 0",
        "Not started 0",
        "Done 2",
        "Dropped 0",
    ]
    looks = [one["class"] for one in found.select("dl.states .swatch")]
    assert len({" ".join(look) for look in looks}) == len(ActionState)
    bar = found.select_one(".bar")
    assert bar["aria-hidden"] == "true"
    assert [one["style"] for one in bar.find_all("span")] == ["flex-grow: 1", "flex-grow: 2"]


def test_what_is_overdue_is_counted_by_how_far_it_is_and_says_so_where_it_is_listed():
    late = [{"time": "October 2026", "status": status} for status in ("In progress", "Not yet started")]
    found = page(plan_of(*late))

    assert words(found.select_one("dl.states > div")) == "Overdue 2 (1 in progress, 1 not started)"
    assert [words(one) for one in section(found, "Needs a decision").select(".extra")[:2]] == [
        "In progress · Nobody responsible · October 2026 · No progress noted",
        "Not started · Nobody responsible · October 2026 · No progress noted",
    ]


def test_each_state_has_a_colour_that_is_seen_on_white_and_a_pattern_of_its_own():
    rules = dict(re.findall(r"\.careerskit \.state-([\w-]+) \{([^}]*)\}", style_sheet()))

    assert set(rules) == {state.value.replace(" ", "-") for state in ActionState}
    assert len(set(rules.values())) == len(rules)
    for name, rule in rules.items():
        border = re.search(r"--edge: (#[0-9a-f]{6})", rule)[1]
        assert contrast(border, "#ffffff") >= 4.5, name


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_what_needs_a_decision_comes_first_and_what_is_overdue_first_of_all():
    plan = plan_of(
        {"status": "Stopped"},
        {
            "action": "Book the hall",
            "time": "October 2026",
            "responsible": "Head of Year 9",
            "progress": "Asked twice.",
        },
        {"status": "In progress"},
        date_approved_slt="soon",
        review_date="1 November 2026",
    )
    found = page(plan)

    assert words(found.select("h2")[0]).startswith("Needs a decision six things")
    decisions = section(found, "Needs a decision")
    assert [words(one) for one in decisions.find_all("h3")] == [
        "Overdue one action",
        "Dropped without a reason one action",
        "Without an owner or a date one action",
        "Approval and review three dates",
    ]
    items = [words(one) for one in decisions.find_all("li")]
    assert items == [
        "Overdue 1.2 Book the hall In progress · Head of Year 9 · October 2026 · Asked twice.",
        "Dropped 1.1 Action 1 Nobody responsible · No date · No progress noted",
        "In progress 1.3 Action 3 Nobody responsible · No date · No progress noted",
        "Date approved by SLT: “soon” is not a date.",
        "Date approved by Governors: not written yet.",
        "Proposed Review Date: 1 November 2026 has passed. Agree the next one.",
    ]


def test_an_objective_without_any_action_that_has_started_needs_a_decision():
    found = page(plan_of({"time": "Autumn 2026", "responsible": "Careers leader"}))

    assert "Objectives where nothing has started one objective 1 More students meet employers" in words(found)


def test_the_words_are_those_of_the_setting():
    text = words(page(plan_of({"time": "May 2027"}, setting="Training provider")))

    assert "Date approved by Board: not written yet." in text


def test_what_is_due_this_term_leaves_out_what_is_overdue_and_names_what_is_later():
    found = page(
        plan_of(
            {"time": "October 2026"},
            {"time": "18 December 2026"},
            {"time": "termly"},
            {"time": "May 2027"},
            {"time": ""},
        )
    )
    due = section(found, "Due this term")

    assert words(due.h2) == "Due this term one action, in Autumn 2026"
    assert words(due.h3) == "Through the year one action"
    assert [words(one)[:26] for one in due.find_all("li")] == [
        "Not started 1.2 Action 2 N",
        "Not started 1.3 Action 3 N",
    ]
    assert words(due).endswith("One action is due later: 1.4 Action 4 (May 2027).")


def test_an_action_with_two_dates_is_not_due_in_a_term_between_them():
    due = section(
        page(plan_of({"time": "27 November 2026 and 11 June 2027"}), as_at=date(2027, 2, 12)), "Due this term"
    )

    assert "No actions are due this term." in words(due)
    assert "One action is due later: 1.1 Action 1 (27 November 2026 and 11 June 2027)." in words(due)


def test_only_the_first_of_many_that_are_due_later_are_named():
    due = section(
        page(plan_of({"time": "October 2026"}, *({"time": f"{at} May 2027"} for at in range(6, 0, -1)))), "Due"
    )

    assert "No other actions are due this term." in words(due)
    assert words(due).endswith(
        "Six actions are due later: 1.7 Action 7 (1 May 2027), 1.6 Action 6 (2 May 2027), 1.5 Action 5 (3 May 2027) and three more."
    )


def test_what_is_done_and_dropped_is_listed_with_who_did_it_what_came_of_it_and_why():
    found = page(
        plan_of(
            {"status": "Completed", "progress": "All came.", "responsible": "Careers leader"},
            {"status": "Stopped", "progress": "It has closed."},
        )
    )
    ended = section(found, "Done and dropped")

    assert [words(one) for one in ended.find_all("li")] == [
        "Done 1.1 Action 1 Careers leader · All came.",
        "Dropped 1.2 Action 2 Reason: It has closed.",
    ]


def test_what_has_moved_is_told_in_lines_and_what_was_only_reworded_is_counted():
    before = plan_of({"time": "Autumn 2026"}, {"status": "In progress"})
    after = plan_of({"time": "Spring 2027"}, {"status": "Completed"}, {"action": "New"}, careers_leader="A. Leader")
    moved = section(page(after, moved_from(before, after)), "What has moved")

    assert "Since 8 October 2026." in words(moved)
    assert [words(one) for one in moved.find_all("h3")] == [
        "Done one action",
        "Now due later one action",
        "Added one action",
    ]
    assert [words(one) for one in moved.find_all("li")] == [
        "1.2 Action 2",
        "1.1 Action 1 Time: Spring 2027 (before: Autumn 2026)",
        "1.3 New",
    ]
    assert "Filled in or reworded: one answer, in About this plan." in words(moved)


def test_a_target_that_changed_stands_first_in_full_with_what_it_was():
    long = " ".join(["as the destinations of last year have shown"] * 6)
    before, after = (
        Plan.of(
            "100",
            {
                "header": {"academic_year": "2026/27", "review_date": review},
                "objectives": [
                    {
                        "id": "o",
                        "objective": f"More apply, {long}: {target}",
                        "actions": [{"id": "a", "action": "Ask", "responsible": who}],
                    }
                ],
            },
        )
        for target, review, who in (("80%", "June 2027", "Careers leader"), ("35%", "June 2028", "Head of Year"))
    )
    moved = section(page(after, moved_from(before, after)), "What has moved")

    assert [words(one) for one in moved.find_all("h3")] == [
        "Objectives reworded one objective",
        "Approval and review one date",
        "Who is responsible one change",
    ]
    assert [words(one) for one in moved.find_all("li")] == [
        f"Objective 1 More apply, {long}: 35% Before: More apply, {long}: 80%",
        "Proposed Review Date: June 2028 (before: June 2027)",
        "1.1 Ask Responsible: Head of Year (before: Careers leader)",
    ]


def test_a_removed_action_has_the_number_that_it_had_and_a_note_that_grew_is_shown_once():
    before = plan_of({}, {"progress": "Two came."})
    after = plan_of({}, {"progress": "Two came. Three more."})
    removed = after.model_copy(
        update={"objectives": (after.objectives[0].model_copy(update={"actions": after.objectives[0].actions[1:]}),)}
    )
    moved = section(page(removed, moved_from(before, removed)), "What has moved")

    assert [words(one) for one in moved.find_all("li")] == [
        "was 1.1 Action 1",
        "1.1 Action 2 Progress: Two came. Three more.",
    ]


def test_where_nothing_has_moved_or_nothing_can_be_compared_it_says_so():
    plan = plan_of({"time": "Autumn 2026"})

    assert "Nothing in the plan has changed." in words(section(page(plan, moved_from(plan, plan)), "What has moved"))
    none = section(page(plan, Moved("Nothing of this plan was saved before then.")), "What has moved")
    assert words(none).endswith("Nothing of this plan was saved before then.")
    assert none.find(class_="missing")
    assert section(page(plan), "What has moved").find(class_="missing")


def test_nothing_typed_becomes_markup():
    action = {"action": HOSTILE, "responsible": HOSTILE, "progress": HOSTILE, "time": HOSTILE}
    before, after = (
        plan_of({"time": "May 2027"}),
        plan_of(*({**action, "status": status} for status in ("", "Stopped"))),
    )
    found = page(after, moved_from(before, after, HOSTILE))

    assert not found.find_all(["script", "img"])
    assert "<script>alert(1)</script>" in words(found)


def test_headings_skip_no_level_and_nothing_has_an_id_that_a_page_may_have_twice():
    found = page(
        plan_of({"time": "October 2026"}), moved_from(plan_of({"time": "May 2026"}), plan_of({"time": "May 2027"}))
    )
    levels = [1, *(int(tag.name[1]) for tag in found.find_all(re.compile("^h[1-6]$")))]

    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not found.find_all(id=True)


@pytest.mark.parametrize("text", ["One\ntwo\n- three", " " * 5_000 + "x"])
def test_a_text_is_one_line(text):
    assert "\n" not in page(plan_of({"action": text, "time": "October 2026"})).select_one(".what").get_text().strip()


# In the workbook, from the store's history


ACTION = "objectives[o1].actions[a1]"


@pytest.fixture
def reviewed(store):
    """Return a store with a plan that was written in September 2026, approved in October, and changed in November."""
    written = {
        "header.academic_year": "2026/27",
        "header.date_approved_governors": "7 October 2026",
        "objectives[o1].objective": "More students meet employers",
        f"{ACTION}.action": "Invite three employers",
        f"{ACTION}.time": "Autumn 2026",
    }
    store.answers.save("100", written, new_records=[("objectives", "o1"), ("objectives[o1].actions", "a1")])
    backdate(store, datetime(2026, 9, 14, 9, tzinfo=UTC))
    store.answers.save("100", {f"{ACTION}.status": "Completed"})
    backdate(store, datetime(2026, 11, 10, 9, tzinfo=UTC), "path LIKE '%.status'")
    store.answers.save("100", {f"{ACTION}.action": "Invite four employers"})
    backdate(store, datetime(2026, 11, 20, 9, tzinfo=UTC), "value LIKE '%four%'")
    return store


def backdate(store, at, which="1 = 1"):
    connection = sqlite3.connect(store.database.engine.url.database)
    with connection:
        connection.execute(f"UPDATE revision SET at = ? WHERE {which}", (f"{at:%Y-%m-%d %H:%M:%S.%f}",))  # noqa: S608
    connection.close()


def shown(store, as_at="", since="", context=None):
    if context:
        with use_context(context):
            part = open_workbook("100", as_at=as_at, since=since).termly_review
    else:
        part = open_workbook("100", store.url, as_at=as_at, since=since).termly_review
    return BeautifulSoup(part._repr_mimebundle_()["text/html"], "html.parser")


def test_it_looks_back_to_the_day_after_the_last_approval(reviewed):
    moved = section(shown(reviewed, "27 November 2026"), "What has moved")

    assert words(moved.find(class_="note")) == (
        "Since 8 October 2026, the day after the plan was last approved by the governors (7 October 2026)."
    )
    assert words(moved.h3) == "Done one action"


def test_a_past_day_shows_the_plan_as_it_was_then(reviewed):
    then = shown(reviewed, "1 November 2026")

    assert "Nothing in the plan has changed." in words(section(then, "What has moved"))
    assert "Not started 1.1 Invite three employers" in words(section(then, "Due this term"))
    assert "Invite four employers" in words(shown(reviewed, "21 November 2026"))


def test_it_looks_back_as_far_as_it_is_told(reviewed):
    moved = section(shown(reviewed, "27 November 2026", "15 November 2026"), "What has moved")

    assert words(moved.find(class_="note")) == "Since 15 November 2026."
    assert not moved.h3
    assert "Filled in or reworded: one answer, in action 1.1." in words(moved)


def test_where_the_plan_is_younger_it_looks_back_to_its_first_day(reviewed):
    moved = section(shown(reviewed, "27 November 2026", "Summer 2026"), "What has moved")

    assert "Since 15 September 2026. This plan was first saved here on 14 September 2026, so this looks back" in words(
        moved
    )
    assert words(moved.h3) == "Done one action"


def test_a_plan_that_is_new_on_the_day_has_nothing_to_compare(reviewed):
    text = words(section(shown(reviewed, "14 September 2026"), "What has moved"))

    assert "first saved here on 14 September 2026, so all of it is new." in text


def test_before_anything_was_saved_it_shows_the_plan_as_it_is_now(reviewed):
    text = words(shown(reviewed, "1 May 2026"))

    assert "This plan had not been started by then, so this shows it as it is now." in text
    assert "Invite four employers" in text


def test_in_a_batch_it_reads_the_history_from_the_store_whose_address_is_known(reviewed):
    school = reviewed.schools.get("100")
    batch = WorkbookContext(None, school, interactive=False, plan=load_plan(reviewed, school), store_url=reviewed.url)

    assert shown(reviewed, "27 November 2026", context=batch) == shown(reviewed, "27 November 2026")


@pytest.mark.parametrize(
    ("as_at", "since", "message"),
    [
        ("soon", "", "“soon” is not a date that can be read. Give a date such as"),
        ("", "the fair", "“the fair” is not a date that can be read. Give a date such as"),
        ("1 October 2026", "2 October 2026", "since is 2 October 2026, after the day of the review, 1 October 2026."),
    ],
)
def test_a_day_that_cannot_be_is_refused(reviewed, as_at, since, message):
    with pytest.raises(DateError, match=re.escape(message)):
        shown(reviewed, as_at, since)


def test_the_step_of_the_action_plan_leads_to_its_page():
    html = "".join(cell.html for cell in read_steps()["06_action_plan"].cells)

    assert '<a href="termly_review.html">termly review</a>' in html
