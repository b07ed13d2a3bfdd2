from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from pinkpref.i18n import percent


def test_fill_puts_values_where_python_s_format_puts_them(javascript):
    messages = [
        (
            "{colour}: liked. Its liking is {liking}: {sure}.",
            {"colour": "#ff69b4", "liking": "0.83", "sure": "$& sure"},
        ),
        ("{n} of {n} and {zero}", {"n": 3, "zero": 0}),
        ("no placeholder", {"n": 3}),
        ("", {}),
    ]
    found = javascript(
        'const { fill } = await load("format"); return given.map(([text, values]) => fill(text, values));', messages
    )
    assert found == [text.format(**values) for text, values in messages]


def test_fill_leaves_a_placeholder_without_a_value(javascript):
    assert javascript('return (await load("format")).fill("{here} {gone}", { here: 1 });') == "1 {gone}"


def test_percent_is_pinkpref_s(javascript):
    shares = [*np.linspace(0, 1, 997), *np.arange(0, 201) / 200, *np.arange(9) / 8, 0.9949999, 0.00499, 1e-9, 1 - 1e-9]
    found = javascript('const { percent } = await load("format"); return given.map(percent);', shares)
    assert found == [percent(share) for share in shares]
    assert javascript('return (await load("format")).percent(NaN);') == percent(float("nan"))


def test_numbers_are_rounded_to_about_three_digits(javascript):
    values = [
        *np.random.default_rng(0).normal(scale=10.0 ** np.arange(-6, 4)[:, None], size=(10, 40)).ravel(),
        0.0,
        0.005,
    ]
    found = javascript('const { number } = await load("format"); return given.map(number);', values)

    def rounded(value):
        size = abs(value)
        places = 4 if 0.00005 <= size < 0.005 else 0 if size >= 100 else 1 if size >= 10 else 2
        return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)).replace("-", "−")

    assert found == [rounded(value) for value in values]


def test_what_is_no_number_is_a_dash(javascript):
    assert (
        javascript('const { number } = await load("format"); return [NaN, Infinity, -Infinity].map(number);')
        == ["–"] * 3
    )


def test_two_significant_digits_of_tiny_numbers(javascript):
    values = [1.234e-7, 5e-12, 0.0099]
    found = javascript('const { significant } = await load("format"); return given.map(significant);', values)
    assert [float(text) for text in found] == [1.2e-7, 5e-12, 0.0099]
