"""The command that runs a webinar: the delegates' workbook, and the facilitator's page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import ADDRESS, AddressOption, StoreOption, store_at

__all__ = ["webinar"]


def webinar(
    name: Annotated[
        str,
        typer.Option(help="The session's name, shown where delegates join. One that still goes on is gone on with."),
    ] = "",
    surgery: Annotated[str, typer.Option(help='When the surgery is, in words: "22 May".')] = "",
    run_of_show: Annotated[
        Path | None, typer.Option("--run-of-show", help="Another timetable than webinar/run_of_show.yml.")
    ] = None,
    rehearse: Annotated[
        bool,
        typer.Option("--rehearse", help="Practise with invented delegates, in a store of its own that is thrown away."),
    ] = False,
    delegates: Annotated[int, typer.Option(min=3, max=300, help="How many invented delegates rehearse.")] = 20,
    alone: Annotated[
        bool,
        typer.Option("--alone", help="Let no facilitator's link that was printed before run the session any more."),
    ] = False,
    store: StoreOption = "",
    address: AddressOption = "",
    host: Annotated[
        str, typer.Option(help="Where to listen; 0.0.0.0 for every network this machine is in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8642,
    most: Annotated[int, typer.Option(min=1, help="How many pages may be open at once.")] = 400,
) -> None:
    """Run a webinar: delegates join by a link and fill their plan in; you lead them from a page of your own.

    The facilitator's link is printed; whoever has it runs the session. Each start prints a new one, and the earlier ones go on
    working, so that several may share a session.

    Examples:

        careerskit webinar --rehearse

        careerskit webinar --name "Benchmark 1, Module 1" --surgery "22 May"

        careerskit webinar --address https://plans.example.org --run-of-show our_timetable.yml
    """
    import shlex
    import tempfile

    from rich.console import Console

    from careerskit.server import Webinar, address_of, is_this_machine_alone, rehearsing, serve
    from careerskit.session import default_run_of_show, open_session, read_run_of_show
    from careerskit.shipped import notebooks
    from careerskit.store import open_store

    say = Console(stderr=True)
    steps = [file.stem for file in notebooks().glob("0*.ipynb")]
    run = read_run_of_show(run_of_show, steps) if run_of_show else default_run_of_show()
    with ExitStack() as leaving:
        if rehearse:
            folder = leaving.enter_context(
                tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True)
            )
            opened = leaving.enter_context(open_store(str(Path(folder, "rehearsal.db"))))
        else:
            opened = leaving.enter_context(store_at(store, create=True))
        session = open_session(opened, name or f"{run.title}{' (rehearsal)' if rehearse else ''}", surgery)
        if session.state.schools and not rehearse:
            begun = session.record.begun.astimezone()
            say.print(
                f"The session goes on that was begun on {begun.day} {begun:%B %Y}. For a new one, close it on your page, or give "
                "another --name.",
                highlight=False,
            )
        elif before := session.earlier:
            begun = before.begun.astimezone()
            again = shlex.join(["careerskit", "afterwards", before.id, *(["--store", store] if store else [])])
            say.print(
                f"The session of that name that was begun on {begun.day} {begun:%B %Y} is closed, and this is a new one. `{again}` "
                "makes the plans and the report of the closed one. Private links go on working.",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if alone:
            opened.revoke_facilitators(session.id)
        begins = address.rstrip("/") or address_of(host, port)
        opened.remember(ADDRESS, begins)
        say.print(f"Delegates:    {begins}/", highlight=False, soft_wrap=True)
        say.print(f"Facilitators: {begins}/f/{opened.new_facilitator(session.id)}", highlight=False, soft_wrap=True)
        if not is_this_machine_alone(host):
            say.print(
                "Others in this network can reach this address, and nothing encrypts what they send. Put a proxy with TLS in "
                "front before you use it in earnest; the README shows one.",
                style="yellow",
            )
        elif not address and not rehearse:
            say.print(
                "Only this computer can open these links. For delegates elsewhere, say with --address by which address they come; "
                "the README tells how to have one.",
                style="yellow",
            )
        if rehearse:
            say.print(
                f"{delegates} invented delegates join in. Nothing of it is kept, but for what closing the session makes."
            )
            leaving.enter_context(rehearsing(opened, session.id, delegates))
        elif not opened.count_schools():
            say.print("The store knows no school yet, so delegates type theirs. `careerskit import FILE` brings them.")
        say.print("Ctrl-C ends it." if rehearse else "Ctrl-C ends it. What was typed is kept.")
        serve(opened, Webinar(opened, session, run, address), host=host, port=port, most=most)
