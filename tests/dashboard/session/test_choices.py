"""Lists whose labels change: what is in force stays in force, whatever a browser still reports of an earlier list."""

import ast

import pytest
from apptest import page_of
from paths import ROOT
from streamlit.proto.WidgetStates_pb2 import WidgetStates

LISTS = ("selectbox", "segmented_control", "pills", "select_slider")


def lists(kind):
    import streamlit as st

    from dashboard.session import choices

    told = st.session_state.setdefault("told", "letter")
    value = st.session_state.setdefault("value", ["b"] if kind == "several_pills" else "b")

    def choose(chosen):
        st.session_state["value"] = chosen

    labels = {letter: f"{told} {letter}" for letter in "abc"}
    getattr(choices, kind)("list", "Letter", labels, value, choose)
    for label, letter in (("Page's own move", "c"), ("Page's own move back", "a")):
        if st.button(label):
            st.session_state["value"] = [letter] if kind == "several_pills" else letter
            st.rerun()
    if st.button("Other labels"):
        st.session_state["told"] = told + "!"
        st.rerun()


def reported(page):
    """What the browser says of every control at this moment."""
    states = WidgetStates()
    states.CopyFrom(page._tree.get_widget_states())
    return states


@pytest.fixture(params=["selectbox", "segmented_control", "pills", "several_pills", "select_slider"])
def page(request):
    page = page_of(lists, request.param).run()
    page.several = request.param == "several_pills"
    return page


def control(page):
    (found,) = [*page.selectbox, *page.button_group, *page.select_slider]
    return found


def choose(page, letter):
    control(page).set_value([letter] if page.several else letter).run()


def in_force(page):
    assert not page.exception
    value = page.session_state["value"]
    assert control(page).value == value
    return value[0] if page.several else value


def press(page, label):
    (button,) = [button for button in page.button if button.label == label]
    button.click().run()


def test_a_choice_is_a_choice(page):
    assert in_force(page) == "b"
    choose(page, "a")
    assert in_force(page) == "a"
    key = control(page).key
    choose(page, "c")
    assert in_force(page) == "c"
    assert control(page).key == key, "a choice must not draw the list anew: the reader would lose the focus"


def test_the_page_s_own_move_stands_to_either_side(page):
    choose(page, "c")
    press(page, "Page's own move back")
    assert in_force(page) == "a"
    choose(page, "b")
    press(page, "Page's own move")
    assert in_force(page) == "c"


@pytest.mark.parametrize(("page", "required"), [("segmented_control", True), ("pills", False)], indirect=["page"])
def test_one_of_a_segmented_control_is_always_chosen(page, required):
    assert control(page).proto.required == required


def test_the_page_s_own_move_stands_whatever_is_reported_late(page):
    choose(page, "a")
    late = reported(page)
    press(page, "Page's own move")
    assert in_force(page) == "c"
    page._run(late)
    assert in_force(page) == "c"
    choose(page, "a")
    assert in_force(page) == "a"


def test_other_labels_leave_the_choice_whatever_is_reported_late(page):
    choose(page, "c")
    late = reported(page)
    press(page, "Other labels")
    assert in_force(page) == "c"
    page._run(late)
    assert in_force(page) == "c"
    page.run()
    assert in_force(page) == "c"
    choose(page, "a")
    assert in_force(page) == "a"
    page._run(late)
    assert in_force(page) == "a"


def test_a_choice_made_on_a_list_that_is_gone_counts_for_nothing(page):
    choose(page, "c")
    control(page).set_value(["a"] if page.several else "a")
    late = reported(page)
    control(page).set_value(["c"] if page.several else "c")
    press(page, "Other labels")
    page._run(late)
    assert in_force(page) == "c"


def test_every_list_with_labels_of_its_own_is_drawn_by_choices():
    """Elsewhere only those bound to the URL are (`sidebar._bound`), whose labels are the same in every language."""
    strays = []
    for file in sorted((ROOT / "dashboard").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {f"st.{name}" for name in (*LISTS, "radio")}:
                named = {word.arg: ast.unparse(word.value) for word in call.keywords}
                bound = named.get(None, "").startswith("_bound(") and "words" not in named.get("format_func", "")
                if file.name != "choices.py" and not bound:
                    strays.append(f"{file}:{call.lineno}")
    assert strays == []
