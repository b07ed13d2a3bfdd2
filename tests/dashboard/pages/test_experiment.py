"""The page's logic, run by Streamlit's AppTest without a browser."""

import re

import keras
import numpy as np
import pytest
from apptest import by_label, component, opened, results, settled, shown_run, state, texts, upload
from paths import ROOT
from streamlit.runtime.scriptrunner import StopException

import pinkpref as pp
from dashboard.components import markup
from dashboard.session import uploads, url
from dashboard.tasks import assessment
from pinkpref.i18n import translator
from pinkpref.models import LOSSES, OPTIMIZERS
from pinkpref.reporting.evidence_sentences import of_comparison


@pytest.fixture
def page():
    return settled(opened())


def titles(page):
    """What stands above the boxes of the results."""
    return [box["title"] for box in component(page, "run_results")["panels"]]


def test_it_opens_on_the_article_already_trained(page):
    run = shown_run(page)
    assert run.settings == pp.Settings()
    assert run.dataset.fingerprint == pp.read_csv(ROOT / "data" / "keras_pink.csv").fingerprint
    (told,) = results(page, "score")
    assert ">80%<" in told["html"]
    assert f">{run.test_loss:.4f}<" in told["html"]
    assert "4 of 5 test colours right" in told["html"]
    assert titles(page) == ["History", "Curves", "Test score"]
    assert by_label(page.button_group, "Preset").value == "The article"


def test_momentum_is_offered_where_it_belongs_and_counts_there_alone(page):
    by_label(page.sidebar.selectbox, "Optimizer").set_value("sgd")
    settled(page)
    by_label(page.sidebar.toggle, "Momentum").set_value(True)
    settled(page)
    by_label(page.sidebar.toggle, "Nesterov").set_value(True)
    settled(page)
    assert shown_run(page).settings == pp.Settings(optimizer="sgd", momentum=0.9, nesterov=True)
    by_label(page.sidebar.selectbox, "Optimizer").set_value("adam")
    settled(page)
    assert shown_run(page).settings == pp.Settings(optimizer="adam")
    assert not [toggle for toggle in page.sidebar.toggle if toggle.label == "Momentum"]


def test_it_says_that_the_labels_are_invented(page):
    assert any("invented: coin flips" in caption for caption in texts(page.sidebar.caption))


@pytest.mark.parametrize("name", url.PRESETS)
def test_a_preset_moves_the_controls_and_trains(page, name):
    by_label(page.button_group, "Preset").set_value(name)
    settled(page)
    assert shown_run(page).settings == url.PRESETS[name]
    assert by_label(page.button_group, "Preset").value == name


CHANGES = [
    ("slider", "Epochs", 7, {"epochs": 7}),
    ("slider", "Batch size", 5, {"batch_size": 5}),
    ("select_slider", "Learning rate", 0.1, {"learning_rate": 0.1}),
    ("slider", "Hidden units", 9, {"hidden": (9,)}),
    ("slider", "Test share", 40, {"test_size": 0.4}),
    ("selectbox", "Loss", "huber", {"loss": "huber"}),
    ("selectbox", "Optimizer", "adam", {"optimizer": "adam"}),
    ("toggle", "HSV", True, {"inputs": ("rgb", "hsv")}),
    ("toggle", "Normalise", True, {"scaling": "unit"}),
    ("number_input", "Seed of the start", 8, {"seed": 8}),
    ("number_input", "Seed of the split", 8, {"split_seed": 8}),
]


@pytest.mark.parametrize(("kind", "label", "value", "change"), CHANGES, ids=[change[1] for change in CHANGES])
def test_moving_a_control_trains_with_the_new_setting(page, kind, label, value, change):
    by_label(getattr(page.sidebar, kind), label).set_value(value)
    settled(page)
    assert shown_run(page).settings == pp.Settings(**change)


def test_the_way_to_normalise_can_be_chosen(page):
    by_label(page.sidebar.toggle, "Normalise").set_value(True)
    settled(page)
    by_label(page.button_group, "How to normalise").set_value("standard")
    settled(page)
    assert shown_run(page).settings == pp.Settings(scaling="standard")


@pytest.mark.parametrize(("label", "field"), [("Train again", "seed"), ("Another split", "split_seed")])
def test_the_buttons_move_the_seed_that_is_shown(page, label, field):
    by_label(page.sidebar.button, label).click()
    settled(page)
    assert shown_run(page).settings == pp.Settings(**{field: 1})
    assert page.session_state[field] == 1


def test_with_no_inputs_it_says_what_to_switch_on_and_keeps_the_figures(page):
    before = shown_run(page)
    by_label(page.sidebar.toggle, "RGB").set_value(False)
    settled(page)
    assert any("Switch on RGB, HSV or Hue circle" in warning for warning in texts(page.sidebar.warning))
    assert shown_run(page) is before
    assert any("are still the earlier ones" in caption for caption in texts(page.caption))
    by_label(page.sidebar.toggle, "HSV").set_value(True)
    settled(page)
    assert shown_run(page).settings.inputs == ("hsv",)


def test_an_uploaded_table_is_trained_on(page):
    rows = b"LIKE,b,g,r\n" + b"".join(b"%d,%d,10,20\n" % (row % 2, row) for row in range(20))
    upload(page, "mine.csv", rows)
    assert len(shown_run(page).dataset) == 20
    assert by_label(page.sidebar.selectbox, "Data").value == uploads.OWN
    assert "data" not in page.query_params
    by_label(page.sidebar.selectbox, "Data").set_value("keras_pink.csv")
    settled(page)
    assert len(shown_run(page).dataset) == 24


def test_an_upload_whose_reading_is_cut_off_is_read_after_all(page, monkeypatch):
    def cut_off(*_given):
        raise StopException  # what Streamlit does to a run when a control is moved meanwhile

    rows = b"R,G,B,LIKE\n" + b"".join(b"%d,9,9,%d\n" % (row, row % 2) for row in range(9))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(uploads, "read_csv", cut_off)
        by_label(page.file_uploader, "Upload a table").upload("mine.csv", rows, "text/csv").run()
    settled(page)
    assert by_label(page.selectbox, "Data").value == uploads.OWN
    by_label(page.selectbox, "Data").set_value("keras_pink.csv").run()
    assert by_label(settled(page).selectbox, "Data").value == "keras_pink.csv"


def test_a_broken_upload_is_told_in_full_and_changes_nothing(page):
    before = shown_run(page)
    upload(page, "broken_*.csv", b"R,G,B,LIKE\n1,2,3,1\n300,,x,2\n" + b"1,2,3,0\n" * 3)
    (error,) = texts(page.sidebar.error)
    assert error.count("\n") == 3
    assert "Line 3" in error
    assert shown_run(page) is before
    assert by_label(page.sidebar.selectbox, "Data").value == "keras_pink.csv"


def test_what_was_taken_for_granted_is_said(page):
    upload(page, "mine.csv", b"LIKE,b,g,r,note\n" + b"".join(b"%d,9,9,20,x\n" % (row % 2) for row in range(9)))
    (info,) = texts(page.sidebar.info)
    assert "→ R" in info
    assert "not used for training" in info


def test_own_data_is_never_shown_to_another_visitor(page):
    def table(name):
        return b"R,G,B,LIKE,name\n" + b"".join(b"%d,0,0,%d,%s\n" % (row, row % 2, name) for row in range(9))

    upload(page, "a.csv", table(b"alice"))
    other = upload(settled(opened()), "b.csv", table(b"bob"))
    assert any("bob" in text for text in texts(other.html))
    assert not any("alice" in text for text in texts(other.html))


def test_the_url_forgets_the_shipped_table_once_own_data_is_in_force():
    test = settled(opened(data="pinks_with_a_rule.csv"))
    upload(test, "mine.csv", b"R,G,B,LIKE\n" + b"".join(b"%d,0,0,%d\n" % (row, row % 2) for row in range(9)))
    assert "data" not in test.query_params
    by_label(test.sidebar.selectbox, "Data").set_value("readable_text.csv")
    settled(test)
    assert test.query_params["data"] in ("readable_text.csv", ["readable_text.csv"])
    by_label(test.sidebar.selectbox, "Data").set_value("keras_pink.csv")
    settled(test)
    assert "data" not in test.query_params


def test_a_training_for_controls_that_have_moved_on_is_stopped(page):
    by_label(page.sidebar.selectbox, "Data").set_value("readable_text.csv")
    by_label(page.sidebar.slider, "Epochs").set_value(300)
    by_label(page.sidebar.slider, "Batch size").set_value(1)
    page.run()
    superseded = state(page).training
    assert not superseded.over
    by_label(page.sidebar.slider, "Epochs").set_value(2)
    page.run()
    assert superseded.wait(30)
    assert superseded.epochs < 300
    settled(page)
    assert shown_run(page).settings.epochs == 2


def test_an_answer_that_was_stopped_can_be_asked_for_again(monkeypatch):
    monkeypatch.setattr(assessment, "PAUSE", 120)
    page = settled(opened(epochs="37"))
    stopped = state(page).assessment
    stopped.stop()
    assert stopped.wait(30)
    page.run()
    assert "The answer was stopped." in texts(page.caption)
    by_label(page.button, "Ask again").click()
    page.run()
    assert not page.exception
    assert state(page).assessment.run is stopped.run
    assert not state(page).assessment.over
    state(page).assessment.stop()


def test_a_pinned_runs_answer_that_was_stopped_can_be_asked_for_again(monkeypatch):
    monkeypatch.setattr(assessment, "PAUSE", 120)
    page = settled(opened(epochs="38"))
    by_label(page.button, "Pin this run").click()
    page.run()
    stopped = state(page).pinned.assessment
    stopped.stop()
    assert stopped.wait(30)
    page.run()
    assert [button.label for button in page.button].count("Ask again") == 1  # it is the current run's as well
    by_label(page.sidebar.slider, "Epochs").set_value(39)
    settled(page.run())
    state(page).assessment.stop()
    assert state(page).assessment.wait(30)
    page.run()
    assert [button.label for button in page.button].count("Ask again") == 2
    monkeypatch.setattr(assessment, "PAUSE", 0)
    page.button("ask_pinned").click()
    page.run()
    assert not page.exception
    assert state(page).pinned.assessment.run is stopped.run
    assert state(page).pinned.assessment.wait(60)
    assert state(page).pinned.assessment.verdict


def test_a_network_that_broke_gets_no_score(page, monkeypatch):
    monkeypatch.setattr(pp.Run, "diverged", True)
    page.run()
    assert not page.exception
    assert any("stopped being a number in epoch 12" in error for error in texts(page.error))
    assert results(page, "score") == []
    assert component(page, "inside_current") is None


MARKDOWN = "*a* _b_ `c` [d](e) <b> &copy; https://evil.example www.evil.example a@evil.example -> :smile: $x$ # ~~s~~"


def test_a_file_s_own_text_is_quoted_letter_by_letter():
    quoted = markup.plain(MARKDOWN)
    assert re.sub(r"\\(.)", r"\1", quoted).replace(markup.WORD_JOINER, "") == MARKDOWN
    assert not re.search(r"(?<!\\)[*_`\[<&:$#~]", quoted)


def test_a_link_reproduces_the_page():
    query = {"epochs": "20", "loss": "huber", "hsv": "true", "normalise": "true", "scaling": "standard", "seed": "3"}
    test = settled(opened(**query, data="pinks_with_a_rule.csv", learning_rate="0.05"))
    assert shown_run(test).settings == pp.Settings(
        epochs=20, loss="huber", inputs=("rgb", "hsv"), scaling="standard", seed=3, learning_rate=0.05
    )
    assert shown_run(test).dataset.fingerprint == pp.read_csv(ROOT / "data" / "pinks_with_a_rule.csv").fingerprint


def test_nonsense_in_a_link_falls_back_to_the_article():
    test = settled(opened(epochs="x", loss="nope", data="../../secret.csv", lang="xx", scaling="y", seed="-1"))
    assert shown_run(test).settings == pp.Settings()


def test_the_page_speaks_japanese():
    test = settled(opened(lang="ja"))
    assert titles(test) == ["学習の履歴", "グラフ", "テストの結果"]
    assert by_label(test.sidebar.slider, "学習回数（エポック）").value == 12
    assert "5色中4色が正解" in results(test, "score")[0]["html"]


def test_switching_the_language_keeps_every_setting(page):
    by_label(page.sidebar.slider, "Epochs").set_value(9)
    by_label(page.sidebar.toggle, "Normalise").set_value(True)
    settled(page)
    by_label(page.button_group, "How to normalise").set_value("standard")
    settled(page)
    by_label(page.button_group, "Language · 言語").set_value("ja")
    settled(page)
    assert page.query_params["lang"] in ("ja", ["ja"])
    assert shown_run(page).settings == pp.Settings(epochs=9, scaling="standard")
    assert titles(page)[0] == "学習の履歴"


def test_every_loss_and_optimizer_is_offered_and_explained(page):
    for label, names in (("Loss", LOSSES), ("Optimizer", OPTIMIZERS)):
        assert tuple(by_label(page.sidebar.selectbox, label).options) == names


def test_showing_the_page_never_clears_a_keras_session(monkeypatch):
    calls = []
    monkeypatch.setattr(keras.backend, "clear_session", lambda *_args, **_kwargs: calls.append(1))
    settled(opened())
    assert calls == []


def test_what_the_browser_is_sent_of_the_largest_network_is_small():
    page = settled(opened(epochs="300", hidden_units="16", hsv="true", hue_circle="true"))
    told, numbers = component(page, "inside_current")
    np.testing.assert_array_equal(numbers.reshape(301, -1), shown_run(page).parameters)
    (sent,) = (len(part.proto.bytes) for part in page.get("bidi_component") if part.proto.bytes)
    assert sent < 300_000
    assert told["network"]["layers"] == [9, 16, 2]


def test_a_pinned_run_stays_when_the_controls_move_on(page):
    pinned = shown_run(page)
    by_label(page.button, "Pin this run").click()
    by_label(settled(page).sidebar.slider, "Epochs").set_value(20)
    settled(page)
    assert component(page, "inside_pinned")[1].size == pinned.parameters.size
    assert component(page, "inside_current")[1].size == shown_run(page).parameters.size
    assert [len(score["history"]["loss"]) for score in results(page, "score")] == [13, 21]
    assert "Epochs: 12 → **20**" in texts(page.markdown)
    assert state(page).assessment.wait(120)
    page.run()
    assert state(page).comparison.wait(120)
    page.run()
    found = pp.compare(shown_run(page).dataset, pinned.settings, shown_run(page).settings)
    told = [sentence.say(translator("en")) for sentence in of_comparison(found, ("Pinned run", "Current run"))]
    assert told[0].count("“Pinned run”") == 1
    assert set(told) <= set(texts(page.markdown))
    by_label(page.button, "Unpin").click()
    settled(page)
    assert component(page, "inside_pinned") is None
    assert component(page, "inside_current")[1].size == shown_run(page).parameters.size
