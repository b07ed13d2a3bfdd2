import io

import pytest
from paths import DATA

import pinkpref as pp
from pinkpref.reporting.script import script
from pinkpref.tables.samples import SAMPLES, about


@pytest.mark.parametrize("name", SAMPLES)
def test_a_shipped_table_says_what_its_labels_are_whatever_it_is_called(name):
    text = (DATA / name).read_text()
    for given in (DATA / name, io.StringIO(text.replace("R,G,B,LIKE", "red,green,blue,rating"))):
        assert pp.read_csv(given).notices[0] == SAMPLES[name].about
    assert "invented" in SAMPLES[name].about or "calculated" in SAMPLES[name].about


def test_other_labels_are_nobody_s_invention():
    table = "R,G,B,LIKE\n" + "".join(f"{row},2,3,{row % 2}\n" for row in range(9))
    dataset = pp.read_csv(io.StringIO(table))
    assert about(dataset.fingerprint) is None
    assert dataset.notices == ()


def test_a_script_says_so_too():
    run = pp.train(pp.read_csv(DATA / "keras_pink.csv"), pp.Settings(epochs=1))
    assert "invented: coin flips" in script(run).replace("\n# ", " ")
