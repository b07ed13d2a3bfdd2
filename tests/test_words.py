from paths import DATA

from dashboard import words
from dashboard.data import TEMPLATE
from pinkpref.models.settings import LOSSES, OPTIMIZERS


def test_every_loss_and_every_optimizer_has_its_sentence():
    assert tuple(words.LOSSES) == LOSSES
    assert tuple(words.OPTIMIZERS) == OPTIMIZERS


def test_every_shipped_table_is_described():
    shipped = {file.name for file in DATA.glob("*.csv")}
    assert shipped == {*words.SAMPLES, TEMPLATE}
