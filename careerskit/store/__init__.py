"""Where plans are kept, and who changed what and when.

Answers are kept by their paths, whatever they mean. Only `load_plan` and its like make a plan of them.
"""

from careerskit.store.database import default_url, is_there
from careerskit.store.history import BACKUP, DOCUMENT, UNDO, KnownRecords, Overwritten, RemovedRecord, records_in
from careerskit.store.paths import is_list_structure, parse_path, record_path
from careerskit.store.plan_cache import CachedPlan, PlanCache
from careerskit.store.plans import (
    answers_in,
    count_answers,
    export_plan,
    import_plan,
    load_plan,
    load_plans,
    plan_of,
)
from careerskit.store.published import PublishedRelease, PublishedRow, PublishedWriter
from careerskit.store.revisions import Change, Revision
from careerskit.store.schools import SchoolSearch
from careerskit.store.sessions import Event, SessionRecord
from careerskit.store.settings import KEEP_UNTIL
from careerskit.store.store import Store, open_store

__all__ = [
    "BACKUP",
    "DOCUMENT",
    "KEEP_UNTIL",
    "UNDO",
    "CachedPlan",
    "Change",
    "Event",
    "KnownRecords",
    "Overwritten",
    "PlanCache",
    "PublishedRelease",
    "PublishedRow",
    "PublishedWriter",
    "RemovedRecord",
    "Revision",
    "SchoolSearch",
    "SessionRecord",
    "Store",
    "answers_in",
    "count_answers",
    "default_url",
    "export_plan",
    "import_plan",
    "is_list_structure",
    "is_there",
    "load_plan",
    "load_plans",
    "open_store",
    "parse_path",
    "plan_of",
    "record_path",
    "records_in",
]
