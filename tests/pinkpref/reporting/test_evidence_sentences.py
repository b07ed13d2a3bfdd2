"""Every number in the sentences of a comparison and of a price is the figure that it names."""

from types import SimpleNamespace

import numpy as np
import pytest

from pinkpref.reporting.evidence_sentences import of_comparison, of_price

RIGHT = (
    "Each of the 24 colours was left out of training in turn. Called right, on average: “First settings” 11, "
    "“Second settings” 16."
)


def comparison_of(**figures):
    plain = {"only_seeds": False, "judged": range(24), "accuracies": (0.46, 0.67), "p_value": 0.3, "difference": 0.1}
    return SimpleNamespace(**{**plain, "changed": np.arange(7), "hidden": 0.21, **figures})


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"p_value": 0.05}, "“Second settings” does better"),
        ({"p_value": 0.05, "difference": -0.1}, "“First settings” does better"),
        ({}, "their answers differ for 7 of them, and on new colours one may still get up to 5 in 24 more right"),
        ({"hidden": 0.02}, "These colours cannot tell the two apart: their answers differ for 7 of them."),
    ],
)
def test_a_comparison(figures, told):
    right, meaning = of_comparison(comparison_of(**figures))
    assert right == RIGHT
    assert told in meaning


def test_of_settings_that_differ_in_their_seeds_there_is_nothing_to_compare():
    (told,) = of_comparison(comparison_of(only_seeds=True))
    assert told == "The two are the same, seeds aside: there is nothing to compare."


@pytest.mark.parametrize(
    ("tries", "earlier", "told"),
    [
        (1, 0, "You have tried one setting on these colours, so nothing has to be paid for trying."),
        (
            2,
            0,
            "You have tried 2 settings on these colours; among so many, luck does as well as your best in "
            "83 of 100 tries, counted on colours left out of training.",
        ),
        (
            10,
            4,
            "You have tried 10 settings on these colours, 4 of them before the table was changed; among so many, luck "
            "does as well as your best in 83 of 100 tries, counted on colours left out of training.",
        ),
    ],
)
def test_a_price(tries, earlier, told):
    assert of_price(SimpleNamespace(tries=tries, earlier=earlier, p_value=0.83)) == (told,)
