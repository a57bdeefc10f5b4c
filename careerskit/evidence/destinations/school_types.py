"""What kind of setting a school or college is, from how the Department's files name its type."""

from __future__ import annotations

from careerskit.plan import Setting

__all__ = ["setting_of"]

# Read from the schools that carry each code in the tables of 2019 and 2025, and from the tables' glossary.
_CODES = dict.fromkeys(
    ("AC", "ACC", "CTC", "CY", "F", "FD", "FSS", "FUTC", "IND", "SS", "UTC", "VA", "VC"), Setting.SCHOOL
)
_CODES |= dict.fromkeys(("ACS", "ACCS", "CYS", "FDS", "FS", "INDSS", "IND(SS)", "NMSS"), Setting.SPECIAL)
_CODES |= dict.fromkeys(("AC1619", "ACC1619", "F1619", "FESI", "MODFC"), Setting.COLLEGE)

# In full, as the tables after 16 to 18 and Explore education statistics write them. The first words that fit decide.
_WORDS = (
    ("technology college", Setting.SCHOOL),
    ("technical college", Setting.SCHOOL),
    ("special college", Setting.COLLEGE),
    ("special designated", Setting.COLLEGE),
    ("specialist", Setting.COLLEGE),
    ("special post 16", Setting.COLLEGE),
    ("special", Setting.SPECIAL),
    ("16-19", Setting.COLLEGE),
    ("16 to 19", Setting.COLLEGE),
    ("college", Setting.COLLEGE),
    ("further education", Setting.COLLEGE),
    *((word, Setting.SCHOOL) for word in ("school", "academy", "academies", "unit", "alternative", "studio", "free")),
)


def setting_of(name: str) -> Setting | None:
    """Return the setting behind a code like "ACC" or words like "General Further Education College"; None for an unknown one."""
    if code := _CODES.get(name.upper()):
        return code
    words = name.casefold()
    return next((setting for part, setting in _WORDS if part in words), None)
