"""The parts of editions: what internal ones say is missing, public ones leave out; and the choice of editions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from careerskit import open_workbook
from careerskit.errors import CareerskitError
from careerskit.plan import Activity, Plan, field_named
from careerskit.publish import EDITIONS, choose_editions
from careerskit.views import render_part
from careerskit.views.contacts import mail_address, web_address
from careerskit.views.costs import add_up_costs
from careerskit.views.facts import IN_LESSONS, WITH_EMPLOYERS, actions_by_responsible
from careerskit.words import capital_first

PUBLIC_PARTS = (
    *("school_and_year", "aims", "programme_summary", "employers_part", "teachers_part", "impact"),
    *("programme_for_families", "provider_access", "contact"),
)
INTERNAL_PARTS = (
    *("approval", "decision", "aims", "benchmarks_at_a_glance", "objectives_at_a_glance", "priorities_and_risks"),
    *("costs", "responsibilities", "cpd", "contact", "impact", "programme_summary"),
)


def shown(part: str, plan: Plan, *, public: bool = False) -> BeautifulSoup:
    return BeautifulSoup(render_part(part, plan, public=public), "html.parser")


def words(html: BeautifulSoup) -> str:
    return " ".join(html.get_text(" ").split())


def plan_of(*actions: dict[str, object]) -> Plan:
    return Plan.model_validate(
        {
            "header": {"academic_year": "2026/27"},
            "objectives": [{"id": "o", "actions": [{"id": f"a{at}", **one} for at, one in enumerate(actions)]}],
        }
    )


@pytest.mark.parametrize("part", PUBLIC_PARTS)
def test_a_public_part_without_an_answer_is_left_out_with_its_heading(part: str) -> None:
    assert render_part(part, Plan(), public=True) == ""


def test_a_public_part_leaves_out_only_what_has_no_answer() -> None:
    plan = Plan.model_validate({"website": {"telephone": "01632 960101", "next_review": "July 2027"}})

    assert words(shown("contact", plan, public=True)) == "Who to ask Telephone 01632 960101"
    assert words(shown("impact", plan, public=True)).endswith("Next review of this information: July 2027")


def test_families_read_when_by_whom_and_for_how_long_and_no_words_of_the_trade() -> None:
    activity = {"id": "1", "activity": "A day at a food works", "years": [7], "time": "Spring 2", "provider": "Foods"}
    more = {"type": "Work experience", "days": "1", "benchmarks": [5, 6], "outcome": "Describes four jobs."}
    plan = Plan.model_validate({"programme": {"activities": [activity | more]}})
    grid = render_part("programme", plan)

    read = words(shown("programme_for_families", plan, public=True))
    assert "Spring 2; Foods; 1 day" in read
    assert "Autumn 1 is the first half of the autumn term" in read
    assert "enchmark" not in read
    assert "Work experience" not in read
    assert "Spring 2; Foods; Work experience, 1 day; Benchmarks 5 and 6" in words(BeautifulSoup(grid, "html.parser"))


def test_a_public_page_with_nothing_to_publish_says_so_and_no_other_does() -> None:
    school = {"header": {"school_name": "Brindlecote School"}}
    empty, written = Plan.model_validate(school), Plan.model_validate(school | {"vision": {"statement": "Curious."}})

    assert "There is nothing on this page yet." in words(shown("school_and_year", empty, public=True))
    assert words(shown("school_and_year", written, public=True)) == "Brindlecote School"
    assert words(shown("school_and_year", empty)) == "Brindlecote School"


def test_a_time_at_the_start_of_a_line_has_a_capital() -> None:
    plan = plan_of({"action": "Coaches", "time": "each half term", "cpd": True})

    assert words(shown("cpd", plan)) == "CPD Each half term : 1.1 Coaches"
    assert capital_first("eBay, termly") == "eBay, termly"


@pytest.mark.parametrize("part", INTERNAL_PARTS)
def test_an_internal_part_without_an_answer_says_what_is_missing(part: str) -> None:
    found = shown(part, Plan())

    assert found.h2
    assert found.find(class_="missing")


def test_governors_are_asked_to_approve_a_plan_that_they_have_not_approved() -> None:
    plan = plan_of({"action": "Coaches"})
    approved = Plan.model_validate(plan.model_dump() | {"header": {"date_approved_governors": "7 October 2026"}})

    assert "We ask you to approve this plan." in words(shown("approval", plan))
    assert "approve this plan" not in words(shown("approval", approved))
    assert "approve this plan" not in words(shown("approval", Plan()))  # there is nothing to approve yet


@pytest.mark.parametrize(
    ("cost", "amount"),
    [
        ("£250", 250),
        ("£1,250.50", Decimal("1250.50")),
        ("£250 for a coach", 250),
        ("£900: visits by staff, insurance checks and logbooks", 900),
        ("none", 0),
        ("No cost.", 0),
        ("£0", 0),
        ("£250 per coach", None),
        ("£250 a term", None),
        ("£250 each", None),
        ("£200 to £300", None),
        ("£200–300", None),
        ("2 x £250", None),
        ("2 × £250", None),
        ("about £250", None),
        ("up to £250", None),
        ("£250 or nothing", None),
        ("£250 plus travel", None),
        ("£1.2k", None),
        ("£2 million", None),
        ("£10,00", None),
        ("250", None),
        ("two coaches", None),
        ("to be confirmed", None),
    ],
)
def test_a_cost_is_added_up_only_where_it_is_one_sure_amount(cost: str, amount: Decimal | int | None) -> None:
    costs = add_up_costs(plan_of({"action": "One", "cost": cost}, {"action": "Two", "cost": "£100"}))

    assert costs.total == (100 if amount is None else 100 + Decimal(amount))
    assert costs.not_counted == ((("1.1", cost),) if amount is None else ())


def test_senior_leaders_read_the_sum_and_what_is_not_in_it() -> None:
    plan = plan_of(
        {"action": "Coaches", "cost": "£250", "staff_time": "two hours of cover"},
        {"action": "Tools", "cost": "£1,000"},
        {"action": "Visits", "cost": "£20 a head"},
        {"action": "Talks"},
        {"action": "Dropped", "cost": "£5,000", "status": "Stopped"},
    )
    found = shown("costs", plan)

    assert words(found.tfoot) == "Total £1,250"
    assert "Not in the total, because it is no single amount: 1.3 (£20 a head). Staff time is not added up." in words(
        found
    )
    assert "One action has neither a cost nor staff time written yet." in words(found)
    assert "£5,000" not in words(found)


def test_staff_find_what_they_are_responsible_for_whatever_its_spelling() -> None:
    plan = plan_of(
        {"action": "B", "responsible": "Careers  Leader", "time": "May 2027"},
        {"action": "Nobody’s"},
        {"action": "A", "responsible": "careers leader", "time": "Aut1"},
        {"action": "Done", "responsible": "Tutors", "status": "Completed"},
    )

    assert [(who, [number for number, _ in actions]) for who, actions in actions_by_responsible(plan)] == [
        ("Careers Leader", ["1.3", "1.1"]),
        ("", ["1.2"]),
    ]
    assert "Nobody is named yet" in words(shown("responsibilities", plan))


def test_activities_are_found_by_types_that_the_programme_has() -> None:
    known = {choice.value for choice in field_named(Activity, "type").choices}

    assert {*WITH_EMPLOYERS, *IN_LESSONS} <= known


def test_employers_find_what_they_can_take_part_in_the_earliest_first() -> None:
    activities = [
        {"id": "a", "activity": "Mock interviews", "type": "Employer encounter", "time": "Spring", "years": [10, 11]},
        {"id": "b", "activity": "A week at work", "type": "Work experience", "time": "Autumn", "years": [10]},
        {"id": "c", "activity": "Tutor time", "type": "Lesson", "time": "Autumn", "years": [7]},
    ]
    plan = Plan.model_validate({"header": {"academic_year": "2026/27"}, "programme": {"activities": activities}})
    rows = shown("employers_part", plan, public=True).tbody.find_all("tr")

    assert [words(row) for row in rows] == [
        "A week at work Year 10 Autumn",
        "Mock interviews Years 10 and 11 Spring",
    ]
    assert "Tutor time" in words(shown("teachers_part", plan, public=True))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.larkmoor.example/access", "https://www.larkmoor.example/access"),
        (" www.larkmoor.example/access ", "https://www.larkmoor.example/access"),
        ("http://larkmoor.example:8080/?a=1#b", "http://larkmoor.example:8080/?a=1#b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("See https://www.larkmoor.example", ""),
        ("our policy", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_a_web_address_and_to_nothing_else(text: str, address: str) -> None:
    plan = Plan.model_validate({"website": {"provider_access": text}})
    links = [link["href"] for link in shown("provider_access", plan, public=True).find_all("a")]

    assert web_address(text) == address
    assert links == ([address] if address else [])


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("careers@larkmoor.example", "mailto:careers@larkmoor.example"),
        ("a@b.example?bcc=c@d.example", ""),
        ("ask the office", ""),
    ],
)
def test_a_link_writes_to_an_email_address_and_to_nothing_else(text: str, link: str) -> None:
    assert mail_address(text) == link


def test_a_public_workbook_has_public_answers_alone_and_no_form(store) -> None:
    store.answers.save("100", {"vision.slt": "Only for us", "vision.statement": "For everyone"})
    workbook = open_workbook("100", store.url, public=True)

    assert workbook.plan.vision.statement == "For everyone"
    assert workbook.plan.vision.slt == ""
    assert "Only for us" not in workbook.vision.html
    with pytest.raises(CareerskitError, match="not to be published"):
        _ = workbook.termly_review.html


def test_editions_are_chosen_by_name_and_a_slip_is_pointed_out() -> None:
    assert [edition.name for edition in choose_editions(" Students,governors")] == ["governors", "students"]
    assert choose_editions("all") == EDITIONS
    assert choose_editions("") == ()
    with pytest.raises(CareerskitError, match=r"no edition “governers”\. Did you mean governors\?"):
        choose_editions("governers")
