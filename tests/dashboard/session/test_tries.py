"""Every verdict that was shown is a try, and none is taken back."""

import pandas as pd
import pytest
from apptest import by_label, component, opened, settled, state

import pinkpref as pp
from dashboard.session.tries import Tries
from dashboard.tasks import assessment
from dashboard.tasks.cache import Source

QUICK = pp.Settings(epochs=2, scaling="standard")
SHIPPED, OWN = Source("rows.csv"), Source("mine.csv", own=True)


def verdict(dataset, **changes):
    return pp.assess(dataset, QUICK.replace(**changes), permutations=39)


def test_the_price_is_of_all_that_was_shown_of_these_rows_in_whatever_order(dataset, make_dataset):
    tries, shown = Tries(), [verdict(dataset), verdict(dataset, seed=1)]
    for one in (*shown, verdict(make_dataset(24, 1))):
        tries.shown(one, SHIPPED)
    turned = pp.Dataset(dataset.frame.iloc[::-1].reset_index(drop=True))
    for same in (dataset, turned):
        found = tries.price(same)
        assert [one.settings for one in found.tried] == [one.settings for one in shown]
        assert found.adjusted.tolist() == pp.price(shown).adjusted.tolist()
    assert tries.price(make_dataset(24, 1)).tries == 1
    assert tries.price(make_dataset(24, 2)) is None


def test_the_same_settings_shown_again_are_one_try_from_the_most_shuffles(dataset):
    tries, first = Tries(), verdict(dataset)
    more = first.sharpened(59)
    for one in (first, more, first):
        tries.shown(one, SHIPPED)
    assert (tries.price(dataset).tries, tries.price(dataset).permutations) == (1, 59)


def changed(dataset, rows):
    """The dataset with the labels of so many rows turned."""
    like = dataset.like.copy()
    like[:rows] = 1 - like[:rows]
    return pp.Dataset(dataset.frame.assign(LIKE=like))


def test_one_colour_more_takes_no_try_back_of_a_table_of_one_s_own(dataset, make_dataset):
    tries, before = Tries(), [verdict(dataset), verdict(dataset, seed=1)]
    grown = pp.Dataset(pd.concat([dataset.frame, make_dataset(24, 5).frame.head(1)], ignore_index=True))
    after = verdict(grown, seed=2)
    for one in before:
        tries.shown(one, OWN)
    tries.shown(after, OWN)
    found = tries.price(grown)
    assert [one.settings for one in found.tried] == [one.settings for one in (after, *before)]
    assert found.earlier == 2
    assert found.adjusted.tolist() == pp.price([after], earlier=before).adjusted.tolist()
    assert "3 settings on these colours, 2 of them before the table was changed" in found.sentence("en")
    assert "表を変える前" in found.sentence("ja")


@pytest.mark.parametrize(("labels", "source", "earlier"), [(11, OWN, 1), (12, OWN, 0), (1, SHIPPED, 0)])
def test_a_table_that_shares_half_of_its_rows_or_is_a_shipped_one_is_another(dataset, labels, source, earlier):
    tries, other = Tries(), changed(dataset, labels)
    tries.shown(verdict(dataset), source)
    tries.shown(verdict(other), source)
    assert tries.price(other).earlier == earlier


@pytest.fixture
def few_shuffles(monkeypatch):
    monkeypatch.setattr(assessment, "FIRST", 19)
    monkeypatch.setattr(pp.evaluation.verdict, "PERMUTATIONS", 29)
    monkeypatch.setattr(pp.evaluation.verdict, "MORE_PERMUTATIONS", 39)


def answered(page):
    settled(page)
    assert state(page).assessment.wait(120)
    page.run()
    assert not page.exception
    return page


def tried(page):
    """What is said below the current run's score."""
    return component(page, "run_results")["panels"][-1]["notes"]


@pytest.mark.usefixtures("few_shuffles")
def test_the_page_counts_what_it_has_shown_and_says_what_is_left():
    page = answered(opened(epochs="3", scaling="standard"))
    assert tried(page) == []
    for epochs in (4, 5):
        by_label(page.sidebar.slider, "Epochs").set_value(epochs)
        answered(page)
    known = state(page).tries.tables[state(page).shown.run.dataset.judged.fingerprint].tries
    assert [settings.epochs for settings in known] == [3, 4, 5]
    price = pp.price(list(known.values()))
    assert tried(page) == [price.sentence("en")]
    assert "have tried 3 settings" in price.sentence("en")


@pytest.mark.usefixtures("few_shuffles")
def test_a_verdict_that_is_kept_already_and_a_pinned_one_count_as_soon_as_they_are_shown():
    """The first page judges 6 and 7 epochs, so that the second finds both verdicts kept and needs no further rerun."""
    first = answered(opened(epochs="6", scaling="standard"))
    by_label(first.sidebar.slider, "Epochs").set_value(7)
    answered(first)
    page = settled(opened(epochs="6", scaling="standard"))
    by_label(page.button, "Pin this run").click()
    page.run()
    by_label(page.sidebar.slider, "Epochs").set_value(7)
    page.run()
    (table,) = state(page).tries.tables.values()
    assert [settings.epochs for settings in table.tries] == [6, 7]
    assert "have tried 2 settings" in tried(page)[0]
