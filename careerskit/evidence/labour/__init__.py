"""What is published about the labour market around a school: each source, and the areas that its figures are of."""

from careerskit.evidence.labour.areas import COUNTRY, IMPROVEMENT_PLAN_AREA, LOCAL_AUTHORITY
from careerskit.evidence.labour.improvement_plan_areas import IMPROVEMENT_PLAN_AREAS
from careerskit.evidence.labour.job_adverts import ADVERTS, JOB_ADVERTS, MONTHS
from careerskit.evidence.labour.population_survey import (
    ACTIVE,
    IN_WORK,
    INDUSTRIES,
    OCCUPATION_NAMES,
    OCCUPATIONS,
    SELF_EMPLOYED,
    STATUS,
    UNEMPLOYED,
)
from careerskit.evidence.labour.register_survey import JOBS_BY_AREA, JOBS_BY_YEAR

__all__ = [
    "ACTIVE",
    "ADVERTS",
    "COUNTRY",
    "IMPROVEMENT_PLAN_AREA",
    "IMPROVEMENT_PLAN_AREAS",
    "INDUSTRIES",
    "IN_WORK",
    "JOBS_BY_AREA",
    "JOBS_BY_YEAR",
    "JOB_ADVERTS",
    "LOCAL_AUTHORITY",
    "MONTHS",
    "OCCUPATIONS",
    "OCCUPATION_NAMES",
    "SELF_EMPLOYED",
    "STATUS",
    "UNEMPLOYED",
]
