"""A sandbox that is lost, perhaps on a full machine, costs nobody a point before one more try."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import nbformat

from tests.support.classes import BOOK, EXERCISE, MODULE
from twinline.base.words import Words
from twinline.classroom.grading.ask import Sealed
from twinline.classroom.grading.records import Answered, Record
from twinline.classroom.grading.submission import Done, Marker, Task, _Run
from twinline.classroom.grading.worker import Worker, WorkerSettings
from twinline.classroom.sandbox.server import KernelGone
from twinline.questions.verdict import Verdict

DAY = datetime(2026, 3, 1, 2, tzinfo=UTC)


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


def played(lost, *, last=True):
    marker = Marker.__new__(Marker)
    marker._exercise = marker._server = lost
    marker._questions, marker._limits = "", None
    run = _Run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()]), last)
    marker._play(run, 0, Sealed("q4", "x"), time.monotonic() + 60)
    return run.answered["q4"].points


def test_a_policy_whose_sandbox_was_lost_is_played_once_more():
    assert played(_Lost(0)) == played(_Lost(1)) == 8.0
    assert played(_Lost(2)) == 0.0


def test_a_submission_whose_whole_sandbox_was_lost_is_graded_once_more_in_a_new_one(tmp_path, monkeypatch):
    task = Task("s1", EXERCISE, MODULE, tmp_path / BOOK, "")
    for losses, points in ((1, 8.0), (2, 0.0)):
        tries = []

        def mark(task, *, last=True, losses=losses, tries=tries):
            tries.append(last)
            found = played(_Lost(1, alive=False) if len(tries) <= losses else _Lost(0), last=last)
            answer = Answered(id="q4", title=Words(en="", zh=""), points=found, out_of=8.0, state="right")
            return Done(
                Record(student="s1", assignment="", module="", outcome="graded", graded=DAY, questions=(answer,))
            )

        worker = Worker(WorkerSettings({}, {}, None, (), False, None, "en"), 0)
        monkeypatch.setattr(worker, "_marker", lambda task, mark=mark: SimpleNamespace(mark=mark))
        assert worker.mark(task).record.points == points
        assert tries == [False, True]
