"""The board clusters what the room says, counts schools with small counts hidden, and names none."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.plan import SWOT_PROMPTS, Plan, School
from careerskit.session import Board, SchoolNames, Share, board, open_session, school_names
from careerskit.session.redaction import item_id
from careerskit.session.similarity import cluster_similar, keywords
from careerskit.store import PlanCache
from tests.strategies import TEXTS, plans

SIMILAR = [
    ("Parental engagement", "parental engagment!!", "Parents don’t engage", "Poor engagement from parents and carers"),
    ("SLT buy-in", "No SLT buy in", "Lack of buy-in from senior leaders"),
    ("BM4", "Benchmark 4", "GB 4"),
    ("1:1 guidance", "1-1 guidance", "One to one guidance not reaching everybody"),
    ("Staff CPD", "Lack of CPD for staff", "CPD for our staff on careers"),
    ("Work experience", "No work-experience", "Work experience only for some students"),
    ("Time for CL", "Not enough time for the careers leader", "Time for careers lead role"),
    ("LMI", "No use of labour market information"),
    ("Budget", "Careers budget is very small", "No budget"),
]  # fmt: skip
DIFFERENT = [
    "Year 10",
    "Year 11",
    "Staff turnover",
    "Governor has changed three times",
    "Link governor role is vacant",
    "Website out of date",
    "Transport from the villages",
    "Impact of events is not measured",
]


def clusters(texts, topics=()):
    return {frozenset(texts[index] for index in cluster) for cluster in cluster_similar(texts, topics)}


def test_texts_that_say_the_same_are_clustered_and_others_are_not():
    texts = [text for group in SIMILAR for text in group] + DIFFERENT
    assert clusters(texts) == {frozenset(group) for group in SIMILAR} | {frozenset([text]) for text in DIFFERENT}


def test_texts_with_different_numbers_are_never_clustered():
    texts = [
        "2 employers who come every year",
        "4 employers who come every year",
        "1:1 guidance for Year 9",
        "1:1 guidance for Y13",
    ]
    assert cluster_similar(texts) == [[0], [1], [2], [3]]


def test_texts_on_one_topic_need_less_in_common():
    texts = ["Tracking", "Tracking by spreadsheet is clumsy"]
    assert len(clusters(texts)) == 2
    assert len(clusters(texts, ["Tracking at Student Level"] * 2)) == 1


@pytest.mark.parametrize("text", ["", "  ", "the", "!!!", "👩🏽‍🏫", "日本語", "\x00", "no", "x" * 4000])
def test_any_text_is_clustered_with_an_identical_one(text):
    assert cluster_similar([text, "Parental engagement", text]) == [[0, 2], [1]]


@pytest.mark.parametrize("wording", ["Parental engagement", "!!!", "no"])
def test_points_of_most_schools_come_first_where_they_write_identical_words(wording):
    said = [*[(wording,)] * 5, *[("Staff turnover",)] * 4, ("Year 10",), (wording, "Staff turnover", "Year 11")]
    found = {
        f"id{number}": Plan.of(
            f"id{number}", {"swot": {"threats": [{"id": f"r{at}", "text": text} for at, text in enumerate(texts)]}}
        )
        for number, texts in enumerate(said)
    }
    shares = dict.fromkeys(found, Share(board=True))
    threats = board(found, shares, session="s1", names=school_names((), found.values())).columns[3]
    first, second, *others = [(point.wordings[0].text, point.schools) for point in threats.points]
    assert (first, second) == ((wording, 6), ("Staff turnover", 5))
    assert sorted(others) == [("Year 10", None), ("Year 11", None)]


WORDS = ("time", "cpd", "staff", "lmi", "slt", "year10", "parents", "budget", "engage", "engaged")
TOPICS = ("", "SLT Buy-in", "Staff CPD")
SHORT = st.lists(st.sampled_from(WORDS), max_size=4)


@given(st.lists(SHORT.map(" ".join) | TEXTS, max_size=12), st.randoms())
def test_the_order_of_texts_makes_no_difference(texts, chance):
    other = chance.sample(texts, len(texts))
    assert clusters(texts) == clusters(other)


@given(st.lists(SHORT.map(" ".join), max_size=12))
def test_texts_of_one_cluster_are_similar_to_each_other(texts):
    """An added text may move others, since nothing is chained together: a third text that is like two makes them no more alike."""
    for cluster in clusters(texts):
        assert all(len(clusters([one, other])) == 1 for one in cluster for other in cluster)


@given(st.lists(st.tuples(SHORT.map(" ".join), st.sampled_from(TOPICS)), max_size=12))
def test_identical_texts_are_together_whatever_was_chosen_for_them(typed):
    texts, topics = [text for text, _ in typed], [topic for _, topic in typed]
    found = {index: number for number, cluster in enumerate(cluster_similar(texts, topics)) for index in cluster}
    assert all(found[texts.index(text)] == found[index] for index, text in enumerate(texts))


# The board


NAMES = ("Zorblax School", "Tallowfield School", "Greyfen School", "Yelverfen School")


def room(*weaknesses, prompt=""):
    """Return plans, one for each tuple of weaknesses, and what each agreed to share."""
    made = {}
    for number, texts in enumerate(weaknesses):
        items = [{"id": f"r{index}", "text": text, "prompt": prompt} for index, text in enumerate(texts)]
        header = {"school_name": NAMES[number % 4]}
        made[f"id{number}"] = Plan.of(f"id{number}", {"swot": {"weaknesses": items}, "header": header})
    return made, dict.fromkeys(made, Share(board=True))


def shown(made, shares, session="s1", **options) -> Board:
    return board(made, shares, session=session, names=school_names((), made.values()), **options)


def points(of: Board, column="weaknesses"):
    return [
        ([wording.text for wording in point.wordings], point.schools)
        for one in of.columns
        if one.name == column
        for point in one.points
    ]


def test_nothing_but_progress_is_shown_until_enough_schools_share():
    made, shares = room(("Time",), ("Time",), ("Time",))
    del shares["id2"]
    seen = shown(made, shares)
    assert seen == Board(joined=3, progress=seen.progress, sharing=None)
    assert [row.schools for row in seen.progress if row.name == "swot"] == [3]


def test_that_no_school_shares_is_shown():
    made, _ = room(("Time",))
    assert shown(made, {}).sharing == 0


def test_a_point_counts_schools_and_not_items():
    made, shares = room(("Time", "No time"), ("Lack of time",), ("Time", "Website"))
    assert points(shown(made, shares)) == [(["Time", "No time", "Lack of time"], 3), (["Website"], None)]


def test_only_schools_that_share_are_shown():
    made, shares = room(("Time",), ("Time",), ("Time",), ("Website",))
    shares["id3"] = Share(named=True)
    assert points(shown(made, shares)) == [(["Time"], 3)]


def test_wordings_are_as_typed_and_listed_once_with_all_their_ids():
    made, shares = room(("  TIME!! <b>",), ("  TIME!! <b>",), ("time & “time”",))
    (point,) = shown(made, shares).columns[1].points
    assert [(wording.text, len(wording.ids)) for wording in point.wordings] == [
        ("  TIME!! <b>", 2),
        ("time & “time”", 1),
    ]


def test_a_blank_item_makes_no_point():
    made, shares = room(("", "Staff"), (" \n", "Budget"), ("Time",))
    assert {wordings[0] for wordings, _ in points(shown(made, shares))} == {"Staff", "Budget", "Time"}


def test_points_are_shown_once_enough_of_those_that_share_have_written_some():
    made, shares = room(("Time",), ("Budget",), ("",))
    found = shown(made, shares)
    assert (points(found), found.sharing, found.awaits_authors) == ([], 3, True)
    made, shares = room(("Time",), ("Budget",), ("Staff",))
    assert not shown(made, shares).awaits_authors


def test_what_a_facilitator_hides_is_shown_to_facilitators_only():
    made, shares = room(("Time",), ("Rude words",), ("Time",))
    rude = next(w for p in shown(made, shares).columns[1].points for w in p.wordings if w.text == "Rude words")
    after = shown(made, shares, hidden=rude.ids)
    assert points(after) == [(["Time"], None)]
    assert [(item.id, item.text) for item in after.hidden] == [(rude.ids[0], "Rude words")]


def test_an_item_keeps_its_id_when_edited_and_has_a_different_one_in_another_session():
    def ids(of):
        return {item for column in of.columns for point in column.points for w in point.wordings for item in w.ids}

    made, shares = room(("Time",), ("Budget",), ("Website",))
    retyped, _ = room(("No time at all",), ("Budget",), ("Website",))
    assert ids(shown(made, shares)) == ids(shown(retyped, shares))
    assert ids(shown(made, shares)).isdisjoint(ids(shown(made, shares, session="s2")))


def test_an_id_cannot_be_computed_from_the_ids_of_session_and_school(store):
    session = open_session(store, "Larkmoor hub")
    assert item_id(session.secret, "100", "vision") != item_id(session.id, "100", "vision")
    assert open_session(store, "Larkmoor hub").secret == session.secret, "every process computes the same ids"


def test_points_keep_their_ids_when_another_school_adds_one():
    made, shares = room(*[(f"{word} trouble",) for word in ("budget", "transport", "website", "governor")])
    before = {point.wordings[0].text: point.id for point in shown(made, shares).columns[1].points}
    more, _ = room(*[(f"{word} trouble",) for word in ("budget", "transport", "website", "governor", "timetable")])
    after = shown(more, dict.fromkeys(more, Share(board=True))).columns[1].points
    assert {text: key for text, key in ((p.wordings[0].text, p.id) for p in after) if text in before} == before
    assert len(after) == 5


def test_points_with_most_schools_come_first():
    made, shares = room(("Website", "Time"), ("Time", "Website"), ("Time", "Website"), ("Time", "Governor"))
    assert [schools for _, schools in points(shown(made, shares))] == [4, 3, None]


# Names are masked


def test_a_school_that_names_itself_is_masked():
    made, shares = room(
        ("Zorblax’s students are late",), ("We are ZORBLAX SCHOOL!",), ("zorblax and Tallowfield share a bus",)
    )
    text = repr(asdict(shown(made, shares))).casefold()
    assert "zorblax" not in text
    assert "tallowfield" not in text
    assert "[school] and [school] share a bus" in text


def test_a_school_that_agreed_to_be_named_in_the_report_is_masked_on_the_board():
    made, shares = room(("Zorblax is far away",), ("Tallowfield is near",), ("Time",))
    shares["id0"] = Share(board=True, named=True)
    assert {text for texts, _ in points(shown(made, shares)) for text in texts} == {
        "[school] is far away",
        "[school] is near",
        "Time",
    }


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("St Mary’s Catholic School", "st marys is small; St. Mary's too", "[school] is small; [school] too"),
        ("The Sixth Form College", "The college has a sixth form", "The college has a sixth form"),
        ("The Sixth Form College", "At the Sixth Form College", "At [school]"),
        ("Otterhythe School, a special school", "Every Otterhythe pupil", "Every [school] pupil"),
        ("West Fen Academy", "We are at the west of Fen", "We are at the west of [school]"),
        ("Velvetmere School for Communication", "All at Velvetmere, a school", "All at [school], a school"),
        ("Royal Grammar School Lanternbeck", "lanternbeck is small", "[school] is small"),
        ("The College", "The college has no budget", "The college has no budget"),
        ("a", "A budget for a student", "A budget for a student"),
        ("Students", "Students have no time", "Students have no time"),
        ("", "Nothing to mask", "Nothing to mask"),
        ("Émile Zola Academy", "émile zola", "[school]"),
        ("abc.d", "Abc d, abc-d and abcd", "[school], [school] and abcd"),
    ],
)
def test_a_name_is_masked_however_it_is_written(name, text, seen):
    assert SchoolNames([name]).mask(text) == seen


@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_a_text_without_names_is_unchanged(names, text):
    mask = SchoolNames(names).mask(text)
    assert mask == text or "[school]" in mask


@settings(max_examples=60, deadline=None)
@given(st.lists(plans(), min_size=3, max_size=6), st.data())
def test_no_small_count_and_no_school_is_shown_whatever_is_typed(made, data):
    room_of = {}
    for number, plan in enumerate(made):
        header = plan.header.model_copy(update={"school_name": "Zorblax School"})
        room_of[f"zorblax-{number}"] = plan.model_copy(update={"header": header, "school": f"zorblax-{number}"})
    shares = {key: Share(*data.draw(st.tuples(st.booleans(), st.just(False), st.booleans()))) for key in room_of}
    seen = shown(room_of, shares)
    assert "zorblax" not in repr(seen).casefold()
    counts = [row.schools for row in (*seen.progress, *seen.by_benchmark, *seen.by_kind, *seen.by_priority)]
    counts += [point.schools for column in seen.columns for point in column.points] + [seen.sharing]
    assert not {count for count in counts if count} & {1, 2}
    assert seen == shown(dict(reversed(room_of.items())), shares)


# Counts


def with_objectives(*of):
    return {
        f"id{number}": Plan.of(
            f"id{number}",
            {
                "objectives": [
                    {"id": f"o{index}", "objective": "So", "kind": kind, "benchmarks": benchmarks}
                    for index, (kind, benchmarks) in enumerate(objectives)
                ]
            },
        )
        for number, objectives in enumerate(of)
    }


def test_objectives_are_counted_by_school_with_small_counts_hidden():
    made = with_objectives(
        [("careers", (3, 6)), ("careers", (6,))], [("careers", (6,)), ("whole", (1,))], [("careers", (6, 8))], []
    )
    seen = shown(made, dict.fromkeys(made, Share(board=True)))
    assert {row.name: row.schools for row in seen.by_benchmark} == {
        **dict.fromkeys("2457", 0), **dict.fromkeys("138"), "6": 3
    }  # fmt: skip
    assert {row.name: row.schools for row in seen.by_kind} == {"careers": 3, "whole": None}
    assert seen.by_benchmark[5].title == "6. Experiences of workplaces"


def test_progress_counts_every_school_that_joined():
    made = with_objectives([("careers", ())], [("whole", ())], [("careers", ())], [])
    progress = {row.name: row.schools for row in shown(made, {}).progress}
    assert progress == {
        "header": 0, "vision": 0, "current_state": 0, "swot": 0, "objectives": 3, "action_plan": 0, "reflections": 0
    }  # fmt: skip


def test_a_prompt_is_used_when_it_is_chosen_or_its_keywords_are_typed():
    made, shares = room(("We need more of it",), ("Parental engagement is low",), ("No LMI",), prompt="Staff CPD")
    assert set(shown(made, shares).unused_prompts) == {prompt.text for prompt in SWOT_PROMPTS} - {
        "Staff CPD",
        "Parental Engagement",
        "LMI",
    }


def test_vision_statements_are_shown_where_schools_agreed():
    made, shares = room(("Time",), ("Time",), ("Time",), ("Time",))
    made = {
        key: plan.model_copy(
            update={"vision": plan.vision.model_copy(update={"statement": f"Every student of {key[2:]}"})}
        )
        for key, plan in made.items()
    }
    shares["id1"] = replace(shares["id1"], vision=True)
    shares["id3"] = Share(vision=True)
    statements = shown(made, shares).statements
    assert {statement.text for statement in statements} == {"Every student of 1", "Every student of 3"}
    hidden = shown(made, shares, hidden=[statement.id for statement in statements])
    assert hidden.statements == ()
    assert len(hidden.hidden) == 2


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def test_a_text_is_cut_at_its_fields_limit_and_a_name_at_that_point_is_masked():
    made, shares = room(("x " * 196 + "zorblax school is far away",), ("y" * 400,), ("z" * 401,))
    texts = {text for wordings, _ in points(shown(made, shares)) for text in wordings}
    assert texts == {"x " * 196 + "[school]…", "y" * 400, "z" * 400 + "…"}


def test_only_the_beginning_of_a_long_text_is_compared():
    assert clusters(["time " * 90 + "budget", "No time"]) == {frozenset({"time " * 90 + "budget", "No time"})}


def test_only_the_first_keywords_of_a_text_are_compared():
    first = " ".join(f"w{number}" for number in range(40))
    assert keywords(f"{first} budget") == keywords(first)


def test_of_many_words_with_one_letter_only_the_most_common_are_compared_for_typing_errors():
    pair, together = ["planetary", "planetery"], frozenset({"planetary", "planetery"})
    others = [f"p{one}{two}{one}{two}" for one in LETTERS for two in LETTERS]
    assert together in clusters([*others[:100], *pair])
    assert together not in clusters([f"{other} {number}" for other in others for number in "12"] + pair)


def test_of_one_school_only_the_first_items_are_shown():
    made, shares = room(*[[f"word{number}" for number in range(100)]] * 2, ["", "word99"])
    seen = points(shown(made, shares))
    assert len(seen) == 61
    assert (["word99"], None) in seen


# The plans of the room


def test_only_plans_that_changed_are_read_again(store):
    store.schools.register([School("200", "Quillbridge High School"), School("300", "Greyfen School")])
    cache = PlanCache(store)
    first = cache(["100", "200", "no-such-school"])
    assert list(first) == ["100", "200"]
    store.answers.save("100", {"vision.statement": "Every student"})
    second = cache(["100", "200", "300"])
    assert second["100"].vision.statement == "Every student"
    assert second["200"] is first["200"]
    assert cache(["300"])["300"] is second["300"]


def test_a_plan_that_cannot_be_read_does_not_affect_others(store):
    store.schools.register([School("200", "Quillbridge High School")])
    store.answers.save("100", {"swot": "no list"})
    assert list(PlanCache(store)(["100", "200"])) == ["200"]
    cache = PlanCache(store)
    cache(["100"])
    store.answers.save("100", {"swot": "", "vision.slt": "Good"})
    assert cache(["100"])["100"].vision.slt == "Good"
