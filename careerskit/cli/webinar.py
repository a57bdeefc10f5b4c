"""The command that serves the workbook to the delegates of a webinar."""

from __future__ import annotations

from typing import Annotated

import typer

from careerskit.cli.options import StoreOption, store_at

__all__ = ["webinar"]


def webinar(
    name: Annotated[str, typer.Option(help="The session's name, shown where delegates join.")] = "",
    store: StoreOption = "",
    host: Annotated[
        str, typer.Option(help="Where to listen; 0.0.0.0 for every network this machine is in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8642,
    most: Annotated[int, typer.Option(min=1, help="How many pages may be open at once.")] = 400,
) -> None:
    """Serve the workbook: delegates join by a link, find their school, and fill their plan in, in any browser.

    Examples:

        careerskit webinar --name "Benchmark 1, Module 1"

        careerskit webinar --host 0.0.0.0
    """
    from rich.console import Console

    from careerskit.server import is_this_machine_alone, serve

    say = Console(stderr=True)
    with store_at(store, create=True) as opened:
        say.print(f"The session’s link: http://{host}:{port}/", highlight=False)
        if not is_this_machine_alone(host):
            say.print(
                "Others in this network can reach this address, and nothing encrypts what they send. Put a proxy with TLS in "
                "front before you use it in earnest; the README shows one.",
                style="yellow",
            )
        if not opened.count_schools():
            say.print("The store knows no school yet, so delegates type theirs. `careerskit import FILE` brings them.")
        say.print("Ctrl-C ends it. What was typed is kept.")
        serve(opened, session=name, host=host, port=port, most=most)
