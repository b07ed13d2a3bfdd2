"""What a column's name means: every name that is recognised, English and Japanese, stands here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

COLOUR_COLUMNS = ("R", "G", "B")
LABEL_COLUMN = "LIKE"
NAME_COLUMN = "name"
COLUMNS = (*COLOUR_COLUMNS, LABEL_COLUMN)

ALIASES = {
    "R": "r red 赤 赤色 あか アカ レッド",
    "G": "g green 緑 緑色 みどり ミドリ グリーン",
    "B": "b blue 青 青色 あお アオ ブルー",
    "colour": "color colour hex hexcode css rgb html colorcode colourcode 色 カラー カラーコード 色コード 16進 16進数",
    "LIKE": "like likes liked liking label rating rate rated score favourite favorite "
    "好き 好み 好き嫌い 好きか 好きですか この色は好きですか この色が好きですか すき スキ "
    "好感度 評価 評点 ラベル お気に入り",
    "name": "name names 名前 名称 色名 色の名前 colorname colourname",
}
"""What people call each kind of column, as words of `normalised` names."""
BESIDE = {
    "R": "value channel 値",
    "G": "value channel 値",
    "B": "value channel 値",
    "colour": "code value コード 値",
    "LIKE": "0 1 2 3 4 5 10 yes no true false はい いいえ ○ × or not disliked dislike 嫌い きらい "
    "do you i it this colour color",
    "name": "of colour color the 色",
}
"""Words that may stand beside those without changing the meaning, as in "好き(1)・嫌い(0)"."""
_ALIASES = {role: frozenset(words.split()) for role, words in ALIASES.items()}
_BESIDE = {role: frozenset(words.split()) for role, words in BESIDE.items()}

_YES = _ALIASES["LIKE"] | {"yes", "true", "はい"}
_NO = frozenset(["no", "not", "dislike", "disliked", "false", "嫌い", "きらい", "いいえ"])


class Roles(NamedTuple):
    """Positions of the columns that may play each role, by their names alone.

    Attributes:
        channels: those that may be R, G and B, each.
        colour: those that may hold whole colours.
        like: those that may hold ratings.
        name: those that may hold the colours' names.
    """

    channels: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    colour: tuple[int, ...]
    like: tuple[int, ...]
    name: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether the names leave no doubt about colours and ratings."""
        whole = all(len(found) == 1 for found in self.channels) or len(self.colour) == 1
        return whole and len(self.like) == 1


def recognise(names: Sequence[str]) -> Roles:
    """The roles of columns by their names. The documented names R, G, B and LIKE take precedence over all others."""
    plain = [normalised(name) for name in names]
    exact = {role: tuple(at for at, name in enumerate(plain) if name == role.casefold()) for role in COLUMNS}
    found = {role: tuple(at for at, name in enumerate(plain) if _means(name, role)) for role in ALIASES}
    channels = [found[role] for role in COLOUR_COLUMNS]
    if all(exact[role] for role in COLOUR_COLUMNS):
        channels = [exact[role] for role in COLOUR_COLUMNS]
    return Roles(
        (channels[0], channels[1], channels[2]),
        found["colour"],
        exact[LABEL_COLUMN] or found["LIKE"],
        found["name"],
    )


def liked_digit(name: str) -> str | None:
    """Which of the digits 1 and 0 means liked, by the name of a column of ratings; None where the name is ambiguous.

    "like" gives 1, "好き(0)・嫌い(1)" and "like (0=yes, 1=no)" give 0, "not liked" is ambiguous.
    """
    plain = normalised(name)
    pairs = re.findall(r"([^\W\d_]+)(?:\s*[(:=]\s*)?([01])(?!\d|\s*[:=])", plain)
    pairs += [(word, digit) for digit, word in re.findall(r"(?<!\d)([01])\s*[:=]\s*([^\W\d_]+)", plain)]
    liked: set[str] = {digit for word, digit in pairs if word in _YES}
    liked |= {"10"[int(digit)] for word, digit in pairs if word in _NO}
    if len(liked) == 1:
        return liked.pop()
    return None if liked or "not" in _words(plain) else "1"


def normalised(name: str) -> str:
    """A column's name as it is compared: NFKC, without case, stripped."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _means(name: str, role: str) -> bool:
    """Whether a normalised name says this and nothing else."""
    if name.replace(" ", "") in _ALIASES[role]:
        return True
    words = set(_words(name))
    return bool(words & _ALIASES[role]) and words <= _ALIASES[role] | _BESIDE[role]


def _words(name: str) -> Iterable[str]:
    return re.findall(r"[^\W_]+|[○×〇]", re.sub(r"値$", " 値", name))
