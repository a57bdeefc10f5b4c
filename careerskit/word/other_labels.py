"""What people write in place of the template's labels, by the part of a plan and the field."""

from __future__ import annotations

__all__ = ["OTHER_HEADINGS", "OTHER_LABELS"]

OTHER_LABELS: dict[str, dict[str, str]] = {
    "header": {
        "school_name": "Name of school|Name of college|School|College|Provider|School or college",
        "careers_leader": "Careers Leader|Career Leader|Careers Lead|Name of Careers Leader",
        "slt_lead": "SLT Careers Lead|SLT Link",
        "link_governor": "Careers Link Governor",
        "academic_year": "Strategic Careers Plan Academic Year|Strategic Career Plan Academic Year",
        "date_created": "Date created|Date plan created|Created",
        "date_approved_slt": "Approved by SLT|SLT approval|SLT approved",
        "date_approved_governors": "Approved by Governors|Approved by Govs|Governor approval|Governors approved",
        "review_date": "Review Date|Date of review",
    },
    "vision": {
        "slt": "SLT|SLT Voice|SLT Voice Comments|Senior Leadership Team Comments",
        "link_governor": "Link Governor|Governor Comments|Governors",
        "enterprise_adviser": "Enterprise Adviser|EA Comments|EA",
        "parents": "Parents|Parent Voice|Parent Comments|Parents and Carers|Parent/Carer Voice Comments",
        "students": "Students|Student Voice|Student Comments|Pupil Voice|Pupils|Learner Voice",
        "staff": "Staff|Staff Voice|Staff Comments",
        "school_statement": "Vision Statement|Whole School Vision Statement|Whole School Vision|School Vision",
        "ideas": "Vision Ideas|Careers Vision Ideas|Ideas",
        "statement": "Vision for Careers Provision|Careers Vision Statement|Careers Vision|Vision for Careers",
    },
    "current_state": {
        "compass": "Current Compass Score|Compass Score|Compass|Compass Results",
        "priority_benchmarks": "Priority Benchmarks|Compass Priorities|Benchmark Priorities",
        "destination_data": "Destinations|Destination",
        "labour_market": "LMI|Labour Market Information|Local and Regional Context|Local Context|LMI/Local Context",
        "vulnerable_cohorts": "Vulnerable Cohorts|Gaps in outcomes|Vulnerable Groups|Vulnerable Groups/Gaps in outcomes",
    },
    "swot": {
        "strengths": "Strength",
        "weaknesses": "Weakness",
        "opportunities": "Opportunity",
        "threats": "Threat",
        "key_priorities": "Key priorities|Priority areas from SWOT|Key action areas|Key priorities from SWOT|Priorities",
    },
    "request": {"cost": "Careers budget|Annual budget|Total budget|Budget for the year|Total cost"},
    "website": {
        "email": "Careers Leader email|Careers Lead email|Careers Leader email address|Email of Careers Leader",
        "telephone": "Careers Leader telephone|Careers Leader phone|Careers Leader phone number|Careers Leader tel",
    },
    "objective": {"objective": "Strategic objective|Key strategic objective"},
    "action": {
        "action": "Actions|Action|Actions inc CPD|Key actions|Steps|Tasks",
        "responsible": "Who|Owner|Lead|Responsibility|Person responsible|By whom|Who is responsible|Lead person|Owners",
        "time": "When|Timescale|Timeframe|Time frame|Deadline|By when|Date|Timing|Completion date",
        "outcome": "Outcome|Success criteria|Impact|Intended outcomes|Intended impact|Success|Outcomes/Impact",
        "evaluation": "Evaluation|Monitoring|Evidence|Monitoring and evaluation",
        "progress": "RAG|Progress/RAG|Update|Review|Progress to date|Progress update",
        "audience": "Audience|Stakeholder",
        "cost": "Costs|Budget|Resources",
        "objective": "Objectives|Objective|Strategic Objective|Strategic Objectives|Key strategic objectives|Aim|Aims",
    },
    "activity": {
        "years": "Year groups|Year|Years",
        "benchmarks": "Benchmarks|Gatsby Benchmark|Gatsby Benchmarks|GB",
        "time": "When|Date|Half term",
        "outcome": "Learning outcomes|Outcome",
    },
}
"""Names divided by "|". "action" has one more field than an action: the objective, which is a column of the action plan."""

OTHER_HEADINGS = (
    *("Action plan", "Current State", "SWOT", "SWOT Analysis", "Vision", "Key strategic objectives", "Consider"),
    *("Creating a Strategic Plan", "Creating a Strategic Careers Plan", "Strategic Career Plan", "Contents"),
    *("Strength of Careers Provision SWOT", "What would you plot?", "Benchmark progress", "Strategic Objectives"),
    *("Stakeholder Voice", "Example Strategic Career Plan", "Objectives", "XXXX", "Strategic Careers Plan"),
    *("Where we are now", "Where are we now?"),
    "Assess the current state of your school or college’s careers provision",
    "This will highlight HOW to achieve your strategic objectives.",
    "It will include timeframes, responsibilities and evaluation plans.",
)
"""Headings and sentences of the template that say nothing about a school."""
