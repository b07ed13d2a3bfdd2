"""Python source as text: comments that are wrapped, literals, and how wide a text is."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

WIDTH = 100
"""Columns of the longest line of a comment."""


def comment(text: str) -> str:
    """Text as comment lines, none wider than `WIDTH`; Japanese may break anywhere but before punctuation."""
    lines = [""]
    for piece in re.findall(r"[!-~]+\s*|\s+|[^!-~\s][、。，．：；！？」』）]*", text):
        if display_width(lines[-1]) + display_width(piece.rstrip()) > WIDTH - 2:
            lines.append("")
        lines[-1] += piece
    return "\n".join(f"# {line.rstrip()}" for line in lines)


def blank_lines(code: str) -> str:
    """The line breaks between a comment and code: one blank line, or two before a function."""
    return "\n\n\n" if re.match(r"(# .*\n)*def ", code) else "\n\n"


def literal(value: object) -> str:
    """A value as Python writes it, in double quotes."""
    return repr(value).replace("'", '"')


def display_width(text: str) -> int:
    """Columns that a text takes in a fixed-width font: two for a wide character, such as a Japanese one."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
