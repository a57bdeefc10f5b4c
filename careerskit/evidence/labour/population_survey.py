"""People in work by occupation and by industry, and who is in work: the Annual Population Survey of the Local Skills dashboard.

Numbers are estimates from a survey, rounded to 100.
"""

from __future__ import annotations

from careerskit.evidence.labour.area_files import AreaFile, area_source, read_year
from careerskit.evidence.labour.stored import all_published, some_published

__all__ = [
    "ACTIVE",
    "INDUSTRIES",
    "IN_WORK",
    "OCCUPATIONS",
    "OCCUPATION_NAMES",
    "SELF_EMPLOYED",
    "STATUS",
    "UNEMPLOYED",
]

_CREDIT = (
    "Office for National Statistics, Annual Population Survey via Nomis, from the Department for Education’s Local Skills "
    "dashboard"
)

OCCUPATION_NAMES = {
    name.replace(",", ""): name
    for name in (
        "corporate managers and directors",
        "other managers and proprietors",
        "science, research, engineering and technology professionals",
        "health professionals",
        "teaching and other educational professionals",
        "business, media and public service professionals",
        "science, engineering and technology associate professionals",
        "health and social care associate professionals",
        "protective service occupations",
        "culture, media and sports occupations",
        "business and public service associate professionals",
        "administrative occupations",
        "secretarial and related occupations",
        "skilled agricultural and related trades",
        "skilled metal, electrical and electronic trades",
        "skilled construction and building trades",
        "textiles, printing and other skilled trades",
        "caring personal service occupations",
        "leisure, travel and related personal service occupations",
        "sales occupations",
        "customer service occupations",
        "process, plant and machine operatives",
        "transport and mobile machine drivers and operatives",
        "elementary trades and related occupations",
        "elementary administration and service occupations",
    )
}
"""The sub-major groups of the Standard Occupational Classification 2020: the file's headings, which have no commas, to their names.

"Community and civil enforcement occupations" are left out: in the file of 2022, that column has 5.9 million people in England, a
fifth of everyone in work, and the other 25 groups already add up to everyone. Whatever it holds, it is not that group.
"""

OCCUPATIONS = area_source(
    AreaFile(
        "people in work by occupation",
        "people in work by occupation",
        _CREDIT,
        tuple(OCCUPATION_NAMES),
        "year",
        read_year,
    ),
    some_published(3),
)

INDUSTRIES = area_source(
    AreaFile(
        "people in work by industry",
        "people in work by industry",
        _CREDIT,
        (
            "Agriculture and Fishing",
            "Energy and Water",
            "Manufacturing",
            "Construction",
            "Distribution, Hotels and Restaurants",
            "Transport and Communication",
            "Banking, Finance and Insurance",
            "Public Administration, Education and Health",
            "Other Services",
        ),
        "year",
        read_year,
    ),
    some_published(3),
)

ACTIVE, IN_WORK, SELF_EMPLOYED, UNEMPLOYED = "Economically Active", "In Employment", "Self Employed", "Unemployed"

STATUS = area_source(
    AreaFile(
        "employment status",
        "people in work and out of work",
        _CREDIT,
        ("All", ACTIVE, IN_WORK, "Employees", SELF_EMPLOYED, UNEMPLOYED, "Inactive"),
        "year",
        read_year,
    ),
    all_published(ACTIVE, UNEMPLOYED),
)
