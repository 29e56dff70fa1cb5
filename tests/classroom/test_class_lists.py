"""Lists of names, mailed files and a submission's cells: what people and mail programs make of them."""

import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.errors import BilingualError
from tests.support.classes import MODULE, small_course
from twinline.classroom.collect.collect import collect_mailed
from twinline.classroom.grading.fixed_cells import FixedCells, grade_id, put_back
from twinline.classroom.setup import new
from twinline.classroom.students import Student, is_id, read_students, split_name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_every_encoding_of_excel(tmp_path, encoding):
    path = tmp_path / "名单.csv"
    path.write_bytes("工号;姓名\nE01;王小明\nE02;Ann Smith\n".encode(encoding))
    assert [(each.id, each.family, each.given, each.name) for each in read_students(path)] == [
        ("E01", "王", "小明", "王小明"),
        ("E02", "Smith", "Ann", "Ann Smith"),
    ]


def test_signs_that_nobody_sees_are_no_part_of_an_id_or_name(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("学号,姓名\n\u202a20260001\u202c,王\u200b小明\u202e\n", encoding="utf-8")
    assert [(each.id, each.name) for each in read_students(path)] == [("20260001", "王小明")]


def test_a_workbook_keeps_the_zeros_of_an_id(tmp_path):
    path = tmp_path / "list.xlsx"
    pd.DataFrame({"学号": ["0001", "0002"], "姓名": ["王一", "欧阳二"]}).to_excel(path, index=False)
    assert [(each.id, each.family) for each in read_students(path)] == [("0001", "王"), ("0002", "欧阳")]


def test_every_row_at_fault_is_named(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("student_id,name\na/b,X\nu1,Y\n,Z\nU1,W\n", encoding="utf-8")
    with pytest.raises(BilingualError) as found:
        read_students(path)
    for words in ("row 2: 'a/b'", "row 4: has no id", "row 5: 'U1' stands in row 3 too"):
        assert words in found.value.en
    assert "第 5 行“U1”与第 3 行重复" in found.value.zh


def test_a_list_as_departments_keep_them(tmp_path):
    path = tmp_path / "list.xlsx"
    rows = [
        ["三月班名单", None, None, None],
        [None] * 4,
        ["编号", "姓 名", "学号", "用户名"],
        [1, "王小明", 20260001.0, "wang"],
    ]
    rows += [[None] * 4, [2, "NA", "２０２６０００２", "null"], [3, "李雷", "20260003", "li"]]
    pd.DataFrame(rows).to_excel(path, index=False, header=False)
    assert [(each.id, each.name) for each in read_students(path)] == [
        ("20260001", "王小明"),
        ("20260002", "NA"),
        ("20260003", "李雷"),
    ]


def test_rows_are_counted_as_the_program_shows_them(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("学号,姓名\n\nu1,王小明\n,\n,合计\n", encoding="utf-8")
    with pytest.raises(BilingualError) as found:
        read_students(path)
    assert "row 5: has no id" in found.value.en
    assert "第 5 行没有学号" in found.value.zh


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_other_kinds_of_tables_are_refused_with_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(BilingualError, match=r"Save it as \.xlsx"):
        read_students(tmp_path / name)


@pytest.mark.parametrize(
    "bad", ["", ".hidden", "..", "a b", "a/b", "a\\b", "a+b", "a*", "CON", "nul.txt", "x" * 65, "end."]
)
def test_ids_are_names_of_folders_everywhere(bad):
    assert not is_id(bad)


def test_names_fall_apart_where_they_should():
    assert split_name("诸葛亮") == ("诸葛", "亮")
    assert split_name("王 小明") == ("王", "小明")
    assert split_name("Ann Mary Smith") == ("Smith", "Ann Mary")


@pytest.fixture
def course(tmp_path):
    students = [Student("u1", "王", "小明"), Student("u10", "李", "雷"), Student("u2", "王", "小明明")]
    with small_course():
        yield new(tmp_path / "class", "zh", [MODULE], students)


def sent(folder, name, text, when):
    import os

    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when, when))


def test_an_id_is_a_word_of_its_own_and_the_newest_counts(course, tmp_path):
    mail = tmp_path / "mail"
    sent(mail, "u10/m90-exercise.ipynb", "of u10", 1_000)
    sent(mail, "u1-m90-exercise.ipynb", "old", 1_000)
    sent(mail, "again/m90-exercise (2) u1.ipynb", "new", 2_000)
    sent(mail, "m90-exercise王小明明.ipynb", "of u2", 3_000)
    sent(mail, "u2 m90-exercise-old.ipynb", "another notebook", 3_000)
    sent(mail, ".ipynb_checkpoints/u2-m90-exercise.ipynb", "checkpoint", 3_000)
    (mail / "u2-m90-exercise.ipynb").symlink_to(tmp_path / "class" / "gradebook.db")
    found = collect_mailed(course, mail)
    assert sorted(found.new) == [("u1", "m90_list"), ("u10", "m90_list"), ("u2", "m90_list")]
    assert [path for path, _, _ in found.left] == [
        "u1-m90-exercise.ipynb",
        "u2 m90-exercise-old.ipynb",
        "u2-m90-exercise.ipynb",
    ]
    read = lambda student: (course.folder / "submitted" / student / "m90_list" / "m90-exercise.ipynb").read_text()  # noqa: E731
    assert (read("u1"), read("u10"), read("u2")) == ("new", "of u10", "of u2")
    sent(mail, "again/m90-exercise (2) u1.ipynb", "older", 500)
    assert collect_mailed(course, mail).newer == []
    assert read("u1") == "new"


def cell(kind, id_, source, **settings_):
    made = nbformat.v4.new_code_cell(source) if kind == "code" else nbformat.v4.new_markdown_cell(source)
    if id_:
        made.metadata["nbgrader"] = {"grade_id": id_, "locked": False, "grade": False, "solution": True, **settings_}
    return made


OURS = (
    cell("code", "q1", "stub 1"),
    cell("code", "q1-check", "q1.check(f)", locked=True, grade=True, solution=False, points=2),
    cell("code", "q2", "stub 2"),
    cell("code", "q2-check", "q2.check(g)", locked=True, grade=True, solution=False, points=3),
    cell("markdown", "memo", "write here", grade=True, points=20),
)
FIXED = FixedCells("exercise", OURS, {"name": "python3"}, "")
THEIRS = st.lists(
    st.sampled_from(["q1", "q1-check", "q2", "q2-check", "memo", "", "forged"]).flatmap(
        lambda id_: st.sampled_from(["theirs", "also theirs"]).map(lambda text: cell("code", id_, text))
    ),
    max_size=12,
)


@settings(max_examples=200)
@given(THEIRS)
def test_whatever_becomes_of_the_cells_ours_are_all_there_once(cells):
    back = put_back(nbformat.v4.new_notebook(cells=cells), FIXED)
    ids = [grade_id(each) for each in back.cells if grade_id(each)]
    assert sorted(ids) == sorted(grade_id(each) for each in OURS)
    by_id = {grade_id(each): each for each in back.cells if grade_id(each)}
    for ours in OURS:
        found = by_id[grade_id(ours)]
        assert found.metadata == ours.metadata
        assert found.cell_type == ours.cell_type
        handed = [each.source for each in cells if grade_id(each) == grade_id(ours)]
        locked = ours.metadata.nbgrader["locked"]
        assert found.source == (ours.source if locked or not handed else handed[-1])
    own = [each.source for each in back.cells if not grade_id(each)]
    assert len(own) == len(cells) - len({grade_id(each) for each in cells} - {"", "forged"})


def test_a_list_is_read_as_kindly_as_a_strategy(tmp_path):
    """The same reader: a cover sheet, a title row, digits as a text, and a heading that stands there twice."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "填写说明"
    sheet = book.create_sheet("学员")
    for row in (["三月班"], ["学号（必填）", "姓名"], ['="0001"', "王小明"], [2, "李雷"]):
        sheet.append(row)
    sheet["A4"].number_format = "0000"
    sheet.row_dimensions[4].hidden = True  # a filter hides nobody from the class
    book.save(tmp_path / "list.xlsx")
    assert [(each.id, each.name) for each in read_students(tmp_path / "list.xlsx")] == [
        ("0001", "王小明"),
        ("0002", "李雷"),
    ]
    sheet["C2"] = "学号"
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(BilingualError, match=r"several columns mean id: 学号（必填） \(A\), 学号 \(C\)"):
        read_students(tmp_path / "list.xlsx")
