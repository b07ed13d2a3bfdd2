import pytest

import pinkpref as pp

WRONG = [
    ({"encoding": "utf-7"}, "encoding must be one of"),
    ({"delimiter": "x"}, "delimiter must be"),
    ({"scale": 10}, "scale must be 255, 100 or 1"),
    ({"colour": ("R", "G")}, "colour must name three columns"),
    ({"empty": "x"}, "empty must be one of left-out, not-liked"),
    ({"liked": ("a",), "cut": 3}, "not both"),
]


@pytest.mark.parametrize(("fields", "told"), WRONG)
def test_a_reading_that_cannot_be_is_refused(fields, told):
    with pytest.raises(pp.DatasetError, match=told):
        pp.Reading(**fields)


def test_a_reading_leaves_everything_open_at_first():
    assert pp.Reading() == pp.Reading(colour=None, like=None, empty=None)
