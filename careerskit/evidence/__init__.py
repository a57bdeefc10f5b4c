"""What is published about a school. Each source is a module, and a line in :mod:`careerskit.evidence.sources`.

Knows no widgets and no notebooks.
"""

from careerskit.evidence.destinations import (
    CATEGORIES,
    AreaFigures,
    Category,
    Cohort,
    Destinations,
    EarlierCohort,
    Outcome,
    read_destinations,
)
from careerskit.evidence.figures import Figure
from careerskit.evidence.import_files import ImportResult, import_file
from careerskit.evidence.local_authorities import authority_names, nearly_named_schools, search_schools
from careerskit.evidence.published import destinations_of, published_about
from careerskit.evidence.samples import load_samples, sample_store
from careerskit.evidence.source import Published
from careerskit.evidence.tables import read_bytes

__all__ = [
    "CATEGORIES",
    "AreaFigures",
    "Category",
    "Cohort",
    "Destinations",
    "EarlierCohort",
    "Figure",
    "ImportResult",
    "Outcome",
    "Published",
    "authority_names",
    "destinations_of",
    "import_file",
    "load_samples",
    "nearly_named_schools",
    "published_about",
    "read_bytes",
    "read_destinations",
    "sample_store",
    "search_schools",
]
