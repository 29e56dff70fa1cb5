"""Questions in exercises: the cells that a `[question q1]` cell stands for, and the sheets that learners' checks read."""

import re
import textwrap
from pathlib import Path

from generators.errors import BilingualError
from twinline.build.source import RawCell, Source
from twinline.build.write import SHEETS
from twinline.syllabus.problems import Problem

TAG = re.compile(r"^question (?P<id>\w+)$")


def expand(read: Source, folder: str, lessons: Path) -> tuple[Source, list[Problem]]:
    """A source with each `[question q1]` cell replaced by the answer's cell and the check's, from the module's questions.

    The answer's cell holds the model answer, which learners get as a stub. Problems are for questions that there are not,
    and for a cell whose text is not the function's first line.
    """
    cells: list[RawCell] = []
    problems: list[Problem] = []
    for cell in read.cells:
        id_ = _question(cell)
        if id_ is None:
            cells.append(cell)
            continue
        try:
            cells += _cells(cell, folder.split("_")[0], id_, lessons)
        except BilingualError as error:
            problems.append(Problem(read.file, cell.line, str(cell.options.get("name", "")), error.en, error.zh))
    return Source(read.file, cells), problems


def _question(cell: RawCell) -> str | None:
    tags = cell.options.get("tags") or []
    for tag in [tags] if isinstance(tags, str) else tags:
        found = TAG.match(str(tag))
        if found:
            return found["id"]
    return None


def _cells(cell: RawCell, module: str, id_: str, lessons: Path) -> list[RawCell]:
    from twinline.questions.author.grading import stated

    question = stated(module, id_, lessons)
    head, body = question.source()
    if cell.text.strip() != head.strip():
        raise BilingualError(f"the cell should read: {head}", f"这一格应写成：{head}")
    answer = f"{head}\n    ### BEGIN SOLUTION\n{textwrap.indent(body, '    ')}\n    ### END SOLUTION"
    name, function = str(cell.options.get("name", "")), question.right.__name__
    check = f"{id_}.check({function})\n### BEGIN HIDDEN TESTS\n{id_}.grade({function})\n### END HIDDEN TESTS"
    shared = {key: value for key, value in cell.options.items() if key != "tags"}
    return [
        RawCell("code", cell.line, answer, {**shared, "tags": ["solution"]}),
        RawCell("code", cell.line, check, {"name": f"{name}-check", "tags": [f"test points={question.points:g}"]}),
    ]


def sheets(modules: list[str], lessons: Path) -> dict[str, bytes]:
    """The sheets of the modules that state questions, as {path in the kit: content}."""
    from twinline.build.taught import with_lessons
    from twinline.build.titles import check_counts
    from twinline.questions.author.authoring import Question, questions_files, read_questions
    from twinline.questions.author.bake import bake

    stating = [module for module in modules if questions_files(module, lessons)]
    for module in stating:
        for question in read_questions(module, lessons):
            if isinstance(question, Question):
                check_counts(module, question)
    found = {}
    for module in stating:
        taught = {question.id: question.taught for question in read_questions(module, lessons)}
        found[f"{SHEETS}/{module}.json"] = with_lessons(bake(module, lessons), taught, lessons).to_bytes()
    return found
