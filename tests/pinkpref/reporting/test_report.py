import dataclasses
import importlib.metadata
import platform
from html.parser import HTMLParser

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

import pinkpref as pp
from pinkpref.evaluation.diagnostics import find
from pinkpref.i18n import LANGUAGES, Sentence, percent, translator
from pinkpref.reporting import html
from pinkpref.reporting import report as module
from pinkpref.reporting.report import report

SETTINGS = pp.Settings(scaling="standard", learning_rate=0.01, epochs=7, inputs=("rgb", "hsv"))
NASTY = (
    "<script>alert(1)</script>",
    '" onmouseover="x',
    "' or '",
    "&amp;",
    "{{ 7 * 7 }}",
    "]]>",
    "-->",
    "桜色",
    "%s{0}",
)
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a browser makes of it: its tables under their headings, all text in order, every tag and attribute."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.attributes, self.tables = [], [], [], {}
        self.heading, self.open = "", []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag in ("h1", "h2", "h3"):
            self.heading = ""
        elif tag == "tr":
            self.tables.setdefault(self.heading, []).append([])
        elif tag in ("td", "th"):
            self.tables[self.heading][-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        if self.open and self.open[-1] in ("h1", "h2", "h3"):
            self.heading += data
        if "td" in self.open or "th" in self.open:
            self.tables[self.heading][-1][-1] += data
        self.text.append(data)

    def statistics(self, heading):
        """The first two cells of every row under a heading."""
        return {row[0]: row[1] for row in self.tables[heading] if row[0] != "figure"}

    @property
    def told(self):
        return " ".join("".join(self.text).split())


def titles_of_tiles(page):
    """What a pointer reads on the swatches; signs have a title too, in a <span>."""
    return [value for tag, name, value in page.attributes if tag == "div" and name == "title"]


def flat(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def verdict(dataset):
    return pp.assess(dataset, SETTINGS, permutations=39, seed=5)


@pytest.fixture(scope="module")
def run(verdict):
    return verdict.run


@pytest.fixture(scope="module")
def page(run, verdict):
    return Page(report(run, verdict, source="my colours.csv"))


@pytest.fixture(scope="module")
def unasked(run):
    return report(run, None)


def named(run, names):
    """The same run on rows that have names."""
    rows = [names[row % len(names)] for row in range(len(run.dataset))]
    return dataclasses.replace(run, dataset=pp.Dataset(run.dataset.frame.assign(name=rows)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_loads_nothing(run, verdict, language):
    page = Page(report(run, verdict, language))
    assert not {"script", "link", "img", "iframe", "object", "base"} & set(page.tags)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert ("meta", "content", policy) in page.attributes
    for tag, name, value in page.attributes:
        assert name not in ("src", "srcset", "action", "data")
        assert not name.startswith("on")
        if name.endswith("href"):
            assert value.startswith("#")
        if not name.startswith(("xmlns", "http-equiv")):
            assert "http" not in f"{tag} {value}"
        assert "url(" not in (value or "").replace("url(#", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first_in_either_language(run, verdict, language):
    words = translator(language)
    page = Page(report(run, verdict, language, "my colours.csv"))
    assert ("html", "lang", language) in page.attributes
    order = [
        "my colours.csv",
        words.gettext(module.verdict_sentences.mark(verdict).word),
        *(flat(sentence.say(words)) for sentence in module.verdict_sentences.answer(verdict)),
        words.gettext("Settings"),
        words.gettext("Curves"),
        words.gettext("Test score"),
        words.gettext("History"),
        words.gettext("What is behind the answer"),
        words.gettext("What went wrong in training"),
        run.dataset.fingerprint,
    ]
    places = [page.told.index(text) for text in order]
    assert places == sorted(places)


def test_the_same_run_gives_the_same_file(run, verdict):
    assert report(run, verdict, "ja", "a.csv") == report(run, verdict, "ja", "a.csv")


def test_the_data_are_told(run, page):
    like = run.dataset.like
    assert f"my colours.csv: 24 colours, {like.sum()} liked (♥), {24 - like.sum()} not (–)." in page.told
    tiles = titles_of_tiles(page)
    parts = ["test row" if row in run.test_rows else "training row" for row in range(24)]
    answers = ["liked" if liked else "not liked" for liked in like]
    colours = ["#{:02x}{:02x}{:02x}".format(*map(int, rgb)) for rgb in run.dataset.rgb]
    assert tiles == [" · ".join(told) for told in zip(colours, answers, parts, strict=True)]
    frames = [value for _, name, value in page.attributes if name == "class" and value.startswith("pp-tile")]
    assert [frame == "pp-tile pp-test" for frame in frames] == [part == "test row" for part in parts]


def test_every_setting_has_a_plain_name_and_the_one_of_python(page):
    _, *rows = page.tables["Settings"]
    assert [row[1] for row in rows] == [field.name for field in dataclasses.fields(pp.Settings)]
    told = {row[1]: row[2] for row in rows}
    assert told["learning_rate"] == "0.01"
    assert told["loss"] == "mean_absolute_error"
    assert told["inputs"] == "rgb, hsv"
    assert told["hidden"] == "5"
    assert rows[0][0].startswith("Epochs")


def test_every_epoch_and_the_curves_are_there(run, page):
    _, _, *rows = page.tables["History"]
    assert rows == [
        [str(epoch), f"{loss:.4f}", f"{accuracy:.0%}", f"{test_loss:.4f}", f"{test_accuracy:.0%}"]
        for epoch, loss, accuracy, test_loss, test_accuracy in run.history.itertuples(index=False)
    ]
    assert page.tags.count("svg") == 2


def test_the_score_has_every_test_row_with_keras_s_answer(run, page):
    _, *rows = page.tables["Test score"]
    like = run.dataset.like[run.test_rows]
    answered = run.model.predict(run.inputs(run.dataset.rgb[run.test_rows]), verbose=0).argmax(axis=1)
    meant = {0: "–not liked", 1: "♥liked"}
    assert [row[1] for row in rows] == [meant[label] for label in like]
    assert [row[2] for row in rows] == [meant[answer] for answer in answered]
    assert [row[3] == "✓right" for row in rows] == (like == answered).tolist()
    right = (like == answered).sum()
    assert f"{right} of {len(like)} test colours right" in page.told
    assert f"accuracy {right / len(like):.0%} · loss {run.test_loss:.4f}" in page.told


def test_every_figure_of_the_verdict_is_there(run, verdict, page):
    extreme_shuffles = int((verdict.shuffled_brier <= verdict.real.brier[0]).sum())
    shuffled = page.statistics("Shuffled labels")
    assert shuffled["as good with shuffled labels"] == f"{extreme_shuffles} of 39"
    assert shuffled["p-value"] == f"{(extreme_shuffles + 1) / 40:.4f}"
    assert shuffled["p-value by accuracy"] == f"{verdict.p_value_of_accuracy:.4f}"
    assert shuffled["how far off (Brier score)"] == f"{verdict.real.brier[0]:.4f}"
    right, rows = round(run.test_accuracy * len(run.test_rows)), len(run.test_rows)
    share = max(run.dataset.like.mean(), 1 - run.dataset.like.mean())
    exact = binomtest(right, rows).proportion_ci(0.95, "exact")
    assert page.statistics("The one test") == {
        "test score": f"{right / rows:.0%}",
        "true rate": f"{percent(exact.low)} to {percent(exact.high)}",
        "always one answer": str(max(liked := int(run.dataset.like[run.test_rows].sum()), rows - liked)),
        "luck": percent(binom.sf(right - 1, rows, share)),
    }
    left_out = page.statistics("Every colour left out in turn")
    assert left_out["called right"] == percent(verdict.real.right.mean())
    of_liked, of_others = (verdict.real.right[0][:, verdict.judged.like == label].mean() for label in (1, 0))
    assert left_out["called right, both labels alike"] == percent((of_liked + of_others) / 2)
    assert left_out["true share"] == " to ".join(percent(end) for end in verdict.left_out_interval)
    assert left_out["without looking"] == percent(share)
    assert left_out["way to the goal"] == f"{verdict.loss_reduction:.2f}"
    assert page.statistics("How many more colours")["different colours"] == "24"
    counts = [row[1:] for row in page.tables["Colours left out"][1:]]
    assert counts == [[f"{count:.1f}" for count in row] for row in verdict.confusion]


@pytest.mark.parametrize(
    ("settled", "value", "sentence"),
    [
        (None, "–", "change the settings before you collect more"),
        ((12, None), "at least 12", "even 10,000 might not"),
        ((12, 12), "12", "a test of about 12 colours would show"),
        ((12, 3456), "12 to 3,456", "one of about 3,456"),
    ],
)
def test_it_says_how_many_colours_a_clear_score_takes(run, verdict, monkeypatch, settled, value, sentence):
    monkeypatch.setitem(verdict.__dict__, "rows_to_settle", settled)
    page = Page(report(run, verdict))
    assert page.statistics("How many more colours")["test colours for a clear score"] == value
    assert sentence in page.told


@pytest.mark.parametrize(("needed", "told"), [(1234, "takes about 1,234"), (None, "take more than 10,000")])
def test_it_says_how_many_colours_no_sign_takes(run, verdict, monkeypatch, needed, told):
    monkeypatch.setitem(verdict.__dict__, "colours_needed", needed)
    assert told in Page(report(run, verdict)).told


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_was_tried_is_listed_with_what_is_left_of_it(run, verdict, language):
    words = translator(language)
    other = pp.assess(run.dataset, SETTINGS.replace(seed=9, hidden=(3, 2)), permutations=39, seed=5)
    price = pp.price([other, verdict])
    page = Page(report(run, verdict, language, price=price))
    shown = page.statistics(words.gettext("What was tried on these colours"))
    assert shown["hidden = 3, 2 · seed = 9"] == f"{other.p_value:.4f}"
    assert shown[words.gettext("these settings")] == f"{verdict.p_value:.4f}"
    rows = page.tables[words.gettext("What was tried on these colours")][1:]
    assert [row[2] for row in rows] == [f"{adjusted:.4f}" for adjusted in price.adjusted]
    assert price.sentence(language) in page.told
    alone = Page(report(run, verdict, language, price=pp.price([verdict])))
    assert words.gettext("What was tried on these colours") not in alone.told


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_told_with_evidence_cause_and_cure(run, verdict, language, monkeypatch):
    words = translator(language)
    monkeypatch.setitem(verdict.__dict__, "findings", find(run, left_out=0.1))
    page = Page(report(run, verdict, language))
    assert verdict.findings
    for finding in verdict.findings:
        for sentence in (finding.evidence, finding.cause, finding.advice):
            assert flat(sentence.say(words)) in page.told
    monkeypatch.setitem(verdict.__dict__, "findings", ())
    assert words.gettext("Nothing went wrong that could be found.") in Page(report(run, verdict, language)).told


def test_versions_and_seeds_are_told(page):
    told = page.statistics("How to repeat it")
    assert told["Python"] == platform.python_version()
    for package in ("pinkpref", "keras", "tensorflow", "numpy", "scikit-learn"):
        assert told[package] == importlib.metadata.version(package)
    assert (told["Seed of the start"], told["Seed of the split"], told["Seed of the shuffles"]) == ("0", "0", "5")


def test_its_lines_of_python_repeat_it(run, verdict, tmp_path):
    file = tmp_path / 'it\'s "mine".csv'
    run.dataset.frame.rename(columns={"LIKE": "stars"}).to_csv(file, index=False, sep=";")
    dataset = pp.read_csv(file, pp.Reading(like="stars", cut=1.0, delimiter=";"))
    read = dataclasses.replace(run, dataset=dataset)
    page = Page(report(read, dataclasses.replace(verdict, run=read), source=str(file)))
    (code,) = (text for text in page.text if text.startswith("import pinkpref"))
    again = {}
    exec(code, again)
    np.testing.assert_array_equal(again["run"].metrics, run.metrics)
    np.testing.assert_array_equal(again["verdict"].shuffled_brier, verdict.shuffled_brier)


def test_what_a_file_says_is_text(run, verdict, page):
    source, odd = " ".join(NASTY), named(run, NASTY)
    told = Page(report(odd, dataclasses.replace(verdict, run=odd), source=source))
    assert told.tags == page.tags
    assert [name for _, name, _ in told.attributes] == [name for _, name, _ in page.attributes]
    assert source in told.told
    titles = titles_of_tiles(told)
    assert [title.split(" · ")[0] for title in titles[: len(NASTY)]] == list(NASTY)
    assert {row[0] for row in told.tables["Test score"][1:]} <= set(NASTY)


@hypothesis.given(st.lists(st.text(max_size=20), min_size=1, max_size=24), st.text(max_size=20))
@hypothesis.settings(max_examples=6)
def test_any_text_is_text(run, unasked, names, source):
    assert Page(report(named(run, names), None, source=source)).tags == Page(unasked).tags


def test_notices_of_the_file_are_told(run):
    notice = Sentence("Columns kept but not used for training: {names}.", names="<b>&")
    noticed = dataclasses.replace(run, dataset=pp.Dataset(run.dataset.frame, (notice,)))
    assert "Columns kept but not used for training: <b>&." in Page(report(noticed, None)).told


def test_long_tables_say_what_they_leave_out(run, monkeypatch):
    for home, limit in ((html, "MOST_TILES"), (html, "MOST_TEST_ROWS"), (module, "MOST_EPOCHS")):
        monkeypatch.setattr(home, limit, 4)
    page = Page(report(run, None))
    assert len(titles_of_tiles(page)) == 4
    assert "Not shown: 20 more." in page.told
    assert len(page.tables["Test score"]) == 1 + 4
    assert f"Not shown: {len(run.test_rows) - 4} more." in page.told
    assert [row[0] for row in page.tables["History"][2:]] == ["1", "3", "5", "7"]
    assert "Of 7 epochs, 4 stand for all." in page.told


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_question_was_not_asked_it_says_so(run, language):
    words = translator(language)
    page = Page(report(run, None, language))
    told = "It was not asked whether the network learned anything. This report shows its training alone."
    assert words.gettext(told) in page.told
    assert words.gettext("What is behind the answer") not in page.told
    assert page.tags.count("svg") == 1
    assert "assess" not in page.told
    assert page.told.startswith(words.gettext("Did the network learn?"))
    assert words.gettext("The table") + (": 24" if language == "en" else "：") in page.told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_diverged_says_so(dataset, exploding, verdict, language):
    words = translator(language)
    run = pp.train(dataset, exploding)
    page = Page(report(run, dataclasses.replace(verdict, run=run), language))
    told = words.gettext(
        "The loss stopped being a number in epoch {trained} of {wanted}: the steps were too large. "
        "Lower the learning rate, or switch on Normalise."
    )
    assert flat(told.format(trained=len(run.history), wanted=12)) in page.told
    assert words.gettext("The network's outputs are no longer numbers, so there is nothing to score.") in page.told
    assert words.gettext("The one test") not in page.tables
    assert page.tables[words.gettext("History")][-1][3] == "–"
    assert "nan" not in page.told.lower().replace("（nan）", "")
    assert f"{run.history['test_loss'].max():.4g}" in page.told


def test_a_run_that_was_stopped_says_so(run, dataset):
    stopped = dataclasses.replace(run, metrics=run.metrics[:3], parameters=run.parameters[:4])
    page = Page(report(stopped, None))
    assert "Stopped after epoch 3 of 7. What was trained until then is kept." in page.told
    assert "This trains all 7 epochs; the first 3 of them are those of this report." in page.told
    assert len(page.tables["History"]) == 2 + 3
    page = Page(report(pp.train(dataset, SETTINGS, stop=lambda: True), None))
    assert "Stopped after epoch 0 of 7." in page.told
    assert ("svg", "aria-label", "No epoch has been trained yet.") in page.attributes


def test_where_test_colours_were_trained_on_it_says_nothing_of_new_ones(run, verdict, monkeypatch):
    monkeypatch.setitem(verdict.__dict__, "known_rows", 3)
    facts = Page(report(run, verdict)).statistics("The one test")
    assert facts["test rows with a known colour"] == "3"
    assert set(facts) == {"test score", "test rows with a known colour"}


def test_a_verdict_of_another_run_is_refused(run, verdict, dataset):
    for other in (
        pp.train(dataset, SETTINGS.replace(seed=3)),
        dataclasses.replace(run, metrics=run.metrics[:3], parameters=run.parameters[:4]),
    ):
        with pytest.raises(ValueError, match="run must be"):
            report(other, verdict)


def test_another_language_is_refused(run):
    with pytest.raises(ValueError, match="language must be"):
        report(run, None, "xx")
