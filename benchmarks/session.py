"""Measures the latency, memory and CPU time of the server during a live session.

    python benchmarks/session.py                          100 delegates who type for a minute, as a table
    python benchmarks/session.py --delegates 30 --json    one JSON object as the last line
    python benchmarks/session.py --readme                 also write the table into README.md

The server, `careerskit webinar`, runs in its own process with a new store. The delegates and the facilitator are in this process
and use HTTP and websockets as their pages do, so both processes share the machine's cores. Every delegate has joined, agreed to
share and opened the SWOT step, and has half of a simulated delegate's SWOT points in the plan. Then each delegate types one point
after another into the empty box at the end of a list, a word every quarter of a second and a point about every three seconds, and
leaves the box: 100 delegates type in a minute what they would in half an hour. Meanwhile the facilitator performs one action after
another, with two facilitators' pages and a projector open.
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
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from process_tree import cpu_seconds, free_port, memory_mb, wait_until_listening
from readme import update_readme
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from careerskit.plan import SCHEMA_VERSION
from careerskit.simulation import DelegateScript, ScriptedInput, write_scripts
from careerskit.store import Store, import_plan, open_store

STEP, OTHER_STEP = "04_swot", "05_objectives"
ACTION_INTERVAL = 0.5
"""Seconds between two actions of the facilitator: about twenty times as often as in a real session."""

RELOAD = "reload the page"
"""The only action that loads a page instead of sending a form: it has a row of its own, and is left out of the overall latency."""

MARKER = re.compile(r"\((\d{5})\)")
"""The unique number at the end of one point in three, by which the point is found on the board."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=100, help="the number of delegates, at least 3 (default 100)")
    parser.add_argument("--seconds", type=float, default=60.0, help="seconds for which all delegates type (default 60)")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_run(options, Path(folder)))
    table = _table(figures)
    print(table)
    if options.readme:
        update_readme("session.py", table)
    if options.json:
        print(json.dumps(figures))


async def _run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    scripts = write_scripts(options.delegates, random.Random(1), date.today())  # noqa: S311
    port, url, log = free_port(), str(folder / "store.db"), folder / "server.log"
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", "--name", "Benchmark"]
    with open_store(url) as store, log.open("wb") as stderr:
        store.schools.register(script.school for script in scripts)
        server = subprocess.Popen([*command, "--store", url, "--port", str(port), "--most", "2000"], stderr=stderr)
        try:
            wait_until_listening(server, port)
            link = re.search(r"http://\S+(/f/\S+)", log.read_text("utf-8"))
            return await _run_session(options, server.pid, store, scripts, port, link[1] if link else "")
        finally:
            server.terminate()
            server.wait()
            sys.stderr.write(log.read_text("utf-8").partition("All answers are saved.\n")[2])  # errors


async def _run_session(
    options: argparse.Namespace, server: int, store: Store, scripts: list[DelegateScript], port: int, link: str
) -> dict[str, Any]:
    delegates = [_Delegate(port, script) for script in scripts]
    facilitator = _Facilitator(port)
    _log(f"{len(delegates)} delegates join, agree to share and open the SWOT step")
    for delegate in delegates:
        await delegate.join()
        import_plan(store, _initial_plan(delegate.script), "simulated")
    await asyncio.gather(*(delegate.open(STEP) for delegate in delegates))
    await facilitator.sign_in(link)
    for delegate in delegates[:10]:
        await delegate.post("ask", text=f"How does {delegate.script.school.id} start?")
    memory, cpu, start = memory_mb(server), cpu_seconds(server), time.perf_counter()
    _log(f"all type for {options.seconds:.0f} s, and the facilitator runs the session")
    end = start + options.seconds
    typing = [asyncio.create_task(delegate.type_until(end, facilitator.pending_points)) for delegate in delegates]
    reporting = asyncio.create_task(_report_progress(delegates, facilitator, end))
    await facilitator.run_until(end, delegates)
    await asyncio.gather(*typing, reporting)
    cpu = (cpu_seconds(server) - cpu) / (time.perf_counter() - start)
    await facilitator.wait_for_pending_points()
    memory_after = memory_mb(server)
    _log("all answer a poll at the same time")
    poll = await facilitator.open_poll("Ready?", "scale")
    poll_latencies = await asyncio.gather(*(delegate.post("answer", poll=poll, answer="3") for delegate in delegates))
    for client in (*delegates, facilitator):
        await client.disconnect()
    errors = [error for client in (*delegates, facilitator) for error in client.errors]
    for error in errors[:5]:
        _log(error)
    saves = [latency for delegate in delegates for latency in delegate.save_latencies]
    actions = facilitator.action_latencies
    forms = [latency for name, latencies in actions.items() if name != RELOAD for latency in latencies]
    return {
        "delegates": len(delegates),
        "seconds": options.seconds,
        "cores": os.cpu_count(),
        "points_before": sum(len(_points(script)[::2]) for script in scripts),
        "points_typed": len(saves),
        **_summary("board", facilitator.board_latencies),
        "board_points_found": len(facilitator.board_latencies),
        "board_kb": facilitator.board_bytes // 1000,
        **_summary("action", forms),
        "actions": {name: {"count": len(times)} | _summary("", times) for name, times in sorted(actions.items())},
        **_summary("move", facilitator.move_latencies),
        **_summary("save", saves),
        **_summary("poll", poll_latencies),
        "memory_mb_before": memory,
        "memory_mb": memory_after,
        "cores_used": cpu,
        "errors": len(errors),
    }


async def _report_progress(delegates: list[_Delegate], facilitator: _Facilitator, end: float) -> None:
    while time.perf_counter() < end:
        await asyncio.sleep(min(5.0, max(0.0, end - time.perf_counter())))
        saves = sum(len(delegate.save_latencies) for delegate in delegates)
        found, pending = len(facilitator.board_latencies), len(facilitator.pending_points)
        _log(f"  {saves} points saved; of those with a number, {found} are on the board and {pending} are not yet")


class _Client:
    """What delegates and facilitators have in common: cookies, requests, and websockets."""

    def __init__(self, port: int) -> None:
        self.errors = list[str]()
        self._host, self._cookie = f"127.0.0.1:{port}", ""
        self._sockets: list[tuple[ClientConnection, asyncio.Task[None]]] = []

    async def disconnect(self) -> None:
        """Close all websockets."""
        for socket, receiving in self._sockets:
            await socket.close()
            await receiving

    async def _request(self, method: str, path: str, **form: str) -> tuple[str, str]:
        """Send a request over a new connection, and return the head and the body of the response. form: its fields."""
        reader, writer = await asyncio.open_connection(*self._host.split(":"))
        body = urlencode(form).encode()
        headers = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", "Connection: close", f"Cookie: {self._cookie}"]
        if method == "POST":
            headers += [f"Origin: http://{self._host}", "Accept: application/json", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join((*headers, "", "")).encode() + body)
        head, _, text = (await reader.read()).decode("utf-8", "replace").partition("\r\n\r\n")
        writer.close()
        if not re.match(r"HTTP/1.1 (200|303) ", head):
            self.errors.append(f"{method} {path}: {head.splitlines()[0]} {text[:200]}")
        self._cookie = "; ".join(re.findall(r"set-cookie: ([^;]+)", head, re.IGNORECASE)) or self._cookie
        return head, text

    async def _connect(self, path: str, on_frame: Callable[[Any], None]) -> ClientConnection:
        """Open a websocket. on_frame: called with each frame, decoded from JSON."""
        socket = await connect(
            f"ws://{self._host}{path}",
            origin=f"http://{self._host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            open_timeout=120,
        )

        async def receive() -> None:
            try:
                async for frame in socket:
                    on_frame(json.loads(frame))
            except ConnectionClosed as error:  # by the server: disconnect() closes the connection cleanly
                self.errors.append(f"{path}: {error}")

        self._sockets.append((socket, asyncio.create_task(receive())))
        return socket


class _Delegate(_Client):
    """A simulated delegate at the SWOT step.

    script: what the delegate types. save_latencies: for each point, from leaving its box to the confirmation.
    """

    def __init__(self, port: int, script: DelegateScript) -> None:
        super().__init__(port)
        self.script, self.save_latencies = script, list[float]()
        self._random = random.Random(script.school.id)  # noqa: S311
        self._plan_url, self._step_url = "", ""
        self._spares, self._paths, self._current_step_html = list[str](), dict[str, str](), ""
        self._updated = asyncio.Event()
        self._saved: dict[str, tuple[str, float]] = {}

    async def join(self) -> None:
        """Join, open the page with the private link, and agree to share."""
        head, _ = await self._request("POST", "/join", school=self.script.school.id)
        self._plan_url = re.search(r"location: (/p/\w+)/", head, re.IGNORECASE)[1]  # type: ignore[index]
        self._step_url = f"{self._plan_url}/{STEP}"
        await self._request("GET", f"{self._plan_url}/link")
        await self.post("share", board="yes", vision="yes")

    async def post(self, action: str, **form: str) -> float:
        """Send one of the page's forms, and return the latency of the response."""
        start = time.perf_counter()
        await self._request("POST", f"{self._step_url}/{action}", **form)
        return time.perf_counter() - start

    async def open(self, step: str) -> None:
        """Open a step, and wait for its whole form."""
        await self._request("GET", f"{self._plan_url}/{step}")
        self._socket = await self._connect(f"{self._plan_url}/{step}/live", self._handle_frame)
        await self._wait_until(lambda: self._paths and self._current_step_html)

    async def type_until(self, end: float, pending_points: dict[str, float]) -> None:
        """Add one point after another. pending_points: gets the time at which each marked point was left, by its marker."""
        await asyncio.sleep(self._random.random() * 2)
        points = _points(self.script)
        for number, point in enumerate((points[1::2] + points) * 100):
            if time.perf_counter() > end:
                return
            text, marker = str(point.values["text"]), ""
            if number % 3 == self._random.randrange(3):
                marker = f"{_next_number()}"
                text = f"{text} ({marker})"
            try:
                async with asyncio.timeout(30):
                    await self._add_point(point.path, text, marker, pending_points)
            except (TimeoutError, ConnectionClosed) as error:
                self.errors.append(f"{self.script.school.id}: no confirmation that {text} was saved: {error!r}")
                return
            await asyncio.sleep(self._random.random() * 2)

    async def wait_for_move(self, step: str) -> float:
        """Wait until this page says that everyone has been moved to a step, and return the time."""
        expected = "The room is on this step" if step == STEP else f'href="{step}"'
        async with asyncio.timeout(30):
            await self._wait_until(lambda: expected in self._current_step_html)
        return time.perf_counter()

    async def _add_point(self, column: str, text: str, marker: str, pending_points: dict[str, float]) -> None:
        await self._wait_until(lambda: any(path.startswith(f"{column}[") for path in self._spares))
        path, typed = next(path for path in self._spares if path.startswith(f"{column}[")), ""
        for word in text.split(" "):
            await asyncio.sleep(0.15 + 0.2 * self._random.random())
            typed = f"{typed} {word}".lstrip()
            await self._send(self._paths[path], {"method": "update", "state": {"value": typed}})
        await self._send(self._paths[path], {"method": "custom", "content": {"event": "blur"}})
        typed_at = time.perf_counter()
        if marker:
            pending_points[marker] = typed_at
        await self._wait_until(lambda: self._saved.get(path, ("",))[0] == text)
        self.save_latencies.append(self._saved[path][1] - typed_at)

    async def _send(self, model: str, data: Any) -> None:
        content = {"comm_id": model, "data": data}
        await self._socket.send(json.dumps({"header": {"msg_type": "comm_msg"}, "content": content}))

    async def _wait_until(self, condition: Callable[[], Any]) -> None:
        while not condition():
            self._updated.clear()
            await self._updated.wait()

    def _handle_frame(self, frame: Any) -> None:
        for message in frame:
            content = message["content"]
            data = content.get("data", {})
            if content.get("comm_id") == "page":
                news = data.get("content", {})
                self._paths |= {path: model for model, path in news.get("paths", {}).items()}
                self._spares = news.get("spares", self._spares)
                self._saved |= {path: (value, time.perf_counter()) for path, value in news.get("saved", {}).items()}
                self._current_step_html = news.get("session", {}).get("where", self._current_step_html)
        self._updated.set()


class _Facilitator(_Client):
    """A simulated facilitator, who runs the session with two pages and a projector open.

    action_latencies: of responses, by action. move_latencies: from moving everyone to a step until each delegate's page says so.
    pending_points: when the box of each marked point that is not on the board yet was left, by its marker.
    board_latencies: from leaving the box of a marked point until it was on the board.
    """

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.action_latencies: defaultdict[str, list[float]] = defaultdict(list)
        self.move_latencies, self.board_latencies = list[float](), list[float]()
        self.pending_points: dict[str, float] = {}
        self.board_bytes = 0
        self._parts: dict[str, str] = {}
        self._updated = asyncio.Event()

    async def sign_in(self, link: str) -> None:
        """Follow the link, and open the pages."""
        await self._request("GET", link)
        await self._connect("/facilitate/live?sort=schools", self._handle_frame)
        await self._connect("/facilitate/live?sort=alphabet", lambda _: None)
        await self._connect("/facilitate/live?projector=yes&sort=schools", lambda _: None)

    async def run_until(self, end: float, delegates: list[_Delegate]) -> None:
        """Perform one action after another."""
        while True:
            async for _ in self._all_actions(delegates):
                await asyncio.sleep(ACTION_INTERVAL)
                if time.perf_counter() > end:
                    return

    async def open_poll(self, question: str, kind: str, **form: str) -> str:
        """Create a poll, and return its id."""
        await self.post("create a poll", "poll-new", question=question, kind=kind, **form)
        poll = None
        async with asyncio.timeout(30):
            while poll is None:
                await self._updated.wait()
                self._updated.clear()
                _, heading, html = self._parts.get("polls", "").rpartition(f"<h3>{question}</h3>")
                poll = re.search(r'name="poll" value="(\w+)"', html) if heading else None
        return poll[1]

    async def post(self, label: str, action: str, **form: str) -> None:
        """Send one of the page's forms, and record the latency of the response. label: the action in words, for the table."""
        start = time.perf_counter()
        await self._request("POST", f"/facilitate/do/{action}", **form)
        self.action_latencies[label].append(time.perf_counter() - start)

    async def wait_for_pending_points(self) -> None:
        """Wait until the last points are on the board."""
        deadline = time.perf_counter() + 10
        while self.pending_points and time.perf_counter() < deadline:
            await asyncio.sleep(0.1)
        self.errors += [f"({marker}) was never on the board" for marker in self.pending_points]

    async def _all_actions(self, delegates: list[_Delegate]) -> AsyncIterator[None]:
        """Perform every action once, and yield after each."""
        await self.post("start a block", "begin", sure="yes", block="swot")
        yield
        await self._move(OTHER_STEP, delegates)
        yield
        poll = await self.open_poll(f"Who starts? {_next_number()}", "choice", choices="One\nTwo\nThree")
        yield
        await self.post("show results", "poll-show", poll=poll, yes="yes")
        yield
        await self.post("hide results", "poll-show", poll=poll, yes="no")
        yield
        await self.post("close a poll", "poll-close", poll=poll)
        yield
        await self.post("reopen a poll", "poll-open", poll=poll)
        yield
        await self.post("close a poll", "poll-close", poll=poll)
        yield
        items = self._first("board", "items")
        await self.post("hide an item", "hide", items=items)
        yield
        await self.post("show an item again", "unhide", items=items)
        yield
        await self._move(STEP, delegates)
        yield
        question = self._first("questions", "question")
        for status in ("parked", "answered", "hidden", "open"):
            await self.post(f"mark a question {status}", "question", question=question, owner="Sam", **{"as": status})
            yield
        await self.post("start breakouts", "break-out", by="benchmark", size="4", minutes="10", sure="yes")
        yield
        await self.post("end breakouts", "come-back")
        yield
        start = time.perf_counter()
        await self._request("GET", "/facilitate")
        self.action_latencies[RELOAD].append(time.perf_counter() - start)
        yield

    def _first(self, part: str, field: str) -> str:
        """Return the first value of a hidden field in a part of the page."""
        found = re.search(f'name="{field}" value="([^"]+)"', self._parts[part])
        return found[1] if found else ""

    async def _move(self, step: str, delegates: list[_Delegate]) -> None:
        start = time.perf_counter()
        waiting = [asyncio.create_task(delegate.wait_for_move(step)) for delegate in delegates]
        await self.post("move everyone to a step", "move", step=step)
        for moved_at in await asyncio.gather(*waiting, return_exceptions=True):
            if isinstance(moved_at, BaseException):
                self.errors.append(f"a page did not show the move to {step}: {moved_at!r}")
            else:
                self.move_latencies.append(moved_at - start)

    def _handle_frame(self, parts: dict[str, str]) -> None:
        now = time.perf_counter()
        self._parts |= parts
        if "board" in parts:
            self.board_bytes = max(self.board_bytes, len(parts["board"].encode()))
            for marker in self.pending_points.keys() & set(MARKER.findall(parts["board"])):
                self.board_latencies.append(now - self.pending_points.pop(marker))
        self._updated.set()


_number = 10_000


def _next_number() -> int:
    global _number
    _number += 1
    return _number


def _points(script: DelegateScript) -> list[ScriptedInput]:
    return list(script.inputs["swot"])


def _initial_plan(script: DelegateScript) -> str:
    """Return a simulated delegate's plan as a file: the steps before the SWOT step, and half of the SWOT points."""
    plan: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "school": script.school.id}
    for part in ("header", "vision", "current_state", "swot"):
        for number, scripted in enumerate(script.inputs[part]):
            *groups, name = scripted.path.split(".")
            record = plan
            for group in groups:
                record = record.setdefault(group, {})
            if not scripted.is_record:
                record[name] = scripted.values[""]
            elif number % 2 == 0:
                record.setdefault(name, []).append({"id": f"r{number}", **scripted.values})
    return json.dumps(plan)


def _summary(name: str, latencies: Iterable[float]) -> dict[str, float | None]:
    """Return median, 95th percentile and maximum, in seconds; None for each where there are no latencies."""
    values, prefix = sorted(latencies), f"{name}_" if name else ""
    if not values:
        return dict.fromkeys((f"{prefix}p50_s", f"{prefix}p95_s", f"{prefix}max_s"))
    p95 = values[min(len(values) - 1, int(0.95 * len(values)))]
    return {f"{prefix}p50_s": statistics.median(values), f"{prefix}p95_s": p95, f"{prefix}max_s": values[-1]}


def _table(figures: dict[str, Any]) -> str:
    """Return the results as tables for the README."""

    def row(label: str, name: str, target: str = "") -> str:
        cells = [_format(figures[f"{name}_{statistic}_s"]) for statistic in ("p50", "p95", "max")]
        return f"| {label} | {' | '.join(cells)} | {target} |"

    points = f"{figures['points_before']} points before, {figures['points_typed']} typed in {figures['seconds']:.0f} s"
    cost = f"{figures['cores_used']:.2f} cores while all type, and {figures['memory_mb']:.0f} MB of memory at the end"
    return "\n".join(
        (
            f"| {figures['delegates']} delegates: latency | median | p95 | maximum | target |",
            "| --- | --- | --- | --- | --- |",
            row("from leaving a point’s box to the board on the facilitator’s page", "board", "maximum 3 s"),
            row("response to an action of the facilitator", "action", "p95 0.5 s"),
            row("from moving everyone to a step to the delegates’ pages", "move", "p95 1 s"),
            row("saving a delegate’s point, from leaving its box", "save"),
            row("response when all answer a poll at the same time", "poll"),
            "",
            "| action of the facilitator | count | median | maximum |",
            "| --- | --- | --- | --- |",
            *(
                f"| {name} | {action['count']} | {_format(action['p50_s'])} | {_format(action['max_s'])} |"
                for name, action in figures["actions"].items()
            ),
            "",
            f"{points}; the board is {figures['board_kb']} kB of HTML. The server uses {cost}. "
            f"Errors: {figures['errors']}. {figures['cores']} cores, {date.today():%-d %B %Y}.",
        )
    )


def _format(value: float | None) -> str:
    return "" if value is None else f"{value:.2g} s"


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
