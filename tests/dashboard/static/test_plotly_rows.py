import json

import numpy as np
import plotly.graph_objects as go
import pytest

BODY = 'return (await load("plotly_rows")).plotlyRows(given);'


@pytest.mark.parametrize("dtype", ["f8", "f4", "i4", "i2", "i1", "u4", "u2", "u1"])
def test_numbers_are_read_as_plotly_writes_them(javascript, dtype):
    values = np.array([0, 1, 100, 127], dtype)
    figure = json.loads(go.Figure(go.Scatter(x=values, y=values[::-1].copy(), name="a", meta="loss")).to_json())
    assert figure["data"][0]["x"]["dtype"] == dtype
    assert javascript(BODY, figure) == [
        ["a", "loss", x, 127 - x if x in (0, 127) else 101 - x, None] for x in (0, 1, 100, 127)
    ]


def test_every_point_of_every_trace_is_a_row(javascript):
    figure = go.Figure(
        [
            go.Scatter(x=["one", "two"], y=[0.5, None], text=["first", "second"], name="named"),
            go.Bar(y=[1, 2, 3], text="all"),
            go.Scatter(x=[], y=[]),
        ]
    )
    assert javascript(BODY, json.loads(figure.to_json())) == [
        ["named", None, "one", 0.5, "first"],
        ["named", None, "two", None, "second"],
        [2, None, None, 1, "all"],
        [2, None, None, 2, "all"],
        [2, None, None, 3, "all"],
    ]
