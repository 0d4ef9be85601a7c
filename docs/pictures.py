"""Takes the pictures of every page, at 1440 and 360 pixels, into ``docs/images``.

``python docs/pictures.py`` serves the newest release on this machine and needs its Chromium; the
policy lab is pictured where the release holds a matrix of trade.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent / "images"
SIZES = {1440: 900, 360: 740}
TEXT = (
    "Peru had a population of 12 million in 2024. Its capital is Lima. China took 34 percent of "
    "its exports in 2023. Peru plays a crucial role in the region."
)
PAGES = {
    "world": "/",
    "paper": "/paper/PER",
    "evidence": "/paper/PER#profile",
    "compare": "/compare?left=PER&right=CHL",
    "explorer": "/explore?i=gdp_growth,inflation&p=PER,CHL,COL&from=2000",
    "scatter": "/explore?i=gdp_per_capita_ppp,life_expectancy&form=scatter&p=PER,CHN,USA",
    "search": "/search?q=copper",
    "audit": "/audit",
    "forecasts": "/forecasts",
    "lab": "/lab?partner=PER&duty=30",
}
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        settings = {"COUNTRYDESK_HOME": home, **os.environ}
        command = [sys.executable, "-m", "countrydesk", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=settings)
        base = f"http://127.0.0.1:{port}"
        while not _answers(f"{base}/health"):
            time.sleep(0.1)
        yield base
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address).status == 200)
    except urllib.error.URLError:
        return False


def _acted(page: Page, name: str) -> None:
    """Do what the picture of a page shows."""
    if name == "evidence":
        figure = page.locator("#profile a.f", has_text="34.22 million").first
        figure.scroll_into_view_if_needed()
        figure.click()
        page.wait_for_selector("#peek:not([hidden])")
    if name == "audit":
        page.get_by_label("Text", exact=True).fill(TEXT)
        page.get_by_role("button", name="Judge it").click()
        page.locator(".audited summary.contradicted").first.click()
    page.wait_for_timeout(1000)


def main() -> None:
    """Take all pictures, or those of the pages named as arguments."""
    wanted = sys.argv[1:] or list(PAGES)
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("pictures need Chromium")
    with _served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for name in wanted:
            for width, height in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                answer = page.goto(base + PAGES[name])
                if answer and answer.status == 200:
                    _acted(page, name)
                    page.screenshot(path=HERE / f"{name}-{width}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
