"""What a slider does not change is neither drawn anew nor sent again."""

from itertools import dropwhile, takewhile

from playwright.sync_api import expect
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


def test_a_slider_draws_the_presets_and_the_figures_anew_and_no_other_control(dashboard):
    frames = []
    dashboard.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
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


def test_every_other_control_keeps_its_value(dashboard):
    dashboard.open("lang=en&batch_size=8&hidden_units=7&test_share=30&optimizer=sgd&momentum=true&hsv=true&seed=5")
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.shows("epochs 13")
    for text in ("batch size 8", "hidden units 7", "test share 30%", "sgd", "momentum", "HSV", "seeds 5 (start)"):
        expect(dashboard.status).to_contain_text(text)


def test_a_list_that_says_what_its_choice_means_draws_the_whole_page(dashboard):
    dashboard.open()
    dashboard.slider("Epochs").press("ArrowRight")
    dashboard.page.get_by_role("combobox", name="Optimizer").click()
    dashboard.page.get_by_role("option", name="adam", exact=True).click()
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
