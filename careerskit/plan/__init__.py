"""What a Strategic Careers Plan is: its sections, objectives, actions, benchmarks and dates. Pure data."""

from careerskit.plan.action_plan import AUDIENCES, Action, Objective
from careerskit.plan.benchmarks import BENCHMARKS, IN_USE_FROM, Benchmark, benchmark
from careerskit.plan.checks import advice_on
from careerskit.plan.dates import TERMS, Span, When, academic_year_of, term_of
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
from careerskit.plan.scores import CompassScores, Score
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
    "FieldSpec",
    "Group",
    "Header",
    "Kind",
    "Note",
    "Objective",
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
    "field_named",
    "fields_of",
    "grid_of_rows",
    "only_public",
    "plan_schema",
    "read_plan",
    "rows_from_text",
    "rows_of_activities",
    "term_of",
    "year_groups_in_words",
]
