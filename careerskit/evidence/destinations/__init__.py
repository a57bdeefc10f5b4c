"""Where a school's students went after key stage 4 and after 16 to 18, as the Department for Education publishes it."""

from careerskit.evidence.destinations.key_stage_4 import DESTINATION_COLUMNS, DESTINATIONS
from careerskit.evidence.destinations.model import AreaFigures, Cohort, Destinations, EarlierCohort, Outcome, newest
from careerskit.evidence.destinations.phases import (
    CATEGORIES,
    KEY_STAGE_4,
    PHASES,
    SIXTEEN_TO_EIGHTEEN,
    Category,
    Phase,
)
from careerskit.evidence.destinations.sixteen_to_eighteen import LEAVERS, LEAVERS_COLUMNS
from careerskit.evidence.destinations.statistics import STATISTICS, STATISTICS_BY_DESTINATION
from careerskit.evidence.destinations.stored import read_destinations

__all__ = [
    "CATEGORIES",
    "DESTINATIONS",
    "DESTINATION_COLUMNS",
    "KEY_STAGE_4",
    "LEAVERS",
    "LEAVERS_COLUMNS",
    "PHASES",
    "SIXTEEN_TO_EIGHTEEN",
    "STATISTICS",
    "STATISTICS_BY_DESTINATION",
    "AreaFigures",
    "Category",
    "Cohort",
    "Destinations",
    "EarlierCohort",
    "Outcome",
    "Phase",
    "newest",
    "read_destinations",
]
