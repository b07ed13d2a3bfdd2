import pytest

import pinkpref as pp
from pinkpref.evaluation.other_splits import other_splits


def test_other_splits_begin_with_the_user_s_own(make_dataset):
    settings = pp.Settings(seed=7, split_seed=2**32 - 1)
    stack = other_splits(make_dataset(24), settings)
    assert len(stack) == 1000
    assert (stack.seeds[0], stack.split_seeds[0], stack.split_seeds[1]) == (7, 2**32 - 1, 0)
    assert stack.test_accuracy[0] == pytest.approx(pp.train(make_dataset(24), settings).test_accuracy)
