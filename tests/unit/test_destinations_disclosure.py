"""A hidden figure stays hidden: an attack tries to work it out from everything that is shown about a school.

The attack knows that numbers are whole and not negative, that parts add up to totals and both groups to all, and how per cents are
rounded. It reduces the sums to what each says of the hidden numbers alone, and narrows ranges until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil, floor
from pathlib import Path

import pytest

from careerskit.evidence import (
    KEY_STAGE_4,
    AreaFigures,
    Cohort,
    Destinations,
    EarlierCohort,
    Figure,
    Outcome,
    import_file,
    published_about,
    read_destinations,
)
from careerskit.evidence.destinations import stored
from careerskit.evidence.destinations.disclosure import withhold
from careerskit.evidence.destinations.inference import Facts, Share, Sum, worked_out
from careerskit.store import open_store

FILE = Path(__file__).parents[3] / "shared" / "data" / "england_ks4-pupdest.csv"

GROUPS = ("everyone", "disadvantaged", "others")
WHOLES = {
    "size": ("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN"),
    "OVERALL_DEST": ("EDUCATION", "APPREN", "EMPLOYMENT"),
    "EDUCATION": ("SCH_6TH", "SIXTH_COL", "FE", "OTHER_EDU"),
}
KEYS = ("size", *(category.key for category in KEY_STAGE_4.categories))

Name = tuple[str, str]
Equation = tuple[dict[Name, float], float]

NUMBERS = [(group, key) for group in GROUPS for key in KEYS]
SUMS = [
    *(((group, total), [(group, part) for part in parts]) for group in GROUPS for total, parts in WHOLES.items()),
    *((("everyone", key), [("disadvantaged", key), ("others", key)]) for key in KEYS),
]


def figures(one: Destinations) -> dict[Name, tuple[Figure, ...]]:
    cohorts = {group: getattr(one.school, group) for group in GROUPS}
    found = {(group, "size"): (cohort.size,) for group, cohort in cohorts.items()}
    return found | {
        (group, outcome.category.key): (outcome.count, outcome.per_cent)
        for group, cohort in cohorts.items()
        for outcome in cohort.outcomes
    }


def secrets(one: Destinations) -> set[Name]:
    """Return what the publisher hides of a school, but for parts of a zero that is shown: nobody of a group went there either."""
    seen = figures(one)
    zeros = {name for name, (number, *_) in seen.items() if number.value == 0}
    while more := {part for total, parts in SUMS if total in zeros for part in parts} - zeros:
        zeros |= more
    return {name for name, some in seen.items() if any(figure.is_hidden for figure in some)} - zeros


def attack(sets: Sequence[Destinations]) -> dict[Name, int]:
    """Return every number that is certain, from what sets of one cohort show."""
    ranges: dict[Name, tuple[int, int]] = dict.fromkeys(NUMBERS, (0, 10**6))
    shares: list[tuple[Name, float, float]] = []
    for one in sets:
        for name, (number, *per_cent) in figures(one).items():
            if number.value is not None:
                ranges[name] = int(number.value), int(number.value)
            for figure in per_cent:
                if figure.value is not None:
                    shares.append((name, max(0, figure.value - 0.5) / 100, (figure.value + 0.5) / 100))
                elif figure.text == "SP":
                    shares.append((name, 0, 0.005))
    known = {name: low for name, (low, high) in ranges.items() if low == high}
    equations = reduced([{total: 1} | dict.fromkeys(parts, -1) for total, parts in SUMS], known)
    changed = True
    while changed:
        before = dict(ranges)
        for terms, constant in equations:
            narrow_by_sum(ranges, terms, constant)
        for name, least, most in shares:
            low, high = ranges[name]
            smallest, largest = ranges[name[0], "size"]
            ranges[name] = (
                max(low, ceil(smallest * least - 1e-9)),
                min(high, floor(largest * most + 1e-9)),
            )
            size = (name[0], "size")
            ranges[size] = (
                max(smallest, ceil(low / most - 1e-9)),
                min(largest, floor(high / least + 1e-9)) if least else largest,
            )
        changed = before != ranges
    return {name: low for name, (low, high) in ranges.items() if low == high}


def reduced(rows: Iterable[dict[Name, int]], known: dict[Name, int]) -> list[Equation]:
    """Return sums of unknown numbers, as they are and after elimination: terms that add up to a constant."""
    equations: list[Equation] = []
    for row in rows:
        terms = {name: float(factor) for name, factor in row.items() if name not in known}
        if terms:
            equations.append(
                (terms, float(-sum(factor * known[name] for name, factor in row.items() if name in known)))
            )
    pivots: list[tuple[Name, Equation]] = []
    for equation in equations:
        left = equation
        for name, pivot in pivots:
            left = minus(left, pivot, name)
        if left[0]:
            name = next(iter(left[0]))
            factor = left[0][name]
            left = {key: value / factor for key, value in left[0].items()}, left[1] / factor
            pivots = [(other, minus(pivot, left, name)) for other, pivot in pivots] + [(name, left)]
    return [*equations, *(pivot for _, pivot in pivots)]


def minus(one: Equation, other: Equation, name: Name) -> Equation:
    factor = one[0].get(name, 0.0)
    if not factor:
        return one
    terms = dict(one[0])
    for key, value in other[0].items():
        terms[key] = terms.get(key, 0.0) - factor * value
    return {key: value for key, value in terms.items() if abs(value) > 1e-9}, one[1] - factor * other[1]


def narrow_by_sum(ranges: dict[Name, tuple[int, int]], terms: dict[Name, float], constant: float) -> None:
    for name, factor in terms.items():
        others = [(value, ranges[key]) for key, value in terms.items() if key != name]
        least = sum((value * (low if value > 0 else high) for value, (low, high) in others), 0.0)
        most = sum((value * (high if value > 0 else low) for value, (low, high) in others), 0.0)
        ends = sorted(((constant - most) / factor, (constant - least) / factor))
        low, high = ranges[name]
        ranges[name] = max(low, ceil(ends[0] - 1e-6)), min(high, floor(ends[1] + 1e-6))


@pytest.mark.skipif(not FILE.is_file(), reason=f"the Department's file is not at {FILE}")
def test_nothing_hidden_of_any_school_in_the_departments_file_can_be_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file as it is gives hidden numbers of 188 schools away; what is shown of it gives none away."""
    with open_store(str(tmp_path / "store.db")) as store:
        import_file(store, FILE)
        everything = published_about(store, store.schools.search())
    shown = {school: read_destinations(found) for school, found in everything.items()}
    monkeypatch.setattr(stored, "withhold", list)
    as_published = {school: read_destinations(found)[0] for school, found in everything.items()}

    hidden = {school: names for school, one in as_published.items() if (names := secrets(one))}
    some = list(hidden)[::6]
    given_away = [school for school in some if hidden[school] & attack([as_published[school]]).keys()]

    assert len(hidden) > 1800
    assert len(given_away) > 20
    assert [school for school, names in hidden.items() if names & attack(shown[school]).keys()] == []


# Small cases


def cohort(size: str, **numbers: str) -> Cohort:
    """Make a cohort with counts, and per cents rounded from them where the size is known."""
    outcomes = []
    for category in KEY_STAGE_4.categories:
        text = numbers.get(category.key, "0")
        per_cent = f"{floor(100 * int(text) / int(size) + 0.5)}%" if text.isdecimal() and size.isdecimal() else text
        outcomes.append(
            Outcome(category, Figure(text), Figure(per_cent if per_cent != text or not text.isdecimal() else "NA"))
        )
    return Cohort(Figure(size), tuple(outcomes))


HIDDEN = cohort("SUPP", **dict.fromkeys(KEYS[1:], "SUPP"))
EVERYONE = {
    "OVERALL_DEST": "50",
    "EDUCATION": "40",
    "SCH_6TH": "20",
    "FE": "14",
    "SIXTH_COL": "6",
    "APPREN": "6",
    "EMPLOYMENT": "4",
    "NOT_SUSTAINED": "7",
    "UNKNOWN": "3",
}


def one_set(
    everyone: Cohort, *groups: Cohort, finished: str = "2022/23", **more: tuple[EarlierCohort, ...]
) -> Destinations:
    nothing = Cohort(Figure(""), tuple(replace(o, count=Figure(""), per_cent=Figure("")) for o in everyone.outcomes))
    disadvantaged, others = groups or (nothing, nothing)
    school = AreaFigures("Larkmoor School", everyone, disadvantaged, others, more.get("earlier", ()))
    return Destinations(school, None, None, finished, "2023/24", "invented")


def texts(one: Destinations, group: str = "everyone") -> dict[str, str]:
    return {outcome.category.key: outcome.count.text for outcome in getattr(one.school, group).outcomes}


def test_where_nothing_is_hidden_nothing_is_withheld() -> None:
    one = one_set(cohort("60", **EVERYONE))

    assert withhold([one]) == [one]


def test_a_part_that_all_others_give_away_has_another_part_withheld() -> None:
    (shown,) = withhold([one_set(cohort("60", **EVERYONE | {"APPREN": "SUPP"}))])

    assert texts(shown)["APPREN"] == "SUPP"
    assert [key for key, text in texts(shown).items() if text == "withheld"]
    assert ("everyone", "APPREN") not in attack([shown])


def test_a_per_cent_beside_a_hidden_number_is_withheld_too() -> None:
    everyone = cohort("60", **EVERYONE | {"SCH_6TH": "SUPP", "FE": "SUPP"})
    leaky = replace(
        everyone,
        outcomes=tuple(
            replace(outcome, per_cent=Figure("33%")) if outcome.category.key == "SCH_6TH" else outcome
            for outcome in everyone.outcomes
        ),
    )

    (shown,) = withhold([one_set(leaky)])

    assert shown.school.everyone.outcome("SCH_6TH").per_cent.text == "withheld"
    assert ("everyone", "SCH_6TH") not in attack([shown])


def test_what_another_release_of_the_same_cohort_shows_does_not_give_a_hidden_figure_away() -> None:
    hiding = one_set(cohort("60", **EVERYONE | {"SCH_6TH": "SUPP", "FE": "SUPP"}))
    telling = one_set(cohort("60", **EVERYONE))

    shown = withhold([hiding, telling])

    assert [texts(one)["FE"] for one in shown] == ["SUPP", "withheld"]
    assert not {("everyone", "FE"), ("everyone", "SCH_6TH")} & attack(shown).keys()


def test_two_releases_that_hide_different_parts_are_looked_at_together() -> None:
    """Each hides two parts of four. Together they would show all but one."""
    first = one_set(cohort("60", **EVERYONE | {"SCH_6TH": "SUPP", "FE": "SUPP"}))
    second = one_set(cohort("60", **EVERYONE | {"FE": "SUPP", "SIXTH_COL": "SUPP"}))

    shown = withhold([first, second])

    assert not {("everyone", key) for key in ("SCH_6TH", "FE", "SIXTH_COL")} & attack(shown).keys()


def test_a_cohort_that_is_hidden_in_its_own_year_is_not_told_by_a_later_release() -> None:
    hidden = one_set(cohort("4", **dict.fromkeys(KEYS[1:], "SUPP")), finished="2021/22")
    later = one_set(cohort("60", **EVERYONE), earlier=(EarlierCohort("2021/22", Figure("4"), Figure("100%")),))

    shown = withhold([later, hidden])

    assert shown[0].school.earlier[0].sustained.text == "withheld"
    assert shown[0].school.earlier[0].size.text == "4"


def test_an_authority_with_one_school_does_not_tell_what_its_school_hides() -> None:
    everyone = cohort("60", **EVERYONE | {"SCH_6TH": "SUPP", "FE": "SUPP"})
    one = replace(one_set(everyone), authority=replace(one_set(cohort("60", **EVERYONE)).school, name="Dale"))
    other = replace(one, authority=replace(one_set(cohort("600", **EVERYONE)).school, name="Dale"))

    (alone,), (among_others,) = withhold([one]), withhold([other])

    assert alone.authority
    assert among_others.authority
    assert alone.authority.everyone.outcome("FE").count.text == "withheld"
    assert among_others.authority.everyone.outcome("FE").count.text == "14"


def test_figures_that_contradict_each_other_still_give_nothing_away() -> None:
    everyone = cohort("60", **EVERYONE | {"APPREN": "SUPP", "EDUCATION": "59"})

    (shown,) = withhold([one_set(everyone)])

    assert {text for text in texts(shown).values() if text.isdecimal()} <= {"0"} | set(EVERYONE.values())
    assert texts(shown)["EMPLOYMENT"] == "withheld"


def test_a_number_is_worked_out_where_the_facts_leave_one_value() -> None:
    sums = [Sum("all", ("a", "b"))]

    assert worked_out(Facts({"all": 5, "a": 3}, sums, []), {"b"}) == {"b"}
    assert worked_out(Facts({"all": 5}, sums, []), {"a", "b"}) == set()
    assert worked_out(Facts({"all": 5}, sums, [Share("a", "all", 0.59, 0.61)]), {"a", "b"}) == {"a", "b"}
    assert worked_out(Facts({"all": 5, "a": 6}, sums, []), {"b"}) is None


def test_whole_numbers_that_no_range_rules_out_are_tried() -> None:
    """2a = b + c and b + c = d, all of them small: ranges alone leave two values for a, and only one can be."""
    sums = [Sum("d", ("a", "e")), Sum("d", ("b", "c")), Sum("a", ("f",)), Sum("e", ("f",))]

    assert worked_out(Facts({"b": 2, "c": 2}, sums, []), {"a"}) == {"a"}
