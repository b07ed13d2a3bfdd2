"""Datasets in which some colours stand several times."""

import pandas as pd

import pinkpref as pp

AGAIN = [0, 1, 1, 5, 6, 7]


def with_repeated_colours(dataset):
    """The dataset with some of its colours twice or three times, one of them with both labels, in canonical order."""
    again = dataset.frame.iloc[AGAIN].copy()
    again.iloc[0, 3] = 1 - again.iloc[0, 3]
    return pp.Dataset(pd.concat([dataset.frame, again], ignore_index=True)).judged
