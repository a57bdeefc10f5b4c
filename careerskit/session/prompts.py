"""Which prompts of the SWOT analysis a room has written about, by what was typed.

Most delegates choose no prompt for a point, and few write one in its own words. So each prompt has signs: words which show that a
text is about it. They stand here rather than beside the prompts, since the prompts are the template's own words, and the signs
are read as all texts are here: with abbreviations, synonyms and typing errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careerskit.plan import SWOT_PROMPTS
from careerskit.session.keywords import keywords, parties
from careerskit.session.redaction import RawText

__all__ = ["unused_prompts"]


@dataclass(frozen=True)
class _Signs:
    """What shows that a text is about a prompt: all words of one of these.

    of_anyone: whoever the text is about. of_nobody_else: unless it is about people who are in neither the sign nor the prompt: "no
    time" is the careers leader's, and employers who have no time are another matter. alone: and the text says nothing else.
    """

    of_anyone: tuple[str, ...] = ()
    of_nobody_else: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def are_in(self, texts: Iterable[frozenset[str]], prompt: str) -> bool:
        """Whether one of some texts has one of the signs of a prompt. texts: the keywords of each."""
        of_anyone = [keywords(sign) for sign in (prompt, *self.of_anyone)]
        of_nobody_else = [(keywords(sign), parties(keywords(f"{prompt} {sign}"))) for sign in self.of_nobody_else]
        alone = {keywords(sign) for sign in self.alone}
        return any(
            words in alone
            or any(sign <= words for sign in of_anyone)
            or any(sign <= words and parties(words) <= about for sign, about in of_nobody_else)
            for words in texts
        )


_SIGNS = {
    "Time/Resource of Careers Leader": _Signs(
        ("careers leader time", "careers leader resources", "careers leader workload"),
        ("time", "resources", "budget", "admin support", "careers teaching load"),
    ),
    "Role of EA/Link Governor": _Signs(("enterprise adviser", "governor")),
    "Parental Engagement": _Signs(("parents",)),
    "SLT Buy-in": _Signs(("SLT", "headteacher support", "headteacher priority", "headteacher attends")),
    "Staff CPD": _Signs(
        (
            *("staff training", "staff knowledge", "staff confidence", "staff confident", "staff skills"),
            *("staff briefing", "careers leader training", "careers leader qualified", "careers leader level 6"),
        ),
        ("training",),
    ),
    "Whole School Responsibility for Careers": _Signs(
        (
            *("whole school", "responsibility", "development plan", "improvement plan", "SDP", "SIP", "culture"),
            *("ethos", "silo", "all down to careers leader", "everything falls to careers leader", "staff not my job"),
        )
    ),
    "Impact Measurement": _Signs(
        (
            *("measure impact", "evidence impact", "prove impact", "know impact", "impact data", "outcomes measured"),
            *("measure", "makes a difference", "KPIs", "impact unclear"),
        ),
        alone=("impact", "evidence"),
    ),
    "Evaluation": _Signs(("evaluate", "feedback", "survey", "questionnaire", "student voice")),
    "LMI": _Signs(("LMI", "job market", "know local jobs", "jobs information", "growth sectors", "skills shortages")),
    "Tracking at Student Level": _Signs(
        (
            *("tracking", "Compass+", "benchmark 3", "record encounters", "record activities", "record of encounters"),
            *("log encounters", "log activities", "destinations data"),
        )
    ),
    "Careers within Subject Areas": _Signs(
        (
            *("curriculum", "embedded in lessons", "department", "faculty", "maths lessons", "science lessons"),
            *("English lessons", "lessons linked to careers", "teachers link lessons"),
        )
    ),
    "Employer Engagement": _Signs(
        ("employers", "benchmark 5", "visiting speakers", "STEM ambassadors", "mock interviews", "guest speakers")
    ),
    "Experiences of the World of Work": _Signs(
        ("work experience", "workplace", "benchmark 6", "visits to employers", "internship", "work shadowing")
    ),
    "Encounters with FE/HE": _Signs(
        (
            *(
                "university",
                "training provider",
                "benchmark 7",
                "open days",
                "taster days",
                "apprenticeship encounters",
            ),
            *(
                "links with colleges",
                "encounters with colleges",
                "visits to colleges",
                "college talks",
                "colleges come",
            ),
        )
    ),
    "1:1 guidance": _Signs(("guidance", "careers adviser", "careers interviews"), ("level 6",)),
}
"""The signs of each prompt. That its own words are in a text is a sign of any."""


def unused_prompts(items: Iterable[RawText]) -> tuple[str, ...]:
    """Return the prompts that nobody chose for an item, and that no text is about."""
    items = list(items)
    chosen, texts = {item.prompt for item in items}, {keywords(item.text) for item in items}
    return tuple(
        prompt.text
        for prompt in SWOT_PROMPTS
        if prompt.text not in chosen and not _SIGNS[prompt.text].are_in(texts, prompt.text)
    )
