"""What is handed in is never lost in silence: what counts, what replaces what, what is told, and what can be undone."""

import json
import os
import shutil
import struct
import time
import zipfile
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from generators.errors import BilingualError
from tests.support.classes import BOOK, EXERCISE, MODULE, NOTEBOOK, answer, answered, small_course, stated
from twinline.base import text
from twinline.base.words import Words
from twinline.classroom import history, results, setup
from twinline.classroom.collect.collect import collect_mailed
from twinline.classroom.collect.mail import MOST_ENTRIES
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import records
from twinline.classroom.grading.ask import Sealed
from twinline.classroom.grading.fit import fit
from twinline.classroom.grading.fixed_cells import grade_id, put_back
from twinline.classroom.grading.grade import _keep
from twinline.classroom.grading.gradebook_writer import GradebookWriter
from twinline.classroom.grading.records import Answered, Record
from twinline.classroom.grading.submission import Done, Marker, Task, _Run
from twinline.classroom.grading.tasks import fixed_cells_of
from twinline.classroom.grading.worker import Worker, WorkerSettings
from twinline.classroom.report import gather
from twinline.classroom.sandbox.server import KernelGone
from twinline.classroom.students import Student
from twinline.classroom.submissions import handed_in
from twinline.classroom.undo import undo
from twinline.commands.class_words import open_class, tell_collected
from twinline.questions.verdict import Verdict

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless

DAY = datetime(2026, 3, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def small():
    with small_course():
        yield


@pytest.fixture(scope="module")
def released(small, tmp_path_factory):
    students = [Student("s1", "王", "小明"), Student("s2", "李", "雷")]
    course = setup.new(tmp_path_factory.mktemp("made") / "class", "zh", [MODULE], students)
    setup.release(course)
    return course


@pytest.fixture
def course(tmp_path, released):
    shutil.copytree(released.folder, tmp_path / "class")
    return Course.open(tmp_path / "class")


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def notebook(course, *ids, memo=None):
    """The trainees' notebook with the model answers to some questions."""
    return answered(course, {id_: answer(stated()[id_]) for id_ in ids} | ({"memo": memo} if memo else {}))


def put(folder, name, book, when=DAY):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(book if isinstance(book, str) else nbformat.writes(book), encoding="utf-8")
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def taken(course, student="s1"):
    """Which questions are answered in what lies in the class."""
    book = nbformat.read(course.folder / "submitted" / student / EXERCISE / BOOK, as_version=4)
    return [cell.id for cell in book.cells if cell.id in stated() and "NotImplementedError" not in cell.source]


def graded(course, student, *, points=1.0):
    """Write into gradebook and records what grading would."""
    fixed = fixed_cells_of(course, EXERCISE)
    path = course.folder / "submitted" / student / EXERCISE / BOOK
    book = put_back(nbformat.read(path, as_version=4), fixed)
    for cell in book.cells:
        if fixed.question(cell):
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": repr(points)})]
    record = Record(student=student, assignment=EXERCISE, module=MODULE, outcome="graded", graded=DAY)
    with GradebookWriter(course) as gradebook:
        return _keep(course, gradebook, Done(record, book))


def grades(course, student="s1"):
    with open_gradebook(course) as book:
        found = book.find_submission(EXERCISE, student)
        return {each.name: (each.score, each.needs_manual_grade) for each in found.notebooks[0].grades}


def mark(course, points, student="s1"):
    """Mark a memo as formgrader does."""
    with open_gradebook(course) as book:
        grade = book.find_grade("memo", NOTEBOOK, EXERCISE, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


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
    (folder / "timestamp.txt").write_text("2107-01-01 00:00:00 UTC", "utf-8")  # as an older kit left it
    put(tmp_path / "right", f"s1/{BOOK}", notebook(course, "q2"))
    found = collect_mailed(course, tmp_path / "right")
    assert taken(course) == ["q2"]
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


def elsewhere(book):
    book.cells.append(nbformat.v4.new_markdown_cell("My memo: call the ones who answer."))


def lost(book):
    elsewhere(book)
    book.cells = [cell for cell in book.cells if cell.id != "memo"]


@pytest.mark.parametrize(("change", "waits"), [(lambda book: None, False), (elsewhere, True), (lost, True)])
def test_a_written_memo_waits_for_a_person_wherever_it_stands(course, change, waits):
    book = notebook(course)
    change(book)
    put(course.folder / "submitted" / "s1" / EXERCISE, BOOK, book)
    graded(course, "s1")
    assert grades(course)["memo"][1] is waits


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


def test_a_refused_hand_in_is_no_0_in_any_sheet(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="First."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 15.0)
    why = Words(en="It is no notebook.", zh="不是笔记本。")
    record = Record(student="s1", assignment=EXERCISE, module=MODULE, outcome="refused", reason=why, graded=DAY)
    with GradebookWriter(course) as gradebook:
        _keep(course, gradebook, Done(record))
    (exercise,) = gather.gather(course)
    assert exercise.memo_mean is None
    results.export(course, tmp_path / "marks.csv")
    rows = pd.read_csv(tmp_path / "marks.csv").set_index("Student")
    assert rows.loc["s1", ["Outcome", "Reason"]].to_list() == ["refused", "It is no notebook."]
    assert rows["Score"].isna().to_dict() == {"s1": True, "s2": False}
    assert rows.loc["s2", "Outcome"] == "not handed in"
    results.export(course, tmp_path / "marks.xlsx")
    for name, sheet in pd.read_excel(tmp_path / "marks.xlsx", sheet_name=None).items():
        own = sheet[sheet["Student"] == "s1"].iloc[0].map(str).to_list()
        assert "refused" in own, name
        assert any("It is no notebook." in cell for cell in own), name
    with text.speaking("zh"):
        results.export(course, tmp_path / "marks.csv")
    assert pd.read_csv(tmp_path / "marks.csv")["批改结果"].to_list() == ["未能评分", "未提交"]


def test_only_memos_that_a_person_marked_are_counted(course, mail):
    for student, memo in (("s1", "Mine."), ("s2", None)):
        put(mail, f"{student}/{BOOK}", notebook(course, "q1", memo=memo))
    collect_mailed(course, mail)
    for student in ("s1", "s2"):
        graded(course, student)
    (exercise,) = gather.gather(course)
    assert (exercise.memo_mean, len(exercise.waiting)) == (None, 1)
    assert [each.no_memo for each in exercise.submissions] == [False, True]
    mark(course, 12.0)
    (exercise,) = gather.gather(course)
    assert exercise.memo_mean == (12.0, 1)


def test_feedback_before_marking_says_not_marked_yet(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="Mine."))
    collect_mailed(course, mail)
    graded(course, "s1", points=1.0)
    (page,) = results.feedback(course)
    shown = page.read_text("utf-8")
    assert "尚未评阅" in shown
    assert "0 / 20" not in shown
    assert "目前得分：4 / 19" in shown
    mark(course, 12.0)
    results.feedback(course)
    shown = page.read_text("utf-8")
    assert "尚未评阅" not in shown
    assert "12 / 20" in shown


def test_every_hand_in_is_kept_and_the_last_one_can_be_taken_back(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="First."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 15.0)
    put(tmp_path / "second", f"王小明-{BOOK}", notebook(course, "q2"), DAY + timedelta(hours=1))
    assert collect_mailed(course, tmp_path / "second").newer == [("s1", EXERCISE)]
    graded(course, "s1")
    found = history.steps(course.folder, "s1", EXERCISE)
    assert [step.kind for step in found] == ["collected", "graded", "marked", "collected", "graded"]
    first, second = history.standing(found, "collected")
    assert (first.file, second.file, second.handed_in) == (f"s1/{BOOK}", f"王小明-{BOOK}", DAY + timedelta(hours=1))
    assert first.sha256 == history.digest_of(history.kept(course.folder, "s1", EXERCISE, first)) != second.sha256

    undone, again = undo(course, "s1", EXERCISE)
    assert (undone, again) == (second, first)
    assert taken(course) == ["q1"]
    assert handed_in(course.folder / "submitted" / "s1" / EXERCISE) == DAY
    assert records.read(course.folder, EXERCISE, "s1") is None
    assert not (course.folder / "autograded" / "s1" / EXERCISE).exists()
    (exercise,) = gather.gather(course)
    assert [(each.student.id, each.outcome) for each in exercise.submissions] == [("s1", "ungraded")]
    graded(course, "s1")
    assert grades(course)["memo"] == (15.0, True)  # the mark that its memo had, to be looked at again

    left = collect_mailed(course, tmp_path / "second")
    assert left.newer == []
    assert "taken back" in left.left[0][1]
    assert collect_mailed(course, tmp_path / "second", undone=True).newer == [("s1", EXERCISE)]
    assert taken(course) == ["q2"]


def test_the_only_hand_in_is_taken_back_whole(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    graded(course, "s1")
    assert undo(course, "s1", EXERCISE)[1] is None
    assert not (course.folder / "submitted" / "s1" / EXERCISE).exists()
    (exercise,) = gather.gather(course)
    assert [student.id for student in exercise.absent] == ["s1", "s2"]
    with pytest.raises(BilingualError, match="nothing to undo"):
        undo(course, "s1", EXERCISE)
    with pytest.raises(BilingualError, match="no student s9"):
        undo(course, "s9", EXERCISE)


def test_a_mark_is_taken_back_to_the_one_before(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, memo="Mine."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 12.0)
    mark(course, 18.0)
    step, _ = undo(course, "s1", EXERCISE)
    assert (step.cell, step.before, step.after) == ("memo", 12.0, 18.0)
    assert grades(course)["memo"] == (12.0, False)
    undo(course, "s1", EXERCISE)
    assert grades(course)["memo"] == (0.0, True)
    mark(course, 9.0)
    undo(course, "s1", EXERCISE, collect=True)
    assert not (course.folder / "submitted" / "s1" / EXERCISE).exists()


def test_what_was_put_into_the_class_by_hand_is_kept_before_it_is_replaced(course, mail):
    put(course.folder / "submitted" / "s1" / EXERCISE, BOOK, notebook(course, "q3"))
    (course.folder / "submitted" / "s1" / EXERCISE / "timestamp.txt").write_text("2026-02-01 00:00:00 UTC")
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    undo(course, "s1", EXERCISE)
    assert taken(course) == ["q3"]


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


class _Lost:
    """A sandbox and an exercise in one: playing a policy loses the kernel, or the whole sandbox, so many times."""

    def __init__(self, times, *, alive=True):
        self.times, self.alive, self.give = times, alive, None

    def play(self, *_):
        self.times -= 1
        if self.times >= 0:
            raise KernelGone("gone", "没了")
        return Answered(id="q4", title=Words(en="q4", zh="q4"), points=8.0, out_of=8.0, state="right"), Verdict(
            "q4", "q4", "right"
        )

    def unanswered(self, id_, why):
        return Answered(id=id_, title=Words(en="q4", zh="q4"), points=0.0, out_of=8.0, state="error", message=why)


def played(lost):
    marker = Marker.__new__(Marker)
    marker._exercise = marker._server = lost
    marker._questions, marker._limits = "", None
    run = _Run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()]))
    marker._play(run, 0, Sealed("q4", "x"), time.monotonic() + 60)
    return run.answered["q4"].points


def test_a_policy_whose_sandbox_was_lost_is_played_once_more():
    assert played(_Lost(0)) == played(_Lost(1)) == 8.0
    assert played(_Lost(2)) == 0.0


def test_a_submission_whose_whole_sandbox_was_lost_is_graded_once_more_in_a_new_one(tmp_path, monkeypatch):
    task = Task("s1", EXERCISE, MODULE, tmp_path / BOOK, "")
    for losses, outcome in ((1, "graded"), (2, "refused")):
        left = [losses]

        def mark(task, left=left):
            left[0] -= 1
            if left[0] >= 0:
                played(_Lost(1, alive=False))
            return Done(Record(student="s1", assignment=EXERCISE, module=MODULE, outcome="graded", graded=DAY))

        worker = Worker(WorkerSettings({}, {}, None, (), False, None, "en"), 0)
        monkeypatch.setattr(worker, "_marker", lambda task, mark=mark: SimpleNamespace(mark=mark))
        assert worker.mark(task).record.outcome == outcome


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
