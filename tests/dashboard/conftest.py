"""Nobody looks at a test's page any more when the test is over, and its work ends with it."""

import pytest

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
