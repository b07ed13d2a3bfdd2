import dataclasses

import pinkpref as pp
from pinkpref.reporting.labels import SETTINGS


def test_every_setting_has_a_name_and_a_meaning():
    assert set(SETTINGS) == {field.name for field in dataclasses.fields(pp.Settings)}
