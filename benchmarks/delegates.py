"""What a room full of delegates costs the server: they arrive, type, move on and come back, speaking the widgets' own protocol.

    python benchmarks/delegates.py                        100 delegates, as a table
    python benchmarks/delegates.py --delegates 300 --json one JSON object as the last line

The server is a process of its own, `careerskit webinar`, on a store of its own; the delegates are websocket clients in this one,
so that both share the machine's cores. A delegate joins as a browser does (three requests), opens a step, and has a usable form
when the server has sent all of it. A save is timed from the end of the pause in typing that the form waits for, to the server's
word that it is committed.
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
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect

from careerskit.forms.saving import PAUSE
from careerskit.plan import School
from careerskit.shipped import samples
from careerskit.store import import_plan, load_plan, open_store

FIRST, NEXT = "02_vision", "04_swot"


def main() -> None:
    """Run the benchmark."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "room.db"))
        _make_schools(store, options.delegates, full=options.full)
        figures = asyncio.run(_run(options, store))
    for name, value in figures.items():
        print(f"{name:26} {value:.3f}" if isinstance(value, float) else f"{name:26} {value}")
    if options.json:
        print(json.dumps(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=100, help="how many (default 100)")
    parser.add_argument("--spread", type=float, default=120.0, help="seconds over which they arrive the second time")
    parser.add_argument("--typing", type=float, default=20.0, help="seconds that all of them type")
    parser.add_argument("--full", action="store_true", help="every plan is a full sample plan, not an empty one")
    parser.add_argument("--port", type=int, default=8650)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser.parse_args()


def _make_schools(url: str, count: int, *, full: bool) -> None:
    with open_store(url) as store:
        store.register(School(f"s{number:04}", f"Larkmoor School {number}") for number in range(count))
        if full:
            text = (samples() / "900001.json").read_text("utf-8")
            for number in range(count):
                import_plan(store, json.dumps(json.loads(text) | {"school": f"s{number:04}"}), "sample")


async def _run(options: argparse.Namespace, store: str) -> dict[str, Any]:
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", "--store", store]
    server = subprocess.Popen([*command, "--port", str(options.port), "--most", "2000"])
    try:
        await _until_it_answers(options.port)
        room = [_Delegate(options.port, f"s{number:04}") for number in range(options.delegates)]
        before = _memory_mb(server.pid)
        at_once = await _all(room, lambda delegate: delegate.arrive(FIRST))
        cpu = _cpu(server.pid)
        memory = (_memory_mb(server.pid) - before) / len(room)
        saves = [took for one in await asyncio.gather(*(d.type_for(options.typing) for d in room)) for took in one]
        next_step = await _all(room, lambda delegate: delegate.open(NEXT))
        for delegate in room:
            await delegate.leave()
        spread = await _all(room, lambda delegate: delegate.open(FIRST), over=options.spread)
        for delegate in room:
            await delegate.leave()
        cpu_in_all = _cpu(server.pid)
        lost = _lost(store, room)
    finally:
        server.terminate()
        server.wait()
    errors = [error for delegate in room for error in delegate.errors]
    for error in errors[:3]:
        print(error, file=sys.stderr)
    return {
        "delegates": len(room),
        "cores": os.cpu_count(),
        "arrive_at_once_p95_s": _p95(at_once),
        "arrive_spread_p50_s": statistics.median(spread),
        "arrive_spread_p95_s": _p95(spread),
        "next_step_p95_s": _p95(next_step),
        "save_p95_s": _p95(saves),
        "saves": len(saves),
        "memory_mb_each": memory,
        "cpu_s_each": cpu / len(room),
        "cpu_s_in_all": cpu_in_all,
        "errors": len(errors),
        "lost": lost,
    }


class _Delegate:
    """One delegate: joins, opens steps, types, and remembers what was typed."""

    def __init__(self, port: int, school: str) -> None:
        self.school, self.typed, self.errors = school, dict[str, str](), list[str]()
        self._host, self._cookie, self._place = f"127.0.0.1:{port}", "", ""
        self._socket: ClientConnection | None = None
        self._paths: dict[str, str] = {}
        self._is_built = False
        self._kept: dict[str, tuple[str, asyncio.Future[float]]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def arrive(self, step: str) -> None:
        """Join, follow the private link, and open a step."""
        body = urlencode({"school": self.school})
        _, html = await self._ask("POST", "/join", body, f"Origin: http://{self._host}\r\n")
        link = re.search(r"http://[^/\"]+(/k/[\w-]+)", html)
        if link is None:
            raise RuntimeError("no private link")
        head, _ = await self._ask("GET", link[1])
        self._cookie = re.search(r"set-cookie: ([^;]+)", head, re.IGNORECASE)[1]  # type: ignore[index]
        self._place = re.search(r"location: /p/(\w+)/", head, re.IGNORECASE)[1]  # type: ignore[index]
        await self.open(step)

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
        while time.perf_counter() < end and self._socket is not None:
            number += 1
            model, path = boxes[number % len(boxes)]
            words = f"Sentence {number} of {self.school}"
            kept = asyncio.get_running_loop().create_future()
            for part in (words[:8], words[:14], words):  # as it is typed, a few letters at a time
                self._kept[path] = (words, kept)
                data = {"method": "update", "state": {"value": part}}
                content = {"comm_id": model, "data": data}
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
        async for frame in socket:
            self._take(frame)

    def _take(self, frame: str | bytes) -> None:
        for message in json.loads(frame):
            content = message["content"]
            if content.get("comm_id") == "page":
                self._is_built = True
                said = content["data"].get("content", {})
                self._paths |= said.get("paths", {})
                for path, value in said.get("kept", {}).items():
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
        plans = {delegate.school: load_plan(store, store.school(delegate.school)) for delegate in room}
    return sum(
        getattr(plans[delegate.school].vision, path.removeprefix("vision.")) != words
        for delegate in room
        for path, words in delegate.typed.items()
    )


async def _until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise SystemExit("The server did not start.")


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _memory_mb(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
