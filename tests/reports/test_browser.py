"""Pages in a real browser: no script of a student runs, no request leaves, nothing overflows."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from grader.reports import Extras, write_reports
from tests.reports.conftest import Browser
from tests.reports.example_results import example, example_plots
from tests.reports.hostile import PAYLOADS, hostile_extras, hostile_plots, hostile_results

pytestmark = pytest.mark.browser

HARNESS = """<!doctype html><title>measuring</title><body><script>
async function measure(address, width) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width:${width}px;height:700px;border:0`;
  const loaded = new Promise(done => frame.onload = done);
  frame.src = address;
  document.body.append(frame);
  await loaded;
  await new Promise(done => setTimeout(done, 30));
  const inside = frame.contentDocument, root = inside.documentElement;
  const style = frame.contentWindow.getComputedStyle(inside.body);
  const result = {address, title: inside.title, wide: root.scrollWidth, width,
    scripts: inside.scripts.length, paper: style.backgroundColor, ink: style.color,
    links: [...inside.querySelectorAll('[href]')].map(x => x.getAttribute('href'))
      .filter(x => !/^(#|reports\\/)/.test(x)).length};
  frame.remove();
  return result;
}
(async () => {
  const out = [];
  for (const [address, width] of PAGES) out.push(await measure(address, width));
  await fetch('/done', {method: 'POST', body: JSON.stringify(out)});
})();
</script>"""


class Site(ThreadingHTTPServer):
    """A server on loopback that remembers what was asked for."""

    folder: Path
    harness: str
    asked: list[str]
    found: list[dict[str, object]]
    done: threading.Event

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """Gives out the harness and the files of the folder, nothing else."""

    server: Site

    def do_GET(self) -> None:
        """Note the path and send what is there."""
        self.server.asked.append(self.path)
        path = self.server.folder / self.path.lstrip("/")
        if self.path == "/harness.html":
            body = self.server.harness.encode()
        elif path.is_file():
            body = path.read_bytes()
        else:
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def do_POST(self) -> None:
        """Take the harness's result."""
        length = int(self.headers["Content-Length"])
        self.server.found = json.loads(self.rfile.read(length))
        self.send_response(204)
        self.end_headers()
        self.server.done.set()

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A served folder."""
    server = Site(("127.0.0.1", 0), Answers)
    server.folder, server.harness, server.asked = tmp_path, "", []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def measured(
    site: Site, browser: Browser, pages: list[tuple[str, int]], *, dark: bool = False
) -> list[dict[str, object]]:
    """What the browser found on each (page, width)."""
    site.harness = HARNESS.replace("PAGES", json.dumps(pages))
    site.done = threading.Event()
    browser(f"{site.address}/harness.html", site.done, dark=dark)
    return site.found


def hostile_site(site: Site) -> list[str]:
    """Write a class page and a student page for every payload; their paths."""
    paths = []
    for index, payload in enumerate(PAYLOADS):
        text = payload.replace("http://127.0.0.1:9", site.address + "/stolen")
        results = hostile_results(text)
        plots = {("maria-lopez", q): hostile_plots(text) for q in ("p5.performance", "p3.descent")}
        extras = hostile_extras(text, plots=plots)
        write_reports(results, site.folder / str(index), ("html",), extras)
        paths += [f"{index}/index.html", f"{index}/reports/maria-lopez.html"]
    return paths


def test_the_harness_would_notice(site: Site, browser: Browser) -> None:
    """A page without our care runs the script, sends the request and overflows."""
    (site.folder / "bad.html").write_text(
        "<!doctype html><title>Homework</title><p style='width:900px'>"
        f"<script>document.title='owned'</script><img src='{site.address}/stolen/x'>"
    )
    (found,) = measured(site, browser, [("bad.html", 375)])
    assert found["title"] == "owned"
    assert int(str(found["wide"])) > 375
    assert "/stolen/x" in site.asked


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_payload_runs_leaves_or_overflows(site: Site, browser: Browser, dark: bool) -> None:
    """Every payload in every field, on a phone: an inert page of the phone's width."""
    pages = [(quote(path), 360) for path in hostile_site(site)]
    found = measured(site, browser, pages, dark=dark)
    assert len(found) == len(pages)
    for page in found:
        assert str(page["title"]).startswith("Homework 2"), page
        own = int(str(page["address"]).endswith("index.html"))
        assert (page["scripts"], page["links"]) == (own, 0), page
        assert int(str(page["wide"])) <= 360, page
    assert {path for path in site.asked if "harness" not in path and "favicon" not in path} == {
        f"/{path}" for path, _ in pages
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_usual_pages_fit_every_width(site: Site, browser: Browser, dark: bool) -> None:
    """Phone, tablet and desktop, in both colour schemes, with every picture."""
    plots = {("maria-lopez", question): data for question, data in example_plots().items()}
    write_reports(example(), site.folder, ("html",), Extras(plots=plots))
    names = ["index.html", *(f"reports/{s['id']}.html" for s in example()["submissions"])]
    pages = [(name, width) for name in names for width in (320, 375, 768, 1280)]
    for page in measured(site, browser, pages, dark=dark):
        assert int(str(page["wide"])) <= int(str(page["width"])), page
        paper = re.findall(r"\d+", str(page["paper"]))
        assert (int(paper[0]) < 60) is dark, page
