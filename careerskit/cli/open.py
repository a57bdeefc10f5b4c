"""The command that opens the workbook in the browser, for somebody who works alone."""

from __future__ import annotations

from typing import Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

__all__ = ["open_"]


def open_(
    school: Annotated[
        str, typer.Argument(metavar="SCHOOL", help=f"{SCHOOL} Default: the one whose plan was changed last.")
    ] = "",
    store: StoreOption = "",
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open the workbook in your browser, to write your plan on your own. You need no JupyterLab and no internet connection.

    The first time, you find your school or type its name. Your answers are saved as you type, in a file on this computer. The
    workbook runs until you press Ctrl-C, and only this computer can open it. To carry on, run the command again.

    Examples:

        careerskit open

        careerskit open 100049

        careerskit open --store our-plan.db
    """
    import shlex
    import threading
    import webbrowser

    from rich.console import Console

    from careerskit.server import Solo, address_of, listen_here, serve_solo

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    command = shlex.join(["careerskit", "open", *(["--store", store] if store else [])])
    with store_at(store, create=True) as opened, Solo(opened, command) as solo, listen_here() as listening:
        chosen = opened.schools.get(school).id if school else opened.history.last_changed()
        address = address_of(*listening.getsockname()) + (f"/k/{solo.create_link(chosen)}" if chosen else "/")
        console.print(f"Your workbook: {address}", markup=False)
        console.print(f"Answers are kept in {solo.kept_in}", markup=False)
        if chosen:
            name = opened.schools.get(chosen).name
            console.print(f"It opens the plan of {name}. For another school, run `{command} SCHOOL`.", markup=False)
        console.print("Press Ctrl-C to stop. All answers are saved.")
        if browser:  # in a thread, since a browser in the terminal only returns when it is closed
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        serve_solo(opened, solo, listening)
    console.print(f"\nStopped. Your answers are saved in {solo.kept_in}", markup=False)
    console.print(f"To carry on, run `{command}` again.", markup=False)
