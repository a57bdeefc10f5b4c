"""The editions of a plan: each is a notebook for one audience, and beside the plan one more document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from careerskit.errors import CareerskitError, did_you_mean
from careerskit.resources import edition_notebook

__all__ = ["EDITIONS", "WEBSITE", "Edition", "choose_editions", "is_public"]


@dataclass(frozen=True)
class Edition:
    """An edition of a plan.

    name: that of its notebook, and of its files. readers: whom it is for, as a link to it says, with the words of a setting.
    public: whether it is published: it is then made from public answers alone, see :func:`careerskit.plan.only_public`.
    """

    name: str
    readers: str
    public: bool

    @property
    def notebook(self) -> Path:
        """Its notebook."""
        return edition_notebook(self.name)


WEBSITE = (
    Edition("website", "Careers", public=True),
    Edition("students", "{Students}", public=True),
    Edition("parents", "Parents and carers", public=True),
    Edition("employers", "Employers", public=True),
)
"""The pages of the website, the first page first."""

EDITIONS = (
    Edition("governors", "{Governors}", public=False),
    Edition("slt", "Senior leaders", public=False),
    Edition("staff", "Staff", public=False),
    *WEBSITE,
)
"""Every edition."""


def choose_editions(names: str) -> tuple[Edition, ...]:
    """Return the editions that a list such as "governors,students" names, or all for "all"; none for "".

    Raises:
        CareerskitError: there is no such edition.
    """
    known = {edition.name: edition for edition in EDITIONS}
    chosen = {name.strip().lower() for name in names.split(",")} - {""}
    if unknown := sorted(chosen - known.keys() - {"all"}):
        hint = did_you_mean(unknown[0], known)
        raise CareerskitError(f"There is no edition “{unknown[0]}”.{hint} Choose from all, {', '.join(known)}.")
    return tuple(edition for edition in EDITIONS if edition.name in chosen or "all" in chosen)


def is_public(notebook: Path) -> bool:
    """Whether a notebook has the name of a public edition. Such a one is given public answers alone, whatever it asks for."""
    return any(edition.public and edition.name == notebook.stem for edition in EDITIONS)
