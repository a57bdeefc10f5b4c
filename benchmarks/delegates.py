"""Measures the latency, memory and CPU time of the server while delegates join, type, change step and reconnect.

    python benchmarks/delegates.py                        100 delegates, and Voila for comparison, as a list of figures
    python benchmarks/delegates.py --delegates 300 --json one JSON object as the last line
    python benchmarks/delegates.py --readme               three scenarios and Voila, as a table that is written into README.md

The server, `careerskit webinar`, runs in its own process with a new store. The delegates are websocket clients in this process, so
both share the machine's cores. They use the Jupyter widget protocol. A delegate joins as a browser does (three requests) and opens
a step; the latency of a form ends when the server has sent all of it. The latency of a save runs from the end of the pause in
typing that the form waits for, to the server's confirmation that the answer is committed. Memory and CPU time are those of the
server's process and all its descendants. A visit to the same step in Voila is measured in the same run, see stock_voila.py.
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

from process_tree import cpu_seconds, free_port, memory_mb, wait_until_listening
from readme import update_readme
from stock_voila import VERSION, measure_voila
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from careerskit.forms.autosave import PAUSE
from careerskit.plan import School
from careerskit.resources import samples
from careerskit.store import import_plan, load_plan, open_store

FIRST_STEP, NEXT_STEP = "02_vision", "04_swot"
SCENARIOS = {
    "100 delegates, empty plans": (100, False),
    "300 delegates, empty plans": (300, False),
    "100 delegates, full plans": (100, True),
}
"""The scenarios of the README: the number of delegates, and whether their plans are full."""


def main() -> None:
    """Run the benchmark."""
    options = _options()
    scenarios = SCENARIOS if options.readme else {"": (options.delegates, options.full)}
    measured = {name: _measure(options, *scenario) for name, scenario in scenarios.items()}
    figures = next(iter(measured.values())) | measure_voila(options.voila, FIRST_STEP)
    if options.readme:
        table = _table(measured, figures, options)
        print(table)
        update_readme("delegates.py", table)
        figures |= {"scenarios": measured}
    else:
        for name, value in figures.items():
            print(f"{name:26} {f'{value:.3f}' if isinstance(value, float) else value}")
    if options.json:
        print(json.dumps(figures))


def _measure(options: argparse.Namespace, count: int, full: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "store.db"))
        links = _make_schools(store, count, full=full)
        return asyncio.run(_run(options, store, links))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=100, help="the number of delegates (default 100)")
    parser.add_argument(
        "--spread",
        type=float,
        default=120.0,
        help="seconds over which delegates reconnect after they have left (default 120)",
    )
    parser.add_argument("--typing", type=float, default=20.0, help="seconds for which all delegates type (default 20)")
    parser.add_argument("--full", action="store_true", help="start with full sample plans instead of empty ones")
    parser.add_argument(
        "--voila", type=int, default=5, help="the number of visits to Voila (default 5); 0 to skip Voila"
    )
    parser.add_argument(
        "--readme", action="store_true", help="measure the scenarios of README.md, and write the table into it"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser.parse_args()


def _make_schools(url: str, count: int, *, full: bool) -> dict[str, str]:
    """Create schools, and return the path of each one's private link. It is "" for an empty plan, which is created by joining."""
    ids = [f"s{number:04}" for number in range(count)]
    with open_store(url) as store:
        store.schools.register(School(school, f"Larkmoor School {school}") for school in ids)
        if not full:
            return dict.fromkeys(ids, "")
        text = (samples() / "900001.json").read_text("utf-8")
        for school in ids:
            import_plan(store, json.dumps(json.loads(text) | {"school": school}), "sample")
        return {school: f"/k/{store.links.create(school)}" for school in ids}


async def _run(options: argparse.Namespace, store: str, links: dict[str, str]) -> dict[str, Any]:
    port = free_port()
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", "--store", store]
    count = len(links)
    server = subprocess.Popen([*command, "--port", str(port), "--most", "2000"])
    try:
        wait_until_listening(server, port)
        delegates = [_Delegate(port, school, link) for school, link in links.items()]
        memory, cpu = memory_mb(server.pid), cpu_seconds(server.pid)
        _log(f"{count} delegates join at the same time")
        join = await _run_all(delegates, lambda delegate: delegate.join(FIRST_STEP))
        memory, cpu = (memory_mb(server.pid) - memory) / count, (cpu_seconds(server.pid) - cpu) / count
        _log(f"all type for {options.typing:.0f} s")
        latencies = await asyncio.gather(*(delegate.type_for(options.typing) for delegate in delegates))
        saves = [latency for one in latencies for latency in one]
        _log("all open the next step at the same time")
        next_step = await _run_all(delegates, lambda delegate: delegate.open(NEXT_STEP))
        for delegate in delegates:
            await delegate.disconnect()
        _log(f"all reconnect over {options.spread:.0f} s")
        reconnect = await _run_all(delegates, lambda delegate: delegate.open(FIRST_STEP), over=options.spread)
        for delegate in delegates:
            await delegate.disconnect()
        cpu_total = cpu_seconds(server.pid)
        lost = _count_lost_answers(store, delegates)
    finally:
        server.terminate()
        server.wait()
    errors = [error for delegate in delegates for error in delegate.errors]
    for error in errors[:3]:
        _log(error)
    return {
        "delegates": count,
        "cores": os.cpu_count(),
        "join_p95_s": _p95(join),
        "reconnect_p50_s": statistics.median(reconnect),
        "reconnect_p95_s": _p95(reconnect),
        "next_step_p95_s": _p95(next_step),
        "save_p95_s": _p95(saves) if saves else None,
        "saves": len(saves),
        "memory_mb_per_delegate": memory,
        "cpu_s_per_delegate": cpu,
        "cpu_s_total": cpu_total,
        "errors": len(errors),
        "lost_answers": lost,
    }


class _Delegate:
    """A simulated delegate, who joins, opens steps and types. typed: the last answer by path. errors: what went wrong."""

    def __init__(self, port: int, school: str, link: str) -> None:
        self._link = link
        self.school, self.typed, self.errors = school, dict[str, str](), list[str]()
        self._host, self._cookie, self._slug = f"127.0.0.1:{port}", "", ""
        self._socket: ClientConnection | None = None
        self._paths: dict[str, str] = {}
        self._is_built = False
        self._pending_saves: dict[str, tuple[str, asyncio.Future[float]]] = {}
        self._receiving: asyncio.Task[None] | None = None

    async def join(self, step: str) -> None:
        """Sign in with the private link, or join if there is none yet, and open a step."""
        if self._link:
            self._sign_in(await self._request("GET", self._link))
        else:
            body = urlencode({"school": self.school})
            self._sign_in(await self._request("POST", "/join", body, f"Origin: http://{self._host}\r\n"))
            _, html = await self._request("GET", f"/p/{self._slug}/link")
            self._link = re.search(r"http://[^/\"]+(/k/[\w-]+)", html)[1]  # type: ignore[index]
        await self.open(step)

    def _sign_in(self, response: tuple[str, str]) -> None:
        """Store the cookies of a response, and the slug of the plan that it redirects to."""
        self._cookie = "; ".join(re.findall(r"set-cookie: ([^;]+)", response[0], re.IGNORECASE))
        self._slug = re.search(r"location: /p/(\w+)/", response[0], re.IGNORECASE)[1]  # type: ignore[index]

    async def open(self, step: str) -> None:
        """Open a step in place of the current one, and wait for its whole form."""
        await self.disconnect()
        await self._request("GET", f"/p/{self._slug}/{step}")
        self._socket = await connect(
            f"ws://{self._host}/p/{self._slug}/{step}/live",
            origin=f"http://{self._host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            open_timeout=120,
        )
        self._paths, self._is_built = {}, False
        while not self._is_built:
            self._handle_frame(await self._socket.recv())
        self._receiving = asyncio.create_task(self._receive(self._socket))

    async def disconnect(self) -> None:
        """Close the page's connection."""
        if self._socket is not None and self._receiving is not None:
            await self._socket.close()
            await self._receiving
            self._socket = None

    async def type_for(self, seconds: float) -> list[float]:
        """Type sentences into one box after the other, and return the latency of each save, after the pause."""
        latencies, end, number = [], time.perf_counter() + seconds, 0
        boxes = [(model, path) for model, path in self._paths.items() if path.startswith("vision.")]
        await asyncio.sleep(random.random())  # noqa: S311
        while boxes and time.perf_counter() < end and self._socket is not None:
            number += 1
            model, path = boxes[number % len(boxes)]
            text = f"Sentence {number} of {self.school}"
            saved = asyncio.get_running_loop().create_future()
            for part in (text[:8], text[:14], text):  # as it is typed, a few letters at a time
                self._pending_saves[path] = (text, saved)
                data = {"method": "update", "state": {"value": part}}
                content = {"comm_id": model, "data": data}
                with suppress(ConnectionClosed):  # _receive records the error, and the save times out
                    await self._socket.send(json.dumps({"header": {"msg_type": "comm_msg"}, "content": content}))
                typed_at = time.perf_counter()
                await asyncio.sleep(0.15)
            self.typed[path] = text
            try:
                latencies.append(await asyncio.wait_for(saved, 30) - typed_at - PAUSE)
            except TimeoutError:
                self.errors.append(f"{self.school}: no confirmation that {path} was saved")
        return latencies

    async def _receive(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                self._handle_frame(frame)
        except ConnectionClosed as error:  # by the server: disconnect() closes the connection cleanly
            self.errors.append(f"{self.school}: {error}")

    def _handle_frame(self, frame: str | bytes) -> None:
        for message in json.loads(frame):
            content = message["content"]
            if content.get("comm_id") == "page":
                self._is_built = True
                news = content["data"].get("content", {})
                self._paths |= news.get("paths", {})
                for path, value in news.get("saved", {}).items():
                    text, saved = self._pending_saves.get(path, ("", None))
                    if saved and value == text and not saved.done():
                        saved.set_result(time.perf_counter())

    async def _request(self, method: str, path: str, body: str = "", headers: str = "") -> tuple[str, str]:
        """Send a request over a new connection, and return the head and the body of the response."""
        host, port = self._host.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        cookie = f"Cookie: {self._cookie}\r\n" if self._cookie else ""
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nConnection: close\r\n{cookie}{headers}{length}\r\n{body}"
        writer.write(head.encode())
        response = (await reader.read()).decode("utf-8", "replace")
        writer.close()
        head, _, body = response.partition("\r\n\r\n")
        return head, body


async def _run_all(
    delegates: list[_Delegate], action: Callable[[_Delegate], Awaitable[None]], over: float = 0.0
) -> list[float]:
    """Run an action for every delegate, all at once or spread over a number of seconds; return the duration of each."""

    async def one(number: int, delegate: _Delegate) -> float:
        await asyncio.sleep(over * number / len(delegates))
        start = time.perf_counter()
        try:
            await action(delegate)
        except Exception as error:  # counted and reported at the end
            delegate.errors.append(f"{delegate.school}: {type(error).__name__}: {error}")
        return time.perf_counter() - start

    return await asyncio.gather(*(one(number, delegate) for number, delegate in enumerate(delegates)))


def _count_lost_answers(url: str, delegates: list[_Delegate]) -> int:
    """Return how many of the answers that were typed last into each box are not in the store."""
    with open_store(url) as store:
        plans = {delegate.school: load_plan(store, store.schools.get(delegate.school)) for delegate in delegates}
    return sum(
        getattr(plans[delegate.school].vision, path.removeprefix("vision.")) != text
        for delegate in delegates
        for path, text in delegate.typed.items()
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _table(scenarios: dict[str, dict[str, Any]], voila: dict[str, Any], options: argparse.Namespace) -> str:
    """Return the results as a table for the README: a row for each measure, a column for each scenario and for Voila."""

    def row(label: str, *names: str, unit: str = " s", voila_name: str = "") -> str:
        cells = [", ".join(_format(scenario[name]) for name in names) + unit for scenario in scenarios.values()]
        last = f"{_format(voila[voila_name])}{unit}" if voila_name and voila[voila_name] is not None else ""
        return f"| {label} | {' | '.join(cells)} | {last} |"

    visits = f"median of {options.voila} visits" if voila["voila_visit_s"] is not None else "not measured"
    return "\n".join(
        (
            f"| | {' | '.join(scenarios)} | Voila, one visit after the other |",
            "| --- " * (len(scenarios) + 2) + "|",
            row("all join at the same time: form latency, p95", "join_p95_s"),
            row(
                f"all reconnect over {options.spread:.0f} s: form latency, median and p95",
                "reconnect_p50_s",
                "reconnect_p95_s",
                voila_name="voila_visit_s",
            ),
            row("all open the SWOT step at the same time: form latency, p95", "next_step_p95_s"),
            row("all type: save latency, p95", "save_p95_s"),
            row("memory per delegate", "memory_mb_per_delegate", unit=" MB", voila_name="voila_memory_mb_per_visit"),
            row("CPU time to join, per delegate", "cpu_s_per_delegate", voila_name="voila_cpu_s_per_visit"),
            row("errors, answers lost", "errors", "lost_answers", unit=""),
            "",
            f"Voila {VERSION}: {visits}. {os.cpu_count()} cores, {date.today():%-d %B %Y}.",
        )
    )


def _format(value: float | None) -> str:
    """Return a figure with two significant digits."""
    if value is None or isinstance(value, int):
        return str(value)
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
