import pinkpref as pp
from dashboard.tasks.cache import Source
from dashboard.tasks.comparing import Comparing

PATIENCE = 120
SHIPPED = Source("rows.csv")
QUICK = pp.Settings(epochs=2, scaling="standard")
OTHER = QUICK.replace(learning_rate=0.1)


def finished(comparing):
    comparing.start()
    assert comparing.wait(PATIENCE)
    return comparing


def test_it_is_compare_s(dataset):
    found = finished(Comparing(QUICK, pp.train(dataset, OTHER), SHIPPED)).result
    expected = pp.compare(dataset, QUICK, OTHER)
    assert found.settings == (QUICK, OTHER)
    assert (found.difference, found.p_value) == (expected.difference, expected.p_value)


def test_it_is_the_one_asked_for_if_both_settings_and_the_data_are(dataset, make_dataset):
    run = pp.train(dataset, OTHER)
    comparing = Comparing(QUICK, run, SHIPPED)
    assert comparing.asks_for(QUICK, run)
    assert not comparing.asks_for(OTHER, run)
    assert not comparing.asks_for(QUICK, pp.train(dataset, QUICK))
    assert not comparing.asks_for(QUICK, pp.train(make_dataset(24, 1), OTHER))


def test_nothing_of_it_is_kept_for_others(dataset):
    run = pp.train(dataset, OTHER)
    finished(Comparing(QUICK, run, SHIPPED))
    assert Comparing(QUICK.replace(epochs=3), run, SHIPPED).result is None


def test_what_cannot_be_compared_is_told_in_a_sentence(dataset):
    comparing = finished(Comparing(QUICK.replace(test_size=0.3), pp.train(dataset, OTHER), SHIPPED))
    assert comparing.result is None
    assert "different test shares, 0.3 and 0.2" in str(comparing.problem)
