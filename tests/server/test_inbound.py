"""Whose a folder of the drop box is, what is taken out of it, and what nbgrader then collects."""

import getpass
import hashlib
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI

from twinline.classroom.collect.drop_box import Refused, owner_problem, sort_out, take
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.nbgrader_config import COLLECT
from twinline.classroom.settings import Settings
from twinline.classroom.submissions import handed_in
from twinline.classroom.undo import undo

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless

ME = getpass.getuser()
OTHER = "zhangwei"  # no account of this machine, so that nothing can belong to it
TASK = "m00_orientation"
EARLY, DUE, LATE = 100, 70, 40  # seconds before now


def ago(seconds: float) -> str:
    return f"{datetime.now(UTC) - timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S.%f} UTC"


def hand_in(inbound: Path, name: str, when: str | float = EARLY, text: str = "{}", task: str = TASK) -> Path:
    stamp = when if isinstance(when, str) else ago(when)
    folder = inbound / f"{name}+{task}+{stamp}+{os.urandom(4).hex()}"
    folder.mkdir(parents=True)
    (folder / "m00-exercise.ipynb").write_text(text, "utf-8")
    (folder / "timestamp.txt").write_text(stamp, "utf-8")
    return folder


def test_a_folder_belongs_to_whose_account_made_it(tmp_path):
    assert owner_problem(hand_in(tmp_path, ME), ME) is None
    problem = owner_problem(hand_in(tmp_path, OTHER), OTHER)
    assert problem is not None
    assert ME in problem.en
    assert OTHER in problem.en
    assert "冒用" in problem.zh


@pytest.mark.parametrize("kind", ["link", "file", "missing"])
def test_what_is_no_folder_is_nobodys(tmp_path, kind):
    path = tmp_path / "entry"
    if kind == "link":
        path.symlink_to(hand_in(tmp_path / "inbound", ME))
    elif kind == "file":
        path.write_text("")
    assert owner_problem(path, ME) is not None


def test_names_are_sorted_out(tmp_path):
    own, later, forged = hand_in(tmp_path, ME), hand_in(tmp_path, ME, LATE), hand_in(tmp_path, OTHER, LATE)
    hand_in(tmp_path, ME, task="m10_churn")
    (tmp_path / "notes").mkdir()
    timeless = hand_in(tmp_path, ME, "soon")
    found = sort_out(tmp_path, TASK)
    assert [each.path for each in found.accepted] == [own, later]
    assert {path for path, _ in found.refused} == {forged, timeless}
    assert [each.student for each in sort_out(tmp_path, TASK, check_owner=False).accepted] == [ME, ME, OTHER]


def test_taking_copies_everything_and_tells_the_servers_time(tmp_path):
    folder = hand_in(tmp_path, ME, "2020-01-01 00:00:00 UTC", "作业")
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_bytes(b"1")
    os.utime(folder / "m00-exercise.ipynb", (0, 0))  # a student can say so, the server knows better
    touched = take(folder, tmp_path / "mine", ME).replace(tzinfo=UTC)
    assert (tmp_path / "mine" / "m00-exercise.ipynb").read_text("utf-8") == "作业"
    assert (tmp_path / "mine" / "data" / "a.csv").read_bytes() == b"1"
    assert abs(datetime.now(UTC) - touched) < timedelta(minutes=10)


def spoil(folder: Path, how: str, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    {
        "link": lambda: (folder / "x.ipynb").symlink_to(secret),
        "linked folder": lambda: (folder / "more").symlink_to(tmp_path),
        "hard link": lambda: (folder / "x.ipynb").hardlink_to(secret),
        "pipe": lambda: os.mkfifo(folder / "x.ipynb"),
        "large": lambda: (folder / "x.ipynb").write_bytes(bytes(2000)),
        "deep": lambda: Path(folder, *"abcdefghijklmnopqrstuvwxyz").mkdir(parents=True),
        "many": lambda: [(folder / str(number)).touch() for number in range(2001)],
    }[how]()


@pytest.mark.parametrize("how", ["link", "linked folder", "hard link", "pipe", "large", "deep", "many"])
def test_what_leads_astray_is_refused_and_leaves_nothing(tmp_path, how):
    folder = hand_in(tmp_path / "inbound", ME)
    spoil(folder, how, tmp_path)
    with pytest.raises(Refused) as refused:
        take(folder, tmp_path / "mine", ME, most_bytes=1000)
    assert folder.name in refused.value.en
    assert folder.name in refused.value.zh
    assert not (tmp_path / "mine").exists()


def test_a_linked_submission_is_not_followed(tmp_path):
    (tmp_path / "link").symlink_to(hand_in(tmp_path, ME))
    with pytest.raises(Refused):
        take(tmp_path / "link", tmp_path / "mine", ME)


# ---------------------------------------------------------------- nbgrader's collection


@pytest.fixture
def course(tmp_path):
    found = Course(
        tmp_path / "class", Settings(title="Class", language="en", exercises=(TASK,), exchange="../exchange")
    )
    found.save()
    with open_gradebook(found) as gradebook:
        gradebook.add_assignment(TASK)
        for name in (ME, OTHER):
            gradebook.add_student(name)
    return found


def collect(course, **settings):
    config = course.config()
    config.CourseDirectory.assignment_id = TASK
    for name, value in settings.items():
        config.CollectOwn[name] = value
    api = NbGraderAPI(config=config, log_level=logging.CRITICAL)
    made = api.exchange.Collect(coursedir=api.coursedir, authenticator=api.authenticator, parent=api)
    made.start()
    return made


def collected(course, name=ME):
    path = course.folder / "submitted" / name / TASK / "m00-exercise.ipynb"
    return path.read_text("utf-8") if path.exists() else None


def test_every_way_to_collect_is_ours(course):
    assert course.config().ExchangeFactory.collect == COLLECT
    assert type(collect_of(course)).__name__ == "CollectOwn"


def collect_of(course):
    api = NbGraderAPI(config=course.config(), log_level=logging.CRITICAL)
    return api.exchange.Collect(coursedir=api.coursedir, authenticator=api.authenticator, parent=api)


@pytest.fixture
def inbound(course):
    folder = course.folder.parent / "exchange" / "class" / "inbound"
    folder.mkdir(parents=True)
    return folder


def test_a_forged_later_one_does_not_displace_the_students_own(course, inbound):
    hand_in(inbound, ME, text="mine")
    hand_in(inbound, OTHER, LATE, text="forged")
    (inbound / f"{ME}+{TASK}+{ago(LATE)}+link").symlink_to(hand_in(inbound, OTHER, text="lent"))
    made = collect(course)
    assert collected(course) == "mine"
    assert collected(course, OTHER) is None
    assert len(made.sorted.refused) == 3


def test_one_bad_folder_does_not_stop_the_others(course, inbound):
    spoil(hand_in(inbound, ME, text="astray"), "link", inbound.parent)
    (inbound / f"{ME}+{TASK}+not a time+x").mkdir()
    (inbound / f"+{TASK}").mkdir()
    made = collect(course)
    assert collected(course) is None
    assert len(made.sorted.refused) == 2
    assert not list((course.folder / "submitted" / ME).iterdir())  # nothing half-copied


def test_a_folder_from_the_future_stops_nobody(course, inbound):
    hand_in(inbound, OTHER, "9999-12-31 23:59:30.000000 UTC", "forged")
    hand_in(inbound, ME, text="mine")
    made = collect(course, check_owner=False)
    assert collected(course) == "mine"
    assert ["yet to come" in why.en for _, why in made.sorted.refused] == [True]


def test_the_latest_is_taken_and_an_update_replaces_it(course, inbound):
    hand_in(inbound, ME, EARLY, "first")
    collect(course)
    hand_in(inbound, ME, LATE, "second")
    collect(course)
    assert collected(course) == "first"
    collect(course, update=True)
    assert collected(course) == "second"


def test_what_an_update_replaced_is_kept_and_can_be_had_back(course, inbound):
    hand_in(inbound, ME, EARLY, "first")
    collect(course)
    second = hand_in(inbound, ME, LATE, "second")
    collect(course, update=True)
    step, again = undo(course, ME, TASK)
    assert (step.file, again.sha256) == (second.name, hashlib.sha256(b"first").hexdigest())
    assert collected(course) == "first"
    collect(course, update=True)
    assert collected(course) == "first"  # it was taken back
    collect(course, update=True, undone=True)
    assert collected(course) == "second"


def test_a_stamp_of_the_future_keeps_no_later_one_out(course, inbound):
    hand_in(inbound, ME, EARLY, "first")
    collect(course)
    (course.folder / "submitted" / ME / TASK / "timestamp.txt").write_text("2107-01-01 00:00:00 UTC", "utf-8")
    hand_in(inbound, ME, LATE, "second")
    collect(course, update=True)
    assert collected(course) == "second"


def test_an_update_that_must_be_refused_leaves_what_was_collected(course, inbound):
    hand_in(inbound, ME, EARLY, "first")
    collect(course)
    spoil(hand_in(inbound, ME, LATE, "second"), "link", inbound.parent)
    collect(course, update=True)
    assert collected(course) == "first"


@pytest.mark.parametrize("written", [b"2020-01-01 00:00:00 UTC", b"\xff\xfe", b"soon"])
def test_when_it_was_handed_in_is_not_for_its_author_to_say(course, inbound, written):
    mine = hand_in(inbound, ME, "2026-03-01 09:00:00.000000 UTC", "first")
    (mine / "timestamp.txt").write_bytes(written)
    collect(course)
    folder = course.folder / "submitted" / ME / TASK
    assert abs(datetime.now(UTC) - handed_in(folder)) < timedelta(minutes=10)
    hand_in(inbound, ME, ago(-1), "second")
    collect(course, update=True)
    assert collected(course) == "second"


def test_a_folder_that_was_quick_to_come_has_the_time_in_its_name(course, inbound):
    named = hand_in(inbound, ME, EARLY).name.split("+")[2]
    collect(course)
    assert f"{handed_in(course.folder / 'submitted' / ME / TASK):%Y-%m-%d %H:%M:%S.%f} UTC" == named


def test_before_the_due_date(course, inbound):
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(TASK, duedate=ago(DUE))
    hand_in(inbound, ME, EARLY, "in time")
    hand_in(inbound, ME, LATE, "late")
    collect(course, before_duedate=True)
    assert collected(course) == "in time"


def test_a_class_without_accounts_can_switch_the_check_off(course, inbound):
    hand_in(inbound, OTHER, text="sent by mail")
    collect(course, check_owner=False)
    assert collected(course, OTHER) == "sent by mail"
