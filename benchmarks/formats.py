"""Measures the time of a plan in each format, and compares it with LibreOffice, which turns the Word documents into PDFs.

    python benchmarks/formats.py --readme       1,000 plans in each set of formats, and write the table into README.md
    python benchmarks/formats.py --plans 40     fewer

The schools are those of batch.py. The sets of formats take turns, a quarter of the plans at a time, since the speed of a machine
varies. Each file is opened afterwards, and not within the time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from batch import NOTEBOOK, make_schools
from process_tree import cpu_seconds
from readme import update_readme

from careerskit.publish import choose_formats, render_plans
from careerskit.store import open_store

SETS = {"HTML": "html", "HTML and Word": "html,docx", "HTML and PDF": "html,pdf", "HTML, Word and PDF": "html,docx,pdf"}
TURNS = 4
CORES = os.cpu_count() or 1


def main() -> None:
    """Run the benchmark."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_schools(folder, options.plans)
        times = _measure(folder, options.plans)
        sizes = {name: _check_files(folder / name, formats, options.plans) for name, formats in SETS.items()}
        documents = sorted((folder / "HTML, Word and PDF").rglob("*.docx"))[: options.libreoffice]
        libreoffice = _measure_libreoffice(folder, documents)
    times["LibreOffice, Word to PDF"] = libreoffice
    html, word_to_pdf = times["HTML"], libreoffice.cpu / (times["HTML and PDF"].cpu - times["HTML"].cpu)
    lines = [
        "| | seconds per plan | CPU seconds per plan | kB per plan |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {took.wall:.3f} | {took.cpu:.3f} | {sizes.get(name, '')} |" for name, took in times.items()),
        "",
        f"{options.plans:,} plans in each set, and {len(documents)} Word documents for LibreOffice. In CPU, Word adds "
        f"{times['HTML and Word'].cpu - html.cpu:.3f} s to a plan and PDF {times['HTML and PDF'].cpu - html.cpu:.3f} s, and "
        f"LibreOffice takes {word_to_pdf:.1f} times as long as that for a PDF. {CORES} cores, {date.today():%-d %B %Y}.",
    ]
    print("\n".join(lines))
    if options.readme:
        update_readme("formats.py", "\n".join(lines))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=1000, help="how many plans in each set of formats")
    parser.add_argument("--libreoffice", type=int, default=50, help="how many Word documents LibreOffice converts")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    return parser.parse_args()


class Times(NamedTuple):
    """Seconds by the clock, and of processor time in this process and all that it started."""

    wall: float = 0.0
    cpu: float = 0.0

    @classmethod
    def now(cls) -> Times:
        """Return those until now."""
        return cls(time.perf_counter(), cpu_seconds(os.getpid()))

    def plus(self, start: Times, number: int) -> Times:
        """Return these and those since the start, divided by a number of plans."""
        now = Times.now()
        return Times(self.wall + (now.wall - start.wall) / number, self.cpu + (now.cpu - start.cpu) / number)


def _measure(folder: Path, plans: int) -> dict[str, Times]:
    """Render the plans in each set of formats, and return the times of a plan."""
    times = dict.fromkeys(SETS, Times())
    with open_store(str(folder / "store.db")) as store:
        schools = [store.schools.get(f"s{number:04}") for number in range(plans)]
        render_plans(store, schools[:1], NOTEBOOK, folder / "warm-up")
        for turn in range(TURNS):
            for name, formats in SETS.items():
                start = Times.now()
                some = schools[turn::TURNS]
                results = render_plans(store, some, NOTEBOOK, folder / name, formats=choose_formats(formats))
                times[name] = times[name].plus(start, plans)
                if failed := [result.reason for result in results if result.status != "rendered"]:
                    raise SystemExit(f"{len(failed)} plans failed: {failed[0]}")
    return times


def _is_word(path: Path) -> bool:
    with zipfile.ZipFile(path) as file:
        return file.testzip() is None and "word/document.xml" in file.namelist()


def _is_pdf(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


CHECKS: dict[str, Callable[[Path], bool]] = {
    "html": lambda path: path.read_text("utf-8").rstrip().endswith("</html>"),
    "docx": _is_word,
    "pdf": _is_pdf,
}


def _check_files(folder: Path, formats: str, plans: int) -> int:
    """Check that each plan is there in each format, and whole; return the kB of a plan.

    Raises:
        SystemExit: one is not.
    """
    size = 0
    for kind in formats.split(","):
        files = list(folder.rglob(f"plan.{kind}"))
        if len(files) != plans or not all(map(CHECKS[kind], files)):
            raise SystemExit(f"{folder.name}: {len(files)} of {plans} plans in {kind}, or some are damaged")
        size += sum(file.stat().st_size for file in files)
    return round(size / plans / 1000)


def _measure_libreoffice(folder: Path, documents: list[Path]) -> Times:
    """Return the times that LibreOffice takes for a document at its best: one call for each core, each with many documents."""
    out = folder / "libreoffice"
    out.mkdir()
    copies = [out / f"plan{number}.docx" for number in range(len(documents))]
    for document, copy in zip(documents, copies, strict=True):  # they all have one name
        copy.write_bytes(document.read_bytes())
    start = Times.now()
    calls = []
    for core in range(CORES):
        profile = (folder / f"profile{core}").as_uri()
        command = [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
        ]
        files = map(str, copies[core::CORES])
        calls.append(subprocess.Popen([*command, *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    for call in calls:
        call.wait()
    times = Times().plus(start, len(documents))
    pdfs = [copy.with_suffix(".pdf") for copy in copies]
    if not all(pdf.is_file() and _is_pdf(pdf) for pdf in pdfs):
        raise SystemExit("LibreOffice has not converted every document")
    return times


if __name__ == "__main__":
    main()
