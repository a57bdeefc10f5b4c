"""What is published about a school. Each source is a module, and a line in :mod:`careerskit.evidence.sources`.

Knows no widgets and no notebooks.
"""

from careerskit.evidence.census import CENSUS_TOPIC
from careerskit.evidence.context import Context, Measure, context_of, read_context
from careerskit.evidence.data_files import DataFile, files_at
from careerskit.evidence.destinations import (
    CATEGORIES,
    KEY_STAGE_4,
    PHASES,
    SIXTEEN_TO_EIGHTEEN,
    AreaFigures,
    Category,
    Cohort,
    Destinations,
    EarlierCohort,
    Outcome,
    Phase,
    newest,
    read_destinations,
)
from careerskit.evidence.figures import Figure
from careerskit.evidence.file_kinds import is_zip_of_files
from careerskit.evidence.import_files import ImportResult, Refusal, import_file, import_files, import_upload
from careerskit.evidence.labour import AreaTable, Rate, Statement
from careerskit.evidence.labour_market import LABOUR_MARKET_TOPICS, LabourMarket, labour_market_of, read_labour_market
from careerskit.evidence.local_authorities import authority_names
from careerskit.evidence.published import destinations_of, published_about
from careerskit.evidence.register import RegisterEntry, register_entries
from careerskit.evidence.samples import load_samples, sample_store
from careerskit.evidence.school_finder import FoundSchool, describe_schools, nearly_named_schools, search_schools
from careerskit.evidence.source import Published
from careerskit.evidence.suggestions import Suggestion, suggestions_for

__all__ = [
    "CATEGORIES",
    "CENSUS_TOPIC",
    "KEY_STAGE_4",
    "LABOUR_MARKET_TOPICS",
    "PHASES",
    "SIXTEEN_TO_EIGHTEEN",
    "AreaFigures",
    "AreaTable",
    "Category",
    "Cohort",
    "Context",
    "DataFile",
    "Destinations",
    "EarlierCohort",
    "Figure",
    "FoundSchool",
    "ImportResult",
    "LabourMarket",
    "Measure",
    "Outcome",
    "Phase",
    "Published",
    "Rate",
    "Refusal",
    "RegisterEntry",
    "Statement",
    "Suggestion",
    "authority_names",
    "context_of",
    "describe_schools",
    "destinations_of",
    "files_at",
    "import_file",
    "import_files",
    "import_upload",
    "is_zip_of_files",
    "labour_market_of",
    "load_samples",
    "nearly_named_schools",
    "newest",
    "published_about",
    "read_context",
    "read_destinations",
    "read_labour_market",
    "register_entries",
    "sample_store",
    "search_schools",
    "suggestions_for",
]
