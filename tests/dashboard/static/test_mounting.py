import pytest

RUN = """
    const { mount } = await load("mounting");
    const said = [];
    class View {
      constructor(box) { said.push(`new ${box.name}`) }
      show(data) { said.push(`shows ${data}`) }
      end() { said.push("ends") }
    }
    const box = { name: "box" }, pause = () => new Promise(resolve => setTimeout(resolve, 5));
"""


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ("mount(box, View, 1); await pause(); mount(box, View, 2);", ["new box", "shows 1", "shows 2"]),
        # The first call is overtaken while the module is loaded, and so cleaned up at once.
        ("mount(box, View, 2); mount(box, View, 1)();", ["new box", "shows 2"]),
        ("mount(box, View, 1)(); mount(box, View, 2);", ["new box", "shows 2"]),
        ("const end = mount(box, View, 1); await pause(); end();", ["new box", "shows 1", "ends"]),
        (
            "const late = mount(box, View, 1); await pause();"
            "const end = mount(box, View, 2); await pause(); late(); end();",
            ["new box", "shows 1", "shows 2", "ends"],
        ),
        (
            "const end = mount(box, View, 1); await pause(); end(); mount(box, View, 2);",
            ["new box", "shows 1", "ends", "new box", "shows 2"],
        ),
    ],
)
def test_what_the_latest_call_wants_is_shown(javascript, calls, said):
    assert javascript(f"{RUN} {calls} await pause(); return said;") == said
