"""A real server and a real Chromium. A test fails on any console error and on any traceback on the page."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
HERE = ("http://localhost:", "ws://localhost:", "data:", "blob:")
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server():
    """The address of a dashboard of our own on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = ["--server.headless", "true", "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "PINKPREF_WORKERS"}
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if "URL:" in line:
                break
        address = f"http://localhost:{port}"
        with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "No Chromium on this machine: `make test` installs one, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Dashboard:
    """The page as a person uses it, in verbs."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address

    def open(self, query="lang=en"):
        self.page.goto(f"{self.address}/?{query}")
        return self.settled()

    def settled(self):
        """Waits until nothing runs on the server and the figures belong to the controls."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.progress).to_have_count(0)
        expect(self.page.locator(".pp-answers")).to_be_visible()
        expect(self.page.locator(".js-plotly-plot .main-svg")).not_to_have_count(0)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        return self

    @property
    def status(self):
        return self.page.locator(".st-key-status")

    @property
    def progress(self):
        return self.status.get_by_test_id("stProgress")

    def shows(self, text):
        """Waits until the line above the figures says that they belong to these settings."""
        expect(self.status).to_contain_text(re.compile(f"The figures below belong to.*{re.escape(text)}"))
        return self.settled()

    def epochs(self):
        return self.page.locator(".pp-history tbody tr")

    def slider(self, label):
        return self.page.get_by_role("group", name=label, exact=True).get_by_role("slider")

    def toggle(self, label):
        return self.page.get_by_role("switch", name=label, exact=True)

    def choose(self, option, label):
        """Chooses one option of a list."""
        box = self.page.get_by_role("combobox", name=label)
        box.scroll_into_view_if_needed()
        self.page.evaluate("() => new Promise(requestAnimationFrame)")  # an open list closes where the page scrolls
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        expect(box).to_have_value(option)

    def choose_file(self, name, content):
        self.page.locator("input[type=file]").set_input_files(
            {
                "name": name,
                "mimeType": "text/csv",
                "buffer": content if isinstance(content, bytes) else content.encode(),
            }
        )

    def panels_stand(self, how):
        """Waits until the upper edges of the panels stand so; all are read at once, as the answer above still grows."""
        self.page.wait_for_function(
            f"""() => {{ const tops = [...document.querySelectorAll('.pp-results > section')]
                .map(panel => panel.getBoundingClientRect().top)
                return {how} }}""",
            timeout=PATIENCE,
        )

    def blank_below(self):
        """How many pixels one can scroll past the end of the content."""
        return self.page.evaluate(
            """() => { const main = document.querySelector('[data-testid=stMain]')
                return main.scrollHeight - main.querySelector('[data-testid=stMainBlockContainer]').offsetHeight }"""
        )

    def overflow(self):
        """By how many pixels anything sticks out of the page at the side."""
        return self.page.evaluate(
            """() => Math.max(0, ...[...document.querySelectorAll('[data-testid=stMain] *')]
                .filter(part => part.checkVisibility() && !part.closest('.pp-scroll, svg, .pp-hidden'))
                .map(part => part.getBoundingClientRect().right - window.innerWidth))"""
        )


@pytest.fixture
def dashboard(server, chromium, request):
    """A fresh browser of the size and colour scheme that the test asks for by ``@pytest.mark.parametrize``."""
    options = getattr(request, "param", {"viewport": {"width": 1440, "height": 900}})
    context = chromium.new_context(**{"locale": "en-GB", **options})
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(HERE) else complaints.append(sent.url))
    yield Dashboard(page, server)
    assert not complaints
    assert page.get_by_text("Traceback").count() == 0
    context.close()
