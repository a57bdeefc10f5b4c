"""What a Strategic Careers Plan is: its sections, objectives, actions, benchmarks and dates. Pure data."""

from careerskit.plan.action_plan import AUDIENCES, Action, Objective
from careerskit.plan.benchmarks import BENCHMARKS, IN_USE_FROM, NATIONAL_AVERAGE, Benchmark, benchmark
from careerskit.plan.checks import advice_on
from careerskit.plan.dates import TERMS, Span, When, academic_year_of, term_of
from careerskit.plan.evaluations import evaluated_on, is_before_update
from careerskit.plan.evaluations import in_order as evaluations_in_order
from careerskit.plan.fields import (
    Choice,
    FieldSpec,
    Group,
    Kind,
    Record,
    asked_fields,
    field_named,
    fields_of,
    only_public,
)
from careerskit.plan.file import plan_schema, read_plan
from careerskit.plan.leavers import Leavers
from careerskit.plan.pasted_scores import PastedEvaluation, PastedScores, read_pasted_scores
from careerskit.plan.plan import SCHEMA_VERSION, Plan, SetAside
from careerskit.plan.programme import PROVIDER_ENCOUNTER, WORK_EXPERIENCE, YEAR_GROUPS, Activity, Programme
from careerskit.plan.programme_rows import (
    activities_from_rows,
    grid_of_rows,
    rows_from_text,
    rows_of_activities,
    year_groups_in_words,
)
from careerskit.plan.prompts import OBJECTIVE_PROMPTS, SWOT_PROMPTS
from careerskit.plan.school import School
from careerskit.plan.scores import CompassScores, EarlierScores, Score
from careerskit.plan.sections import (
    CurrentState,
    Header,
    Note,
    Reflections,
    Request,
    SurgeryQuestion,
    Vision,
    Website,
)
from careerskit.plan.setting import Setting
from careerskit.plan.swot import Priority, Swot, SwotItem
from careerskit.plan.time_patterns import TIME

__all__ = [
    "AUDIENCES",
    "BENCHMARKS",
    "IN_USE_FROM",
    "NATIONAL_AVERAGE",
    "OBJECTIVE_PROMPTS",
    "PROVIDER_ENCOUNTER",
    "SCHEMA_VERSION",
    "SWOT_PROMPTS",
    "TERMS",
    "TIME",
    "WORK_EXPERIENCE",
    "YEAR_GROUPS",
    "Action",
    "Activity",
    "Benchmark",
    "Choice",
    "CompassScores",
    "CurrentState",
    "EarlierScores",
    "FieldSpec",
    "Group",
    "Header",
    "Kind",
    "Leavers",
    "Note",
    "Objective",
    "PastedEvaluation",
    "PastedScores",
    "Plan",
    "Priority",
    "Programme",
    "Record",
    "Reflections",
    "Request",
    "School",
    "Score",
    "SetAside",
    "Setting",
    "Span",
    "SurgeryQuestion",
    "Swot",
    "SwotItem",
    "Vision",
    "Website",
    "When",
    "academic_year_of",
    "activities_from_rows",
    "advice_on",
    "asked_fields",
    "benchmark",
    "evaluated_on",
    "evaluations_in_order",
    "field_named",
    "fields_of",
    "grid_of_rows",
    "is_before_update",
    "only_public",
    "plan_schema",
    "read_pasted_scores",
    "read_plan",
    "rows_from_text",
    "rows_of_activities",
    "term_of",
    "year_groups_in_words",
]
