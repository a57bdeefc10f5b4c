"""The labour market and the context of a school as charts, tables and text."""

from __future__ import annotations

import base64
import re
from html import unescape

import pytest

from careerskit.evidence import AreaTable, Context, Figure, LabourMarket, Measure, Rate, Statement
from careerskit.plan import Plan, Setting
from careerskit.views import render_context, render_labour_market
from careerskit.views.context import context_chart
from careerskit.views.labour_market import industries_chart

SOURCE = "Office of Invented Statistics, 2022"


def market(area: str = "Larkmoor") -> LabourMarket:
    figures = {
        "Energy and Water": "c",
        "Manufacturing": "11200",
        "Distribution, Hotels and Restaurants": "8700",
        "Construction": "low",
    }
    table = AreaTable(
        {label: Figure(text) for label, text in figures.items()}, area, f"{area}, local authority", 2022, SOURCE
    )
    return LabourMarket(
        (Statement("occupations", f"Most work in {area}.", f"{area}, local authority", "2018 to 2022", 2022, SOURCE),),
        table,
        table,
        (Rate("Unemployed", 7, None),),
    )


def context(*, compared: str = "state-funded secondary schools in England") -> Context:
    england = Figure("27.7") if compared else None
    return Context(
        Figure("950"),
        (
            Measure("SEN support", "SEN support", Figure("3"), Figure("0.3"), england),
            Measure(
                "Free school meals in the last six years", "free school meals", Figure("285"), Figure("30"), england
            ),
        ),
        compared,
        2019,
        "Department of Invention",
    )


def plan(academic_year: str = "2026/27", setting: Setting = Setting.SCHOOL) -> Plan:
    return Plan.of("900001", {"header": {"setting": setting.value, "academic_year": academic_year}})


def visible_text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def pictures_of(html: str) -> list[str]:
    return [base64.b64decode(found).decode() for found in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)]


def test_where_nothing_is_published_there_is_nothing() -> None:
    assert (render_labour_market(plan(), None), render_context(plan(), None)) == ("", "")


def test_each_statement_has_its_area_time_source_and_age() -> None:
    text = visible_text(render_labour_market(plan(), market()))

    assert (
        "Most work in Larkmoor. Larkmoor, local authority, 2018 to 2022 ( four years before the year of this plan ). Source: "
        "Office of Invented Statistics, 2022."
    ) in text
    assert "Open Government Licence v3.0" in text


@pytest.mark.parametrize("academic_year", ["2025/26", ""], ids=["three years later", "a plan without a year"])
def test_figures_that_are_not_known_to_be_old_have_no_age(academic_year: str) -> None:
    assert "years before" not in render_labour_market(plan(academic_year), market())
    assert "years before" not in render_context(plan("2022/23" if academic_year else ""), context())


def test_every_bar_has_its_figure_and_what_is_hidden_has_no_bar() -> None:
    industries = market().industries
    assert industries
    chart = industries_chart(plan(), industries)

    assert chart.title == "Manufacturing is the largest industry in Larkmoor"
    assert list(chart.table.index[:2]) == ["Manufacturing", "Distribution, hotels and restaurants"]
    assert list(chart.table["People in work"]) == ["11,200", "8,700", "hidden", "above zero"]
    assert all(text in chart.svg for text in ("11,200", "8,700", "hidden", "above zero"))
    assert chart.svg.count("fill: #1d5b79") == 2
    assert chart.alt.startswith("Bar chart. The largest industries in Larkmoor are manufacturing; distribution, hotels")
    assert "Hidden: too few people were asked" in chart.note


def test_a_rate_that_is_not_published_is_said_to_be_so() -> None:
    assert "Unemployed 7% not published" in visible_text(render_labour_market(plan(), market()))


def test_names_from_a_file_are_escaped() -> None:
    page = render_labour_market(plan(), market("<b>Moor"))

    assert "<b>Moor" not in page
    assert all("<b>Moor" not in picture for picture in pictures_of(page))


def test_a_group_of_few_students_has_neither_number_nor_bar() -> None:
    chart = context_chart(plan(), context())

    assert list(chart.table["This school"]) == ["fewer than 6", "30%"]
    assert list(chart.table["England"]) == ["27.7%", "27.7%"]
    assert "0.3%" not in chart.svg + chart.alt
    assert chart.svg.count("fill: #1d5b79") == 2  # the key, and the free school meals
    assert (
        chart.title
        == "950 students were on roll in January 2019; 30% had been eligible for free school meals in the last six years"
    )


def test_a_school_that_is_compared_with_none_has_one_bar_for_each_group() -> None:
    chart = context_chart(plan(setting=Setting.COLLEGE), context(compared=""))

    assert list(chart.table) == ["This college"]
    assert "England" not in chart.svg


def test_old_census_figures_are_said_to_be_old() -> None:
    assert "January 2019, seven years before the year of this plan" in visible_text(render_context(plan(), context()))
