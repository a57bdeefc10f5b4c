"""The command that reviews plans: what they could still use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

if TYPE_CHECKING:
    from careerskit.review import Finding

__all__ = ["FOUND", "review"]

FOUND = 3
"""The exit status where something was found: 1 is an error, and 2 a wrong option."""


def review(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=f"{SCHOOL} Default: all with a plan.")] = "",
    store: StoreOption = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON, with the reason and source of each.")
    ] = False,
) -> None:
    """Say what a plan could still use, section by section. What its careers leader has set aside is left out.

    The exit status is 0 where nothing is found, 3 where something is, and 1 where a plan cannot be read.

    Examples:
        careerskit review 900004

        careerskit review --json > review.json
    """
    from rich.console import Console

    from careerskit.plan import Plan
    from careerskit.review import findings
    from careerskit.store import load_plans

    failed = False
    reviewed: dict[str, tuple[Plan, list[Finding]]] = {}
    with store_at(store) as opened:
        chosen = [opened.schools.get(school)] if school else opened.schools.search()
        latest = opened.answers.latest_revisions(one.id for one in chosen)
        chosen = [one for one in chosen if school or latest[one.id]]
        for one, plan in load_plans(opened, chosen).items():
            if isinstance(plan, Plan):
                reviewed[one] = plan, [finding for finding in findings(plan) if finding.is_open]
            else:
                failed = True
                Console(stderr=True).print(str(plan), style="red", markup=False)
    if as_json:
        _print_json(reviewed)
    else:
        for plan, found in reviewed.values():
            _print(plan, found)
    if failed:
        raise typer.Exit(1)
    if any(found for _, found in reviewed.values()):
        raise typer.Exit(FOUND)


def _print(plan: Any, found: list[Finding]) -> None:
    from rich.console import Console
    from rich.padding import Padding

    console = Console()
    name = plan.header.school_name or plan.school
    count = (
        f"{len(found)} {'thing' if len(found) == 1 else 'things'} to write or to look at again"
        if found
        else "nothing found"
    )
    console.print(f"\n{name} ({plan.school}): {count}", style="bold", markup=False, highlight=False)
    for section in dict.fromkeys(finding.section for finding in found):
        console.print(Padding(section, (0, 0, 0, 2)), style="underline", markup=False)
        for finding in (one for one in found if one.section == section):
            console.print(Padding(f"- {finding.text}", (0, 0, 0, 2)), markup=False, highlight=False)
            if finding.mend:
                console.print(Padding(finding.mend, (0, 0, 0, 4)), style="dim", markup=False, highlight=False)


def _print_json(reviewed: dict[str, tuple[Any, list[Finding]]]) -> None:
    import json

    names = ("rule", "section", "text", "path", "mend", "why", "source", "is_missing")
    schools = [
        {
            "school": school,
            "name": plan.header.school_name,
            "findings": [{name: getattr(finding, name) for name in names} for finding in found],
        }
        for school, (plan, found) in reviewed.items()
    ]
    typer.echo(json.dumps(schools, indent=2, ensure_ascii=False))
