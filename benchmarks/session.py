"""What a live session costs: a room types its SWOT points while a facilitator runs the session from the page.

    python benchmarks/session.py                          100 delegates, a minute of typing, as a table
    python benchmarks/session.py --delegates 30 --json    one JSON object as the last line
    python benchmarks/session.py --readme                 as README.md beside this file then shows

The server is a process of its own, `careerskit webinar`, on a store of its own. Delegates and facilitator are in this one, and
speak HTTP and websockets as their pages do, so that both processes share the machine's cores. Everybody has joined, agreed to
share and opened the SWOT step, with half of what an invented delegate types there in the plan already. Then each delegate adds
one row after the other and types a point into it, a word every quarter of a second and a point about every three: a room of 100
types in a minute what it would in half an hour. Meanwhile the facilitator does one thing after the other. Two facilitators' pages
and a projector stay open.
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

from process_tree import cpu_s, free_port, memory_mb, wait_for
from readme import put_into_readme
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from careerskit.forms.autosave import PAUSE
from careerskit.plan import SCHEMA_VERSION, Swot, fields_of
from careerskit.simulation import DelegateScript, ScriptedInput, write_scripts
from careerskit.store import Store, import_plan, open_store

STEP, ELSEWHERE = "04_swot", "05_objectives"
EVERY = 0.5
"""Seconds from one thing that the facilitator does to the next: some twenty times as often as in a session."""

LOAD = "load the page again"

MARK = re.compile(r"\((\d{5})\)")
"""One point of three carries a number that no other has, and is looked for on the board."""

NOUNS = {f"swot.{question.name}": question.noun for question in fields_of(Swot)}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=100, help="how many (default 100)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long all of them type (default 60)")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_run(options, Path(folder)))
    table = _table(figures)
    print(table)
    if options.readme:
        put_into_readme("session.py", table)
    if options.json:
        print(json.dumps(figures))


async def _run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    invented = write_scripts(options.delegates, random.Random(1), date.today())  # noqa: S311
    port, url, said = free_port(), str(folder / "room.db"), folder / "said.txt"
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", "--name", "Benchmark"]
    with open_store(url) as store, said.open("wb") as told:
        store.schools.register(one.school for one in invented)
        server = subprocess.Popen([*command, "--store", url, "--port", str(port), "--most", "2000"], stderr=told)
        try:
            wait_for(server, port)
            link = re.search(r"http://\S+(/f/\S+)", said.read_text("utf-8"))
            return await _session(options, server.pid, store, invented, port, link[1] if link else "")
        finally:
            server.terminate()
            server.wait()
            sys.stderr.write(said.read_text("utf-8").partition("All answers are saved.\n")[2])


async def _session(
    options: argparse.Namespace, server: int, store: Store, invented: list[DelegateScript], port: int, link: str
) -> dict[str, Any]:
    room = [_Delegate(port, one) for one in invented]
    facilitator = _Facilitator(port)
    _say(f"{len(room)} delegates join, agree to share and open the SWOT step")
    for delegate in room:
        await delegate.join()
        import_plan(store, _begun(delegate.invented), "invented")
    await asyncio.gather(*(delegate.open(STEP) for delegate in room))
    await facilitator.come_in(link)
    for delegate in room[:10]:
        await delegate.do("ask", text=f"How does {delegate.invented.school.id} begin?")
    memory, cpu, begun = memory_mb(server), cpu_s(server), time.perf_counter()
    _say(f"all type for {options.seconds:.0f} s, and the facilitator runs the session")
    end = begun + options.seconds
    typing = [asyncio.create_task(delegate.type_until(end, facilitator.awaited)) for delegate in room]
    telling = asyncio.create_task(_tell_how_far(room, facilitator, end))
    await facilitator.run_until(end, room)
    await asyncio.gather(*typing, telling)
    cpu = (cpu_s(server) - cpu) / (time.perf_counter() - begun)
    await facilitator.see_all()
    memory_after = memory_mb(server)
    _say("all answer a poll at once")
    poll = await facilitator.open_poll("Ready?", "scale")
    answered = await asyncio.gather(*(delegate.do("answer", poll=poll, answer="3") for delegate in room))
    for client in (*room, facilitator):
        await client.leave()
    errors = [error for client in (*room, facilitator) for error in client.errors]
    for error in errors[:5]:
        _say(error)
    saves = [took for delegate in room for took in delegate.saves]
    actions = {name: some for name, some in facilitator.took.items() if name != LOAD}
    return {
        "delegates": len(room),
        "seconds": options.seconds,
        "cores": os.cpu_count(),
        "points_before": sum(len(_points(delegate.invented)[::2]) for delegate in room),
        "points_typed": len(saves),
        **_figures("board", facilitator.seen),
        "board_seen": len(facilitator.seen),
        "board_kb": facilitator.board_bytes // 1000,
        **_figures("action", [took for some in actions.values() for took in some]),
        "actions": {name: {"times": len(some)} | _figures("", some) for name, some in sorted(facilitator.took.items())},
        **_figures("told", facilitator.told),
        **_figures("save", saves),
        **_figures("poll", answered),
        "memory_mb_before": memory,
        "memory_mb": memory_after,
        "cores_used": cpu,
        "errors": len(errors),
    }


async def _tell_how_far(room: list[_Delegate], facilitator: _Facilitator, end: float) -> None:
    while time.perf_counter() < end:
        await asyncio.sleep(min(5.0, max(0.0, end - time.perf_counter())))
        saves, seen = sum(len(delegate.saves) for delegate in room), len(facilitator.seen)
        _say(f"  {saves} points kept, {seen} looked for and seen, {len(facilitator.awaited)} not seen yet")


class _Client:
    """What delegates and facilitators have in common: cookies, requests, and open websockets that are listened to."""

    def __init__(self, port: int) -> None:
        self.errors = list[str]()
        self._host, self._cookie = f"127.0.0.1:{port}", ""
        self._sockets: list[tuple[ClientConnection, asyncio.Task[None]]] = []

    async def leave(self) -> None:
        """Close all pages."""
        for socket, listening in self._sockets:
            await socket.close()
            await listening

    async def _ask(self, method: str, path: str, **said: str) -> tuple[str, str]:
        """Ask over a connection of its own, and return the head and the body of the answer."""
        reader, writer = await asyncio.open_connection(*self._host.split(":"))
        body = urlencode(said).encode()
        head = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", "Connection: close", f"Cookie: {self._cookie}"]
        if method == "POST":
            head += [f"Origin: http://{self._host}", "Accept: application/json", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join((*head, "", "")).encode() + body)
        first, _, rest = (await reader.read()).decode("utf-8", "replace").partition("\r\n\r\n")
        writer.close()
        if not re.match(r"HTTP/1.1 (200|303) ", first):
            self.errors.append(f"{method} {path}: {first.splitlines()[0]} {rest[:200]}")
        self._cookie = "; ".join(re.findall(r"set-cookie: ([^;]+)", first, re.IGNORECASE)) or self._cookie
        return first, rest

    async def _watch(self, path: str, take: Callable[[Any], None]) -> ClientConnection:
        """Open a websocket, and have what it says taken, each frame as it was read from its JSON."""
        socket = await connect(
            f"ws://{self._host}{path}",
            origin=f"http://{self._host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            open_timeout=120,
        )

        async def listen() -> None:
            try:
                async for frame in socket:
                    take(json.loads(frame))
            except ConnectionClosed as error:  # by the server: who leaves says so first
                self.errors.append(f"{path}: {error}")

        self._sockets.append((socket, asyncio.create_task(listen())))
        return socket


class _Delegate(_Client):
    """One delegate at the SWOT step. saves: how long after the pause in typing each point was said to be kept."""

    def __init__(self, port: int, invented: DelegateScript) -> None:
        super().__init__(port)
        self.invented, self.saves = invented, list[float]()
        self._chance = random.Random(invented.school.id)  # noqa: S311
        self._place, self._step = "", ""
        self._buttons, self._paths, self._where = dict[str, str](), dict[str, str](), ""
        self._news = asyncio.Event()
        self._kept: dict[str, tuple[str, float]] = {}

    async def join(self) -> None:
        """Join, look at the private link, and agree to share."""
        head, _ = await self._ask("POST", "/join", school=self.invented.school.id)
        self._place = re.search(r"location: (/p/\w+)/", head, re.IGNORECASE)[1]  # type: ignore[index]
        self._step = f"{self._place}/{STEP}"
        await self._ask("GET", f"{self._place}/link")
        await self.do("share", board="yes", vision="yes")

    async def do(self, action: str, **said: str) -> float:
        """Take part with a form, and return how long the answer took."""
        start = time.perf_counter()
        await self._ask("POST", f"{self._step}/{action}", **said)
        return time.perf_counter() - start

    async def open(self, step: str) -> None:
        """Open a step, and wait for its whole form."""
        await self._ask("GET", f"{self._place}/{step}")
        self._socket = await self._watch(f"{self._place}/{step}/live", self._take)
        await self._until(lambda: self._paths and self._where)

    async def type_until(self, end: float, awaited: dict[str, float]) -> None:
        """Add one point after the other. awaited: takes the numbers of points to look for, with when they were typed."""
        await asyncio.sleep(self._chance.random() * 2)
        points = _points(self.invented)
        for number, typing in enumerate((points[1::2] + points) * 100):
            if time.perf_counter() > end:
                return
            words, mark = str(typing.values["text"]), ""
            if number % 3 == self._chance.randrange(3):
                mark = f"{_next_number()}"
                words = f"{words} ({mark})"
            try:
                async with asyncio.timeout(30):
                    await self._add(typing.path, words, mark, awaited)
            except (TimeoutError, ConnectionClosed) as error:
                self.errors.append(f"{self.invented.school.id}: {words} was not said to be kept: {error!r}")
                return
            await asyncio.sleep(self._chance.random() * 2)

    async def told(self, step: str) -> float:
        """Return when this page was told that the room is on a step."""
        words = "The room is on this step" if step == STEP else f'href="{step}"'
        async with asyncio.timeout(30):
            await self._until(lambda: words in self._where)
        return time.perf_counter()

    async def _add(self, column: str, words: str, mark: str, awaited: dict[str, float]) -> None:
        before = set(self._paths)
        noun = NOUNS[column]
        button = next(key for name, key in self._buttons.items() if name.startswith("Add") and name.endswith(noun))
        await self._send(button, {"method": "custom", "content": {"event": "click"}})
        await self._until(lambda: self._paths.keys() - before)
        path = next(path for path in self._paths.keys() - before if path.endswith(".text"))
        typed = ""
        for word in words.split(" "):
            await asyncio.sleep(0.15 + 0.2 * self._chance.random())
            typed = f"{typed} {word}".lstrip()
            await self._send(self._paths[path], {"method": "update", "state": {"value": typed}})
        last = time.perf_counter()
        if mark:
            awaited[mark] = last
        await self._until(lambda: self._kept.get(path, ("",))[0] == words)
        self.saves.append(self._kept[path][1] - last - PAUSE)

    async def _send(self, model: str, data: Any) -> None:
        content = {"comm_id": model, "data": data}
        await self._socket.send(json.dumps({"header": {"msg_type": "comm_msg"}, "content": content}))

    async def _until(self, is_true: Callable[[], Any]) -> None:
        while not is_true():
            self._news.clear()
            await self._news.wait()

    def _take(self, frame: Any) -> None:
        for message in frame:
            content = message["content"]
            data = content.get("data", {})
            if content.get("comm_id") == "page":
                said = data.get("content", {})
                self._paths |= {path: model for model, path in said.get("paths", {}).items()}
                self._kept |= {path: (value, time.perf_counter()) for path, value in said.get("saved", {}).items()}
                self._where = said.get("session", {}).get("where", self._where)
            elif "description" in data.get("state", {}):
                self._buttons = {name: key for name, key in self._buttons.items() if key != content["comm_id"]}
                self._buttons[data["state"]["description"]] = content["comm_id"]
        self._news.set()


class _Facilitator(_Client):
    """Whoever runs the session, with two pages and a projector open.

    took: how long answers took, by what was asked for. told: how long each delegate's page took to be told of a move. awaited: the
    numbers of points that are not on the board yet, with when they were typed. seen: how long the others took to stand there.
    """

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self.told, self.seen, self.awaited = list[float](), list[float](), dict[str, float]()
        self.board_bytes = 0
        self._parts: dict[str, str] = {}
        self._news = asyncio.Event()

    async def come_in(self, link: str) -> None:
        """Follow the link, and open the pages."""
        await self._ask("GET", link)
        await self._watch("/facilitate/live?sort=schools", self._take)
        await self._watch("/facilitate/live?sort=alphabet", lambda _: None)
        await self._watch("/facilitate/live?projector=yes&sort=schools", lambda _: None)

    async def run_until(self, end: float, room: list[_Delegate]) -> None:
        """Do one thing after the other, and load the page again between."""
        while True:
            async for _ in self._round(room):
                await asyncio.sleep(EVERY)
                if time.perf_counter() > end:
                    return

    async def open_poll(self, question: str, kind: str, **said: str) -> str:
        """Make a poll now, and return its id."""
        await self.do("make a poll", "poll-new", question=question, kind=kind, **said)
        poll = None
        async with asyncio.timeout(30):
            while poll is None:
                await self._news.wait()
                self._news.clear()
                about = self._parts.get("polls", "").rpartition(f"<h3>{question}</h3>")
                poll = re.search(r'name="poll" value="(\w+)"', about[2]) if about[1] else None
        return poll[1]

    async def do(self, what: str, action: str, **said: str) -> None:
        """Do something with a form of the page. what: in words, under which its time is kept."""
        start = time.perf_counter()
        await self._ask("POST", f"/facilitate/do/{action}", **said)
        self.took[what].append(time.perf_counter() - start)

    async def see_all(self) -> None:
        """Wait for the last points to stand on the board."""
        wait = time.perf_counter() + 10
        while self.awaited and time.perf_counter() < wait:
            await asyncio.sleep(0.1)
        self.errors += [f"({mark}) was never on the board" for mark in self.awaited]

    async def _round(self, room: list[_Delegate]) -> AsyncIterator[None]:
        """Do everything once, one thing a turn."""
        await self.do("begin a block", "begin", block="swot")
        yield
        await self._move(ELSEWHERE, room)
        yield
        poll = await self.open_poll(f"Who begins? {_next_number()}", "choice", choices="One\nTwo\nThree")
        yield
        await self.do("show results", "poll-show", poll=poll, yes="yes")
        yield
        await self.do("hide results", "poll-show", poll=poll, yes="no")
        yield
        await self.do("close a poll", "poll-close", poll=poll)
        yield
        await self.do("open a poll again", "poll-open", poll=poll)
        yield
        await self.do("close a poll", "poll-close", poll=poll)
        yield
        items = self._first("board", "items")
        await self.do("hide an item", "hide", items=items)
        yield
        await self.do("show an item again", "unhide", items=items)
        yield
        await self._move(STEP, room)
        yield
        question = self._first("questions", "question")
        for mark in ("parked", "answered", "hidden", "open"):
            await self.do(f"mark a question {mark}", "question", question=question, owner="Sam", **{"as": mark})
            yield
        await self.do("make groups", "break-out", by="benchmark", size="4", minutes="10")
        yield
        await self.do("bring the room together", "come-back")
        yield
        start = time.perf_counter()
        await self._ask("GET", "/facilitate")
        self.took[LOAD].append(time.perf_counter() - start)
        yield

    def _first(self, part: str, field: str) -> str:
        """Return the first value of a hidden field in a part of the page."""
        found = re.search(f'name="{field}" value="([^"]+)"', self._parts[part])
        return found[1] if found else ""

    async def _move(self, step: str, room: list[_Delegate]) -> None:
        start = time.perf_counter()
        telling = [asyncio.create_task(delegate.told(step)) for delegate in room]
        await self.do("move the room", "move", step=step)
        for told in await asyncio.gather(*telling, return_exceptions=True):
            if isinstance(told, BaseException):
                self.errors.append(f"a page was not told of the move to {step}: {told!r}")
            else:
                self.told.append(told - start)

    def _take(self, parts: dict[str, str]) -> None:
        now = time.perf_counter()
        self._parts |= parts
        if "board" in parts:
            self.board_bytes = max(self.board_bytes, len(parts["board"].encode()))
            for mark in self.awaited.keys() & set(MARK.findall(parts["board"])):
                self.seen.append(now - self.awaited.pop(mark))
        self._news.set()


_number = 10_000


def _next_number() -> int:
    global _number
    _number += 1
    return _number


def _points(invented: DelegateScript) -> list[ScriptedInput]:
    return list(invented.inputs["swot"])


def _begun(invented: DelegateScript) -> str:
    """Return an invented delegate's plan as a file: the steps before this one, and half of the SWOT points."""
    plan: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "school": invented.school.id}
    for part in ("header", "vision", "current_state", "swot"):
        for number, typing in enumerate(invented.inputs[part]):
            *groups, name = typing.path.split(".")
            place = plan
            for group in groups:
                place = place.setdefault(group, {})
            if not typing.is_record:
                place[name] = typing.values[""]
            elif number % 2 == 0:
                place.setdefault(name, []).append({"id": f"r{number}", **typing.values})
    return json.dumps(plan)


def _figures(name: str, took: Iterable[float]) -> dict[str, float | None]:
    values, start = sorted(took), f"{name}_" if name else ""
    if not values:
        return dict.fromkeys((f"{start}p50_s", f"{start}p95_s", f"{start}longest_s"))
    p95 = values[min(len(values) - 1, int(0.95 * len(values)))]
    return {f"{start}p50_s": statistics.median(values), f"{start}p95_s": p95, f"{start}longest_s": values[-1]}


def _table(figures: dict[str, Any]) -> str:
    """Return what was measured as tables for the README."""

    def row(words: str, name: str, bar: str = "") -> str:
        return f"| {words} | {' | '.join(_figure(figures[f'{name}_{one}_s']) for one in ('p50', 'p95', 'longest'))} | {bar} |"

    points = f"{figures['points_before']} points before, {figures['points_typed']} typed in {figures['seconds']:.0f} s"
    cost = f"{figures['cores_used']:.2f} cores while all type, and {figures['memory_mb']:.0f} MB at the end"
    return "\n".join(
        (
            f"| {figures['delegates']} delegates | half within | 95 of 100 within | longest | has to be |",
            "| --- | --- | --- | --- | --- |",
            row("from the last letter of a point to the board on the facilitator’s page", "board", "longest 3 s"),
            row("anything the facilitator does is answered", "action", "95 of 100 within 0.5 s"),
            row("from moving the room to each delegate’s page being told", "told", "95 of 100 within 1 s"),
            row("a delegate’s point is kept, after the pause in typing", "save"),
            row("all answer a poll at once", "poll"),
            "",
            "| what the facilitator does | times | half within | longest |",
            "| --- | --- | --- | --- |",
            *(
                f"| {name} | {some['times']} | {_figure(some['p50_s'])} | {_figure(some['longest_s'])} |"
                for name, some in figures["actions"].items()
            ),
            "",
            f"{points}; the board is {figures['board_kb']} kB of HTML. The server takes {cost}. "
            f"Errors: {figures['errors']}. {figures['cores']} cores, {date.today():%-d %B %Y}.",
        )
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2g} s"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
