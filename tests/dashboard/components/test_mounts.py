import re

from paths import ROOT
from plotly.offline import get_plotlyjs_version

SCRIPT = ROOT / "dashboard" / "static" / "vendor" / "plotly-basic.min.js"


def test_the_script_that_draws_is_the_one_plotly_writes_figures_for():
    head = SCRIPT.read_text(encoding="utf-8")[:200]
    assert re.search(r"v(\d[\d.]*)", head).group(1) == get_plotlyjs_version()
    assert "MIT license" in head
