"""The command that runs a webinar: the delegates' workbook, and the facilitator's page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import ADDRESS, AddressOption, KeepUntilOption, StoreOption, SurgeryOption, store_at

__all__ = ["webinar"]

_MAX_CHARACTERS = 200
"""The longest text that a setting holds."""


def webinar(
    name: Annotated[
        str,
        typer.Option(help="The session's name, shown where delegates join. An open session of that name is resumed."),
    ] = "",
    surgery: SurgeryOption = "",
    keep_until: KeepUntilOption = "",
    run_of_show: Annotated[
        Path | None,
        typer.Option(
            "--run-of-show",
            metavar="FILE",
            help="The run of show: a file, or 120, 2x60_part_1 or 2x60_part_2. Default: webinar/run_of_show.yml, 75 minutes.",
        ),
    ] = None,
    rehearse: Annotated[
        bool,
        typer.Option("--rehearse", help="Practise with simulated delegates, in a temporary store."),
    ] = False,
    delegates: Annotated[int, typer.Option(min=3, max=300, help="How many simulated delegates to rehearse with.")] = 20,
    alone: Annotated[
        bool,
        typer.Option("--alone", help="Cancel earlier facilitator links."),
    ] = False,
    store: StoreOption = "",
    address: AddressOption = "",
    host: Annotated[
        str, typer.Option(help="The address to listen at. 0.0.0.0 is every network of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8642,
    most: Annotated[int, typer.Option(min=1, help="How many pages may be open at once.")] = 400,
) -> None:
    """Run a webinar. Delegates join by a link and fill in their plans; you run the session from a page of your own.

    It prints the facilitator's link. Anyone with that link can run the session. Each start prints a new one, and earlier links
    still work, so that several facilitators can share a session.

    Examples:

        careerskit webinar --rehearse

        careerskit webinar --name "Benchmark 1, Module 1" --surgery "22 May" --keep-until "31 July 2027"

        careerskit webinar --address https://plans.example.org --run-of-show our_timetable.yml

        careerskit webinar --name "Benchmark 1, Module 1" --run-of-show 120
    """
    import shlex
    import tempfile

    from rich.console import Console

    from careerskit.resources import named_run_of_show, notebooks
    from careerskit.server import SessionContext, address_of, is_this_machine_alone, serve
    from careerskit.session import default_run_of_show, open_session, read_run_of_show
    from careerskit.simulation import run_rehearsal
    from careerskit.store import KEEP_UNTIL, open_store

    if len(keep_until) > _MAX_CHARACTERS:
        raise typer.BadParameter(f"It can have {_MAX_CHARACTERS} characters.", param_hint="--keep-until")
    console = Console(stderr=True)
    steps = [file.stem for file in notebooks().glob("[0-9]*.ipynb")]
    run = read_run_of_show(named_run_of_show(run_of_show), steps) if run_of_show else default_run_of_show()
    with ExitStack() as stack:
        if rehearse:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True))
            opened = stack.enter_context(open_store(str(Path(folder, "rehearsal.db"))))
        else:
            opened = stack.enter_context(store_at(store, create=True))
        session = open_session(opened, name or f"{run.title}{' (rehearsal)' if rehearse else ''}", surgery)
        if session.state.schools and not rehearse:
            begun = session.record.begun.astimezone()
            console.print(
                f"Resuming the session of {begun.day} {begun:%B %Y}. To start a new one, close it on your page or choose another "
                "--name.",
                highlight=False,
            )
        elif previous := session.earlier:
            begun = previous.begun.astimezone()
            command = shlex.join(["careerskit", "afterwards", previous.id, *(["--store", store] if store else [])])
            console.print(
                f"The session of {begun.day} {begun:%B %Y} is closed, so this is a new one. `{command}` creates the plans and the "
                "report of the closed one. Private links still work.",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if alone:
            opened.facilitators.revoke_all(session.id)
        base_url = address.rstrip("/") or address_of(host, port)
        opened.settings.set(ADDRESS, base_url)
        if keep_until:  # it is true of all links of this store, also where a later start does not repeat it
            opened.settings.set(KEEP_UNTIL, keep_until.strip())
        console.print(f"Delegates:    {base_url}/", highlight=False, soft_wrap=True)
        console.print(
            f"Facilitators: {base_url}/f/{opened.facilitators.create(session.id)}", highlight=False, soft_wrap=True
        )
        if not is_this_machine_alone(host):
            console.print(
                "Anyone in this network can open this address, and the connection is not encrypted. Put a proxy with TLS in front "
                "before you run a real webinar. The README shows how.",
                style="yellow",
            )
        elif not address and not rehearse:
            console.print(
                "Only this computer can open these links. For delegates elsewhere, give the address they use with --address. The "
                "README shows how to set one up.",
                style="yellow",
            )
        if rehearse:
            console.print(
                f"{delegates} simulated delegates are joining. Nothing is kept except what closing the session creates."
            )
            stack.enter_context(run_rehearsal(opened, session.id, delegates))
        elif not opened.schools.count():
            console.print(
                "There are no schools in the store yet, so delegates type their school's name. To add schools, run "
                "`careerskit import FILE`."
            )
        console.print("Press Ctrl-C to stop." if rehearse else "Press Ctrl-C to stop. All answers are saved.")
        serve(opened, SessionContext(opened, session, run, address), host=host, port=port, max_connections=most)
