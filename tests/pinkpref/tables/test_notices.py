from spreadsheets import RGB, read, table, workbook

HEADER = ("名前", "青", "好き", "赤", "緑", "memo")
SHARES = [[f"{part / 255:.3f}".replace(".", ",") for part in colour] for colour in RGB]
ROWS = [
    (f"色{number}", blue, rating, red, green, "x")
    for number, ((red, green, blue), rating) in enumerate(
        zip(SHARES, ["○", "×", "", "○", "×", "わからない"], strict=True)
    )
]


def test_notices_go_from_the_file_to_its_columns_cells_and_rows():
    text = "survey\n" + table(HEADER, *ROWS[:3], delimiter=";") + "\n" + table(*ROWS[3:], delimiter=";")
    dataset = read(
        (text + table(("色7", "0,5", "○", "0,5", "0,5", ""), delimiter=";")).encode("cp932"), empty="left-out"
    )
    assert dataset.notices == (
        "Read as Shift_JIS, the columns separated by semicolons.",
        "Lines passed over above the names of the columns: 1.",
        "Columns were taken like this: “名前” → name, “青” → B, “好き” → LIKE, “赤” → R, “緑” → G.",
        "Decimal commas were read as decimal points.",
        "R, G and B run from 0 to 1 and were brought to 0 to 255.",
        "LIKE: ○ was taken as liked, × as not liked.",
        "Rows left out because they have no rating: 5, 9.",
        "Blank lines passed over: 6.",
        "Columns kept but not used for training: name, memo.",
    )
    assert dataset.frame["name"].tolist() == ["色0", "色1", "色3", "色4", "色7"]
    assert dataset.rgb[0].tolist() == [255, 192.015, 202.98]


def test_other_sheets_are_listed_in_the_order_of_the_workbook():
    rows = [("R", "G", "B", "LIKE"), *((*colour, label) for colour, label in zip(RGB, [1, 0, 1, 0, 1, 0], strict=True))]
    notices = read(workbook(z=[("x",)], table=rows, a=[("y",)])).notices
    assert notices == ("Read from the sheet “table” of a workbook, not from: z, a.",)
    assert read(workbook(table=rows)).notices == ("Read from the sheet “table” of a workbook.",)


def test_rows_without_a_rating_are_listed_by_line_up_to_twenty():
    rows = [(*colour, rating) for colour, rating in zip(RGB[:3] * 20, ["✓", "", ""] * 20, strict=True)]
    (_, missing) = read(table(("R", "G", "B", "LIKE"), *rows), empty="not-liked").notices
    lines = [line for line in range(2, 62) if line % 3 != 2][:20]
    assert missing == f"Nothing in LIKE was taken as not liked, in lines {', '.join(map(str, lines))}, ...."
