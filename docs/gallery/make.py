"""Makes the pictures of this gallery anew: every format of the worked policies, and every page.

`make gallery`. It needs Chromium and its driver, `pdftoppm` (poppler-utils) and LibreOffice; the
first missing one is named. A picture shows the first screen or page, not all of a document.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
POLICIES = {
    "surrey": "Surrey County Council: a retention schedule",
    "calico": "The Calico Group: complaints in stages",
    "polha": "PoLHA: service standards",
    "staffords": "Staffords: records of processing, and duties",
    "chat": "Online chat transcripts: two countries, and a maximum for privacy",
}
AS_OF = ("--as-of", "2026-11-23")
FORMATS = "html,pdf,docx,xlsx"
TOOLS = {"chromium": "chromium", "chromedriver": "chromium-driver", "pdftoppm": "poppler-utils"}
OFFICE = ("soffice", "libreoffice-writer libreoffice-calc")
COLOURS, TALLEST = 48, 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture of a page in the browser.

    Attributes:
        name: what the picture is called.
        title: what it shows.
        width: the width of the window.
        dark: whether in dark colours.
        script: what is done on the page first.
    """

    name: str
    title: str
    width: int = 1280
    dark: bool = False
    script: str = ""


class Gallery:
    """The pictures as they are made, and the index of them."""

    def __init__(self, browser: webdriver.Chrome, work: Path) -> None:
        self._browser = browser
        self._work = work
        self._index: list[str] = []

    # --- what is shown ------------------------------------------------------------

    def policy(self, name: str, title: str) -> None:
        """Show one policy in every format."""
        self._heading(title)
        folder = self._work / name
        tenure("publish", f"policies/{name}", "--to", folder, "--format", FORMATS)
        tenure("graph", f"policies/{name}", "--format", "svg", "--to", folder / "rules.svg")
        page = folder / "schedule.html"
        self._shots(
            page,
            Shot(name=f"{name}-desktop", title="HTML, on a desk"),
            Shot(name=f"{name}-dark", title="HTML, dark", dark=True),
            Shot(name=f"{name}-320", title="HTML, 320 pixels wide", width=320),
        )
        printed = folder / "printed.pdf"
        printed.write_bytes(self._printed(page))
        for file, label in ((printed, "HTML, printed"), (folder / "schedule.pdf", "PDF")):
            self._pages(file, f"{name}-{file.stem}", label, pages=2)
        for kind, label in (("docx", "Word"), ("xlsx", "Excel")):
            office = folder / kind
            own = f"-env:UserInstallation={(self._work / 'office').as_uri()}"
            file = folder / f"schedule.{kind}"
            run("soffice", "--headless", own, "--convert-to", "pdf", "--outdir", office, file)
            self._pages(office / "schedule.pdf", f"{name}-{kind}", f"{label}, in LibreOffice")
        self._shots(folder / "rules.svg", Shot(name=f"{name}-rules", title="The rule graph"))

    def answers(self) -> None:
        """Show the questions and an answer of a schedule's page."""
        self._heading("Until when is a record kept?")
        script = """
            const told = (id, value) => {
                const field = document.getElementById(id);
                field.value = value;
                field.dispatchEvent(new Event('input', { bubbles: true }));
            };
            told('answers-kind', [...document.getElementById('answers-kind').options]
                .find(each => each.text === 'Call recordings').value);
            told('answers-day', '2026-04-01');
            told('answers-0', '2026-03-03');
            document.getElementById('answers-1-1').click();
            document.getElementById('answers-2-1').click();
            document.querySelector('.answers').scrollIntoView({ behavior: 'instant' });
        """
        page = self._work / "surrey" / "schedule.html"
        self._shots(
            page,
            Shot(name="answers-desktop", title="An answer, on a desk", script=script),
            Shot(name="answers-320", title="320 pixels wide", width=320, script=script),
        )

    def others(self) -> None:
        """Show the pages that are no schedule."""
        written, surrey = "policies/surrey/as-written", "policies/surrey"
        page = ("--output-format", "html")
        for name, title, command in (
            ("findings", "What a check found: findings", ("check", written)),
            ("changes", "What settling it changed: a comparison", ("diff", written, surrey)),
        ):
            file = self._work / f"{name}.html"
            file.write_bytes(tenure(*command, *page))
            self._page(name, title, file)
        for name, title in (("surrey", "An audit of records"), ("polha", "An audit of promises")):
            folder = self._work / f"audit-{name}"
            tenure(
                "audit", f"policies/{name}", "--data", f"policies/{name}/inventory", "--to", folder
            )
            self._page(f"audit-{name}", title, folder / "report.html")

    def index(self) -> None:
        """Write the index of all pictures."""
        head = (
            "# Gallery\n\nEvery format of the five worked policies, and every page that the tool "
            "writes. Each picture shows the first screen or the first pages. Made by "
            "`make gallery`.\n"
        )
        (HERE / "README.md").write_text(head + "".join(self._index), encoding="utf-8")

    # --- how ----------------------------------------------------------------------

    def _page(self, name: str, title: str, page: Path) -> None:
        self._heading(title)
        self._shots(
            page,
            Shot(name=f"{name}-desktop", title="On a desk"),
            Shot(name=f"{name}-dark", title="Dark", dark=True),
            Shot(name=f"{name}-320", title="320 pixels wide", width=320),
        )
        printed = self._work / f"{name}.pdf"
        printed.write_bytes(self._printed(page))
        self._pages(printed, f"{name}-printed", "Printed")

    def _heading(self, title: str) -> None:
        print(title)
        self._index.append(f"\n## {title}\n\n")

    def _shots(self, page: Path, *shots: Shot) -> None:
        for shot in shots:
            scheme = {"name": "prefers-color-scheme", "value": "dark" if shot.dark else "light"}
            self._command("Emulation.setEmulatedMedia", features=[scheme])
            size = {"width": shot.width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            self._command("Emulation.setDeviceMetricsOverride", **size)
            self._browser.get(page.as_uri())
            self._browser.execute_script(shot.script)
            look = "return ['scrollTop', 'scrollHeight', 'scrollWidth'].map(name => root[name])"
            look = f"const root = document.documentElement; {look}"
            top, tall, wide = self._browser.execute_script(look)
            height = min(tall - top, TALLEST)
            clip = {"x": 0, "y": top, "width": max(shot.width, wide), "height": height, "scale": 1}
            taken = self._command("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
            self._keep(shot.name, shot.title, base64.b64decode(str(taken["data"])))

    def _printed(self, page: Path) -> bytes:
        self._browser.get(page.as_uri())
        made = self._command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(str(made["data"]))

    def _command(self, name: str, **arguments: object) -> dict[str, object]:
        return self._browser.execute_cdp_cmd(name, arguments)

    def _pages(self, pdf: Path, name: str, title: str, pages: int = 1) -> None:
        """Keep the first pages of a document."""
        stem = pdf.with_suffix("")
        run("pdftoppm", "-r", "80", "-l", str(pages), "-png", pdf, stem)
        made = sorted(pdf.parent.glob(f"{stem.name}-*.png"))[:pages]
        for number, image in enumerate(made, start=1):
            suffix, more = (f"-{number}", f", page {number}") if pages > 1 else ("", "")
            self._keep(f"{name}{suffix}", f"{title}{more}", image.read_bytes())

    def _keep(self, name: str, title: str, picture: bytes) -> None:
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        small = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(HERE / f"{name}.png", optimize=True)
        self._index.append(f"### {title}\n\n![{title}]({name}.png)\n\n")


def tenure(*arguments: str | Path) -> bytes:
    """Run a command as of one day and return what it says; findings are no failure."""
    command = [sys.executable, "-m", "tenure", *map(str, arguments)]
    if arguments[0] != "graph":
        command += AS_OF
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return done.stdout


def run(*command: str | Path) -> None:
    """Run a program of the machine, quietly."""
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


@contextmanager
def browsing(profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    for flag in (*flags, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    try:
        yield driver
    finally:
        driver.quit()


def main() -> None:
    """Make every picture, and the index."""
    for tool, package in (*TOOLS.items(), OFFICE):
        if shutil.which(tool) is None:
            sys.exit(f"`{tool}` is missing; on Debian and Ubuntu: apt-get install {package}")
    for old in HERE.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, browsing(Path(folder, "profile")) as browser:
        gallery = Gallery(browser, Path(folder))
        for name, title in POLICIES.items():
            gallery.policy(name, title)
        gallery.answers()
        gallery.others()
        gallery.index()


if __name__ == "__main__":
    main()
