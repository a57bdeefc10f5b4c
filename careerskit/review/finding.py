"""What a rule finds in a plan, and the rule: why it matters, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from careerskit.plan import Plan, SetAside

__all__ = ["Finding", "Found", "Rule", "rule"]

_QUOTED = 120
"""How many characters of a plan a finding quotes."""


@dataclass(frozen=True)
class Found:
    """One place that a rule has found: in which section, what to do there, and the path of the answer, list or group.

    mend: how to do it, with an example where one helps. is_missing: whether nothing is written there yet. quote: the words of the
    plan that it is about. subject: the path of what it is about, where it leads elsewhere. about: what tells it from others of the
    rule there. why, source: of this very place, where they are not the rule's. All but the quote may hold words of a
    setting, like ``{governors}``.
    """

    section: str
    text: str
    path: str
    mend: str = ""
    is_missing: bool = False
    quote: str = ""
    subject: str = ""
    about: str = ""
    why: str = ""
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to do next, or to look at again, in a plan.

    rule: the name of the rule. section: the heading of the section that it is in. text: what to do. path: of the answer, list or
    group that it is about. mend: how to do it; "" where the text says it all. why: why it matters. source: whose rule it is.
    is_missing: whether nothing is written there yet. subject: the path of what it is about, where it leads elsewhere. about: what
    tells it from others of its rule there. set_aside: with what reason it was set aside, if somebody thought of that.
    """

    rule: str
    section: str
    text: str
    path: str
    mend: str
    why: str
    source: str
    is_missing: bool
    subject: str = ""
    about: str = ""
    set_aside: SetAside | None = None

    @property
    def key(self) -> str:
        """What it is known by in the plan, where it is set aside: its rule, its place, and what tells it from others there."""
        return f"{self.rule} {self.subject or self.path} {self.about}".strip()

    @property
    def cited(self) -> str:
        """Whose rule it is, as a sentence."""
        return self.source if self.source.endswith(".") else f"From {self.source}."

    @property
    def is_open(self) -> bool:
        """Whether nobody has given a reason to set it aside."""
        return not (self.set_aside and self.set_aside.reason.strip())


class Rule:
    """A rule on a plan, or on each of its objectives. Calling it yields its findings, in the words of the plan's setting."""

    def __init__(self, check: Callable[..., Iterator[Found]], parts: Collection[str], why: str, source: str) -> None:
        """Describe a rule, see :func:`rule`."""
        self._check, self._why, self._source = check, why, source
        self.parts = frozenset(parts)
        self.name: str = check.__name__
        self.__doc__ = f"{check.__doc__}\n\n{why}\n\nSource: {source}"

    def __call__(self, plan: Plan, *about: Any) -> Iterator[Finding]:
        """Yield what it finds. about: an objective and its number, for a rule on objectives."""
        localise = plan.setting.localise
        for found in self._check(plan, *about):
            quote = f"“{_shorten(found.quote)}”. " if found.quote else ""
            texts = localise(found.section), localise(found.text), found.path, f"{quote}{localise(found.mend)}".strip()
            why, source = localise(found.why or self._why), found.source or self._source
            yield Finding(self.name, *texts, why, source, found.is_missing, found.subject, found.about)


def rule(*parts: str, why: str, source: str) -> Callable[[Callable[..., Iterator[Found]]], Rule]:
    """Make a function a rule.

    parts: those of the plan that its findings are in. why: why it matters, in a sentence for a careers leader. source: whose it is.
    """
    return lambda check: Rule(check, parts, why, source)


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rpartition(' ')[0] or words[:_QUOTED]}…"
