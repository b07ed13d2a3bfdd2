"""Ten tabs of a real Chromium at once: ``python tabs.py [--tabs 10] [--pause 2 6] [--seconds 60]``.

They are opened one after another: a class has a machine for each of them, and here they share one with the server. Then
somebody in each moves the epochs by the keyboard at a pace of their own. Measured is how long after a key the page says
that its figures are those of the new setting. Errors are tracebacks, complaints in the browser's console, and figures
that do not come.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import time

from load import GIVEN_UP, ROOT, quantiles, wanted
from page import FLAGS, server
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as TimedOut

SHOWN = "value => document.querySelector('.st-key-status').innerText.includes(`below belong to`) && \
document.querySelector('.st-key-status').innerText.includes(`epochs ${value} `)"


class Tab:
    """One person with a tab of their own."""

    def __init__(self, number: int, page: Page) -> None:
        self._random, self._page = random.Random(number), page
        self.shown: list[float] = []
        self.errors: list[str] = []
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def open(self, address: str) -> None:
        """Opens the page, until it has figures."""
        await self._page.goto(f"{address}/?lang=en")
        await self._page.wait_for_selector(".pp-answers", timeout=1000 * GIVEN_UP)

    async def move(self, seconds: float, pause: tuple[float, float]) -> None:
        """Moves the epochs for so long."""
        page = self._page
        slider = page.get_by_role("group", name="Epochs", exact=True).get_by_role("slider")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await asyncio.sleep(self._random.uniform(*pause))
            await slider.focus()
            value = int(await slider.get_attribute("aria-valuenow") or await slider.input_value()) + 1
            begun = time.monotonic()
            await slider.press("ArrowRight")
            try:
                await page.wait_for_function(SHOWN, arg=value, polling="raf", timeout=1000 * GIVEN_UP)
                self.shown.append(time.monotonic() - begun)
            except TimedOut:
                self.errors.append(f"no figures of {value} epochs")
        self.errors += ["a traceback"] * await page.get_by_test_id("stException").count()


async def visits(address: str, tabs: int, seconds: float, pause: tuple[float, float]) -> list[Tab]:
    """So many tabs of one browser at once."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        every = [Tab(number, await context.new_page()) for number in range(tabs)]
        for tab in every:
            await tab.open(address)
        await asyncio.gather(*(tab.move(seconds, pause) for tab in every))
        await browser.close()
    return every


def main() -> None:
    """Prints the figures as JSON."""
    asked = wanted("tabs", 10, (2, 6))
    with server(ROOT / "dashboard" / "app.py") as address:
        every = asyncio.run(visits(address, asked.count, asked.seconds, tuple(asked.pause)))
    shown = [seconds for tab in every for seconds in tab.shown]
    errors = [error for tab in every for error in tab.errors]
    print(json.dumps({"moves": len(shown), "shown p50, p95": quantiles(shown), "errors": errors}))


if __name__ == "__main__":
    main()
