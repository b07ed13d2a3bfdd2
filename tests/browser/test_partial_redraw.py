"""What a slider does not change is neither drawn anew nor sent again."""

import time
from collections import defaultdict
from itertools import dropwhile, takewhile

from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SIDEBAR = 1
MOST_MESSAGES = 50


def first_run(messages, begins):
    """The messages of the first run whose beginning is one of those."""
    ours = dropwhile(lambda message: not (kind(message) == "new_session" and begins(message)), messages)
    return list(takewhile(lambda message: kind(message) != "script_finished", ours))


def kind(message):
    return message.WhichOneof("type")


def elements(messages, root):
    """The kinds of the elements that are drawn anew below a root."""
    deltas = [message for message in messages if kind(message) == "delta" and message.metadata.delta_path[0] == root]
    return [one.delta.new_element.WhichOneof("type") for one in deltas if one.delta.HasField("new_element")]


def received(dashboard):
    """A list that every message of the server is appended to."""
    frames = []
    dashboard.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    return frames


class SlowLine:
    """A connection that can hold back what the server says; of a page that is opened afterwards."""

    def __init__(self, page):
        self.looks = 0  # how often a fragment has looked again by itself
        self._page, self._holds, self._held = page, False, []
        page.route_web_socket(lambda address: "_stcore/stream" in address, self._connect)

    def _connect(self, browser):
        server = browser.connect_to_server()

        def ask(message):
            self.looks += BackMsg.FromString(message).rerun_script.is_auto_rerun
            server.send(message)

        def say(message):
            self._held.append(message) if self._holds else browser.send(message)

        self._say = browser.send
        browser.on_message(ask)
        server.on_message(say)

    def hold_for(self, looks, action):
        """Does it, and lets the browser hear nothing of it until fragments have looked again so often."""
        before, self._holds = self.looks, True
        action()
        until = time.monotonic() + 60
        while self.looks < before + looks:
            assert time.monotonic() < until, "no fragment looks again"
            self._page.wait_for_timeout(20)
        self._holds = False
        for message in self._held:
            self._say(message)
        self._held.clear()


def test_a_slider_draws_the_presets_and_the_figures_anew_and_no_other_control(dashboard):
    frames = received(dashboard)
    dashboard.open("lang=en&epochs=12")
    preset = dashboard.page.get_by_role("radio", name="The article")
    expect(preset).to_be_checked()
    frames.clear()
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 13")
    expect(preset).not_to_be_checked()
    assert "epochs=13" in dashboard.page.url
    moved = first_run(map(ForwardMsg.FromString, frames), lambda message: len(message.metadata.run.fragment_ids) == 2)
    assert elements(moved, SIDEBAR) == ["button_group"]
    assert elements(moved, 0)
    assert len(moved) <= MOST_MESSAGES


def test_a_slider_that_changes_no_preset_draws_the_figures_alone_and_begins_one_run(dashboard):
    frames = received(dashboard)
    dashboard.open("lang=en&epochs=20")
    dashboard.settled()
    frames.clear()
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 21")
    messages = [ForwardMsg.FromString(frame) for frame in frames]
    moved = first_run(messages, lambda message: bool(message.metadata.run.fragment_ids))
    (fragment,) = moved[0].metadata.run.fragment_ids
    assert any(one.delta.fragment_id == fragment for one in moved if kind(one) == "delta")
    assert all(one.metadata.run.fragment_ids for one in messages if kind(one) == "new_session")
    assert elements(messages, SIDEBAR) == []
    dashboard.slider("Epochs").press("Home")
    dashboard.shows("epochs 1 ")
    for _ in range(11):
        dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 12")
    expect(dashboard.page.get_by_role("radio", name="The article")).to_be_checked()


def test_an_answer_that_is_whole_draws_the_figures_anew_and_no_control(dashboard):
    frames = received(dashboard)
    dashboard.open("lang=en&seed=2309")
    stop = dashboard.page.locator(".st-key-stop_assessment")
    expect(dashboard.page.locator(".st-key-answer")).to_contain_text("of 1,000 tries")
    expect(stop).to_have_count(0)
    dashboard.settled()
    frames.clear()
    dashboard.slider("Epochs").press("ArrowRight")
    expect(stop).to_be_visible()  # it is an answer that no other test has asked for
    dashboard.shows("epochs 13")
    expect(dashboard.page.locator(".pp-answer.pp-earlier")).to_have_count(0)
    expect(dashboard.page.locator(".st-key-answer")).to_contain_text("of 1,000 tries")
    expect(stop).to_have_count(0)
    dashboard.settled()
    messages = [ForwardMsg.FromString(frame) for frame in frames]
    assert all(one.metadata.run.fragment_ids for one in messages if kind(one) == "new_session")
    assert elements(messages, SIDEBAR) == []


def test_every_other_control_keeps_its_value(dashboard):
    dashboard.open("lang=en&batch_size=8&hidden_units=7&test_share=30&optimizer=sgd&momentum=true&hsv=true&seed=5")
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 13")
    for text in ("batch size 8", "hidden units 7", "test share 30%", "sgd", "momentum", "HSV", "seeds 5 (start)"):
        expect(dashboard.status).to_contain_text(text)


def test_a_list_that_says_what_its_choice_means_draws_the_whole_page(dashboard):
    dashboard.open()
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.choose("adam", "Optimizer")
    dashboard.shows("adam")
    expect(dashboard.page.get_by_text("Adam:")).to_be_visible()
    dashboard.shows("epochs 13")


def test_a_preset_moves_every_control_after_a_slider_has(dashboard):
    dashboard.open()
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 13")
    dashboard.page.get_by_role("radio", name="Enough training").click()
    dashboard.shows("epochs 100")
    expect(dashboard.toggle("Normalise")).to_be_checked()
    assert "normalise=true" in dashboard.page.url


def test_what_a_button_has_set_is_not_set_back_by_fragments_that_look_again_before_the_browser_knows(dashboard):
    line = SlowLine(dashboard.page)
    dashboard.open("lang=en&seed=4711&epochs=250")
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 251")
    expect(dashboard.page.locator(".st-key-stop_assessment")).to_be_visible()  # fragments look how far the answer is
    line.hold_for(3, dashboard.page.get_by_role("radio", name="Enough training").click)
    dashboard.shows("epochs 100")
    expect(dashboard.status).to_contain_text("normalised by z-score")
    expect(dashboard.toggle("Normalise")).to_be_checked()
    for text in ("epochs=100", "normalise=true", "scaling=standard"):
        assert text in dashboard.page.url


def test_nothing_takes_another_place_when_something_else_comes_or_goes(dashboard):
    frames = received(dashboard)
    page = dashboard.open().page
    dashboard.choose_file("rated.csv", "R,G,B,LIKE\n" + "".join(f"{20 * row},9,9,{row % 5 + 1}\n" for row in range(12)))
    page.get_by_role("button", name="Use this table").click()
    dashboard.shows("rated.csv")
    page.get_by_role("button", name="Read it differently").click()
    expect(page.locator(".st-key-reading")).to_be_visible()
    dashboard.choose_file("broken.csv", "R,G,B,LIKE\nred,9,9,1\n")
    expect(page.get_by_text("broken.csv could not be read")).to_be_visible()
    dashboard.toggle("HSV").press("Space")
    dashboard.shows("HSV")
    page.get_by_role("button", name="Pin this run").click()
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    dashboard.slider("Epochs").press("ArrowRight")
    expect(dashboard.status).to_contain_text("epochs 13")
    places = defaultdict(set)
    for message in map(ForwardMsg.FromString, frames):
        if kind(message) == "delta" and message.delta.HasField("add_block") and message.delta.add_block.id:
            places[message.delta.add_block.id].add(tuple(message.metadata.delta_path))
    moved = {block: sorted(seen) for block, seen in places.items() if len(seen) > 1}
    assert {"status", "answer", "results", "inside", "reading", "upload"} <= {name.split("-")[-1] for name in places}
    assert not moved
