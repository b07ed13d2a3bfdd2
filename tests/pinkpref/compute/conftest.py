import pytest

from pinkpref.compute import InProcess
from pinkpref.compute.cluster import local


@pytest.fixture(scope="session")
def cluster():
    """Two worker processes."""
    place = local(2)
    yield place
    place.close()


@pytest.fixture(params=["in this process", "on a cluster"])
def place(request):
    return InProcess() if request.param == "in this process" else request.getfixturevalue("cluster")
