"""What a room full of delegates costs the server: they arrive, type, move on and come back, speaking the widgets' own protocol.

    python benchmarks/delegates.py                        100 delegates and stock Voila, as a table
    python benchmarks/delegates.py --delegates 300 --json one JSON object as the last line
    python benchmarks/delegates.py --readme               three rooms and stock Voila, as README.md beside this file then shows

The server is a process of its own, `careerskit webinar`, on a store of its own; the delegates are websocket clients in this one,
so that both share the machine's cores. A delegate joins as a browser does (three requests), opens a step, and has a usable form
when the server has sent all of it. A save is timed from the end of the pause in typing that the form waits for, to the server's
word that it is committed. Memory and CPU are those of the server's process and all below it. What stock Voila takes for a visit
to the same step is measured in the same run, see stock_voila.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from process_tree import cpu_s, free_port, memory_mb, wait_for
from readme import put_into_readme
from stock_voila import VERSION, visit_voila
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from careerskit.forms.autosave import PAUSE
from careerskit.plan import School
from careerskit.resources import samples
from careerskit.store import import_plan, load_plan, open_store

FIRST, NEXT = "02_vision", "04_swot"
ROOMS = {
    "100 delegates, empty plans": (100, False),
    "300 delegates, empty plans": (300, False),
    "100 delegates, full plans": (100, True),
}
"""What the README shows: how many delegates, and whether their plans are full."""


def main() -> None:
    """Run the benchmark."""
    options = _options()
    rooms = ROOMS if options.readme else {"": (options.delegates, options.full)}
    measured = {name: _measure(options, *room) for name, room in rooms.items()}
    figures = next(iter(measured.values())) | visit_voila(options.voila, FIRST)
    if options.readme:
        table = _table(measured, figures, options)
        print(table)
        put_into_readme("delegates.py", table)
        figures |= {"rooms": measured}
    else:
        for name, value in figures.items():
            print(f"{name:26} {f'{value:.3f}' if isinstance(value, float) else value}")
    if options.json:
        print(json.dumps(figures))


def _measure(options: argparse.Namespace, count: int, full: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "room.db"))
        links = _make_schools(store, count, full=full)
        return asyncio.run(_run(options, store, links))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=100, help="how many (default 100)")
    parser.add_argument("--spread", type=float, default=120.0, help="seconds over which they arrive the second time")
    parser.add_argument("--typing", type=float, default=20.0, help="seconds that all of them type")
    parser.add_argument("--full", action="store_true", help="every plan is a full sample plan, not an empty one")
    parser.add_argument("--voila", type=int, default=5, help="visits to stock Voila (default 5), 0 to leave it out")
    parser.add_argument("--readme", action="store_true", help="measure the rooms of README.md, and put the table there")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser.parse_args()


def _make_schools(url: str, count: int, *, full: bool) -> dict[str, str]:
    """Make schools, and return each with its private link: "" where it has yet to join; into a full plan, nobody else can."""
    names = [f"s{number:04}" for number in range(count)]
    with open_store(url) as store:
        store.schools.register(School(name, f"Larkmoor School {name}") for name in names)
        if not full:
            return dict.fromkeys(names, "")
        text = (samples() / "900001.json").read_text("utf-8")
        for name in names:
            import_plan(store, json.dumps(json.loads(text) | {"school": name}), "sample")
        return {name: f"/k/{store.links.create(name)}" for name in names}


async def _run(options: argparse.Namespace, store: str, links: dict[str, str]) -> dict[str, Any]:
    port = free_port()
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", "--store", store]
    count = len(links)
    server = subprocess.Popen([*command, "--port", str(port), "--most", "2000"])
    try:
        wait_for(server, port)
        room = [_Delegate(port, school, link) for school, link in links.items()]
        memory, cpu = memory_mb(server.pid), cpu_s(server.pid)
        _say(f"{count} delegates arrive at once")
        at_once = await _all(room, lambda delegate: delegate.arrive(FIRST))
        memory, cpu = (memory_mb(server.pid) - memory) / count, (cpu_s(server.pid) - cpu) / count
        _say(f"all type for {options.typing:.0f} s")
        saves = [took for one in await asyncio.gather(*(d.type_for(options.typing) for d in room)) for took in one]
        _say("all move to the next step at once")
        next_step = await _all(room, lambda delegate: delegate.open(NEXT))
        for delegate in room:
            await delegate.leave()
        _say(f"they come back over {options.spread:.0f} s")
        spread = await _all(room, lambda delegate: delegate.open(FIRST), over=options.spread)
        for delegate in room:
            await delegate.leave()
        cpu_in_all = cpu_s(server.pid)
        lost = _lost(store, room)
    finally:
        server.terminate()
        server.wait()
    errors = [error for delegate in room for error in delegate.errors]
    for error in errors[:3]:
        _say(error)
    return {
        "delegates": count,
        "cores": os.cpu_count(),
        "arrive_at_once_p95_s": _p95(at_once),
        "arrive_spread_p50_s": statistics.median(spread),
        "arrive_spread_p95_s": _p95(spread),
        "next_step_p95_s": _p95(next_step),
        "save_p95_s": _p95(saves) if saves else None,
        "saves": len(saves),
        "memory_mb_each": memory,
        "cpu_s_each": cpu,
        "cpu_s_in_all": cpu_in_all,
        "errors": len(errors),
        "lost": lost,
    }


class _Delegate:
    """One delegate: joins, opens steps, types, and remembers what was typed."""

    def __init__(self, port: int, school: str, link: str) -> None:
        self._link = link
        self.school, self.typed, self.errors = school, dict[str, str](), list[str]()
        self._host, self._cookie, self._place = f"127.0.0.1:{port}", "", ""
        self._socket: ClientConnection | None = None
        self._paths: dict[str, str] = {}
        self._is_built = False
        self._kept: dict[str, tuple[str, asyncio.Future[float]]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def arrive(self, step: str) -> None:
        """Join where there is no private link yet, or follow it, and open a step."""
        if self._link:
            self._come_in(await self._ask("GET", self._link))
        else:
            body = urlencode({"school": self.school})
            self._come_in(await self._ask("POST", "/join", body, f"Origin: http://{self._host}\r\n"))
            _, html = await self._ask("GET", f"/p/{self._place}/link")
            self._link = re.search(r"http://[^/\"]+(/k/[\w-]+)", html)[1]  # type: ignore[index]
        await self.open(step)

    def _come_in(self, answer: tuple[str, str]) -> None:
        """Keep the cookies of an answer, and the place that it leads to."""
        self._cookie = "; ".join(re.findall(r"set-cookie: ([^;]+)", answer[0], re.IGNORECASE))
        self._place = re.search(r"location: /p/(\w+)/", answer[0], re.IGNORECASE)[1]  # type: ignore[index]

    async def open(self, step: str) -> None:
        """Open a step, leaving the one before, and wait for its whole form."""
        await self.leave()
        await self._ask("GET", f"/p/{self._place}/{step}")
        self._socket = await connect(
            f"ws://{self._host}/p/{self._place}/{step}/live",
            origin=f"http://{self._host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            open_timeout=120,
        )
        self._paths, self._is_built = {}, False
        while not self._is_built:
            self._take(await self._socket.recv())
        self._listening = asyncio.create_task(self._listen(self._socket))

    async def leave(self) -> None:
        """Close the page."""
        if self._socket is not None and self._listening is not None:
            await self._socket.close()
            await self._listening
            self._socket = None

    async def type_for(self, seconds: float) -> list[float]:
        """Type sentences into one box after the other, and return how long each took to be kept after the pause."""
        took, end, number = [], time.perf_counter() + seconds, 0
        boxes = [(model, path) for model, path in self._paths.items() if path.startswith("vision.")]
        await asyncio.sleep(random.random())  # noqa: S311
        while boxes and time.perf_counter() < end and self._socket is not None:
            number += 1
            model, path = boxes[number % len(boxes)]
            words = f"Sentence {number} of {self.school}"
            kept = asyncio.get_running_loop().create_future()
            for part in (words[:8], words[:14], words):  # as it is typed, a few letters at a time
                self._kept[path] = (words, kept)
                data = {"method": "update", "state": {"value": part}}
                content = {"comm_id": model, "data": data}
                with suppress(ConnectionClosed):  # which is noted where it is listened to; then nothing is kept
                    await self._socket.send(json.dumps({"header": {"msg_type": "comm_msg"}, "content": content}))
                last = time.perf_counter()
                await asyncio.sleep(0.15)
            self.typed[path] = words
            try:
                took.append(await asyncio.wait_for(kept, 30) - last - PAUSE)
            except TimeoutError:
                self.errors.append(f"{self.school}: {path} was not said to be kept")
        return took

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                self._take(frame)
        except ConnectionClosed as error:  # by the server: a delegate who leaves says so first
            self.errors.append(f"{self.school}: {error}")

    def _take(self, frame: str | bytes) -> None:
        for message in json.loads(frame):
            content = message["content"]
            if content.get("comm_id") == "page":
                self._is_built = True
                said = content["data"].get("content", {})
                self._paths |= said.get("paths", {})
                for path, value in said.get("saved", {}).items():
                    words, kept = self._kept.get(path, ("", None))
                    if kept and value == words and not kept.done():
                        kept.set_result(time.perf_counter())

    async def _ask(self, method: str, path: str, body: str = "", more: str = "") -> tuple[str, str]:
        """Ask over a connection of its own, and return the head and the body of the answer."""
        host, port = self._host.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        cookie = f"Cookie: {self._cookie}\r\n" if self._cookie else ""
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nConnection: close\r\n{cookie}{more}{length}\r\n{body}"
        )
        writer.write(head.encode())
        answer = (await reader.read()).decode("utf-8", "replace")
        writer.close()
        first, _, rest = answer.partition("\r\n\r\n")
        return first, rest


async def _all(room: list[_Delegate], do: Callable[[_Delegate], Awaitable[None]], over: float = 0.0) -> list[float]:
    """Have every delegate do something, all at once or spread over so many seconds; return how long each took."""

    async def one(number: int, delegate: _Delegate) -> float:
        await asyncio.sleep(over * number / len(room))
        start = time.perf_counter()
        try:
            await do(delegate)
        except Exception as error:  # counted, and said
            delegate.errors.append(f"{delegate.school}: {type(error).__name__}: {error}")
        return time.perf_counter() - start

    return await asyncio.gather(*(one(number, delegate) for number, delegate in enumerate(room)))


def _lost(url: str, room: list[_Delegate]) -> int:
    """Return how many of the last words typed into a box are not in the store."""
    with open_store(url) as store:
        plans = {delegate.school: load_plan(store, store.schools.get(delegate.school)) for delegate in room}
    return sum(
        getattr(plans[delegate.school].vision, path.removeprefix("vision.")) != words
        for delegate in room
        for path, words in delegate.typed.items()
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _table(rooms: dict[str, dict[str, Any]], voila: dict[str, Any], options: argparse.Namespace) -> str:
    """Return what was measured as a table for the README: a row for each question, a column for each room and for Voila."""

    def row(words: str, *names: str, unit: str = " s", beside: str = "") -> str:
        cells = [", ".join(_figure(room[name]) for name in names) + unit for room in rooms.values()]
        last = f"{_figure(voila[beside])}{unit}" if beside and voila[beside] is not None else ""
        return f"| {words} | {' | '.join(cells)} | {last} |"

    said = f"median of {options.voila} visits" if voila["voila_visit_s"] is not None else "not measured"
    return "\n".join(
        (
            f"| | {' | '.join(rooms)} | stock Voila, one visit after the other |",
            "| --- " * (len(rooms) + 2) + "|",
            row("all arrive at once: 95 of 100 have their form within", "arrive_at_once_p95_s"),
            row(
                f"they arrive over {options.spread:.0f} s: half, and 95 of 100 within",
                "arrive_spread_p50_s",
                "arrive_spread_p95_s",
                beside="voila_visit_s",
            ),
            row("all move to the SWOT step at once: 95 of 100 within", "next_step_p95_s"),
            row("all type: 95 of 100 saves are acknowledged within", "save_p95_s"),
            row("memory, each", "memory_mb_each", unit=" MB", beside="voila_memory_mb_each"),
            row("CPU to arrive, each", "cpu_s_each", beside="voila_cpu_s_each"),
            row("errors, words lost", "errors", "lost", unit=""),
            "",
            f"Voila {VERSION}: {said}. {os.cpu_count()} cores, {date.today():%-d %B %Y}.",
        )
    )


def _figure(value: float | None) -> str:
    """Return a figure with two digits that count; seconds of a webinar need no more."""
    if value is None or isinstance(value, int):
        return str(value)
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
