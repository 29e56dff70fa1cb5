"""What came by mail, with all that people's programs make of times, names and archives."""

import io
import os
import zipfile

import pytest

from generators.errors import BilingualError
from twinline.classroom.course import Course, Settings, handed_in
from twinline.classroom.incoming import collect_mailed

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless

EXERCISE, BOOK = "m10_churn", "m10-exercise.ipynb"


@pytest.fixture
def course(tmp_path):
    found = Course(tmp_path / "class", Settings(title="Class", language="en", exercises=(EXERCISE,)))
    found.save()
    (found.folder / "source" / EXERCISE).mkdir(parents=True)
    (found.folder / "source" / EXERCISE / BOOK).write_text("{}")
    with found.gradebook() as gradebook:
        gradebook.add_assignment(EXERCISE)
        gradebook.add_student("s1", last_name="王", first_name="小明")
    return found


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
    with course.gradebook() as gradebook:
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
