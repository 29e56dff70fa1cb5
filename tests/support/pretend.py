"""A class that never was: a course folder with a gradebook, made through nbgrader's API, and what grading found."""

import inspect
import random
import tempfile
import textwrap
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import nbformat

from twinline.base import paths
from twinline.base.words import Words
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import records
from twinline.classroom.grading.records import Answered, Record
from twinline.classroom.settings import Settings
from twinline.questions.author.authoring import PolicyQuestion, read_questions

EXERCISE, NOTEBOOK = "m10_churn", "m10-exercise"
DUE = datetime(2026, 3, 6, 10, 0)  # nbgrader's moments are UTC and do not say so
NAMES = "王小明 李娜 张伟 刘洋 陈洁 杨帆 赵磊 黄蓉 周杰 吴敏 徐静 孙浩 胡雪 朱琳 高翔 林峰 何丽 郭涛 马超 罗兰 梁辰 宋佳 郑爽 谢娜 韩梅梅 唐婉 冯刚 于谦 董洁 欧阳修"
MEMO = 20.0


@dataclass
class Handed:
    """What one student's gradebook row and record shall say; `questions` are (id, points, out_of, state, code, share)."""

    student: str
    questions: list = field(default_factory=list)
    outcome: str = "graded"
    reason: tuple | None = None
    after: timedelta | None = timedelta(hours=-1)
    memo: float | None = None
    penalty: float = 0.0
    answers: dict = field(default_factory=dict)
    titles: dict = field(default_factory=dict)
    messages: dict = field(default_factory=dict)


def _message(each, id_, code):
    return each.messages.get((id_, code), pair(f"Message {code}")) if code else None


def pair(text):
    return Words(en=f"{text} (en)", zh=f"{text}（中）")


@lru_cache(maxsize=1)
def _empty_gradebook():
    """The file of a gradebook without anything, which nbgrader takes seconds to make."""
    with tempfile.TemporaryDirectory() as place:
        course = Course(Path(place), Settings(title="", language="zh", exercises=()))
        with open_gradebook(course):
            pass
        return (course.folder / "gradebook.db").read_bytes()


def make(folder, people, handed, *, due=DUE, exercises=(EXERCISE,), title="风控班", memo=True):
    """The course of `people` ({id: (family, given)}), of whom some handed in the first exercise."""
    course = Course(folder, Settings(title=title, language="zh", exercises=exercises))
    folder.mkdir(parents=True, exist_ok=True)
    course.save()
    (folder / "gradebook.db").write_bytes(_empty_gradebook())
    assignment = exercises[0]
    asked = {row[0]: row[2] for each in handed for row in each.questions}
    with open_gradebook(course) as book:
        for id_, (family, given) in people.items():
            book.add_student(id_, last_name=family, first_name=given)
        book.add_assignment(assignment, duedate=due)
        book.add_notebook(NOTEBOOK, assignment)
        for id_, most in asked.items():
            book.add_grade_cell(f"{id_}-check", NOTEBOOK, assignment, max_score=most, cell_type="code")
        if memo:
            book.add_grade_cell("memo", NOTEBOOK, assignment, max_score=MEMO, cell_type="markdown")
        for each in handed:
            if each.outcome != "refused":
                _enter(book, assignment, each)
    for each in handed:
        _keep(course, assignment, each)
    return course


def _enter(book, assignment, each):
    moment = None if each.after is None else DUE + each.after
    with warnings.catch_warnings():
        # nbgrader's own and harmless: it reads a lazy list between making an object and adding it to the session.
        warnings.filterwarnings("ignore", r"Object of type <\w+> not in session")
        submission = book.add_submission(assignment, each.student, timestamp=moment)
    (notebook,) = submission.notebooks
    notebook.late_submission_penalty = each.penalty
    given = {f"{row[0]}-check": row[1] for row in each.questions}
    for grade in notebook.grades:
        if grade.name == "memo":
            grade.manual_score, grade.needs_manual_grade = each.memo, each.memo is None
        else:
            grade.auto_score, grade.needs_manual_grade = given.get(grade.name, 0.0), False
    book.db.commit()


def _keep(course, assignment, each):
    """Its record, and its notebook where it is said to hold answers."""
    moment = None if each.after is None else (DUE + each.after).replace(tzinfo=UTC)
    found = tuple(
        Answered(
            id=id_,
            title=each.titles.get(id_, pair(f"Title {id_}")),
            points=points,
            out_of=most,
            state=state,
            code=code,
            share=share,
            message=_message(each, id_, code) if state in ("wrong", "nearly") else None,
        )
        for id_, points, most, state, code, share in each.questions
    )
    reason = Words(en=each.reason[0], zh=each.reason[1]) if each.reason else None
    records.save(
        course.folder,
        Record(
            student=each.student,
            assignment=assignment,
            module=assignment.split("_")[0],
            outcome=each.outcome,
            reason=reason,
            submitted=moment,
            graded=datetime(2026, 3, 7, tzinfo=UTC),
            questions=found,
        ),
    )
    if each.answers:
        hand_in(course, each.student, each.answers, assignment)


def hand_in(course, student, answers, assignment=EXERCISE):
    """A notebook of a student, with the answers' cells as given, as submitted and as autograded."""
    book = nbformat.read(paths.EXERCISES / "zh" / assignment / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in book.cells:
        id_ = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(id_, cell.source)
    for step in ("submitted", "autograded"):
        folder = course.folder / step / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, folder / f"{NOTEBOOK}.ipynb")


# --- a class of thirty, as classes are ---

FILLERS = """
frame = {0}.copy()

print(len({0}))

assert len({0}) > 0

rows = len({0})

names = list({0}.columns)

first = {0}.head(3)

if {0}.empty:
    return None

total = {0}.shape[0] * {0}.shape[1]

missing = {0}.isna().sum().sum()

for name in {0}.columns[:2]:
    print(name)

index = {0}.index.tolist()

seen = set()

result = []

kind = {0}.dtypes.to_dict()

width, height = {0}.shape

shown = {0}.describe().round(2)

try:
    print({0}.iloc[0])
except IndexError:
    pass

answer = dict(zip({0}.columns, range(9)))
""".strip().split("\n\n")


def thirty(folder, seed=7, number=30):
    """`number` students with Chinese names: most handed in, two were refused, some late, some memos marked."""
    draw = random.Random(seed)
    asked = read_questions("m10")
    ids = [f"2026{place:03d}" for place in range(1, number + 1)]
    whole = NAMES.split()
    people = {}
    for place, id_ in enumerate(ids):
        name = whole[place % len(whole)]
        cut = 2 if name.startswith("欧阳") else 1
        people[id_] = (name[:cut], name[cut:] + (str(place // len(whole) + 1) if place >= len(whole) else ""))
    handed = [_somebody(draw, asked, id_) for id_ in ids[:-3]]
    handed[4] = Handed(ids[4], outcome="refused", reason=("The file is no notebook.", "交来的文件不是笔记本。"))
    link = "The submission holds a link, `data -> /etc`.", "提交的文件夹里有链接：`data -> /etc`。"
    handed[11] = Handed(ids[11], outcome="refused", reason=link)
    handed[8].outcome, handed[8].reason = "partly", ("Question 7 took too long.", "第 7 题运行超时。")
    handed[8].questions[-1] = ("q7", 0.0, 8.0, "error", "", None)
    copied = handed[2].answers["q4"].replace("rows", "hang").replace("frame", "biao")
    handed[17].answers = {**handed[17].answers, "q4": copied}
    return make(folder, people, handed, title="信用卡数据训练营 · 三月班")


def _somebody(draw, asked, id_):
    able = draw.gauss(0, 1)
    each = Handed(id_)
    for place, question in enumerate(asked):
        easy = (0.9, 0.2, 0.3, -0.6, -0.9, 0.4, -0.2)[place]
        luck = able + easy + draw.gauss(0, 0.8)
        state, code, share, made = "right", "right", None, None
        if luck < -1.9:
            state, code = "not_attempted", ""
        elif luck < -1.5:
            state, code = "error", ""
        elif luck < -0.1:
            wrongs = [wrong for wrong in question.wrongs for _ in range(9 // (1 + question.wrongs.index(wrong)))]
            wrong = draw.choice(wrongs)
            state, code = wrong.state, wrong.code
            made = wrong if inspect.signature(wrong.function).parameters else None
            if draw.random() < 0.15:
                state, code = "wrong", ""
        points = {"right": 1.0, "nearly": 0.5}.get(state, 0.0) * question.points
        if isinstance(question, PolicyQuestion) and state not in ("not_attempted", "error"):
            share = round(min(0.35 + 0.2 * luck + draw.gauss(0, 0.05), 0.97), 3)
            state = "right" if share >= 0.6 else "nearly" if share >= 0.4 else "wrong"
            points = round(question.points * min(max((share - 0.25) / 0.35, 0), 1), 2)
            code = "" if state == "right" else code if code != "right" else "weak"
        each.titles[question.id] = Words.of(question.title)
        each.messages |= {(question.id, wrong.code): wrong.words for wrong in question.wrongs}
        each.questions.append((question.id, points, question.points, state, code, share))
        if state != "not_attempted":
            each.answers[question.id] = _written(draw, question, made)
    each.after = (
        timedelta(hours=-abs(draw.gauss(0, 30))) if draw.random() < 0.85 else timedelta(hours=draw.random() * 9)
    )
    each.penalty = 2.0 if each.after > timedelta(0) else 0.0
    each.memo = float(draw.randint(9, 19)) if draw.random() < 0.5 else None
    return each


def _written(draw, question, wrong):
    """An answer in somebody's own hand: the function's body among lines that people write."""
    head, body = question.source(wrong)
    table = question.arguments[0]
    own = [line.format(table) for line in draw.sample(FILLERS, draw.randint(3, 7))]
    return head + "\n" + textwrap.indent("\n".join([*own, body]), "    ")
