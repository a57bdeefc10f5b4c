"""What is published about a school: destinations and local authorities, read as they come. Knows no widgets and notebooks."""

from careerskit.evidence.destinations import (
    CATEGORIES,
    Category,
    Cohort,
    Destinations,
    Earlier,
    Outcome,
    Place,
    Published,
    destinations_of,
    published_about,
)
from careerskit.evidence.figures import Figure
from careerskit.evidence.intake import Taken, take_in
from careerskit.evidence.local_authorities import authority_names
from careerskit.evidence.samples import fill, sample_store

__all__ = [
    "CATEGORIES",
    "Category",
    "Cohort",
    "Destinations",
    "Earlier",
    "Figure",
    "Outcome",
    "Place",
    "Published",
    "Taken",
    "authority_names",
    "destinations_of",
    "fill",
    "published_about",
    "sample_store",
    "take_in",
]
