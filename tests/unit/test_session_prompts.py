"""A prompt of the SWOT analysis counts as used when somebody wrote about it, whether they chose it or not."""

from __future__ import annotations

import pytest

from careerskit.plan import SWOT_PROMPTS
from careerskit.session.prompts import unused_prompts
from careerskit.session.redaction import RawText

TEXTS = [prompt.text for prompt in SWOT_PROMPTS]
USED = {
    "Time/Resource of Careers Leader": (
        "No time",
        "CL only gets two free periods a fortnight",
        "I have no budget to speak of",
        "careers leader needs more resources",
        "Not enuf hours in the day for me",
    ),
    "Role of EA/Link Governor": (
        "Our EA has just stepped down",
        "governer never visits",
        "Enterprise advisor is brilliant",
        "Careers is on the governors' agenda",
    ),
    "Parental Engagement": (
        "No parent has come to a careers evening",
        "Families do not know what T levels are",
        "mums and dads never reply to us",
        "Carers rarely invited in",
    ),
    "SLT Buy-in": (
        "Senior leaders are right behind us",
        "Careers never on the agenda at SLT",
        "The head really supports careers",
        "no senior leadership link for careers",
    ),
    "Staff CPD": (
        "Teachers lack confidence when asked about apprenticeships",
        "no training since 2022",
        "INSET on careers was popular",
        "Staff don't know about the benchmarks",
        "Careers leader has Level 6 training",
        "Careers Leader with Level 6 Careers Leadership",
        "CL is qualified",
    ),
    "Whole School Responsibility for Careers": (
        "Careers is one person's job here",
        "It's in the school improvement plan",
        "SLT wrote careers into the development plan",
        "Not a whole-college approach",
        "Everyone takes responsibility for careers",
    ),
    "Impact Measurement": (
        "We can't show the impact",
        "no evidence of impact",
        "How do we know it makes a difference?",
        "Nothing is measured",
    ),
    "Evaluation": (
        "We never ask students for feedback",
        "Events aren't evaluated",
        "survey after each trip",
        "No review of the programme",
    ),
    "LMI": (
        "Labour market info is old",
        "Students don't know which jobs there are locally",
        "BM2 is our weakest",
        "nobody looks at the local job market",
    ),
    "Tracking at Student Level": (
        "Compass Plus is not set up",
        "No record of who has had which encounters",
        "we do not track individuals",
        "BM3 is low",
    ),
    "Careers within Subject Areas": (
        "Maths lessons never mention careers",
        "Careers not embeded in the curriculum",
        "Each department has a careers display",
        "BM4",
    ),
    "Employer Engagement": (
        "Local firms come in every term",
        "few guest speakers",
        "Mock interviews are very popular",
        "we know lots of busineses",
    ),
    "Experiences of the World of Work": (
        "WEX week was cancelled",
        "Placements are hard to find",
        "No workplace visits in KS3",
        "Year 10 did a week of job shadowing at work - work shadowing",
    ),
    "Encounters with FE/HE": (
        "Uni trips for Year 12",
        "Training providers never get in",
        "good links to the local FE college",
        "Open days are well attended",
    ),
    "1:1 guidance": (
        "Every Year 11 has an interview with the careers adviser",
        "one to one meetings only for some",
        "BM8",
        "Personal guidence comes late",
        "Level 6 adviser in school",
        "L6 qualified, on site every week",
    ),
}
NOT_USED = {
    "Time/Resource of Careers Leader": ("Employers have no time", "Tutor time programme", "Timetable is full"),
    "Role of EA/Link Governor": ("Careers adviser is new", "Government policy", "Each student is seen"),
    "Parental Engagement": ("Apparently nobody knows", "Primary schools", "Employer engagement"),
    "SLT Buy-in": ("Head of Year 9 runs it", "Support from the hub", "New headteacher in January"),
    "Staff CPD": ("Training providers never get in", "Parents need training", "Staff leaving"),
    "Whole School Responsibility for Careers": (
        "Whole class talks",
        "Careers leader leaving",
        "School website",
        "Staff CPD planned in to develop BM4",
    ),
    "Impact Measurement": ("Impact of AI on jobs", "Website out of date", "Data protection"),
    "Evaluation": ("Valued by students", "Parents' evening", "Previous careers leader"),
    "LMI": ("Careers leader is new", "Market town", "No local buses"),
    "Tracking at Student Level": ("Destinations are good", "Students are lovely", "Compass points"),
    "Careers within Subject Areas": ("Careers fair", "Exam results", "Small village"),
    "Employer Engagement": ("Employees of the school", "Parental engagement", "Behaviour"),
    "Experiences of the World of Work": ("Experienced staff", "Hard work", "Workload"),
    "Encounters with FE/HE": ("He is a great careers leader", "Whole-college approach", "A cafe"),
    "1:1 guidance": (
        "2:1 degree",
        "One good website",
        "Enterprise adviser",
        "Careers leader has Level 6 training",
        "Careers Leader with Level 6 Careers Leadership",
        "Level 6 training for two teachers",
    ),
}


def used(text, prompt=""):
    return set(TEXTS) - set(unused_prompts([RawText("i1", "100", text, prompt)]))


def test_there_are_examples_of_each_prompt():
    assert [*USED] == [*NOT_USED] == TEXTS
    assert min(len(texts) for examples in (USED, NOT_USED) for texts in examples.values()) >= 3


@pytest.mark.parametrize(("prompt", "text"), [(prompt, text) for prompt, texts in USED.items() for text in texts])
def test_a_prompt_is_used_by_a_text_about_it(prompt, text):
    assert prompt in used(text)


@pytest.mark.parametrize(("prompt", "text"), [(prompt, text) for prompt, texts in NOT_USED.items() for text in texts])
def test_a_prompt_is_not_used_by_a_text_about_something_else(prompt, text):
    assert prompt not in used(text)


@pytest.mark.parametrize("prompt", TEXTS)
def test_a_prompt_is_used_when_it_is_chosen_or_typed(prompt):
    assert prompt in used("More of it", prompt)
    assert prompt in used(prompt.casefold())


def test_every_prompt_is_unused_in_an_empty_room():
    assert unused_prompts([]) == tuple(TEXTS)
