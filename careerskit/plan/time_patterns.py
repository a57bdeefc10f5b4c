"""The patterns that times are read by. :mod:`careerskit.plan.spans` says what they mean."""

from __future__ import annotations

import calendar
import re

__all__ = [
    "LISTED",
    "MONTHS",
    "RANGE",
    "RECURRING",
    "RELATIVE",
    "TERM_GROUPS",
    "TIME",
    "UNNAMED_TERM",
    "YEARLY",
    "YEAR_GROUPS",
]

MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
"""The number of each month by its first three letters."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]?"
_YEAR = r"(?:20\d\d|['’]?\d\d(?!\d|\s*(?:st|nd|rd|th)\b|[/.-]\d{1,2}[/.-]\d))"
_TO = r"(?:-|–|—|(?:to|until|till)\b)"

TIME = re.compile(
    rf"""
      (?P<iso>\b20\d\d-\d\d-\d\d\b)
    | \b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20\d\d|\d\d)\b
    | \b(?P<mm>1[0-2]|0?[1-9])[/.](?P<mmyear>20\d\d)\b
    | \b(?P<ay>20\d\d)\s*[/–-]\s*(?:20)?(?P<ay2>\d\d)\b
    | (?:(?<![\w/.–-])(?<!year[ ])(?<!years[ ])(?<!yr[ ])(?<!yrs[ ])(?<!week[ ])(?<!weeks[ ])
            (?P<fromday>0?[1-9]|[12]\d|3[01])\s*(?:st|nd|rd|th)?\s*{_TO}\s*(?:{_WEEKDAY}\s+)?)?
        \b(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<dmonth>{_MONTH})\b\.?,?\s*(?P<dyear>{_YEAR})?
    | \b(?: (?P<afterbreak>after\s+(?:the\s+)?)?
              (?P<break>oct(?:ober)?|feb(?:ruary)?|may|aut(?:umn)?|spr(?:ing)?|sum(?:mer)?)\s+half[- ]?term\b(?!\s*[12](?!\d))
          | (?:(?:(?P<end>end)|(?P<start>start|beginning))\s+(?:of\s+)?(?:the\s+)?)?
            (?: (?P<term>aut(?:umn)?|spr(?:ing)?|sum(?:mer)?)(?![a-z])
                  (?:\s*(?:half[- ]?)?term)?\s*(?P<half>[12](?!\d))?(?:\s*(?:half[- ]?)?term)?
              | (?P<short>au|sp|su)\s?(?P<shorthalf>[12])(?!\d)
              | terms\s*(?P<from>[1-6])\s*(?:-|–|,|&|and|to)\s*(?P<to>[1-6])(?!\d)
              | (?:half[- ]?)?term\s*(?P<nth>[1-6])(?!\d)
            )
          | (?P<yearend>end\s+of\s+(?:the\s+|this\s+)?(?:academic|school)\s+year)\b
          | (?P<after>after\s+(?:the\s+)?)?(?P<feast>christmas|xmas|easter)\b
        )
        [,\s(]*(?:(?P<tay>(?:20)?\d\d)\s*[/–-]\s*(?:20)?(?P<tay2>\d\d)(?![\d/.-]) | (?P<tyear>{_YEAR}))?
    | \b(?P<month>{_MONTH})\b\.?,?\s*
        (?:(?P<mday>\d{{1,2}})(?:\s*(?:st|nd|rd|th)\b|(?=,?\s*20\d\d\b)),?\s*(?P<mdyear>20\d\d\b)? | (?P<myear>{_YEAR}))?
    | \b(?P<year>20\d\d)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A day, month, term, holiday or year, from left to right. Where several start at the same character, the longer is first."""

TERM_GROUPS = ("break", "term", "short", "from", "nth", "yearend", "feast")
"""The groups of :data:`TIME` of which one is there where a term, a holiday or the year's end is named."""

YEAR_GROUPS = ("iso", "y", "mmyear", "ay", "dyear", "tay", "tyear", "mdyear", "myear", "year")
"""The groups of :data:`TIME` of which one is there where a year is written."""

LISTED = re.compile(r"[\s,;/&+()]*(?:(?:and|or|then|again|also|by|in|on|early|late)\b[\s,(]*)*", re.IGNORECASE)
"""What stands between two times of which each is meant, and not all from the one to the other: "October and again in March"."""

RANGE = re.compile(rf"\s*(?:{_TO}|and)\s*(?:{_WEEKDAY}\s+)?", re.IGNORECASE)
"""What stands between the first and the last day of a range; "and" after "between" alone."""

_DAYS = r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?days?|mon|tues?|wed|thu(?:rs?)?|fri)\b)"
RECURRING = re.compile(
    r"\b(?:half[- ]?term|term|month|week|fortnight|year|dai|annual|quarter)ly\b|\b(?:each|every|all|per)\s+\w*\s*"
    r"(?:term|month|week|fortnight|year|half)|\bon-?\s?going\b|\bthroughout\b|\bcontinuous|\bregular|\bannual\b|\brolling\b"
    r"|\b(?:once|twice|times)\s+an?\s+(?:half[- ]?)?(?:term|month|week|fortnight|year|day)\b"
    rf"|\b(?:each|every|per)\s+(?:\w+\s+)?{_DAYS}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b",
    re.IGNORECASE,
)
"""How often something happens."""

YEARLY = re.compile(r"\bannual|\byearly\b|\b(?:an?|each|every|per)\s+(?:academic\s+|school\s+)?year\b", re.IGNORECASE)
"""Once in a year, or several times, without saying when."""

RELATIVE = re.compile(
    rf"\b(?:today|tomorrow|yesterday|(?:next|this|last|coming)\s+(?:week|fortnight|month|{_DAYS})|{_DAYS}\s+(?:week|next))\b|^{_DAYS}$",
    re.IGNORECASE,
)
"""A day that depends on when it is read."""

UNNAMED_TERM = re.compile(
    r"\b(?<!long[ -])(?<!longer[ -])(?<!short[ -])(?<!shorter[ -])(?<!medium[ -])(?P<half>half[ -]?)?terms?\b",
    re.IGNORECASE,
)
"""A term or half term, which may be any; the long term is none."""
