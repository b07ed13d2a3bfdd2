import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinkpref as pp

COLUMNS = ["R", "G", "B", "LIKE"]
GOOD = "R,G,B,LIKE\n255,192,203,1\n255,20,147,0\n219.5,112,147,1\n0,0,0,0\n199,21,133,1\n"
EXTRA = ["", "plain", "a, b", 'a "quoted" word', "two\nlines", "\n\n"]
BLANK = ["", "   ", ",,,,"]


def read(text):
    return pp.read_csv(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def problems_of(text):
    with pytest.raises(pp.DatasetError) as caught:
        read(text)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


@st.composite
def tables(draw, blank_lines=False):
    """Header and rows of cells as text, with the columns in any order, case and spacing."""
    channel = st.one_of(st.integers(0, 255).map(str), st.floats(0, 255).map(repr))
    label = st.sampled_from(["0", "1"])
    rows = draw(st.lists(st.tuples(channel, channel, channel, label, st.sampled_from(EXTRA)), min_size=5, max_size=9))
    rows[0], rows[1] = ("200", *rows[0][1:3], "0", rows[0][4]), (*rows[1][:3], "1", rows[1][4])
    order = draw(st.permutations(range(5)))
    case = draw(st.sampled_from([str.upper, str.lower, str.title]))
    pad = draw(st.sampled_from(["", " ", "\t", "  "]))
    header = [f"{pad}{case(name)}{pad}" for name in COLUMNS] + ["note"]
    padded = [[f"{pad}{cell}" for cell in row[:4]] + [row[4]] for row in rows]
    blank = draw(st.lists(st.lists(st.sampled_from(BLANK), max_size=2), min_size=len(rows), max_size=len(rows)))
    return rows, [header, *padded], order, blank if blank_lines else [[] for _ in rows]


def write(cells, order, blank, ending):
    """The file's text, and the line on which each row starts: one more than the line breaks above it."""
    file, starts = io.StringIO(newline=""), []
    writer = csv.writer(file, lineterminator=ending)
    for row, above in zip(cells, [[], *blank], strict=True):
        file.write("".join(line + ending for line in above))
        starts.append(file.getvalue().count("\n") + 1)
        writer.writerow([row[column] for column in order])
    return file.getvalue(), starts[1:]


@given(tables(blank_lines=True), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_any_layout_of_a_table_is_the_same_dataset(table, ending, mark):
    rows, cells, order, blank = table
    text, starts = write(cells, order, blank, ending)
    dataset = read(mark + text)
    assert dataset.rgb.tolist() == [[float(cell) for cell in row[:3]] for row in rows]
    assert dataset.like.tolist() == [int(row[3]) for row in rows]
    assert dataset.frame["note"].tolist() == [row[4] for row in rows]
    skipped = [start - len(above) + i for start, above in zip(starts, blank, strict=True) for i in range(len(above))]
    notices = [notice for notice in dataset.notices if notice.startswith("Blank lines passed over")]
    expected = [f"Blank lines passed over: {', '.join(map(str, skipped))}."] if skipped else []
    assert notices == expected


@given(tables(blank_lines=True), st.sampled_from(["\n", "\r\n"]), st.data())
def test_a_broken_cell_is_reported_by_its_line_and_column(table, ending, data):
    _, cells, order, blank = table
    row, column = data.draw(st.integers(1, len(cells) - 1)), data.draw(st.integers(0, 3))
    bad = ["", "  ", "pink", "nan", "inf", "-inf", "-1", "256", "1,5,5", "12 34", "#ff", "1_0", "'1'", "0x10"]
    cells[row][column] = data.draw(st.sampled_from([*bad, "0.5", "2", "perhaps"] if column == 3 else [*bad, "255.01"]))
    text, starts = write(cells, order, blank, ending)
    (problem,) = problems_of(text)
    assert problem.startswith(f"Line {starts[row - 1]}, column {COLUMNS[column]}: ")


CELL_PROBLEMS = {
    ",0,0,1": "Line 7, column R: the cell is empty.",
    "0, ,0,1": "Line 7, column G: the cell is empty.",
    "0,0,pink,1": "Line 7, column B: “pink” is not a number.",
    "NaN,0,0,1": "Line 7, column R: “NaN” is not a number.",
    "0,inf,0,1": "Line 7, column G: inf is outside 0 to 255.",
    "0,0,-1,1": "Line 7, column B: -1 is outside 0 to 255.",
    "255.5,0,0,1": "Line 7, column R: 255.5 is outside 0 to 255.",
    "0,0,0,": "Line 7, column LIKE: the cell is empty.",
    "0,0,0,2": "Line 7, column LIKE: “2” is neither 1 (liked) nor 0 (not liked).",
    "0,0,0,0.5": "Line 7, column LIKE: “0.5” is neither 1 (liked) nor 0 (not liked).",
    "0,0,0,perhaps": "Line 7, column LIKE: “perhaps” is neither 1 (liked) nor 0 (not liked).",
    "0,0,0,nan": "Line 7, column LIKE: “nan” is neither 1 (liked) nor 0 (not liked).",
    "0,0,0": "Line 7 has 3 cells, but the header has 4.",
    "0,0,0,1,": "Line 7 has 5 cells, but the header has 4.",
}


@pytest.mark.parametrize(("row", "problem"), CELL_PROBLEMS.items())
def test_a_row_that_cannot_be_used(row, problem):
    assert problems_of(GOOD + row + "\n") == (problem,)


FILE_PROBLEMS = {
    "": ["The file is empty"],
    "\n  \n,,,\n": ["The file is empty"],
    "R,G,B,LIKE\n": ["There are no rows below the header"],
    "R,G,B\n0,0,0\n": ["Line 1: the column LIKE is missing. The columns found are: R, G, B."],
    "G,LIKE\n0,0\n": ["the column R is missing", "the column B is missing"],
    "R,G,B,LIKE,r,note,note\n": ["Line 1: 2 columns are called R", "Line 1: 2 columns are called note"],
    GOOD.replace(",", "/"): ["Line 1: nothing separates", *(f"the column {name} is missing" for name in COLUMNS)],
    "R,G,B,LIKE\n" + "1,2,3,0\n4,5,6,1\n" * 2: ["there are 4, and at least 5 are needed"],
    "R,G,B,LIKE\n" + "1,2,3,0\n" * 5: ["Column LIKE: every row is 0"],
    "R,G,B,LIKE\n" + "1,2,3,1\n" * 5: ["Column LIKE: every row is 1"],
    "R,G,B,LIKE\n" + "1,2,3,1\n" * 4: ["there are 4", "every row is 1"],
    GOOD + '"1,2,3,0\n1,2,3,0\n': ["Line 7: the cells cannot be told apart"],
    GOOD + '1,2,3,"0"0\n': ["Line 7: the cells cannot be told apart"],
    GOOD.encode() + "1,2,3,桜色".encode() + b"\xff\n": ["Line 7: this is not UTF-8 text"],
}


@pytest.mark.parametrize(("text", "fragments"), FILE_PROBLEMS.items())
def test_a_file_that_cannot_be_used(text, fragments):
    problems = problems_of(text)
    assert len(problems) == len(fragments)
    for problem, fragment in zip(problems, fragments, strict=True):
        assert fragment in problem


def test_the_header_is_reported_by_the_line_it_stands_on():
    (problem,) = problems_of("\n\nR,G,B\n0,0,0\n")
    assert problem.startswith("Line 3: the column LIKE is missing")


def test_all_problems_of_a_file_are_listed_together_from_top_to_bottom():
    problems = problems_of(GOOD + "300,x,0,1\n0,0,0,1\n0,0,,9\n-5,0,0,1\n")
    places = ["Line 7, column R", "Line 7, column G", "Line 9, column B", "Line 9, column LIKE", "Line 10, column R"]
    assert [problem.split(":")[0] for problem in problems] == places


def test_rows_of_the_wrong_length_and_broken_cells_are_listed_together():
    broken_cell, short_row, second_cell = problems_of(GOOD + "0,x,0,1\n0,0,0\n0,0,0,9\n")
    assert broken_cell.startswith("Line 7, column G")
    assert short_row.startswith("Line 8 has 3 cells")
    assert second_cell.startswith("Line 9, column LIKE")


@pytest.mark.parametrize("row", ["x,0,0,1\n", "0,0,0\n"])
@pytest.mark.parametrize(("rows", "further"), [(20, None), (21, 1), (50, 30)])
def test_after_twenty_problems_the_others_are_counted(row, rows, further):
    problems = problems_of("R,G,B,LIKE\n" + row * rows)
    assert [problem.split(" ")[1].rstrip(",") for problem in problems[:20]] == [str(line) for line in range(2, 22)]
    assert problems[20:] == (() if further is None else (f"Further problems of this kind: {further}.",))


def test_a_very_long_cell_is_not_repeated_in_full():
    (problem,) = problems_of(GOOD + "x" * 5000 + ",0,0,1\n")
    assert len(problem) < 100


@pytest.mark.parametrize(("text", "like"), [("1.0", 1), ("0.0", 0), ("1e0", 1)])
def test_labels_that_a_spreadsheet_wrote_as_decimals_are_labels(text, like):
    assert read(GOOD + f"0,0,0,{text}\n").like[-1] == like


def test_a_file_that_is_as_it_should_be_needs_no_notice():
    assert read(GOOD).notices == ()
    assert read(GOOD.replace("\n", "\r")).like.tolist() == [1, 0, 1, 0, 1]


NOTICES = {
    GOOD.replace("R,", " r ,"): ["Columns were taken like this: “ r ” → R."],
    GOOD.replace("LIKE", "Like"): ["Columns were taken like this: “Like” → LIKE."],
    GOOD.replace("\n255,20", "\n\n\n255,20"): ["Blank lines passed over: 3, 4."],
    GOOD + "\n\n": [],
    "R,G,B,LIKE,name,\n" + "1,2,3,0,a,\n4,5,6,1,b,x\n" * 3: ["Columns kept but not used for training: name, column 6."],
    "R,G,B,LIKE,name,\n" + "1,2,3,0,a,\n4,5,6,1,b,\n" * 3: ["Columns kept but not used for training: name."],
}


@pytest.mark.parametrize(("text", "starts"), NOTICES.items())
def test_notices_say_what_was_taken_for_granted(text, starts):
    notices = read(text).notices
    assert len(notices) == len(starts)
    assert all(notice.startswith(start) for notice, start in zip(notices, starts, strict=True))


def test_the_frame_holds_numbers_first_and_every_other_column_as_text():
    frame = read("name,LIKE,G,B,R,when\n" + "007,1,2,3,1,\nnan,0,5,6,4,x\n" * 3).frame
    assert list(frame.columns) == [*COLUMNS, "name", "when"]
    assert frame["name"].tolist() == ["007", "nan"] * 3
    assert frame["when"].tolist() == ["", "x"] * 3
    assert [str(frame[name].dtype) for name in COLUMNS] == ["float64"] * 3 + ["int64"]


def test_the_arrays_are_read_only():
    dataset = read(GOOD)
    assert len(dataset) == 5
    assert (dataset.rgb.shape, dataset.rgb.dtype, dataset.like.dtype) == ((5, 3), np.float64, np.int64)
    for array in (dataset.rgb, dataset.like):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_equal_contents_have_equal_fingerprints():
    again = GOOD.replace("R,G,B,LIKE", " r,g,b,like ").replace("255,20", "255.0,2e1")
    assert read(GOOD).fingerprint == read(again).fingerprint
    assert read(GOOD).fingerprint == read(GOOD.replace("\n0,0,0,0", "\n-0,0,0,0")).fingerprint


@pytest.mark.parametrize("end", ["", "\n\n1,2,3,1,x\n"], ids=["clean", "with a blank line"])
@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["1,2,3,1,x,LOST", "4,5,6,0"], "Line 2 has 6 cells"),
        (["TRUE,2,3,1,x", "FALSE,5,6,0,y"], "“TRUE” is not a number"),
        (["\ufeff1,2,3,1,x", "4,5,6,0,y"], "is not a number"),
    ],
)
def test_what_pandas_would_repair_is_told(rows, problem, end):
    assert any(problem in told for told in problems_of("\n".join(["R,G,B,LIKE,note", *rows * 3]) + end))


@pytest.mark.parametrize("above", ["\u3000", "\x0c", " \t,,,"])
def test_a_blank_line_above_the_header_is_passed_over(above):
    assert read(f"{above}\n{GOOD}").fingerprint == read(GOOD).fingerprint


@pytest.mark.parametrize(
    ("old", "new"), [("20,147", "21,147"), ("147,0", "147,1"), ("192,203", "203,192"), ("\n199,", "\n9,")]
)
def test_other_contents_have_other_fingerprints(old, new):
    assert read(GOOD).fingerprint != read(GOOD.replace(old, new)).fingerprint


def test_other_orders_of_rows_have_other_fingerprints():
    header, first, *others = GOOD.splitlines()
    assert read(GOOD).fingerprint != read("\n".join([header, *others, first])).fingerprint


def test_a_path_and_an_open_file_are_the_same(tmp_path):
    path = tmp_path / "colours.csv"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    with path.open("rb") as in_bytes, path.open(encoding="utf-8") as in_text:
        sources = [path, str(path), in_bytes, in_text, io.StringIO(GOOD)]
        fingerprints = {pp.read_csv(source).fingerprint for source in sources}
    assert fingerprints == {read(GOOD).fingerprint}
    with pytest.raises(OSError, match="missing"):
        pp.read_csv(tmp_path / "missing.csv")


ODD_CELLS = [
    *("0", "1", "255", " 5", "5 ", "\t5\t", "\xa05", "+5", "-0", "1.", ".5", "1e2", "254.99999999999997", "1e-400"),
    *(
        "",
        " ",
        "nan",
        "inf",
        "-1",
        "256",
        "0x10",
        "1_0",
        "\u0663",
        "TRUE",
        "1e",
        "5 5",
        "5;5",
        "\x0b5",
        "\x855",
        "NULL",
    ),
]


@given(
    st.lists(st.lists(st.sampled_from(ODD_CELLS), min_size=4, max_size=6).filter(lambda row: row != [""]), max_size=8),
    st.integers(0, 2),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_quotation_marks_around_every_cell_change_nothing(odd, others, ending, first):
    """A file with quotation marks is read cell by cell, one without by pandas."""
    width = 4 + others
    sound = [["10", "20", "30", str(row % 2), *["x"] * others] for row in range(6)]
    header, odd = [*COLUMNS, "name", "when"][:width], [row[: max(width, 5)] for row in odd]
    lines = [header, *odd, *sound] if first else [header, *sound, *odd]

    def outcome(form):
        try:
            dataset = read(ending.join(",".join(form.format(cell) for cell in line) for line in lines))
        except pp.DatasetError as error:
            return error.problems
        return dataset.frame.to_dict("list"), dataset.frame.dtypes.to_dict(), dataset.notices

    assert outcome("{}") == outcome('"{}"')


def test_rows_of_one_colour_are_counted_together(dataset_of):
    dataset = dataset_of([[9, 9, 9], [1, 2, 3], [9, 9, 9], [0, 5, 5], [9, 9, 9], [1, 2, 3]], [1, 0, 0, 1, 1, 0])
    groups = dataset.frame.groupby(["R", "G", "B"])
    assert dataset.colour.tolist() == groups.ngroup().tolist()
    assert dataset.liked_by_colour.tolist() == groups["LIKE"].mean().tolist()
    assert not dataset.colour.flags.writeable
