import sys
from types import ModuleType

import pytest

from pinkpref.compute import InProcess
from pinkpref.compute.cluster import local


def forget_the_page():
    """A new process imports the main module of ours, which after a page of AppTest is a script that may be gone."""
    sys.modules["__main__"] = ModuleType("__main__")


@pytest.fixture(autouse=True)
def _new_processes_import_no_page():
    forget_the_page()


@pytest.fixture(scope="session")
def cluster():
    """Two worker processes."""
    forget_the_page()
    place = local(2)
    place._client.wait_for_workers(2)
    yield place
    place.close()


@pytest.fixture(params=["in this process", "on a cluster"])
def place(request):
    return InProcess() if request.param == "in this process" else request.getfixturevalue("cluster")
