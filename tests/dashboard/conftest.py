"""What every page of a test needs: its work ends with it, and every run draws it whole."""

import pytest

from dashboard.panels import sidebar
from dashboard.tasks.task import Task


@pytest.fixture(autouse=True)
def _no_work_goes_on(monkeypatch):
    """Ends what the test's pages began: answers would go on to 10,000 shuffles while other tests need the cores."""
    begun = []
    start = Task.start

    def noted(task):
        begun.append(task)
        start(task)

    monkeypatch.setattr(Task, "start", noted)
    yield
    for task in begun:
        task.abandon()


@pytest.fixture(autouse=True)
def _drawn_whole(monkeypatch):
    """AppTest knows nothing of what a run has left as it was; that is seen in a browser."""
    monkeypatch.setattr(sidebar, "redraw", lambda *_: None)
