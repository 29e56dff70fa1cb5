"""A naive trainee works through each built exercise: nothing yet, what people typically get wrong, then the right answer."""

import re

import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import determine_grade

from tests.support import ran
from twinline.base.paths import EXERCISES, SOLUTIONS
from twinline.base.text import LANGUAGES, t, use_language
from twinline.questions.author.authoring import PolicyQuestion, read_questions
from twinline.questions.sheet import read_sheet

EXERCISE_BOOKS = [path for path in sorted(EXERCISES.glob("*/*/*.ipynb")) if "tw.exercise(" in path.read_text("utf-8")]

MARKS = {"right": "✓", "nearly": "≈", "wrong": "✗", "not_attempted": "○", "hint": "?"}  # how each verdict begins
WHOLE = "zh"  # walked with each typical mistake of a function; the other language with the first, on the tiny bank: the
# messages themselves are read elsewhere, those of policies in `test_every_policy`

ON_THE_TINY_BANK = """%reset -f
import os
os.environ["TWINLINE_SCALE"] = "tiny"
"""

TYPICAL = """
from twinline.questions.author.authoring import PolicyQuestion, read_questions

def typical(module, question, code):
    stated = next(each for each in read_questions(module) if each.id == question)
    wrong = next(each for each in stated.wrongs if each.code == code)
    return stated.policy(wrong) if isinstance(stated, PolicyQuestion) else wrong.function
"""


def run(cells, language):
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbclient.NotebookClient(book, timeout=240, allow_errors=True).execute()
    return book


WIDGET = "application/vnd.jupyter.widget-view+json"  # a progress bar's, where nobody has learned a reference before


def told(cell):
    """What a cell showed, as plain text."""
    shown = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    texts = [output.get("data", {}).get("text/plain", output.get("text", "")) for output in shown]
    return "\n".join("".join(text) for text in texts if text)


def module_of(path):
    return path.parent.name.split("_")[0]


def names(paths):
    return [pytest.param(path, id=f"{module_of(path)}-{path.parent.parent.name}") for path in paths]


def tried(question, whole, full):
    """What the trainee of a walk gets wrong."""
    if full:
        return question.wrongs
    if isinstance(question, PolicyQuestion):  # each takes seconds, and on the tiny bank earns something else
        return question.wrongs[:1] if whole else []
    return question.wrongs if whole else question.wrongs[:1]


def walk(path, whole, full=False):
    """Cells in the order in which a trainee runs them, and what some of them are to show: (place, state, text).

    Each question is tried unanswered, with what people typically get wrong, and right; the other cells come as they stand.
    """
    language, module = path.parent.parent.name, module_of(path)
    use_language(language)
    solved = nbformat.read(SOLUTIONS / language / path.parent.name / path.name, as_version=4)
    answers = {cell.id: cell.source for cell in solved.cells}
    stated = {f"{each.id}-check": each for each in read_questions(module)}
    cells, expected = [new_code_cell(TYPICAL)], []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        cells.append(cell)
        question = stated.get(cell.id)
        if question is None:
            continue
        expected.append((len(cells) - 1, "not_attempted", t("Not attempted yet", "还没作答")))
        for wrong in tried(question, whole, full):
            cells.append(
                new_code_cell(f"{question.right.__name__} = typical({module!r}, {question.id!r}, {wrong.code!r})")
            )
            cells.append(new_code_cell(cell.source))
            expected.append((len(cells) - 1, wrong.state, str(wrong.words)))
        cells.append(new_code_cell(f"{question.id}.hint()"))
        expected.append((len(cells) - 1, "hint", t(*question.hints[0])))
        cells.append(new_code_cell(answers[question.id]))
        cells.append(new_code_cell(cell.source))
        expected.append((len(cells) - 1, "right", t(*question.success)))
    assert expected
    for number, cell in enumerate(cells):
        cell["id"] = f"{language}-{number}"  # two languages' cells in one kernel
    return cells, expected


def test_the_right_message_at_each_step(chinese, request):
    """One language after the other in one kernel: starting it and reading the bank takes longer than most answers."""
    full = request.config.option.full
    cells, expected = walk(chinese, whole=True, full=full)
    english = EXERCISES / "en" / chinese.parent.name / chinese.name
    more, besides = walk(english, whole=full, full=full)
    places = [*expected, *((len(cells) + 1 + place, state, text) for place, state, text in besides)]
    done = run([*cells, new_code_cell("%reset -f" if full else ON_THE_TINY_BANK), *more], WHOLE)
    for place, state, text in places:
        cell = done.cells[place]
        assert text in told(cell), f"{cell.source}\n{told(cell)}"
        assert told(cell).startswith(MARKS[state]), f"{cell.source}\n{told(cell)}"
        page = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
        assert "<div" in page  # survives saving without a kernel
        assert not [output for output in cell.outputs if output.output_type in ("error", "execute_result")]
    for cell in done.cells:  # the answers too, as they stand in the solution
        complaints = [output["text"] for output in cell.outputs if output.get("name") == "stderr"]
        assert not complaints, f"{cell.source}\n{complaints}"
        failed = [output for output in cell.outputs if output.output_type == "error"]
        assert all("NotImplementedError" in output.ename for output in failed), (
            failed
        )  # a cell that uses an answer to come
    ran.note(ran.WALK, [module_of(chinese)])


def pytest_generate_tests(metafunc):
    if "chinese" in metafunc.fixturenames:
        whole = {module_of(path): path for path in EXERCISE_BOOKS if path.parent.parent.name == WHOLE}
        again = ran.due(ran.WALK, whole, metafunc.config.option)
        metafunc.parametrize("chinese", names(whole[module] for module in again))
    if "graded_by_stock_nbgrader" in metafunc.fixturenames:
        option, chinese = metafunc.config.option, [path for path in EXERCISE_BOOKS if path.parent.parent.name == "zh"]
        chosen = chinese if option.full or option.module else [chinese[option.turn % len(chinese)]]
        metafunc.parametrize("graded_by_stock_nbgrader", names(chosen))


def test_stock_nbgrader_gives_the_expected_points(graded_by_stock_nbgrader, tables):
    """Each question answered in turn right, typically wrong, and not at all; graded as nbgrader's autograde reads a cell.

    One module's notebook, by turns: all are built alike, and what their questions are worth is read from the table.
    """
    path = graded_by_stock_nbgrader
    module = module_of(path)
    book = nbformat.read(SOLUTIONS / "zh" / path.parent.name / path.name, as_version=4)
    stubs = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    expected, cells = {}, [new_code_cell(TYPICAL)]
    questions = [each for each in read_questions(module) if not isinstance(each, PolicyQuestion)]
    for number, question in enumerate(questions):
        answer = next(cell for cell in book.cells if cell.id == question.id)
        if number % 3 == 1:
            wrong = question.wrongs[0]
            answer.source = f"{question.right.__name__} = typical({module!r}, {question.id!r}, {wrong.code!r})"
            expected[f"{question.id}-check"] = tables.points(module, question, wrong.code)
        elif number % 3 == 2:
            answer.source = stubs[question.id]
            expected[f"{question.id}-check"] = 0.0
        else:
            expected[f"{question.id}-check"] = float(question.points)
    policies = {each.id for each in read_questions(module) if isinstance(each, PolicyQuestion)}
    cells += [
        cell for cell in book.cells if cell.cell_type == "code" and cell.id.removesuffix("-check") not in policies
    ]
    done = run(cells, "zh")
    gained = {
        cell.id: determine_grade(cell)[0] for cell in done.cells if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert gained == expected
    assert len(set(expected.values())) > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_in_the_headings_are_those_of_the_questions(language):
    for path in EXERCISE_BOOKS:
        if path.parent.parent.name != language:
            continue
        text = "\n".join(
            cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"
        )
        said = [float(points) for points in re.findall(r"(?m)^## (?:Question|第) \d+.*[(（](\d+) (?:points|分)", text)]
        assert said == [question.points for question in read_sheet(module_of(path)).questions]
