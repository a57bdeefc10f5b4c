"""Heavy work in a process of its own, which ends with it: the server's own stays small, and free for the delegates."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from careerskit.errors import RenderError

__all__ = ["apart"]

T = TypeVar("T")


def apart(do: Callable[..., T], *arguments: Any, told: Callable[[Any], object] = lambda _: None) -> T:
    """Run a function in a new process, and return what it returns. What goes in and comes out is pickled.

    do: a function of a module; it is given something to say how far it is with, and then the arguments. told: is told that.

    Raises:
        RenderError: it failed, with its reason, or its process ended.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, do, arguments))
    process.start()
    theirs.close()
    try:
        while True:
            what, said = ours.recv()
            if what == "made":
                return said  # type: ignore[no-any-return]
            if what == "failed":
                raise RenderError(said)
            told(said)
    except EOFError:
        raise RenderError("The process that was to make this has ended. Try again.") from None
    finally:
        ours.close()
        process.join()


def _run(line: Connection, do: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    with suppress(KeyboardInterrupt, BrokenPipeError):  # the server ends, and nobody listens any more
        try:
            line.send(("made", do(lambda what: line.send(("told", what)), *arguments)))
        except Exception as error:
            line.send(("failed", str(error) or repr(error)))
