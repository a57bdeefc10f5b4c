"""The evidence sources. A new one is a module, and a line here: then its file can be imported, and every page can show it."""

from __future__ import annotations

from careerskit.evidence.census import CENSUS
from careerskit.evidence.destinations import DESTINATIONS, LEAVERS, STATISTICS, STATISTICS_BY_DESTINATION
from careerskit.evidence.labour import (
    IMPROVEMENT_PLAN_AREAS,
    INDUSTRIES,
    JOB_ADVERTS,
    JOBS_BY_AREA,
    JOBS_BY_YEAR,
    OCCUPATIONS,
    STATUS,
)
from careerskit.evidence.local_authorities import LOCAL_AUTHORITIES
from careerskit.evidence.register import REGISTER
from careerskit.evidence.school_links import SCHOOL_LINKS
from careerskit.evidence.source import Source

__all__ = ["SOURCES"]

SOURCES: tuple[Source, ...] = (
    DESTINATIONS,
    LEAVERS,
    STATISTICS,
    STATISTICS_BY_DESTINATION,
    LOCAL_AUTHORITIES,
    REGISTER,
    SCHOOL_LINKS,
    CENSUS,
    IMPROVEMENT_PLAN_AREAS,
    OCCUPATIONS,
    INDUSTRIES,
    STATUS,
    JOBS_BY_AREA,
    JOBS_BY_YEAR,
    JOB_ADVERTS,
)
