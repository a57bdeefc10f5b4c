"""What has changed in a plan between two versions of it: added, dropped, moved, put off, done, reworded."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.plan import Action, Kind, Objective, Plan, fields_of, read_plan
from careerskit.resources import samples
from careerskit.review import word_changes
from careerskit.review.changes import NOT_IN_A_DOCUMENT, Changes, Effect, changes
from careerskit.review.record_matching import out_of_order
from careerskit.review.word_changes import compare_words, is_same_text, text_key
from tests.strategies import TEXTS, plans

FIRST = "objectives[o1].actions[a1]"


def action(key="a1", text="Invite three employers", **more):
    return {"id": key, "action": text, **more}


def plan_with(*actions, year="2026/27", **more):
    """Return a plan with one objective that has these actions."""
    objectives = [{"id": "o1", "objective": "More students meet employers", "actions": list(actions)}]
    header = {"academic_year": year, **more.pop("header", {})}
    return Plan.of("100", {"header": header, "objectives": objectives} | more)


def objectives(*keys, **actions):
    """Return a plan with an objective for each key, and the actions of those that have some."""
    return Plan.of(
        "100",
        {"objectives": [{"id": key, "objective": f"Objective {key}", "actions": actions.get(key, [])} for key in keys]},
    )


def swot(**lists):
    """Return a plan with these points, whose ids are their texts' first letters."""
    return Plan.of(
        "100", {"swot": {name: [{"id": text[0], "text": text} for text in texts] for name, texts in lists.items()}}
    )


def paths(records):
    return [record.path for record in records]


def effects(found: Changes) -> dict[str, str]:
    return {change.path: change.effect.value for change in found.fields}


def shown(words):
    """Return words as a line: [-removed-] and {+added+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(marks[run.tag].format(run.text.strip()) for run in words)


def test_a_plan_that_is_the_same_has_no_changes():
    for file in samples().glob("*.json"):
        plan = read_plan(file.read_text("utf-8"), file.name)
        assert not changes(plan, plan)


def test_an_objective_that_was_added_is_named_with_its_actions():
    found = changes(objectives("x"), objectives("x", "y", y=[action("a1"), action("a2")]))

    assert paths(found.added) == ["objectives[y]", "objectives[y].actions[a1]", "objectives[y].actions[a2]"]
    assert (found.removed, found.moved, found.fields) == ((), (), ())


def test_an_objective_that_was_removed_is_named_with_its_actions():
    found = changes(objectives("x", "y", y=[action()]), objectives("x"))

    assert paths(found.removed) == ["objectives[y]", "objectives[y].actions[a1]"]
    assert (*found.added, *found.moved, *found.fields) == ()


def test_a_record_without_any_answer_is_none():
    empty = [{"id": "new", "time": " "}]

    assert not changes(objectives("x"), objectives("x", x=empty))
    assert paths(changes(objectives("x", x=empty), objectives("x", x=[action("new")])).added) == [
        "objectives[x].actions[new]"
    ]


def test_a_record_whose_text_was_written_anew_is_edited_and_neither_removed_nor_added():
    found = changes(plan_with(action(text="Invite employers")), plan_with(action(text="A careers fair in March")))

    assert effects(found) == {f"{FIRST}.action": "edited"}
    assert (*found.added, *found.removed, *found.moved) == ()


def test_a_record_that_was_removed_and_typed_again_is_the_same():
    found = changes(plan_with(action("old", time="May 2027")), plan_with(action("new", time="June 2027")))

    assert (*found.added, *found.removed, *found.moved) == ()
    assert [(change.before_path, change.path) for change in found.fields] == [
        ("objectives[o1].actions[old].time", "objectives[o1].actions[new].time")
    ]


def test_an_objective_typed_again_keeps_its_actions():
    before = objectives("x", x=[action("a", "Invite employers"), action("b", "Visit a college")])
    again = [
        {"id": "z", "objective": "Objective  x", "actions": [action("c", "Invite employers"), action("b", "Visit")]}
    ]

    found = changes(before, Plan.of("100", {"objectives": again}))

    assert effects(found) == {"objectives[z].actions[b].action": "edited"}
    assert (*found.added, *found.removed, *found.moved) == ()


def test_one_of_two_records_with_the_same_text_is_removed_and_the_other_stays():
    found = changes(plan_with(action("a"), action("b")), plan_with(action("b")))

    assert paths(found.removed) == ["objectives[o1].actions[a]"]
    assert (*found.added, *found.moved, *found.fields) == ()


def test_an_action_that_was_moved_to_another_objective_is_moved():
    before = objectives("x", "y", x=[action("a", "Invite employers", time="May 2027")], y=[action("b", "Visit")])
    after = objectives("x", "y", y=[action("b", "Visit"), action("c", "Invite employers", time="May 2027")])

    found = changes(before, after)

    assert [(one.before.path, one.after.path, one.to_another_list) for one in found.moved] == [
        ("objectives[x].actions[a]", "objectives[y].actions[c]", True)
    ]
    assert (*found.added, *found.removed, *found.fields) == ()


def test_an_action_of_a_removed_objective_can_live_on_in_another():
    before = objectives("x", "y", x=[action("a", "Invite"), action("b", "Visit")])

    found = changes(before, objectives("y", y=[action("b", "Visit a college")]))

    assert paths(found.removed) == ["objectives[x]", "objectives[x].actions[a]"]
    assert [one.after.path for one in found.moved] == ["objectives[y].actions[b]"]
    assert effects(found) == {"objectives[y].actions[b].action": "edited"}


def test_ids_that_each_objective_uses_anew_are_not_taken_for_the_same_record():
    before = objectives("x", "y", x=[action("a1", "Invite")], y=[action("a1", "Visit"), action("a2", "Ask")])

    found = changes(before, objectives("y", y=[action("a1", "Visit"), action("a2", "Ask")]))

    assert paths(found.removed) == ["objectives[x]", "objectives[x].actions[a1]"]
    assert (*found.added, *found.moved, *found.fields) == ()


def test_a_point_that_was_moved_to_another_box_of_the_swot_analysis_is_moved():
    found = changes(swot(strengths=["Good links"]), swot(opportunities=["Good links"]))

    assert [(one.before.path, one.after.path, one.to_another_list) for one in found.moved] == [
        ("swot.strengths[G]", "swot.opportunities[G]", True)
    ]


def test_a_record_that_was_put_first_is_the_only_one_that_moved():
    found = changes(objectives("a", "b", "c", "d"), objectives("d", "a", "b", "c"))

    assert [(one.after.path, one.before.number, one.after.number, one.to_another_list) for one in found.moved] == [
        ("objectives[d]", 4, 1, False)
    ]


def test_records_below_one_that_was_added_or_removed_did_not_move():
    assert changes(objectives("a", "b", "c"), objectives("new", "b", "c")).moved == ()


@given(st.permutations(range(8)))
def test_the_fewest_records_are_out_of_order(numbers):
    out = out_of_order(numbers)
    rest = [number for position, number in enumerate(numbers) if position not in out]

    assert rest == sorted(rest)
    longest = max(
        bin(mask).count("1")
        for mask in range(256)
        if (row := [numbers[at] for at in range(8) if mask >> at & 1]) == sorted(row)
    )
    assert len(rest) == longest


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("Autumn 2026", "Spring 2027", "slipped"),
        ("by Christmas", "Easter", "slipped"),
        ("16 October 2026", "17 October 2026", "slipped"),
        ("Summer 2027", "Spring 2027", "brought forward"),
        ("Spring 2027", "March 2027", "retimed"),
        ("Autumn 2026", "Autumn 2026 and Spring 2027", "retimed"),
        ("May 2027", "to be agreed", "retimed"),
        ("", "May 2027", "retimed"),
        ("termly", "half-termly", "retimed"),
        ("Each month from September 2026", "Each month from May 2027", "retimed"),
    ],
)
def test_a_time_that_is_certainly_later_has_slipped(before, after, effect):
    found = changes(plan_with(action(time=before)), plan_with(action(time=after)))

    assert effects(found) == {f"{FIRST}.time": effect}


def test_a_time_is_read_in_the_academic_year_that_its_plan_had():
    found = changes(plan_with(action(time="Summer"), year="2025/26"), plan_with(action(time="Autumn"), year="2026/27"))

    assert effects(found)[f"{FIRST}.time"] == "slipped"


@pytest.mark.parametrize(
    ("before", "after"),
    [("14 September 2026", "14/09/2026"), ("2026-09-14", "14 Sept"), ("14th September 2026", "14 September, 2026")],
)
def test_the_same_day_written_otherwise_is_no_change(before, after):
    same = {"date_created": before}, {"date_created": after}

    assert not changes(*(plan_with(action(time=day["date_created"]), header=day) for day in same))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("by Easter", "March 2027"),
        ("14 May 2027", "14 May 2027 (first draft)"),
        ("31 February 2027", "30 February 2027"),
    ],
)
def test_a_time_that_says_something_else_is_a_change(before, after):
    assert effects(changes(plan_with(action(time=before)), plan_with(action(time=after)))) == {
        f"{FIRST}.time": "retimed"
    }


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ({"objective": "80% of Year 11"}, {"objective": "35% of Year 11"}, "retargeted"),
        ({"success": "80% know"}, {"success": ""}, "retargeted"),
        ({"success": ""}, {"success": "80% know"}, "edited"),
        ({"issue": "Few know"}, {"issue": "Some know"}, "edited"),
        ({"kind": "whole", "who_else": "Head of Year"}, {"kind": "whole", "who_else": ""}, "reassigned"),
    ],
)
def test_a_target_that_reads_otherwise_is_told_from_other_rewording(before, after, effect):
    found = changes(*(plan_with(objectives=[{"id": "o1", "objective": "More", **one}]) for one in (before, after)))

    assert [change.effect.value for change in found.fields] == [effect]


@pytest.mark.parametrize("date", ["date_approved_slt", "date_approved_governors", "review_date"])
@pytest.mark.parametrize("before", ["", "June 2027"])
def test_an_approval_or_a_review_that_moved_is_told_from_other_rewording(date, before):
    found = changes(plan_with(header={date: before}), plan_with(header={date: "June 2028"}))

    assert effects(found) == {f"header.{date}": "redated"}


def test_someone_else_who_is_responsible_is_told_from_other_rewording():
    found = changes(plan_with(action(responsible="Careers leader")), plan_with(action(responsible="Head of Year")))

    assert effects(found) == {f"{FIRST}.responsible": "reassigned"}


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("In progress", "Completed", "done"),
        ("", "Completed", "done"),
        ("In progress", "Stopped", "stopped"),
        ("Not yet started", "In progress", "status"),
        ("Completed", "In progress", "status"),
        ("Stopped", "", "status"),
    ],
)
def test_a_status_that_changed_says_what_became_of_the_action(before, after, effect):
    found = changes(plan_with(action(status=before)), plan_with(action(status=after)))

    assert effects(found) == {f"{FIRST}.status": effect}


def test_what_was_written_about_progress_is_noted_with_the_new_words():
    found = changes(
        plan_with(action(progress="Two came.")), plan_with(action(progress="Two came. Third booked for May."))
    )

    (change,) = found.having(Effect.NOTED)
    assert shown(change.words) == "Two came. {+Third booked for May.+}"


def compass(evaluated="", **scores):
    return Plan.of("100", {"current_state": {"compass": {"evaluated": evaluated, **scores}}})


def test_scores_of_two_evaluations_are_compared():
    found = changes(compass("20 October 2026", b1="64%", b2="100"), compass("20 January 2027", b1="76%", b2="100 %"))

    assert effects(found) == {
        "current_state.compass.evaluated": "edited",
        "current_state.compass.b1": "scored",
    }


def test_scores_for_the_benchmarks_of_before_september_2025_are_not_compared_with_later_ones():
    found = changes(compass("20 June 2025", b1="64%", b3="50%"), compass("20 January 2027", b1="40%", b2="10%"))

    assert effects(found) == {
        "current_state.compass.evaluated": "edited",
        "current_state.compass.b1": "not comparable",
        "current_state.compass.b2": "scored",  # there was none to compare it with
        "current_state.compass.b3": "scored",
    }
    assert (
        effects(changes(compass("June 2025", b1="64%"), compass("July 2025", b1="70%")))["current_state.compass.b1"]
        == "scored"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Parents’ evening", "Parents' evening"),
        ("“Our” plan…", '"Our"  plan...'),
        ("Years 9–11", "Years 9-11"),
        ("One.\r\n\r\nTwo.", " One. Two.\n"),
        ("career\u00adleader\u200b", "careerleader"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("1\u00a0May", "1 May"),
    ],
)
def test_white_space_and_the_shape_of_quotation_marks_are_no_change(before, after):
    assert is_same_text(before, after)
    assert not changes(plan_with(action(text=before)), plan_with(action(text=after)))


def test_the_order_in_which_benchmarks_were_ticked_is_no_change():
    before, after = ({"current_state": {"priority_benchmarks": ticked}} for ticked in ([3, 5], [5, 3]))

    assert not changes(Plan.of("100", before), Plan.of("100", after))


def linked(priorities, links):
    """Return a plan with these priorities by their ids, and an objective that is linked with these ids."""
    return Plan.of(
        "100",
        {
            "swot": {"key_priorities": [{"id": key, "text": text} for key, text in priorities.items()]},
            "objectives": [{"id": "o", "objective": "One", "priorities": list(links)}],
        },
    )


@pytest.mark.parametrize(
    ("before", "links_before", "after", "links_after"),
    [
        pytest.param({"p": "More work"}, "p", {"q": "More work"}, "q", id="typed again"),
        pytest.param({"p": "Parents’ views"}, "p", {"q": "Parents'  views"}, "q", id="typed again otherwise"),
        pytest.param({"p": "A", "r": "B"}, "pr", {"q": "A", "r": "C"}, "rq", id="typed again beside a reworded one"),
        pytest.param({}, "x", {}, "", id="a link to nothing was unticked"),
        pytest.param({}, "", {"p": " "}, "p", id="a link to a priority without a text"),
        pytest.param({"p": "A"}, "p", {"q": "A"}, "pq", id="typed again, and the old link left"),
        pytest.param({"p": "A"}, "p", {"p": "B"}, "p", id="reworded"),
        pytest.param({"p": "A"}, "p", {}, "p", id="removed, and the link left"),
    ],
)
def test_links_with_records_that_read_the_same_are_no_change(before, links_before, after, links_after):
    found = changes(linked(before, links_before), linked(after, links_after))

    assert "objectives[o].priorities" not in effects(found)


@pytest.mark.parametrize(
    ("before", "links_before", "after", "links_after"),
    [
        ({"p": "A", "q": "B"}, "p", {"p": "A", "q": "B"}, "q"),
        ({"p": "A", "q": "B"}, "p", {"p": "A", "q": "B"}, "pq"),
        ({"p": "A"}, "p", {}, ""),
        ({"p": "A"}, "p", {"q": "B"}, "q"),
    ],
)
def test_a_link_with_another_record_is_a_change(before, links_before, after, links_after):
    found = changes(linked(before, links_before), linked(after, links_after))

    assert effects(found)["objectives[o].priorities"] == "edited"


def test_what_no_document_shows_is_left_out():
    hidden = {
        "reflections": {"visioning": "My own notes", "surgery_questions": [{"id": "q", "text": "How?"}]},
        "set_aside": [{"id": "s", "advice": "Add one", "reason": "No"}],
        "header": {"setting": "College"},
    }

    assert not changes(Plan(), Plan.of("", hidden))


def test_an_answer_that_does_not_apply_is_not_shown():
    def plan(kind):
        return Plan.of("100", {"objectives": [{"id": "o", "objective": "One", "kind": kind, "who_else": "The Head"}]})

    found = changes(plan("careers"), plan("whole"))

    assert [(change.path, change.before, change.after) for change in found.fields] == [
        ("objectives[o].kind", "careers", "whole"),
        ("objectives[o].who_else", "", "The Head"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "All new", "{+All new+}"),
        ("All gone", "", "[-All gone-]"),
        (
            "Raise it from 40% to 60% by July",
            "Raise it from 45% to 80% by July",
            "Raise it from [-40% to 60%-] {+45% to 80%+} by July",
        ),
        ("We meet employers", "We often meet local employers", "We {+often+} meet {+local+} employers"),
        ("Ask parents’ views", "Ask parents' views again", "Ask parents' views {+again+}"),
        (
            "Invite three employers to speak to Year 9",
            "A careers fair with colleges, held in spring",
            "[-Invite three employers to speak to Year 9-] {+A careers fair with colleges, held in spring+}",
        ),
    ],
)
def test_a_text_is_compared_word_by_word(before, after, words):
    assert shown(compare_words(before, after)) == words


def test_lines_stay_lines():
    found = compare_words("- one\n- two", "- one\r\n\r\n- two and\n- three")

    assert "".join(run.text for run in found) == "- one\n- two and\n- three"


def test_long_texts_are_compared_quickly():
    before, after = (" ".join(f"{word}{number}" for number in range(20_000)) for word in ("a", "b"))

    assert [run.tag for run in compare_words(f"Same {before} end", f"Same {after} end")] == [
        "same",
        "removed",
        "added",
        "same",
    ]


def steps_of_comparison(before, after, monkeypatch):
    """Return how many pairs of equal words and how many words two texts' comparison looks at."""
    steps = 0

    class Counted(SequenceMatcher):
        def find_longest_match(self, first=0, last=None, second=0, end=None):
            nonlocal steps
            last = len(self.a) if last is None else last
            steps += sum(1 + len(self.b2j.get(word, ())) for word in self.a[first:last])
            return super().find_longest_match(first, last, second, end)

    with monkeypatch.context() as patched:
        patched.setattr(word_changes, "SequenceMatcher", Counted)
        compare_words(before, after)
    return steps


@pytest.mark.parametrize("size", [20, 60, 100, 140, 180, 250, 500, 999])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b", "b a c"),
        ("a", "a a c"),
        ("a b", "b c a d"),
        ("a c b", "b d a"),
        ("a b c d e f g h", "h g f e d c b a"),
        ("a b a c a d", "d a b c b"),
    ],
)
def test_texts_that_repeat_themselves_take_no_more_steps_than_are_allowed(before, after, size, monkeypatch):
    old, new = ((f"{text} " * size).split()[:size] for text in (before, after))

    steps = steps_of_comparison(" ".join([*old, "x"]), " ".join(["z", *new]), monkeypatch)

    assert steps <= 3_000_000


def test_a_long_text_of_prose_is_compared_word_by_word():
    common = ["the", "and", "of", "to", "students"]
    old = [common[at // 4 % 5] if at % 4 == 0 else f"word{at}" for at in range(500)]
    new = ["Newly", *(f"other{at}" if at % 50 == 1 else word for at, word in enumerate(old)), "again"]

    tags = Counter(run.tag for run in compare_words(" ".join(old), " ".join(new)))

    assert tags == {"same": 10, "removed": 10, "added": 11}


LINES = st.lists(
    st.sampled_from(("the", "a", "students", "employers", "meet", "40%", "to\n", "“so”", "'so'")), max_size=12
).map(" ".join)


@given(LINES | TEXTS, LINES | TEXTS)
def test_no_word_is_lost_and_none_is_made_up(before, after):
    found = compare_words(before, after)

    for tag, text in (("removed", before), ("added", after)):
        assert text_key("".join(run.text for run in found if run.tag in ("same", tag))) == text_key(text)
    assert all(one.tag != other.tag for one, other in pairwise(found))
    assert is_same_text(before, after) == (not [run for run in found if run.tag != "same"])


def leaves(group, at="") -> dict[str, Any]:
    """Return every answer that documents show by its path, as a reader sees it; blank ones are none."""
    found: dict[str, Any] = {}
    for field in fields_of(type(group)):
        value, path = getattr(group, field.name), f"{at}.{field.name}" if at else field.name
        if path in NOT_IN_A_DOCUMENT or not field.applies_to(group):
            continue
        if field.kind is Kind.GROUP:
            found |= leaves(value, path)
        elif field.kind is Kind.ROWS:
            for record in value:
                found |= leaves(record, f"{path}[{record.id}]")
        elif (
            shown := text_key(value)
            if isinstance(value, str)
            else frozenset(value)
            if isinstance(value, tuple)
            else value
        ):
            found[path] = shown
    return found


@settings(max_examples=40)
@given(plans())
def test_a_plan_compared_with_itself_has_no_changes(plan):
    assert not changes(plan, plan)


def grafted(group, other, random):
    """Return a group with some of the answers of another, and its records with some of those of the other's records."""
    updates: dict[str, Any] = {}
    for field in fields_of(type(group)):
        mine, theirs = getattr(group, field.name), getattr(other, field.name)
        if field.kind is Kind.GROUP:
            updates[field.name] = grafted(mine, theirs, random)
        elif field.kind is Kind.ROWS:
            pairs = zip_longest(mine, theirs[: len(mine)])
            updates[field.name] = tuple(grafted(one, that, random) if that else one for one, that in pairs)
        elif random.random() < 0.5:
            updates[field.name] = theirs
    return group.model_copy(update=updates)


@settings(max_examples=40)
@given(plans(), plans(), st.randoms(use_true_random=False))
def test_every_answer_that_reads_otherwise_is_listed_once(before, other, random):
    after = grafted(before, other, random)

    found = changes(before, after)

    old, new = leaves(before), leaves(after)
    listed = Counter(change.path for change in found.fields)
    for one in (*found.added, *found.removed):
        listed.update(leaves_of(one))
    differ = {path for path in {*old, *new} if old.get(path) != new.get(path)}
    assert set(listed.values()) <= {1}
    assert set(listed) <= differ
    assert {path for path in differ - set(listed) if not _means_the_same(path)} == set()


@settings(max_examples=40)
@given(plans(), plans())
def test_no_answer_of_two_plans_is_listed_twice(before, after):
    found = changes(before, after)

    for of_fields, of_records in (
        ([change.path for change in found.fields], found.added),
        ([change.before_path for change in found.fields], found.removed),
    ):
        listed = Counter([*of_fields, *(path for one in of_records for path in leaves_of(one))])
        assert set(listed.values()) <= {1}


def leaves_of(placed):
    """Return the paths of the answers of a record, not those of the records in it."""
    return [path for path in leaves(placed.record, placed.path) if path.rpartition(".")[0] == placed.path]


def _means_the_same(path):
    """Whether an answer may be written in two ways: a day, a score, or links with records that can be typed again."""
    return path.rpartition(".")[2] in {
        "time",
        "evaluated",
        "review_date",
        "priorities",
        "points",
        *(f"b{number}" for number in range(1, 9)),
    } or ("date_" in path)


@settings(max_examples=25)
@given(plans(), plans(), st.randoms(use_true_random=False))
def test_the_order_of_records_only_says_what_moved(before, after, random):
    def shuffled(group):
        updates: dict[str, Any] = {}
        for field in fields_of(type(group)):
            value = getattr(group, field.name)
            if field.kind is Kind.GROUP:
                updates[field.name] = shuffled(value)
            elif field.kind is Kind.ROWS:
                records = [shuffled(record) for record in value]
                random.shuffle(records)
                updates[field.name] = tuple(records)
        return group.model_copy(update=updates)

    found = changes(before, shuffled(before))
    assert (*found.added, *found.removed, *found.fields) == ()
    assert not any(one.to_another_list for one in found.moved)

    one, other = changes(before, after), changes(shuffled(before), shuffled(after))
    assert Counter(record.text for record in one.added) == Counter(record.text for record in other.added)
    assert Counter(record.text for record in one.removed) == Counter(record.text for record in other.removed)


def test_models_that_the_comparison_names_are_those_of_the_plan():
    assert {"status", "progress", "time"} <= {field.name for field in fields_of(Action)}
    assert {field.name for field in fields_of(Plan)} >= {"reflections", "objectives"}
    assert fields_of(Objective)[0].name == "objective"
