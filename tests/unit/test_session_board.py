"""The board puts together what the room says alike, counts schools as far as may be said, and names none."""

from __future__ import annotations

import random
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.plan import SWOT_PROMPTS, Plan, School
from careerskit.session import Share, anonymity, names_of, open_session, similar
from careerskit.session.anonymity import Names, item_id
from careerskit.session.board import Board, board
from careerskit.session.room import PlansNow
from careerskit.session.similar import alike_together
from tests.effort import loops
from tests.strategies import TEXTS, plans

ALIKE = [
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
APART = [
    "Year 10",
    "Year 11",
    "Staff turnover",
    "Governor has changed three times",
    "Link governor role is vacant",
    "Website out of date",
    "Transport from the villages",
    "Impact of events is not measured",
]


def together(texts, topics=()):
    return {frozenset(texts[place] for place in places) for places in alike_together(texts, topics)}


def test_what_says_the_same_goes_together_and_all_else_stays_apart():
    texts = [text for group in ALIKE for text in group] + APART
    assert together(texts) == {frozenset(group) for group in ALIKE} | {frozenset([text]) for text in APART}


def test_two_employers_are_not_four_and_one_year_is_not_another():
    texts = [
        "2 employers who come every year",
        "4 employers who come every year",
        "1:1 guidance for Year 9",
        "1:1 guidance for Y13",
    ]
    assert alike_together(texts) == [[0], [1], [2], [3]]


def test_on_one_topic_less_in_common_is_enough():
    texts = ["Few encounters with training providers", "Apprenticeship encounters are rare"]
    assert len(together(texts)) == 2
    assert len(together([*texts, "Encounters"], ["Encounters with FE/HE"] * 3)) == 1


@pytest.mark.parametrize("text", ["", "  ", "the", "!!!", "👩🏽‍🏫", "日本語", "\x00", "no", "x" * 4000])
def test_any_text_finds_its_like(text):
    assert alike_together([text, "Parental engagement", text]) == [[0, 2], [1]]


WORDS = ("time", "cpd", "staff", "lmi", "slt", "year10", "parents", "budget", "engage", "engaged")
SHORT = st.lists(st.sampled_from(WORDS), max_size=4)


@given(st.lists(SHORT.map(" ".join) | TEXTS, max_size=12), st.randoms())
def test_who_typed_first_makes_no_difference(texts, chance):
    other = chance.sample(texts, len(texts))
    assert together(texts) == together(other)


@given(st.lists(SHORT.map(" ".join), max_size=12), SHORT.map(" ".join))
def test_an_added_text_takes_no_group_apart(texts, added):
    after = together([*texts, added])
    assert all(any(group <= bigger for bigger in after) for group in together(texts))


# The board


NAMES = ("Zorblax School", "Tallowfield School", "Greyfen School", "Yelverfen School")


def room(*said, prompt=""):
    """Return plans, one for each tuple of texts, and what they agreed to."""
    made = {}
    for number, texts in enumerate(said):
        items = [{"id": f"r{place}", "text": text, "prompt": prompt} for place, text in enumerate(texts)]
        header = {"school_name": NAMES[number % 4]}
        made[f"id{number}"] = Plan.of(f"id{number}", {"swot": {"weaknesses": items}, "header": header})
    return made, dict.fromkeys(made, Share(board=True))


def shown(made, shares, session="s1", **options) -> Board:
    return board(made, shares, session=session, names=names_of((), made.values()), **options)


def points(of: Board, column="weaknesses"):
    return [
        ([wording.text for wording in point.wordings], point.schools)
        for some in of.columns
        if some.name == column
        for point in some.points
    ]


def test_nothing_but_progress_is_shown_until_enough_schools_share():
    made, shares = room(("Time",), ("Time",), ("Time",))
    del shares["id2"]
    seen = shown(made, shares)
    assert seen == Board(here=3, progress=seen.progress, sharing=None)
    assert [tally.schools for tally in seen.progress if tally.name == "swot"] == [3]


def test_nobody_who_shares_is_said_to_be_nobody():
    made, _ = room(("Time",))
    assert shown(made, {}).sharing == 0


def test_a_point_says_how_many_schools_make_it_and_not_how_often_one_does():
    made, shares = room(("Time", "No time"), ("Lack of time",), ("Time", "Website"))
    assert points(shown(made, shares)) == [(["Time", "No time", "Lack of time"], 3), (["Website"], None)]


def test_only_those_who_agreed_are_seen():
    made, shares = room(("Time",), ("Time",), ("Time",), ("Website",))
    shares["id3"] = Share(named=True)
    assert points(shown(made, shares)) == [(["Time"], 3)]


def test_wordings_are_as_typed_and_each_is_there_once_with_all_its_ids():
    made, shares = room(("  TIME!! <b>",), ("  TIME!! <b>",), ("time & “time”",))
    (point,) = shown(made, shares).columns[1].points
    assert [(wording.text, len(wording.ids)) for wording in point.wordings] == [
        ("  TIME!! <b>", 2),
        ("time & “time”", 1),
    ]


def test_a_blank_item_is_no_point():
    made, shares = room(("",), (" \n",), ("Time",))
    assert points(shown(made, shares)) == [(["Time"], None)]


def test_what_a_facilitator_hides_is_seen_by_the_facilitator_alone():
    made, shares = room(("Time",), ("Rude words",), ("Time",))
    rude = next(w for p in shown(made, shares).columns[1].points for w in p.wordings if w.text == "Rude words")
    after = shown(made, shares, hidden=rude.ids)
    assert points(after) == [(["Time"], None)]
    assert [(said.id, said.text) for said in after.hidden] == [(rude.ids[0], "Rude words")]


def test_an_item_keeps_its_id_when_it_is_retyped_and_has_another_in_another_session():
    def ids(of):
        return {item for column in of.columns for point in column.points for w in point.wordings for item in w.ids}

    made, shares = room(("Time",), ("Budget",), ("Website",))
    retyped, _ = room(("No time at all",), ("Budget",), ("Website",))
    assert ids(shown(made, shares)) == ids(shown(retyped, shares))
    assert ids(shown(made, shares)).isdisjoint(ids(shown(made, shares, session="s2")))


def test_an_id_cannot_be_made_by_who_knows_the_session_and_the_school(store):
    session = open_session(store, "Larkmoor hub")
    assert item_id(session.secret, "100", "vision") != item_id(session.id, "100", "vision")
    assert open_session(store, "Larkmoor hub").secret == session.secret, "every process makes the same ids"


def test_a_point_that_is_added_to_is_the_same_point_and_all_others_stay():
    made, shares = room(*[(f"{word} trouble",) for word in ("budget", "transport", "website", "governor")])
    before = {point.wordings[0].text: point.id for point in shown(made, shares).columns[1].points}
    more, _ = room(*[(f"{word} trouble",) for word in ("budget", "transport", "website", "governor", "timetable")])
    after = shown(more, dict.fromkeys(more, Share(board=True))).columns[1].points
    assert {text: key for text, key in ((p.wordings[0].text, p.id) for p in after) if text in before} == before
    assert len(after) == 5


def test_points_of_most_schools_come_first():
    made, shares = room(("Website", "Time"), ("Time", "Website"), ("Time", "Website"), ("Time", "Governor"))
    assert [schools for _, schools in points(shown(made, shares))] == [4, 3, None]


# Without a name


def test_a_school_is_not_named_even_where_it_names_itself():
    made, shares = room(
        ("Zorblax’s students are late",), ("We are ZORBLAX SCHOOL!",), ("zorblax and Tallowfield share a bus",)
    )
    said = repr(asdict(shown(made, shares))).casefold()
    assert "zorblax" not in said
    assert "tallowfield" not in said
    assert "[school] and [school] share a bus" in said


def test_a_school_that_agreed_to_be_named_as_having_taken_part_is_not_named_on_the_board():
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
        ("", "Nothing to cover", "Nothing to cover"),
        ("Émile Zola Academy", "émile zola", "[school]"),
        ("abc.d", "Abc d, abc-d and abcd", "[school], [school] and abcd"),
    ],
)
def test_a_name_is_covered_however_it_is_written(name, text, seen):
    assert Names([name]).covered(text) == seen


@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_a_text_without_the_names_stays_exactly_as_it_is(names, text):
    covered = Names(names).covered(text)
    assert covered == text or "[school]" in covered


@settings(max_examples=60, deadline=None)
@given(st.lists(plans(), min_size=3, max_size=6), st.data())
def test_whatever_is_typed_no_small_count_and_no_school_is_seen(made, data):
    room_of = {}
    for number, plan in enumerate(made):
        header = plan.header.model_copy(update={"school_name": "Zorblax School"})
        room_of[f"zorblax-{number}"] = plan.model_copy(update={"header": header, "school": f"zorblax-{number}"})
    shares = {key: Share(*data.draw(st.tuples(st.booleans(), st.just(False), st.booleans()))) for key in room_of}
    seen = shown(room_of, shares)
    assert "zorblax" not in repr(seen).casefold()
    counts = [tally.schools for tally in (*seen.progress, *seen.by_benchmark, *seen.by_kind, *seen.by_priority)]
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
                    {"id": f"o{place}", "objective": "So", "kind": kind, "benchmarks": benchmarks}
                    for place, (kind, benchmarks) in enumerate(some)
                ]
            },
        )
        for number, some in enumerate(of)
    }


def test_objectives_are_counted_by_school_and_few_are_not():
    made = with_objectives(
        [("careers", (3, 6)), ("careers", (6,))], [("careers", (6,)), ("whole", (1,))], [("careers", (6, 8))], []
    )
    seen = shown(made, dict.fromkeys(made, Share(board=True)))
    assert {tally.name: tally.schools for tally in seen.by_benchmark} == {
        **dict.fromkeys("2457", 0), **dict.fromkeys("138"), "6": 3
    }  # fmt: skip
    assert {tally.name: tally.schools for tally in seen.by_kind} == {"careers": 3, "whole": None}
    assert seen.by_benchmark[5].title == "6. Experiences of workplaces"


def test_progress_counts_every_school_that_is_here():
    made = with_objectives([("careers", ())], [("whole", ())], [("careers", ())], [])
    progress = {tally.name: tally.schools for tally in shown(made, {}).progress}
    assert progress == {
        "header": 0, "vision": 0, "current_state": 0, "swot": 0, "objectives": 3, "action_plan": 0, "reflections": 0
    }  # fmt: skip


def test_a_prompt_is_touched_by_who_chose_it_and_by_who_wrote_its_words():
    made, shares = room(("We need more of it",), ("Parental engagement is low",), ("No LMI",), prompt="Staff CPD")
    assert set(shown(made, shares).untouched) == {prompt.text for prompt in SWOT_PROMPTS} - {
        "Staff CPD",
        "Parental Engagement",
        "LMI",
    }


def test_vision_statements_are_there_for_those_who_offer_theirs():
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
    assert {said.text for said in statements} == {"Every student of 1", "Every student of 3"}
    hidden = shown(made, shares, hidden=[said.id for said in statements])
    assert hidden.statements == ()
    assert len(hidden.hidden) == 2


def test_a_full_room_is_put_together_at_once():
    chance = random.Random(1)  # noqa: S311
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(4, 9))) for _ in range(1500)]
    made, shares = room(*[[" ".join(chance.sample(words, 8)) for _ in range(20)] for _ in range(100)])
    assert len(points(shown(made, shares))) > 1900
    assert loops(lambda: shown_afresh(made, shares)) < 18, (
        "all 2,000 in one column, within a second: four times what a room of 100 with 20 points each asks"
    )


def shown_afresh(made, shares):
    similar._telling.cache_clear()
    anonymity._names.cache_clear()
    return shown(made, shares)


LETTERS = "abcdefghijklmnopqrstuvwxyz"
POOL = [f"plane{one}" for one in LETTERS]


@pytest.mark.parametrize(
    "word",
    [
        lambda chance: "".join(chance.choices(LETTERS, k=6)),
        lambda chance: "a" + "".join(chance.choices(LETTERS, k=6)),
        lambda chance: chance.choice(POOL),
        lambda chance: chance.choice(["xx"] * 80 + ["yy"]),
        lambda _: "parents" + " " * 200,
    ],
    ids=["words of all letters", "words of one letter", "words all alike", "the school's name", "spaces"],
)
def test_nobody_holds_up_the_room_with_long_texts(word):
    chance = random.Random(1)  # noqa: S311
    texts = []
    for _ in range(60):
        text = ""
        while len(text) < 20_000:
            text += f"{word(chance)} "
        texts.append(text)
    made, shares = room(*[[text[place:] for text in texts] for place in range(0, 100, 10)])
    header = made["id0"].header.model_copy(update={"school_name": "xx " * 6_600})
    made["id0"] = made["id0"].model_copy(update={"header": header})
    assert loops(lambda: shown_afresh(made, shares)) < 60, "it takes a quarter of that; without a bound, thousands"


def test_a_text_is_shown_as_long_as_its_question_asks_and_a_name_at_its_end_is_covered_all_the_same():
    made, shares = room(("x " * 196 + "zorblax school is far away",), ("y" * 400,), ("z" * 401,))
    texts = {text for some, _ in points(shown(made, shares)) for text in some}
    assert texts == {"x " * 196 + "[school]…", "y" * 400, "z" * 400 + "…"}


def test_texts_that_begin_alike_go_together_however_long_they_go_on():
    assert together(["time " * 90 + "budget", "No time"]) == {frozenset({"time " * 90 + "budget", "No time"})}


def test_of_one_school_no_more_items_are_shown_than_anybody_writes():
    made, shares = room(*[[f"word{number}" for number in range(100)]] * 2, ["", "word99"])
    seen = points(shown(made, shares))
    assert len(seen) == 61
    assert (["word99"], None) in seen


# The plans of the room


def test_plans_are_as_they_are_now_and_the_others_of_the_room_as_they_were(store):
    store.register([School("200", "Quillbridge High School"), School("300", "Greyfen School")])
    now = PlansNow(store)
    first = now(["100", "200", "no-such-school"])
    assert list(first) == ["100", "200"]
    store.save("100", {"vision.statement": "Every student"})
    second = now(["100", "200", "300"])
    assert second["100"].vision.statement == "Every student"
    assert second["200"] is first["200"]
    assert now(["300"])["300"] is second["300"]


def test_a_plan_that_cannot_be_read_stops_no_other(store):
    store.register([School("200", "Quillbridge High School")])
    store.save("100", {"swot": "no list"})
    assert list(PlansNow(store)(["100", "200"])) == ["200"]
    now = PlansNow(store)
    now(["100"])
    store.save("100", {"swot": "", "vision.slt": "Good"})
    assert now(["100"])["100"].vision.slt == "Good"
