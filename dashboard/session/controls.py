"""The controls of the settings: one table that the sidebar draws, and that is read into Settings and into the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any, Literal

from pinkpref import Settings, SettingsError
from pinkpref.i18n import N_, Sentence, percent
from pinkpref.models import LOSSES, MAX_SEED, OPTIMIZERS
from pinkpref.reporting import labels

LEARNING_RATES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
MOMENTUM = 0.9
TEST_SHARES = range(10, 55, 5)
NO_INPUTS = N_("Switch on RGB, HSV or Hue circle. With all of them off, the network sees nothing of a colour.")


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Control:
    """One control of the sidebar.

    Attributes:
        key: the widget's key, and the name of the query parameter.
        field: the field of Settings that it decides, alone or with others.
        widget: how it is drawn.
        options: the values it offers, in order; for a number input the whole range.
        show: from a setting's value to the control's.
        read: from the control's value to the setting's; several controls of one field each add to a tuple, and one
            that reads nothing (None) only switches others on.
        needs: the key of another control and the value it must have for this one to be drawn and to count.
        name: what it is called; otherwise what its field is called.
        meaning: its help; otherwise what its field means.
        caption: what is said below it of each of its values.
        unit: how a slider writes its values.
        row: controls next to each other with the same row stand side by side.
        next: the label and the icon of a button that moves a number on by one.
    """

    key: str
    field: str
    widget: Literal["slider", "select_slider", "selectbox", "toggle", "segmented_control", "number_input"]
    _: KW_ONLY
    options: Sequence[Any] = ()
    show: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] | None = _same
    needs: tuple[str, Any] | None = None
    name: str = ""
    meaning: Sentence | None = None
    caption: Mapping[str, str] | None = None
    unit: str | None = None
    row: str = ""
    next: tuple[str, str] | None = None

    @property
    def label(self) -> str:
        """What it is called, a key in the catalogues."""
        return self.name or labels.SETTINGS[self.field].name

    @property
    def help(self) -> Sentence:
        """What it does."""
        return self.meaning or Sentence(labels.SETTINGS[self.field].meaning)

    @cached_property
    def default(self) -> Any:
        """Its value for the article's settings; that value does not stand in the URL."""
        return self.value(Settings())

    def value(self, settings: Settings) -> Any:
        """Its value for these settings."""
        return self.show(getattr(settings, self.field))


def _input(name: str) -> Control:
    """A toggle for one of the inputs."""
    label, meaning = labels.INPUTS[name]
    return Control(
        name,
        "inputs",
        "toggle",
        show=lambda inputs: name in inputs,
        read=lambda on: (name,) if on else (),
        name=label,
        meaning=Sentence(meaning),
        row="inputs",
    )


_METHODS = tuple(labels.SCALING_METHODS)
_CONTROLS = (
    Control("epochs", "epochs", "slider", options=range(1, 301)),
    Control("batch_size", "batch_size", "slider", options=range(1, 33)),
    Control("learning_rate", "learning_rate", "select_slider", options=LEARNING_RATES),
    Control(
        "hidden_units",
        "hidden",
        "slider",
        options=range(1, 17),
        show=lambda hidden: hidden[0],
        read=lambda units: (units,),
    ),
    Control(
        "test_share",
        "test_size",
        "slider",
        options=TEST_SHARES,
        show=lambda share: round(share * 100),
        read=lambda share: share / 100,
        unit="%d%%",
    ),
    Control("loss", "loss", "selectbox", options=LOSSES, caption=labels.LOSSES),
    Control("optimizer", "optimizer", "selectbox", options=OPTIMIZERS, caption=labels.OPTIMIZERS),
    Control(
        "momentum",
        "momentum",
        "toggle",
        show=lambda momentum: momentum > 0,
        read=lambda on: MOMENTUM if on else 0.0,
        needs=("optimizer", "sgd"),
        meaning=Sentence(
            N_("Each step keeps {share} of the step before, so steps that agree add up."), share=percent(MOMENTUM)
        ),
        row="momentum",
    ),
    Control("nesterov", "nesterov", "toggle", needs=("momentum", True), name="Nesterov", row="momentum"),
    _input("rgb"),
    _input("hsv"),
    _input("hue_circle"),
    Control("normalise", "scaling", "toggle", show=lambda scaling: scaling != "none", read=None, row="inputs"),
    Control(
        "scaling",
        "scaling",
        "segmented_control",
        options=_METHODS,
        show=lambda scaling: scaling if scaling in _METHODS else _METHODS[0],
        needs=("normalise", True),
        name=N_("How to normalise"),
        caption={name: label.meaning for name, label in labels.SCALING_METHODS.items()},
    ),
    Control(
        "seed",
        "seed",
        "number_input",
        options=range(MAX_SEED + 1),
        next=(N_("Train again"), ":material/refresh:"),
    ),
    Control(
        "split_seed",
        "split_seed",
        "number_input",
        options=range(MAX_SEED + 1),
        next=(N_("Another split"), ":material/shuffle:"),
    ),
)
CONTROLS = {control.key: control for control in _CONTROLS}
"""Every control by its key, from the top of the sidebar to the bottom."""


def controls_of(settings: Settings) -> dict[str, Any]:
    """The value of every control that shows these settings."""
    return {key: control.value(settings) for key, control in CONTROLS.items()}


def counts(control: Control, values: Mapping[str, Any]) -> bool:
    """Whether a control is drawn and has an effect, by the values of those that it needs."""
    if control.needs is None:
        return True
    key, value = control.needs
    return counts(CONTROLS[key], values) and bool(values[key] == value)


def settings_of(values: Mapping[str, Any]) -> Settings:
    """The settings that the controls show; a field that no control decides is the article's.

    Raises:
        SettingsError: they do not make a network that can be trained; the sentence says which control to move.
    """
    fields: dict[str, Any] = {}
    for control in CONTROLS.values():
        if control.read and counts(control, values):
            value = control.read(values[control.key])
            fields[control.field] = fields[control.field] + value if control.field in fields else value
    if not fields["inputs"]:
        raise SettingsError(Sentence(NO_INPUTS))
    return Settings(**fields)
