"""What is handed in is never lost in silence: what counts, what replaces what, and what is told."""

import json
import shutil
import struct
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.classes import BOOK, EXERCISE, NOTEBOOK, small_course
from tests.support.hand_ins import DAY, graded, grades, notebook, put, released, taken
from twinline.base import text
from twinline.classroom.collect.collect import collect_mailed
from twinline.classroom.collect.mail import MOST_ENTRIES
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.fit import fit
from twinline.classroom.grading.fixed_cells import grade_id
from twinline.classroom.grading.tasks import fixed_cells_of
from twinline.classroom.marks_table import marks
from twinline.classroom.report import gather
from twinline.classroom.submissions import handed_in
from twinline.commands.class_words import open_class, tell_collected

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless


@pytest.fixture(scope="module", autouse=True)
def small():
    with small_course():
        yield


@pytest.fixture
def course(tmp_path):
    shutil.copytree(released(), tmp_path / "class")
    return Course.open(tmp_path / "class")


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def test_the_kits_fresh_copy_beside_an_answered_one_does_not_win(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", "q2"))
    put(mail, f"s1/{NOTEBOOK}.new-2026-04-01.ipynb", notebook(course), DAY + timedelta(days=31))
    put(mail, f"s2/{NOTEBOOK}.new-2026-04-01.ipynb", notebook(course, "q1"))
    put(mail, f"s2/{BOOK}", notebook(course, "q1", "q2"), DAY - timedelta(days=1))
    found = collect_mailed(course, mail)
    assert sorted(found.new) == [("s1", EXERCISE), ("s2", EXERCISE)]
    assert taken(course) == taken(course, "s2") == ["q1", "q2"]
    assert {path: why.split(":")[0] for path, why, _ in found.left} == {
        f"s1/{NOTEBOOK}.new-2026-04-01.ipynb": "nothing in it is filled in",
        f"s2/{NOTEBOOK}.new-2026-04-01.ipynb": "it is the fresh copy that the kit puts beside one's own, with fewer answers",
    }
    again = collect_mailed(course, put(mail, f"later/s1-{BOOK}", notebook(course), DAY + timedelta(days=40)).parent)
    assert again.newer == []
    assert taken(course) == ["q1", "q2"]


def test_a_fresh_copy_counts_where_it_is_all_that_was_sent(course, mail):
    put(mail, f"s1/{NOTEBOOK}.new-2026-04-01.ipynb", notebook(course, "q3"))
    assert collect_mailed(course, mail).new == [("s1", EXERCISE)]
    assert taken(course) == ["q3"]


def test_what_is_no_notebook_is_told_where_it_was_meant_to_be_one(course, mail):
    for name in (f"s1-{BOOK}.txt", f"s1-{NOTEBOOK}.html", "notes.txt", "data.csv"):
        put(mail, name, "x")
    (mail / f"s2-{BOOK}").symlink_to(course.folder / "gradebook.db")
    (mail / "all").symlink_to(course.folder / "source")
    found = collect_mailed(course, mail)
    assert found.new == []
    assert {path: why.split(",")[0] for path, why, _ in found.left} == {
        f"s1-{BOOK}.txt": "it is no notebook: its name must end in .ipynb",
        f"s1-{NOTEBOOK}.html": "it is no notebook: its name must end in .ipynb",
        f"s2-{BOOK}": "it is a link or no ordinary file",
        "all": "it is a link or no ordinary file",
    }


def test_a_blank_one_is_taken_and_told(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course))
    ((path, why),) = collect_mailed(course, mail).notes
    assert path == f"s1/{BOOK}"
    assert "nothing in it is filled in" in why.en


def test_what_a_mac_keeps_beside_files_is_nobodys_work(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    put(mail, f"__MACOSX/s1/._{BOOK}", "\0\5\x16\7", DAY + timedelta(days=1))
    put(mail, f"s1/._{BOOK}", "\0\5\x16\7", DAY + timedelta(days=1))
    found = collect_mailed(course, mail)
    assert found.new == [("s1", EXERCISE)]
    assert found.left == []
    assert taken(course) == ["q1"]


def test_a_file_of_the_year_2107_keeps_nobody_out(course, mail, tmp_path):
    far = datetime(2107, 1, 1, tzinfo=UTC)
    put(mail, f"s1/{BOOK}", notebook(course, "q1"), far)
    found = collect_mailed(course, mail)
    assert found.new == [("s1", EXERCISE)]
    assert "yet to come" in found.notes[0][1].en
    folder = course.folder / "submitted" / "s1" / EXERCISE
    assert handed_in(folder) <= datetime.now(UTC)
    put(tmp_path / "right", f"s1/{BOOK}", notebook(course, "q2"))
    assert collect_mailed(course, tmp_path / "right").newer == [("s1", EXERCISE)]
    assert taken(course) == ["q2"]
    (folder / "timestamp.txt").write_text("2107-01-01 00:00:00 UTC", "utf-8")  # as an older kit left it
    put(tmp_path / "right", f"s1/{BOOK}", notebook(course, "q3"))
    found = collect_mailed(course, tmp_path / "right")
    assert taken(course) == ["q3"]
    (one,) = found.replaced
    assert (one.student, one.before.year, one.now, one.file) == ("s1", 2107, DAY, f"s1/{BOOK}")
    assert "replaces that of 2107" in one.words.en


def test_fewer_answers_are_told_and_an_impossible_time_is_no_reason_for_them(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", "q2"))
    put(mail, f"s1/again/{BOOK}", notebook(course, "q1"), DAY + timedelta(hours=1))
    put(mail, f"s2/{BOOK}", notebook(course, "q1", "q2"))
    put(mail, f"s2/again/{BOOK}", notebook(course, "q1"), datetime(2107, 1, 1, tzinfo=UTC))
    left = {path: why for path, why, _ in collect_mailed(course, mail).left}
    assert "fewer answers (1, here 2)" in left[f"s1/{BOOK}"]
    assert "yet to come" in left[f"s2/again/{BOOK}"]
    assert (taken(course, "s1"), taken(course, "s2")) == (["q1"], ["q1", "q2"])
    put(tmp_path / "later", f"s2-{BOOK}", notebook(course, "q3"), DAY + timedelta(hours=2))
    (one,) = collect_mailed(course, tmp_path / "later").replaced
    assert "fewer answers (1, before 2)" in one.words.en


def test_what_is_older_than_what_is_there_is_told_and_not_lost(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    put(tmp_path / "old", f"s1/{BOOK}", notebook(course, "q2"), DAY - timedelta(days=1))
    found = collect_mailed(course, tmp_path / "old")
    assert found.newer == []
    assert "no newer than what s1 handed in" in found.left[0][1]


def test_another_modules_notebook_is_left_and_an_older_version_told(course, mail):
    other = notebook(course, "q1")
    for cell in other.cells:
        if cell.cell_type == "code":
            cell.source = f"q1.check(profit_of)  # {cell.id}" if cell.id.endswith("-check") else "def profit_of(x): ..."
    put(mail, f"s1/{BOOK}", other)
    older = notebook(course, "q1", memo="I would call nobody.")
    older.cells = [cell for cell in older.cells if cell.id not in ("q2", "q2-check")]
    memo = next(cell for cell in older.cells if cell.id == "memo")
    memo.metadata.nbgrader.grade_id = "memo-old"
    put(mail, f"s2/{BOOK}", older)
    found = collect_mailed(course, mail)
    assert found.new == [("s2", EXERCISE)]
    assert [path for path, why, _ in found.left if "another exercise's notebook" in why] == [f"s1/{BOOK}"]
    ((path, why),) = found.notes
    assert path == f"s2/{BOOK}"
    assert "lacks q2, q2-check, memo" in why.en
    assert "缺少 q2、q2-check、memo" in why.zh
    graded(course, "s2")
    assert grades(course, "s2")["memo"] == (0.0, True)
    (exercise,) = gather.gather(course)
    assert [each.student.id for each in exercise.noted] == ["s2"]
    assert "older version" in marks(course).set_index("student_id").loc["s2", "reason"]


def test_a_notebook_as_it_was_handed_out_fits(course):
    fixed = fixed_cells_of(course, EXERCISE)
    assert fit(notebook(course).cells, fixed).note is None
    assert fit(notebook(course, "q1", memo="x").cells, fixed).answered == 2
    assert fit([], fixed).another
    renamed = notebook(course)
    for cell in renamed.cells:
        if grade_id(cell) == "q1-check":
            cell.source = "q1.check(something_else)"
    assert "checks of q1" in fit(renamed.cells, fixed).note.en


def test_nobody_else_reads_secrets_marks_and_hand_ins(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    (course.folder / "gradebook.db").chmod(0o644)
    (course.folder / "twinline-class.yml").chmod(0o644)
    with open_gradebook(Course.open(course.folder)):
        pass
    modes = {path.name: path.stat().st_mode & 0o777 for path in course.folder.iterdir()}
    assert (modes["gradebook.db"], modes["twinline-class.yml"], modes["history"]) == (0o600, 0o600, 0o700)


def test_a_chinese_class_speaks_chinese_whatever_the_system_speaks(course, monkeypatch, capsys):
    monkeypatch.delenv("TWINLINE_LANG")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    open_class(course.folder)
    assert text.t("en", "zh") == "zh"


def zipped(path, names, extra=b"", content="{}"):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, (2026, 3, 1, 10, 0, 0))
            info.extra = extra
            archive.writestr(info, content)
    return path


def test_a_zip_with_far_too_much_in_it_is_told_in_one_line(course, tmp_path, capsys):
    found = collect_mailed(course, zipped(tmp_path / "a.zip", [f"{n}.ipynb" for n in range(MOST_ENTRIES + 1)]))
    assert [path for path, _, _ in found.left] == ["a.zip"]
    assert f"{MOST_ENTRIES + 1:,} entries" in found.left[0][1]
    found = collect_mailed(course, zipped(tmp_path / "b.zip", [f"{n}.ipynb" for n in range(60)]))
    assert len(found.left) == 60
    tell_collected(found)
    said = capsys.readouterr().out
    assert "60 files (0.ipynb, 1.ipynb, 2.ipynb …): it has the name of no exercise" in said
    assert len(said.splitlines()) == 3
    tell_collected(found, whole=True)
    assert len(capsys.readouterr().out.splitlines()) == 62


def test_the_hour_of_a_zip_is_certain_where_it_says_so_and_told_where_it_does_not(course, tmp_path, capsys):
    content = json.dumps(notebook(course, "q1"))
    found = collect_mailed(course, zipped(tmp_path / "a.zip", [f"s1-{BOOK}"], content=content))
    assert found.unzoned == 1
    assert handed_in(course.folder / "submitted" / "s1" / EXERCISE) == DAY  # China's clock
    tell_collected(found)
    assert "no time zone" in capsys.readouterr().out
    moment = int((DAY + timedelta(hours=3)).timestamp())
    extra = struct.pack("<HHBi", 0x5455, 5, 1, moment)
    found = collect_mailed(course, zipped(tmp_path / "b.zip", [f"s2-{BOOK}"], extra, content))
    assert found.unzoned == 0
    assert handed_in(course.folder / "submitted" / "s2" / EXERCISE) == DAY + timedelta(hours=3)
