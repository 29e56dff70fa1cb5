"""What came by mail, with all that people's programs make of times, names and archives."""

import io
import os
import shutil
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from generators.errors import BilingualError
from tests.support.classes import BOOK, EXERCISE
from twinline.classroom.collect.collect import collect_mailed
from twinline.classroom.collect.names import owner
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.settings import Settings
from twinline.classroom.students import Student
from twinline.classroom.submissions import handed_in

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a class of one: its gradebook takes nbgrader seconds to make."""
    found = Course(
        tmp_path_factory.mktemp("made") / "class", Settings(title="Class", language="en", exercises=(EXERCISE,))
    )
    found.save()
    (found.folder / "source" / EXERCISE).mkdir(parents=True)
    (found.folder / "source" / EXERCISE / BOOK).write_text("{}")
    with open_gradebook(found) as gradebook:
        gradebook.add_assignment(EXERCISE)
        gradebook.add_student("s1", last_name="王", first_name="小明")
    return found.folder


@pytest.fixture
def course(tmp_path, made):
    shutil.copytree(made, tmp_path / "class")
    return Course.open(tmp_path / "class")


def zipped(path, content="{}", date=(2026, 3, 1, 10, 0, 0)):
    info = zipfile.ZipInfo(f"王小明-{BOOK}", date if date[1] else (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, content)
    if not date[1]:  # the module writes no zip without a date; other programs do
        path.write_bytes(path.read_bytes().replace(b"\x00\x00\x21\x00", b"\x00\x00\x00\x00"))
    return path


def taken(course):
    return (course.folder / "submitted" / "s1" / EXERCISE / BOOK).read_text()


def test_a_zip_without_dates_is_taken_and_a_dated_one_replaces_it(course, tmp_path):
    undated = zipped(tmp_path / "a.zip", "[1]", (1980, 0, 0, 0, 0, 0))
    assert zipfile.ZipFile(undated).infolist()[0].date_time[1] == 0
    assert collect_mailed(course, undated).new == [("s1", EXERCISE)]
    assert collect_mailed(course, zipped(tmp_path / "b.zip", "[2]")).newer == [("s1", EXERCISE)]
    assert taken(course) == "[2]"


def test_a_file_from_beyond_all_calendars_is_taken(course, tmp_path):
    (tmp_path / "mail").mkdir()
    path = tmp_path / "mail" / f"s1-{BOOK}"
    path.write_text("{}")
    os.utime(path, (10**12, 10**12))
    assert collect_mailed(course, tmp_path / "mail").new == [("s1", EXERCISE)]


def test_a_damaged_zip_is_refused_with_what_to_do(course, tmp_path):
    whole = zipped(tmp_path / "a.zip").read_bytes()
    end = whole.rindex(b"PK\x05\x06")
    (tmp_path / "a.zip").write_bytes(whole[: end - 20] + whole[end:])
    with pytest.raises(BilingualError) as refused:
        collect_mailed(course, tmp_path / "a.zip")
    assert "damaged" in refused.value.en
    assert "已损坏" in refused.value.zh


def test_a_damaged_file_in_a_zip_leaves_the_others_alone(course, tmp_path):
    with open_gradebook(course) as gradebook:
        gradebook.add_student("s2", last_name="李", first_name="雷")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"s1-{BOOK}", "first")
        archive.writestr(f"s2-{BOOK}", "second")
    path.write_bytes(path.read_bytes().replace(b"first", b"tsrif"))
    found = collect_mailed(course, path)
    assert found.new == [("s2", EXERCISE)]
    assert [name for name, _, _ in found.left] == [f"s1-{BOOK}"]


def test_a_file_that_says_it_is_small_and_is_not_is_read_no_further_than_it_says(course, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"s1-{BOOK}", b" " * (40 << 20))
    size = (40 << 20).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(inner.getvalue().replace(size, (5).to_bytes(4, "little")))
    found = collect_mailed(course, path)
    assert not found.new
    assert [name for name, _, _ in found.left] == [f"s1-{BOOK}"]


@pytest.mark.parametrize("written", [b"\xff\xfe\x00", b"soon", b"x" * 10**6, b"2026-99-99 00:00:00 UTC"])
def test_a_time_stamp_that_is_none_stops_nothing(course, tmp_path, written):
    collect_mailed(course, zipped(tmp_path / "a.zip", "[1]"))
    folder = course.folder / "submitted" / "s1" / EXERCISE
    assert f"{handed_in(folder):%Y-%m-%d %H:%M}" == "2026-03-01 02:00"  # a zip's time is China's
    (folder / "timestamp.txt").write_bytes(written)
    assert handed_in(folder) is None
    assert collect_mailed(course, zipped(tmp_path / "b.zip", "[2]")).newer == [("s1", EXERCISE)]
    assert taken(course) == "[2]"


def test_a_time_stamp_that_is_a_pipe_makes_nobody_wait(course, tmp_path):
    collect_mailed(course, zipped(tmp_path / "a.zip", "[1]"))
    folder = course.folder / "submitted" / "s1" / EXERCISE
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    assert handed_in(folder) is None
    assert collect_mailed(course, zipped(tmp_path / "b.zip", "[2]")).newer == [("s1", EXERCISE)]


def put(path, content="{}", when=1_800_000_000):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    os.utime(path, (when, when))


def test_the_number_of_a_copy_is_nobodys_id(tmp_path):
    students = [Student("1", "王", "小明"), Student("2", "李", "雷"), Student("3", "韩", "梅梅")]
    for path, id_ in (
        ("王小明-m90-exercise (2).ipynb", "1"),
        ("李雷/m90-exercise.ipynb", "2"),
        ("2/m90-exercise-Copy3.ipynb", "2"),
        ("3 韩梅梅 m90-exercise（1）.ipynb", "3"),
        ("1-m90-exercise.ipynb", "1"),
    ):
        assert owner(PurePosixPath(path), "m90-exercise", students) == students[int(id_) - 1], path
    assert "no trainee" in owner(PurePosixPath("2026-1-5/m90-exercise.ipynb"), "m90-exercise", students).en
    assert "also 李雷" in owner(PurePosixPath("1/李雷 m90-exercise.ipynb"), "m90-exercise", students).en


def test_full_width_digits_are_digits():
    students = [Student("20260001", "王", "小明")]
    assert owner(PurePosixPath("２０２６０００１ m90-exercise.ipynb"), "m90-exercise", students) == students[0]


def test_the_classs_own_copies_are_no_mail(course):
    mine = course.folder / "submitted" / "s1" / EXERCISE / BOOK
    put(mine, "mine")
    put(course.folder / "autograded" / "s1" / EXERCISE / BOOK, "graded", 1_900_000_000)
    found = collect_mailed(course, course.folder.parent)
    assert found.new == found.newer == []
    assert {Path(path).name for path, _, _ in found.left} == {"submitted", "autograded", "source"}
    assert mine.read_text() == "mine"
    put(course.folder / "mail" / f"s1-{BOOK}", "newer", 1_900_000_000)
    collect_mailed(course, course.folder / "mail")
    assert mine.read_text() == "newer"


def test_zips_in_a_folder_are_opened_and_other_archives_named(course, tmp_path):
    box = tmp_path / "mail"
    box.mkdir()
    with zipfile.ZipFile(box / "王小明.zip", "w") as archive:
        archive.writestr(BOOK.upper().replace(".IPYNB", ".Ipynb"), "[1]")
        archive.writestr("more.zip", "x")
    (box / "s1.rar").write_bytes(b"Rar!")
    (box / "s1.zip").write_bytes(b"PK")
    found = collect_mailed(course, box)
    assert found.new == [("s1", EXERCISE)]
    assert sorted(path for path, _, _ in found.left) == ["s1.rar", "s1.zip", "王小明/more.zip"]


def test_an_older_one_of_the_same_trainee_is_named(course, tmp_path):
    put(tmp_path / "mail" / f"s1-{BOOK}", "new", 1_900_000_000)
    put(tmp_path / "mail" / f"王小明-{BOOK}", "old")
    found = collect_mailed(course, tmp_path / "mail")
    assert taken(course) == "new"
    assert [path for path, _, _ in found.left] == [f"王小明-{BOOK}"]


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_file_packed_in_any_way_leaves_the_others_alone(course, tmp_path, how):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", how) as archive:
        archive.writestr(f"s1-{BOOK}", os.urandom(2_000).hex())
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    raw[300:320] = bytes(20)
    (tmp_path / "a.zip").write_bytes(raw)
    found = collect_mailed(course, tmp_path / "a.zip")
    assert not found.new
    assert [path for path, _, _ in found.left] == [f"s1-{BOOK}"]


def test_names_that_a_mac_packed_are_read(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(f"ABCDEFGHI/{BOOK}", "[1]")
    raw = (tmp_path / "a.zip").read_bytes().replace(b"ABCDEFGHI", "王小明".encode())  # in UTF-8, and without saying so
    (tmp_path / "a.zip").write_bytes(raw)
    assert collect_mailed(course, tmp_path / "a.zip").new == [("s1", EXERCISE)]
