"""What has changed in a plan, in words: the sections, and the page for governors."""

from __future__ import annotations

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings

from careerskit.plan import Plan
from careerskit.review import changes
from careerskit.views import describe_changes, render_changes
from tests.strategies import plans

PERIOD = "From 1 September 2026 at 00:00 to 27 November 2026 at 14:05"


def plan(*actions, **more):
    objectives = [{"id": "o1", "objective": "More students meet employers", "actions": list(actions)}]
    return Plan.of("100", {"header": {"school_name": "Larkmoor School"}, "objectives": objectives} | more)


def action(**more):
    return {"id": "a1", "action": "Invite three employers", **more}


def sections(before, after):
    return {section.name: section for section in describe_changes(changes(before, after), before, after)}


def lines(section):
    """Return the entries of a section as lines of text."""
    found = []
    for entry in section.entries:
        found.append(": ".join(filter(None, (entry.place, entry.text))))
        for detail in entry.details:
            words = "".join({"removed": "-", "added": "+", "same": ""}[run.tag] + run.text for run in detail.words)
            was = "" if detail.before is None or words else f" (before: {detail.before})"
            found.append(f"  {detail.label}: {words or detail.after}{was}")
    return found


def page(before, after, **more):
    found = describe_changes(changes(before, after), before, after)
    return render_changes(after, found, period=PERIOD, **more)


def test_an_action_that_is_done_is_shown_with_what_is_noted_about_it():
    found = sections(plan(action(progress="Two came.")), plan(action(status="Completed", progress="Three came.")))

    assert list(found) == ["done"]
    assert (found["done"].title, found["done"].count) == ("Done", "one action")
    assert lines(found["done"]) == ["Objective 1, Action 1: Invite three employers", "  Progress: Three came."]


@pytest.mark.parametrize(
    ("progress", "reason"),
    [("The firm has closed.", "The firm has closed."), (" ", "No reason is noted in the plan.")],
)
def test_a_dropped_action_is_shown_with_its_reason(progress, reason):
    found = sections(plan(action()), plan(action(status="Stopped", progress=progress)))

    assert found["stopped"].title == "Dropped"
    assert lines(found["stopped"]) == ["Objective 1, Action 1: Invite three employers", f"  Reason: {reason}"]
    assert "progress" not in found


def test_a_target_that_changed_comes_first_with_what_it_was_and_then_the_dates_of_approval_and_review():
    before, after = (
        plan(
            action(responsible=who, status=status, time=time),
            objectives=[
                {
                    "id": "o1",
                    "objective": f"{target} of Year 11 apply",
                    "actions": [action(responsible=who, status=status, time=time)],
                }
            ],
            header={"school_name": "Larkmoor School", "review_date": review},
        )
        for target, who, status, time, review in (
            ("80%", "Careers leader", "", "Spring 2027", "June 2027"),
            ("35%", "", "Completed", "", "June 2028"),
        )
    )
    found = sections(before, after)

    assert list(found) == ["targets", "dates", "done", "retimed", "responsible"]
    assert (found["targets"].title, found["targets"].count) == ("Objectives reworded", "one objective")
    assert lines(found["targets"]) == ["Objective 1", "  Objective: -80% +35% of Year 11 apply"]
    assert (found["dates"].title, found["dates"].count) == ("Approval and review", "one date")
    assert lines(found["dates"])[1:] == ["  Proposed Review Date: June 2028 (before: June 2027)"]
    assert lines(found["retimed"])[1:] == ["  Time:  (before: Spring 2027)"]
    assert lines(found["responsible"])[1:] == ["  Responsible: -Careers leader"]


def test_an_entry_has_the_number_of_its_action_and_of_a_removed_one_the_number_that_it_had():
    two = [action(), action() | {"id": "a2", "action": "Visit two colleges"}]
    found = sections(plan(*two), plan(two[1] | {"status": "Completed"}))

    assert [(name, one.number) for name, section in found.items() for one in section.entries] == [
        ("done", "1.1"),
        ("removed", "1.1"),
    ]


def test_a_time_that_slipped_is_shown_with_the_one_before():
    found = sections(plan(action(time="Autumn 2026")), plan(action(time="Spring 2027")))

    assert lines(found["slipped"])[1:] == ["  Time: Spring 2027 (before: Autumn 2026)"]


def test_progress_and_status_of_one_action_are_shown_together():
    after = action(status="In progress", progress="Two came. One more booked.")

    found = sections(plan(action(progress="Two came.")), plan(after))

    assert lines(found["progress"]) == [
        "Objective 1, Action 1: Invite three employers",
        "  Status: In progress (before: )",
        "  Progress: Two came. +One more booked.",
    ]


def test_an_added_action_is_shown_in_full_and_a_removed_one_by_what_tells_it_from_others():
    full = action(
        responsible="Careers Leader", time="May 2027", outcome="Each meets two", audience="Students", cpd=True
    )

    assert lines(sections(plan(), plan(full))["added"]) == [
        "Objective 1, Action 1: Invite three employers",
        "  Responsible: Careers Leader",
        "  Time: May 2027",
        "  Outcomes: Each meets two",
        "  Who it is for: Students",
        "  This action is CPD: Yes",
    ]
    assert lines(sections(plan(full), plan())["removed"]) == [
        "Objective 1, Action 1: Invite three employers",
        "  Responsible: Careers Leader",
        "  Time: May 2027",
    ]


def test_what_was_added_is_counted_by_its_kind():
    after = plan(action(), action() | {"id": "a2"}, swot={"strengths": [{"id": "s", "text": "Good links"}]})

    assert sections(Plan(), after)["added"].count == "one objective, two actions and one SWOT point"


def test_reworded_answers_are_shown_by_their_place_and_not_twice():
    before = plan(action(outcome="All meet one"), vision={"slt": "Aim high", "statement": "Ready"})
    after = plan(
        action(outcome="All meet two", action="Invite five employers"), vision={"slt": "Aim higher", "statement": ""}
    )

    assert lines(sections(before, after)["edited"]) == [
        "Vision",
        "  SLT Comments: Aim -high +higher",
        "  Vision for Careers Provision Statement: -Ready",
        "Objective 1, Action 1",
        "  Actions, including CPD: Invite -three +five employers",
        "  Outcomes: All meet -one +two",
    ]


def test_choices_are_shown_by_their_labels():
    before = plan(current_state={"priority_benchmarks": [3]})
    after = plan(current_state={"priority_benchmarks": [3, 5]}, header={"school_name": "x"})

    assert lines(sections(before, after)["edited"])[-1] == (
        "  Compass - Priority Benchmarks: 3. Addressing the needs of each young person and 5. Encounters with employers and "
        "employees (before: 3. Addressing the needs of each young person)"
    )


def compass(**answers):
    return plan(current_state={"compass": answers})


def test_scores_are_shown_with_their_difference():
    found = sections(compass(b1="64%", b2="50"), compass(b1="76", b2="40%", b4="30"))

    (entry,) = found["scores"].entries
    assert found["scores"].count == "three scores"
    assert [(detail.before, detail.after) for detail in entry.details] == [
        ("64%", "76%, up 12 percentage points"),
        ("50%", "40%, down 10 percentage points"),
        ("", "30%"),
    ]


def test_scores_of_other_criteria_are_not_called_better_or_worse():
    found = sections(compass(evaluated="June 2025", b1="64%"), compass(evaluated="May 2026", b1="76"))

    assert "scores" not in found
    assert "before September 2025" in found["not_comparable"].note
    assert [(detail.before, detail.after) for detail in found["not_comparable"].entries[0].details] == [("64%", "76%")]


def test_a_moved_action_says_where_it_was():
    two = [{"id": "o1", "objective": "One"}, {"id": "o2", "objective": "Two"}]
    before, after = (
        Plan.of(
            "1", {"objectives": [one | {"actions": [action()] if at == number else []} for at, one in enumerate(two)]}
        )
        for number in (0, 1)
    )

    found = sections(before, after)

    assert list(found) == ["moved"]
    assert lines(found["moved"]) == [
        "Objective 2, Action 1: Invite three employers",
        "  Before it was: Objective 1, Action 1",
    ]


def test_the_words_are_those_of_the_setting():
    college = {"school_name": "Quillbridge College", "setting": "College"}
    before, after = (plan(header=college | dates) for dates in ({}, {"date_approved_governors": "May 2026"}))
    provider = plan(header=college | {"setting": "Training provider", "date_approved_governors": "May 2026"})

    assert lines(sections(before, after)["dates"])[1].startswith("  Date approved by Governors")
    assert lines(sections(before, provider)["dates"])[1].startswith("  Date approved by Board")


def test_the_page_marks_words_by_element_and_for_screen_readers_by_words():
    html = page(plan(vision={"slt": "Aim high\nfor all"}), plan(vision={"slt": "Aim higher\nfor all"}))

    assert 'Aim <del><span class="unseen">(removed: </span>high<span class="unseen">)</span></del> <ins>' in html
    assert '<span class="unseen">(added: </span>higher<span class="unseen">)</span></ins>\nfor all' in html


def test_the_page_links_to_each_section_and_needs_nothing_else():
    soup = BeautifulSoup(page(plan(action()), plan(action(status="Completed"), vision={"slt": "New"})), "html.parser")

    targets = [link["href"] for link in soup.select("nav a")]
    assert targets == ["#done", "#edited"]
    assert all(soup.find(id=target.removeprefix("#")).name == "h2" for target in targets)
    assert soup.h1.get_text(" ", strip=True) == "What has changed in our Strategic Careers Plan Larkmoor School"
    assert PERIOD in soup.get_text()
    assert soup.html["lang"] == "en-GB"
    assert not soup.find_all(["script", "img", "form"])
    assert [link["href"] for link in soup.find_all("link")] == ["data:,"]


def test_the_page_of_a_plan_without_changes_says_so():
    html = page(plan(), plan(), notes=["Nothing of this plan had been saved by then."])

    assert "Nothing in the plan has changed." in html
    assert "Nothing of this plan had been saved by then." in html
    assert "<nav" not in html


def test_a_link_to_a_record_that_was_removed_is_not_shown_as_its_id():
    before = plan(swot={"key_priorities": [{"id": "p1", "text": "Reach all", "points": []}]})
    after = plan(swot={"key_priorities": [{"id": "p1", "text": "Reach all", "points": ["deadbeef"]}]})

    assert "deadbeef" not in page(before, after)


def test_an_answer_that_reads_the_same_is_neither_shown_nor_counted():
    def linked(key, *links):
        objective = {"id": "o1", "objective": "More students meet employers", "priorities": links}
        priorities = [{"id": key, "text": "More work experience", "points": []}]
        return plan(objectives=[objective], swot={"key_priorities": priorities})

    assert sections(linked("p1", "p1"), linked("p2", "p2")) == {}
    assert sections(linked("p1", "gone"), linked("p1")) == {}
    assert lines(sections(linked("p1"), linked("p1", "p1"))["edited"])[1:] == [
        "  Priorities it answers: More work experience (before: )"
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), plans())
def test_nothing_typed_is_more_than_text_on_the_page(before, after):
    html = page(before, after)

    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["script", "img", "textarea"])
    assert len(soup.find_all("main")) == 1
    assert not re.search(r"\{(students|school|governors)\}", unescape(html)) or "{students}" in (
        before.model_dump_json() + after.model_dump_json()
    )
