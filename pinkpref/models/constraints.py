"""What a setting may be: each constraint checks a value, and names what it allows in an error and in a help text."""

from __future__ import annotations

import math
import numbers
import operator
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from pinkpref.i18n import N_, Sentence


@dataclass(frozen=True, kw_only=True)
class Constraint(ABC):
    """What one setting allows.

    Attributes:
        note: what else there is to know, for the help of the command line.
    """

    note: str = ""
    template: ClassVar[str]
    """Of the error, with the fields of `_limits` and "field" and "value"."""
    summary: ClassVar[str]
    """Of `allowed`, with the fields of `_limits`."""

    @abstractmethod
    def check(self, value: Any) -> Any:
        """The value as a plain Python object.

        Raises:
            TypeError, ValueError, OverflowError: it is not allowed.
        """

    def _limits(self) -> dict[str, str]:
        return {}

    @property
    def allowed(self) -> str:
        """What is allowed, in English."""
        return "; ".join(filter(None, (self.summary.format(**self._limits()), self.note)))

    def error(self, field: str, value: object) -> Sentence:
        """What is wrong with a value that `check` refuses."""
        return Sentence(self.template, field=field, value=shortened(value), **self._limits())


@dataclass(frozen=True)
class Integer(Constraint):
    """A whole number from `low` to `high`; booleans are none."""

    low: int
    high: int
    template = N_("{field} must be a whole number from {low} to {high}, not {value}.")
    summary = "{low} to {high}"

    def _limits(self) -> dict[str, str]:
        return {"low": f"{self.low:,}", "high": f"{self.high:,}"}

    def check(self, value: Any) -> int:
        """The number as an int."""
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
        if not self.low <= number <= self.high:
            raise ValueError
        return int(number)


@dataclass(frozen=True)
class Real(Constraint):
    """A finite number from `low` to `high`; booleans and strings are none."""

    low: float
    high: float
    template = N_("{field} must be a number from {low} to {high}, not {value}.")
    summary = "{low} to {high}"

    def _limits(self) -> dict[str, str]:
        return {"low": f"{self.low:g}", "high": f"{self.high:g}"}

    def check(self, value: Any) -> float:
        """The number as a float."""
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise TypeError
        number = float(value)
        if not (math.isfinite(number) and self.low <= number <= self.high):
            raise ValueError
        return number


@dataclass(frozen=True)
class Boolean(Constraint):
    """True or False; 0 and 1 are neither."""

    template = N_("{field} must be True or False, not {value}.")
    summary = "True or False"

    def check(self, value: Any) -> bool:
        """The value as a bool."""
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError
        return bool(value)


@dataclass(frozen=True)
class _Names(Constraint):
    """A choice among some names."""

    names: tuple[str, ...]

    def _limits(self) -> dict[str, str]:
        return {"names": ", ".join(self.names)}


@dataclass(frozen=True)
class OneOf(_Names):
    """One of some names."""

    template = N_("{field} must be one of {names}, not {value}.")
    summary = "one of {names}"

    def check(self, value: Any) -> str:
        """The name as a str."""
        if value not in self.names:
            raise ValueError
        return str(value)


@dataclass(frozen=True)
class SomeOf(_Names):
    """One or more of some names, each once; `check` puts them into the order they have here."""

    template = N_("{field} must name one or more of {names}, each once, not {value}.")
    summary = "one or more of {names}"

    def check(self, value: Any) -> tuple[str, ...]:
        """The names in order."""
        chosen = _as_tuple(value)
        if not chosen or len(set(chosen)) != len(chosen) or not set(chosen) <= set(self.names):
            raise ValueError
        return tuple(name for name in self.names if name in chosen)


@dataclass(frozen=True)
class LayerSizes(Constraint):
    """The units of one or two layers, each from 1 to `most`."""

    most: int
    template = N_("{field} must be one or two whole numbers from 1 to {most}, the units of each layer, not {value}.")
    summary = "one or two layers of 1 to {most} units"

    def _limits(self) -> dict[str, str]:
        return {"most": f"{self.most:,}"}

    def check(self, value: Any) -> tuple[int, ...]:
        """The sizes as a tuple of int."""
        units = tuple(Integer(1, self.most).check(size) for size in _as_tuple(value))
        if not 1 <= len(units) <= 2:
            raise ValueError
        return units


def _as_tuple(value: object) -> tuple[Any, ...]:
    """A tuple of a list, tuple or array; a lone string is not a list of its letters, and a set has no order."""
    if not isinstance(value, (list, tuple, np.ndarray)):
        raise TypeError
    return tuple(value)


def shortened(value: object) -> str:
    """A value as an error names it, cut short where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
