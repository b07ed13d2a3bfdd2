import numpy as np
import pytest
from scipy import stats

from pinkpref.evaluation.associations import correlations


def test_correlations_are_pearson_s_and_the_hue_is_not_torn_apart(dataset_of):
    reds = [[255, 0, step] if step > 0 else [255, -step, 0] for step in range(-100, 100, 10)]
    dataset = dataset_of(reds, [0] * 10 + [1] * 10)
    found = {one.name: one for one in correlations(dataset)}
    assert found["B"].value == pytest.approx(stats.pearsonr(dataset.rgb[:, 2], dataset.like).statistic)
    assert abs(found["hue"].value) > 0.8
    assert np.isnan(found["R"].value)
