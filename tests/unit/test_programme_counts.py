"""The careers programme is counted against the law's two, two and two encounters with providers, and the weeks in workplaces."""

from __future__ import annotations

import pytest
from hypothesis import given

from careerskit.plan import PROVIDER_ENCOUNTER, WORK_EXPERIENCE, Plan
from careerskit.review import count_programme, findings
from tests.strategies import plans


def plan_of(*activities, years=(), setting="School", academic_year="2026/27"):
    records = [{"id": f"a{number}", **activity} for number, activity in enumerate(activities)]
    header = {"setting": setting, "academic_year": academic_year}
    return Plan.model_validate({"header": header, "programme": {"years": years, "activities": records}})


def encounter(*years, time="Autumn 1", name="Visit"):
    return {"activity": name, "years": years, "time": time, "type": PROVIDER_ENCOUNTER}


def work(*years, days="5"):
    return {"activity": "At work", "years": years, "time": "June", "type": WORK_EXPERIENCE, "days": days}


def encounters(*activities, **options):
    return {
        phase.years_in_words: phase.counted for phase in count_programme(plan_of(*activities, **options)).encounters
    }


def test_an_encounter_in_the_first_year_of_a_phase_counts_at_any_time():
    for time in ("Summer 2", "", "yearly", "one day"):
        assert encounters(encounter(10, time=time)) == {"Years 10 and 11": 1}


@pytest.mark.parametrize(
    "time",
    [
        *("1 September 2026", "28 February 2027", "Autumn 2", "Spring 1", "February", "termly", "each half term"),
        *("by Christmas", "12 May 2027 and 3 December 2026", "ongoing", "Nov 2025"),
    ],
)
def test_an_encounter_in_the_second_year_counts_until_28_february(time):
    assert encounters(encounter(11, time=time)) == {"Years 10 and 11": 1}


@pytest.mark.parametrize("time", ["1 March 2027", "Summer 1", "31 August 2027", "March", "Easter"])
def test_an_encounter_in_the_second_year_does_not_count_after_28_february(time):
    (phase,) = count_programme(plan_of(encounter(11, time=time))).encounters
    assert (phase.counted, phase.unclear, len(phase.late)) == (0, (), 1)
    assert phase.not_counted == ["“Visit” is after 28 February, so it does not count in Year 11."]


@pytest.mark.parametrize(
    "time", ["Spring", "Spring 2", "2026/27", "Autumn to Summer", "yearly", "once a year", "", "soon"]
)
def test_an_encounter_in_the_second_year_that_may_be_after_28_february_does_not_count_until_it_says_more(time):
    (phase,) = count_programme(plan_of(encounter(11, time=time))).encounters
    assert (phase.counted, len(phase.unclear), phase.late) == (0, 1, ())
    assert phase.not_counted == ["“Visit” counts in Year 11 once it says that it is by 28 February 2027."]


def test_an_activity_of_both_years_counts_in_each_and_a_termly_one_once_a_year():
    assert encounters(encounter(8, 9, time="termly")) == {"Years 8 and 9": 2}
    assert encounters(encounter(8, 9, time="Summer 1")) == {"Years 8 and 9": 1}


def test_other_activities_are_no_encounters_with_providers():
    assert encounters({"activity": "Fair", "years": (8,), "type": "Employer encounter"}) == {"Years 8 and 9": 0}


def test_phases_are_those_of_the_schools_years_or_else_of_its_activities():
    assert encounters(encounter(10), years=(7, 8, 9)) == {"Years 8 and 9": 0}
    assert encounters(encounter(9), years=(9, 10, 11)) == {"Year 9": 1, "Years 10 and 11": 0}
    assert encounters(encounter(12), work(7)) == {"Years 12 and 13": 1}
    assert encounters() == {}


def test_what_is_missing_is_said_with_where_it_can_be():
    plan = plan_of(encounter(10), years=(8, 10, 11))
    first, second = count_programme(plan).encounters
    assert first.still_needed == "Two are needed, in Year 8."
    assert second.still_needed == "One more is needed, in Year 10 or in Year 11 by 28 February 2027."
    assert "Years 10 and 11, encounters with providers: 1 of 2. " + second.still_needed in [
        one.text for one in findings(plan)
    ]
    (phase,) = count_programme(plan_of(encounter(10), academic_year="")).encounters
    assert phase.still_needed == "One more is needed, in Year 10 or in Year 11 by 28 February."


@pytest.mark.parametrize("setting", ["College", "Training provider"])
def test_colleges_and_training_providers_are_not_asked_for_what_the_law_asks_of_schools(setting):
    counts = count_programme(plan_of(encounter(12), work(10), setting=setting))
    assert (counts.encounters, counts.work_experience) == ((), ())


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        *(("5", 5), ("2.5", 2.5), ("3 days", 3), ("1 day", 1), ("one week", 5), ("A week", 5), ("2 weeks", 10)),
        *(
            ("half a day", 0.5),
            ("0", 0),
            ("several", None),
            ("", None),
            ("3 to 5", None),
            ("1/2", None),
            ("9" * 500, None),
        ),
    ],
)
def test_days_in_workplaces_are_read_as_a_number(days, counted):
    (phase,) = count_programme(plan_of(work(10, days=days))).work_experience
    assert phase.counted == (counted or 0)
    assert bool(phase.unclear) == (counted is None)


def test_days_add_up_on_a_students_way_through_the_years_of_a_phase():
    younger, older = count_programme(plan_of(work(7, 8, days="1"), work(9, days="2.5"), work(10))).work_experience
    assert (younger.by_year, younger.counted) == ({7: 1, 8: 1, 9: 2.5}, 4.5)
    assert younger.still_needed == "0.5 more days are needed."
    assert (older.counted, older.still_needed) == (5, "")


def test_years_without_an_activity_and_benchmarks_without_one_are_named():
    counts = count_programme(plan_of(encounter(7), encounter(9) | {"benchmarks": (2, 4, 5, 6, 7)}))
    assert (counts.years, counts.empty_years, counts.missing_benchmarks) == ((7, 8, 9), (8,), (3, 8))
    assert count_programme(plan_of(encounter(7), years=(7, 14))).empty_years == (14,)
    blank = count_programme(plan_of({}, years=(7,)))
    assert (blank.empty_years, blank.missing_benchmarks, blank.encounters) == ((), (), ())


@given(plans())
def test_any_programme_can_be_counted(plan):
    counts = count_programme(plan)
    for phase in (*counts.encounters, *counts.work_experience):
        assert 0 <= phase.missing <= phase.needed
        assert bool(phase.still_needed) == bool(phase.missing)
