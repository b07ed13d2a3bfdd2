import dataclasses

import pinkpref as pp
from pinkpref.models import LOSSES, OPTIMIZERS
from pinkpref.reporting import labels


def test_every_setting_has_a_name_and_a_meaning():
    assert set(labels.SETTINGS) == {field.name for field in dataclasses.fields(pp.Settings)}


def test_every_loss_and_every_optimizer_has_its_sentence():
    assert tuple(labels.LOSSES) == LOSSES
    assert tuple(labels.OPTIMIZERS) == OPTIMIZERS
