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


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_by_its_name_with_or_without_its_ending(name):
    for asked in (name, name.removesuffix(".csv")):
        dataset = pp.load_sample(asked)
        assert dataset.fingerprint == SAMPLES[name].fingerprint
        assert dataset.notices[0] == SAMPLES[name].about


@pytest.mark.parametrize("name", ["keras_pinks", "", "../data/keras_pink", "pinks_to_label"])
def test_an_unknown_sample_is_refused_and_the_known_ones_are_named(name):
    with pytest.raises(pp.DatasetError, match=r"no sample called .*: keras_pink, pinks_with_a_rule, readable_text\."):
        pp.load_sample(name)


def test_other_labels_are_nobody_s_invention():
    table = "R,G,B,LIKE\n" + "".join(f"{row},2,3,{row % 2}\n" for row in range(9))
    dataset = pp.read_csv(io.StringIO(table))
    assert about(dataset.fingerprint) is None
    assert dataset.notices == ()


def test_a_script_says_so_too():
    run = pp.train(pp.read_csv(DATA / "keras_pink.csv"), pp.Settings(epochs=1))
    assert "invented: coin flips" in script(run).replace("\n# ", " ")
