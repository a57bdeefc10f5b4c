"""Counts of so few pupils that a reader may work out who they are: "3 of our 5 looked-after children", "7 pupils, 100%".

A small number of pupils is nobody's secret: "10 students visited a bank". It is one together with what they are (looked after, with
an EHC plan, of one origin), with what became of them (NEET, excluded) or with a percentage of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SMALLEST_GROUP", "small_groups"]

SMALLEST_GROUP = 11
"""The smallest group that a figure is written about without a word of caution.

Our choice: the Department for Education hides small numbers in what it publishes of schools, but no source gives one for plans. A
group of 10 is one that a year group knows by name. A session shows groups from 3: it counts answers, and says nothing of a pupil.
"""

_NUMBER = r"(?:10|[1-9]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
_PEOPLE = (
    r"(?:pupils?|students?|learners?|leavers?|child|children|boys?|girls?|lads?|young (?:people|person)|trainees?"
    r"|(?:year |yr |y) ?\d{1,2}s)"
)
_GROUP = (
    r"(?:LACs?|CLAs?|refugees?|asylum[- ]seekers?|young carers?|care[- ]leavers?|travellers?|gypsies|wheelchair users?"
    r"|looked[- ]after)"
)
_TRAIT = (
    r"(?:previously[- ]looked[- ]after|looked[- ]after|LAC|CLA|in (?:foster )?care|care[- ]experienced|care[- ]leavers?"
    r"|young carers?|GRT|gyps(?:y|ies)|travellers?|roma|EHCPs?|EHC(?: plans?)?|SEND?|FSM"
    r"|special educational needs|free school meals|pupil premium|PP|disadvantaged"
    r"|EAL|refugees?|asylum[- ]seek(?:ers?|ing)|black|asian|white|mixed[- ]race|muslim|jewish|sikh|hindu"
    r"|trans(?:gender)?|non-binary|gay|lesbian|bisexual|LGBT\w{0,5}|wheelchair users?|deaf|blind|autistic|disabled"
    r"|(?-i:[A-Z][a-z]{1,12}(?:nian|rian|lian|ghan|ese|ish|stani|deshi|mali|raqi)))"
)
_OUTCOME = (
    r"(?:NEET|not in education|(?:no|unknown|without a) destinations?|destinations? (?:not known|unknown)|not known|unknown"
    r"|(?:permanently )?excluded|suspended|dropped out|unemployed|without work experience)"
)
_BETWEEN = rf"(?:{_TRAIT}|of|our|the|these|those|and|/|previously|(?:year|yr|y) ?\d{{1,2}}|{_NUMBER})"
_COUNTED = re.compile(
    rf"\b(?<![\w.,/£:%–-])(?P<phrase>{_NUMBER}(?![\d%–-]|[.,:]\d)"
    rf"(?i:(?:/\d{{1,2}}\b| ?x\b)?(?: {_BETWEEN}){{0,6}} (?:{_PEOPLE}|{_GROUP}|in (?:foster )?care|on FSM)\b))"
)
_AFTERWARDS = re.compile(
    r"[^.;:!?\n]{0,25}?\b(?:100|[1-9]?\d)(?:\.\d)? ?(?:%|per ?cent)"
    rf"|[^.;!?\n]{{0,30}}?\b(?:{_TRAIT}|{_OUTCOME})\b|,? (?:none|all) (?:with|without|of)\b",
    re.IGNORECASE,
)
_BEFOREHAND = re.compile(rf"\b(?:{_TRAIT}|{_OUTCOME})(?: figure| number)?(?: \(|: ?| is | was | = )$", re.IGNORECASE)
_HAS_TRAIT = re.compile(rf"\b(?:{_TRAIT}|{_GROUP})\b", re.IGNORECASE)
_NOT_A_COUNT = re.compile(
    r"\b(?:years?|yrs?|y|benchmarks?|bm|gb|ks|key stages?|levels?|rooms?|terms?|ages?|aged|weeks?|steps?|grades?|to|and|or|than"
    r"|least|most|under|over|about|around|out of|in|every|per|maximum of|minimum of|groups? of) $",
    re.IGNORECASE,
)
_RATE = re.compile(
    r" (?:in|of|out of|from) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|(?:a |one )?hundred|[2-6]|10|20|100)"
    r"(?= (?:is|are|was|were|has|have|had|with|who|do|does|did|will|can|at|on|here|gets?|receives?|claims?|qualify|qualifies)\b"
    r"|[,;:)]|\.(?!\d)|$)",
    re.IGNORECASE,
)
_SAYS_RATE = re.compile(
    r" (?:in|(?:out of|of|from) (?:every |ten|10\b|20|twenty|(?:a |one )?hundred|100))", re.IGNORECASE
)
"""With "out of", a small figure may be that of a real group: "3 students out of 5"."""
_BOTH = re.compile(rf"\bboth (?:of )?(?:our |the )?(?:{_TRAIT} ){{1,2}}{_PEOPLE}\b(?! (?:and|or)\b)", re.IGNORECASE)
_LABELLED = re.compile(rf"\b(?:NEETs?|LAC|CLA|GRT|not known) ?[:=] ?{_NUMBER}\b(?![.,]?\d| ?%)")
_ONLY = re.compile(
    rf"\b(?:our|the|my|its) (?:only|single|one) (?:(?:{_TRAIT} ){{1,2}}(?:pupil|student|learner|child|boy|girl|leaver|family)"
    r"|(?:wheelchair user|refugee|asylum[- ]seeker|care[- ]leaver|young carer|traveller))\b",
    re.IGNORECASE,
)


def small_groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text counts fewer than :data:`SMALLEST_GROUP` pupils, and says something of them."""
    yield from (found.span() for found in _LABELLED.finditer(text))
    lower = text.casefold()
    for words, pattern in ((("both",), _BOTH), ((" only ", "our single ", "our one "), _ONLY)):
        if any(word in lower for word in words):
            yield from (found.span() for found in pattern.finditer(text))
    for found in _COUNTED.finditer(text):
        if _NOT_A_COUNT.search(text[max(0, found.start() - 14) : found.start()]):
            continue
        if _RATE.match(text, found.end()) and _SAYS_RATE.match(text, found.end()):
            continue
        if _HAS_TRAIT.search(found["phrase"]) or _BEFOREHAND.search(text[max(0, found.start() - 30) : found.start()]):
            yield found.span()
        elif after := _AFTERWARDS.match(text, found.end()):
            yield found.start(), after.end()
