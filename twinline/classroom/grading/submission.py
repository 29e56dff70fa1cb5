"""One submission, from file to points: read it, run it in the sandbox, ask its functions, judge what they answer.

Runs in a worker process of the grader. Nothing that a learner wrote is executed, unpickled or believed on this side.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat import NotebookNode, v4

from twinline.base.words import Words
from twinline.classroom.grading.ask import Exercise, Sealed
from twinline.classroom.grading.exam_id import another_id
from twinline.classroom.grading.fit import ANOTHER, fit
from twinline.classroom.grading.fixed_cells import Damaged, FixedCells, put_back, read_submission
from twinline.classroom.grading.records import Answered, Record
from twinline.classroom.grading.sanitise import clean
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text
from twinline.classroom.sandbox.server import KernelGone, Server
from twinline.questions.exam import bank_of
from twinline.questions.verdict import Verdict

_MOST_KERNELS = 4  # that one submission may use up
_STOPPED = Words(en="A cell of this notebook was stopped: it ran for too long.", zh="有单元格运行过久，已被停止。")


@dataclass(frozen=True)
class Task:
    """A submission to be graded."""

    student: str
    assignment: str
    module: str
    path: Path
    digest: str
    submitted: datetime | None = None


@dataclass(frozen=True)
class Done:
    """What grading made of a submission: its record and, unless it was refused, its notebook with outputs and points in it."""

    record: Record
    notebook: NotebookNode | None = None


@dataclass
class _Run:
    """A notebook on its way through the sandbox."""

    notebook: NotebookNode
    last: bool = True
    """Whether what is lost with the whole sandbox stays lost."""
    kernel: Kernel | None = None
    done: list[int] = field(default_factory=list)
    """Cells that ran to their end: what a new kernel has to catch up with."""
    kernels: int = 0
    trouble: Words | None = None
    answered: dict[str, Answered] = field(default_factory=dict)
    sealed: dict[int, Sealed] = field(default_factory=dict)
    """Policies by the cell of their check."""


class SandboxLost(Exception):
    """The whole sandbox ended in the middle of a submission, which may be no fault of the submission's."""


class Marker:
    """Grades submissions of one exercise, one after the other, in a sandbox. Made once a worker."""

    def __init__(
        self, server: Server, exercise: Exercise, fixed: FixedCells, limits: Limits, code: str | None = None
    ) -> None:
        self._server, self._exercise, self._fixed, self._limits, self._code = server, exercise, fixed, limits, code
        self._calls = exercise.calls()
        self._questions = server.give(f"{exercise.module}.pkl", self._calls)
        server.warm(fixed.prelude, self._questions)

    def mark(self, task: Task, *, last: bool = True) -> Done:
        """The record and the notebook of a submission. Where it is not the last try, raises `SandboxLost`."""
        self._server.take_back()  # what the submission before was asked, and what it answered
        if self._code is None:
            self._server.give(f"{self._exercise.module}.pkl", self._calls)
            return self._mark(task, last=last)
        with TemporaryDirectory(prefix="twinline-exam-") as folder:
            bank = bank_of(task.student, self._code, Path(folder) / "bank", quiet=True)
            self._server.give_bank(bank)
            everybodys = self._exercise
            self._exercise = Exercise(
                task.module, list(everybodys.questions.values()), self._limits, everybodys.worlds, [bank]
            )
            self._questions = self._server.give(f"{task.module}-{task.digest[:16]}.pkl", self._exercise.calls())
            try:
                return self._mark(task, last=last)
            finally:
                self._exercise = everybodys

    def _mark(self, task: Task, *, last: bool) -> Done:
        begun = time.monotonic()
        try:
            submitted = read_submission(task.path)
        except Damaged as why:
            return Done(refused(task, why.words))
        fits = fit(submitted.cells, self._fixed)
        if fits.another:
            return Done(refused(task, ANOTHER))
        run = _Run(put_back(submitted, self._fixed), last)
        self._go_through(run, begun + self._limits.seconds)
        clean(run.notebook)
        self._write_points(run)
        questions = tuple(
            run.answered.get(id_) or self._exercise.unanswered(id_, run.trouble) for id_ in self._fixed.questions
        )
        record = Record(
            student=task.student,
            assignment=task.assignment,
            module=task.module,
            outcome="partly" if run.trouble else "graded",
            reason=run.trouble,
            note=_joined(fits.note, another_id(submitted.cells, task.student) if self._code is not None else None),
            submitted=task.submitted,
            graded=datetime.now(UTC),
            seconds=round(time.monotonic() - begun, 2),
            digest=task.digest,
            questions=questions,
        )
        return Done(record, run.notebook)

    def _go_through(self, run: _Run, until: float) -> None:
        later: list[int] = []
        numbers = [number for number, cell in enumerate(run.notebook.cells) if cell.cell_type == "code"]
        try:
            for number in numbers:
                id_ = self._fixed.question(run.notebook.cells[number])
                if not self._step(run, number, id_, until):
                    break
                if id_ and id_ in run.answered and run.answered[id_].state == "not_attempted":
                    later.append(number)  # its function may stand further down
            else:
                for number in later:
                    if not self._step(run, number, self._fixed.question(run.notebook.cells[number]), until):
                        break
        finally:
            if run.kernel is not None:
                run.kernel.end()
        for number, sealed in run.sealed.items():
            self._play(run, number, sealed, until)

    def _step(self, run: _Run, number: int, id_: str | None, until: float) -> bool:
        """Run a cell, or ask a question; False once there is nothing left to run with."""
        try:
            kernel = self._kernel(run, until)
            if id_ is None:
                cell = run.notebook.cells[number]
                ran = kernel.run(cell.source)
                cell.outputs, cell.execution_count = ran.outputs, None
                run.trouble = run.trouble or (_STOPPED if ran.stopped else None)
                run.done.append(number)
            else:
                answer = self._exercise.ask(kernel, id_, self._questions)
                if isinstance(answer, Sealed):
                    run.answered.pop(id_, None)
                    run.sealed[number] = answer
                else:
                    self._keep(run, number, id_, answer)
        except KernelGone as gone:
            run.kernel = None
            self._is_lost(run)
            words = Words(en=gone.en, zh=gone.zh)
            run.trouble = words
            if id_ is not None:
                run.answered[id_] = self._exercise.unanswered(id_, words)
            else:
                run.notebook.cells[number].outputs = [
                    v4.new_output("error", ename="Stopped", evalue=gone.en, traceback=[gone.en])
                ]
            return run.kernels < _MOST_KERNELS and time.monotonic() < until and self._server.alive
        except Exception as error:  # an answer that breaks the judging costs its author that question, and no other
            if id_ is None:
                raise
            run.answered[id_] = self._exercise.unanswered(id_, _unjudged(error))
        return True

    def _play(self, run: _Run, number: int, sealed: Sealed, until: float) -> None:
        """Play a policy, in kernels of its own."""

        def play() -> tuple[Answered, Verdict]:
            return self._exercise.play(
                sealed, self._questions, lambda: Kernel(self._server, self._limits, until), self._server.give
            )

        try:
            try:
                answer = play()
            except KernelGone:
                # It may be no fault of the policy's: a full machine loses sandboxes too. One more try, in new kernels.
                self._is_lost(run)
                if time.monotonic() > until or not self._server.alive:
                    raise
                answer = play()
            self._keep(run, number, sealed.id, answer)
        except SandboxLost:
            raise
        except KernelGone as gone:
            words = Words(en=gone.en, zh=gone.zh)
            run.trouble = run.trouble or words
            run.answered[sealed.id] = self._exercise.unanswered(sealed.id, words)
        except Exception as error:
            run.answered[sealed.id] = self._exercise.unanswered(sealed.id, _unjudged(error))

    def _is_lost(self, run: _Run) -> None:
        """Raise `SandboxLost` where not only the kernel is gone, and the submission has another try."""
        if not run.last and not self._server.alive:
            raise SandboxLost

    def _keep(self, run: _Run, number: int, id_: str, answer: tuple[Answered, Verdict]) -> None:
        run.answered[id_], verdict = answer
        run.notebook.cells[number].outputs = [_shown(verdict)]

    def _kernel(self, run: _Run, until: float) -> Kernel:
        """The kernel; where it was lost, a new one that has caught up with all cells but the one that cost the old one."""
        if run.kernel is None or run.kernel.ended:
            run.kernels += 1
            run.kernel = Kernel(self._server, self._limits, until)
            for number in run.done:
                run.kernel.run(run.notebook.cells[number].source)
        return run.kernel

    def _write_points(self, run: _Run) -> None:
        """Put the points where nbgrader looks for them: into the output of the check."""
        for cell in run.notebook.cells:
            id_ = self._fixed.question(cell)
            if id_ is None:
                continue
            answered = run.answered.get(id_) or self._exercise.unanswered(id_, run.trouble)
            points = min(max(float(answered.points), 0.0), answered.out_of)
            cell.outputs = [
                *(output for output in cell.outputs if output.output_type == "display_data"),
                v4.new_output("execute_result", {"text/plain": repr(points)}, execution_count=None),
            ]


def _joined(*notes: Words | None) -> Words | None:
    said = [note for note in notes if note is not None]
    return Words(en=" ".join(note.en for note in said), zh="".join(note.zh for note in said)) if said else None


def refused(task: Task, why: Words) -> Record:
    """The record of a submission that cannot be graded."""
    return Record(
        student=task.student,
        assignment=task.assignment,
        module=task.module,
        outcome="refused",
        reason=why,
        submitted=task.submitted,
        graded=datetime.now(UTC),
        digest=task.digest,
    )


def _unjudged(error: Exception) -> Words:
    said = text(f"{type(error).__name__}: {error}")[:300]
    return Words(en=f"The answer could not be judged: {said}", zh=f"无法评判这一答案：{said}")


def _shown(verdict: Verdict) -> NotebookNode:
    output: NotebookNode = v4.new_output(
        "display_data", {"text/plain": str(verdict), "text/html": verdict._repr_html_()}
    )
    return output
