"""Where plans are kept, and who changed what and when.

Answers are kept by their paths, whatever they mean. Only `load_plan` and its like put them together as the model of a plan.
"""

from careerskit.store.answers import Change, Revision
from careerskit.store.database import default_url, is_there
from careerskit.store.paths import is_of_a_list, record_path, steps_of
from careerskit.store.plans import PlanNow, export_plan, import_plan, load_plan, load_plans, plan_of
from careerskit.store.sessions import Happening, SessionRecord
from careerskit.store.store import Store, open_store

__all__ = [
    "Change",
    "Happening",
    "PlanNow",
    "Revision",
    "SessionRecord",
    "Store",
    "default_url",
    "export_plan",
    "import_plan",
    "is_of_a_list",
    "is_there",
    "load_plan",
    "load_plans",
    "open_store",
    "plan_of",
    "record_path",
    "steps_of",
]
