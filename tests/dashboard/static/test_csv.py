import csv
import io

ROWS = [["plain", 1.5, -3], ["a, b", 'say "no"', "two\nlines"], ["=1+1", "-x", "@home"], ["ピンク", "", "\tTab"]]


def test_a_table_is_read_back_by_python_s_csv(javascript):
    text = javascript(
        'return (await load("csv")).csvText(given.head, given.rows);', {"head": ["a", "b", "c"], "rows": ROWS}
    )
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert head == ["a", "b", "c"]
    guarded = [["'=1+1", "'-x", "'@home"], ["ピンク", "", "'\tTab"]]
    assert rows == [["plain", "1.5", "-3"], ROWS[1], *guarded]


def test_what_is_no_number_is_an_empty_cell(javascript):
    text = javascript('return (await load("csv")).csvText(["a"], [[NaN], [Infinity], [null], [undefined], [0]]);')
    assert text.split("\r\n") == ["\ufeffa", "", "", "", "", "0", ""]
