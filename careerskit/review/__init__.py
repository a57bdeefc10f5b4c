"""What a plan still lacks, by rules, and how far it is. Does not know how it is shown."""

from careerskit.review.changes import Changes, Effect, FieldChange, MovedRecord, changes, placed_records
from careerskit.review.decisions import Decisions, IncompleteAction, needed_decisions
from careerskit.review.finding import Finding
from careerskit.review.findings import OBJECTIVE_RULES, PLAN_RULES, TEXT_RULES, findings
from careerskit.review.golden_thread import GoldenThread, golden_thread
from careerskit.review.measurable import Feature, Measures, Phrase, Weak, measure
from careerskit.review.overview import ActionCounts, Overview, PlanFacts, plan_facts
from careerskit.review.periods import DATES, Approval, LastMeeting, last_approval, last_meeting, read_days
from careerskit.review.phrases import TextMatch, old_wording, personal_data
from careerskit.review.priority_benchmarks import PRIORITY_RULE, propose_priorities
from careerskit.review.programme import PhaseCount, ProgrammeCounts, count_programme
from careerskit.review.progress import PARTS, WEBINAR_PARTS, is_started, part_of, started_parts
from careerskit.review.record_matching import PlacedRecord, match_records
from careerskit.review.word_changes import Words, text_key
from careerskit.review.year import ActionProgress, ActionState, TermlyReview, action_state, review_term

__all__ = [
    "DATES",
    "OBJECTIVE_RULES",
    "PARTS",
    "PLAN_RULES",
    "PRIORITY_RULE",
    "TEXT_RULES",
    "WEBINAR_PARTS",
    "ActionCounts",
    "ActionProgress",
    "ActionState",
    "Approval",
    "Changes",
    "Decisions",
    "Effect",
    "Feature",
    "FieldChange",
    "Finding",
    "GoldenThread",
    "IncompleteAction",
    "LastMeeting",
    "Measures",
    "MovedRecord",
    "Overview",
    "PhaseCount",
    "Phrase",
    "PlacedRecord",
    "PlanFacts",
    "ProgrammeCounts",
    "TermlyReview",
    "TextMatch",
    "Weak",
    "Words",
    "action_state",
    "changes",
    "count_programme",
    "findings",
    "golden_thread",
    "is_started",
    "last_approval",
    "last_meeting",
    "match_records",
    "measure",
    "needed_decisions",
    "old_wording",
    "part_of",
    "personal_data",
    "placed_records",
    "plan_facts",
    "propose_priorities",
    "read_days",
    "review_term",
    "started_parts",
    "text_key",
]
