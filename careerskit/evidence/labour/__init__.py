"""What is published about the labour market around a school: each source, its areas, and what is said of them."""

from careerskit.evidence.labour.improvement_plan_areas import IMPROVEMENT_PLAN_AREAS
from careerskit.evidence.labour.job_adverts import JOB_ADVERTS
from careerskit.evidence.labour.model import AreaTable, Rate, Statement
from careerskit.evidence.labour.population_survey import INDUSTRIES, OCCUPATION_NAMES, OCCUPATIONS, STATUS
from careerskit.evidence.labour.register_survey import JOBS_BY_AREA, JOBS_BY_YEAR
from careerskit.evidence.labour.statements import STATEMENTS, AreaSeries, rates_of

__all__ = [
    "IMPROVEMENT_PLAN_AREAS",
    "INDUSTRIES",
    "JOBS_BY_AREA",
    "JOBS_BY_YEAR",
    "JOB_ADVERTS",
    "OCCUPATIONS",
    "OCCUPATION_NAMES",
    "STATEMENTS",
    "STATUS",
    "AreaSeries",
    "AreaTable",
    "Rate",
    "Statement",
    "rates_of",
]
