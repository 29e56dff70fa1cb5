"""Every built lesson and every model solution runs from top to bottom without a word of complaint, in either language.

The Chinese lessons run in a kernel, a module's in the same one, where fonts and whatever is printed show. The English ones are
the same code with other texts: it is run where claims are measured again (`test_claims`), and here, in this process on the tiny
bank, where something is left out there. A solution is its exercise with answers in it: a trainee's walk through the exercise (`test_trainee`) ends
with them. `--full` runs every notebook in a kernel.
"""

import ast
import json
import re
from itertools import groupby, zip_longest

import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tests.support import ran
from twinline.base.chinese import CHINESE
from twinline.base.paths import COURSE, EXERCISES, HOME, SOLUTIONS
from twinline.measure.claims import claims_files, read_claims
from twinline.measure.lesson import lessons_of, names, written_in
from twinline.pictures import style
from twinline.questions.sheet import read_sheet

INDEX = "index"  # the course's, run each time
RUN_IN_ENGLISH = {"m05-extra": "lessons/m05_strategy/tests/test_bandit_page.py"}  # pages whose own test runs them whole
BOOKS = sorted(path for root in (COURSE, SOLUTIONS) for path in root.rglob("*.ipynb"))
IN_CHINESE = [path for path in BOOKS if "zh" in path.relative_to(HOME).parts]
IN_ENGLISH = [path for path in BOOKS if "en" in path.relative_to(HOME).parts]


def code_of(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def code_cells(path):
    return code_of(nbformat.read(path, as_version=4))


def named(paths):
    """Parameters for the notebooks that have code: memos have none."""
    return [pytest.param(path, id=path.relative_to(HOME).as_posix()) for path in paths if code_cells(path)]


def pytest_generate_tests(metafunc):
    option = metafunc.config.option
    if "in_a_kernel" in metafunc.fixturenames:
        full = option.full
        chosen = BOOKS if full else [path for path in IN_CHINESE if path.is_relative_to(COURSE)]
        chosen = [path for path in chosen if code_cells(path)]
        again = ran.due(ran.LESSONS, {ran.module_of(path) for path in chosen} - {INDEX}, option)
        chosen = [path for path in chosen if ran.module_of(path) in (INDEX, *again)]
        alone = [[path] for path in chosen]
        together = [list(paths) for _, paths in groupby(chosen, key=lambda path: path.parent)]
        metafunc.parametrize(
            "in_a_kernel", alone if full else together, ids=lambda paths: paths[0].relative_to(HOME).as_posix()
        )
    if "in_english" in metafunc.fixturenames:
        of_module = {}
        for path in not_run_whole_elsewhere():
            of_module.setdefault(ran.module_of(path), []).append(path)
        metafunc.parametrize(
            "in_english",
            [of_module[each] for each in (INDEX, *ran.due(ran.ENGLISH, of_module.keys() - {INDEX}, option))],
            ids=lambda paths: ran.module_of(paths[0]),
        )


def test_they_run_clean(in_a_kernel, request):
    """A module's lessons one after the other in one kernel, which forgets all names between them."""
    books = [nbformat.read(path, as_version=4) for path in in_a_kernel]
    cells = [cell for book in books for cell in [*code_of(book), new_code_cell("%reset -f")]]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # those of two lessons may be called alike
    together = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(together, timeout=300, kernel_name="python3").execute()
    for path, book in zip(in_a_kernel, books, strict=True):
        ran_clean(path, [output for cell in code_of(book) for output in cell.get("outputs", [])])
    module = ran.module_of(in_a_kernel[0])
    if module != INDEX and not request.config.option.full:  # which runs each notebook alone
        ran.note(ran.LESSONS, [module])


def ran_clean(path, outputs):
    """Nothing was said on standard error, and a lesson showed pictures and texts in its language."""
    complaints = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert not complaints, path
    if "lesson" not in path.name:
        return
    pictures = [
        output["data"]["text/html"] for output in outputs if "<figure" in output.get("data", {}).get("text/html", "")
    ]
    assert len(pictures) >= 5, path
    chinese = path in IN_CHINESE
    for picture in pictures:
        alt = picture.split('alt="')[1].split('"')[0]
        assert bool(CHINESE.search(alt)) == chinese, path
    printed = "".join(output.get("text", "") for output in outputs)
    assert bool(CHINESE.search(printed)) == chinese, path


def not_run_whole_elsewhere():
    """English lessons of which the measuring of claims leaves out a cell, or that it does not know."""
    for path in (path for path in IN_ENGLISH if path.is_relative_to(COURSE) and path.stem not in RUN_IN_ENGLISH):
        left_out = set()
        for files in claims_files().values():
            if path in lessons_of(files[0].parents[1]):
                claims = read_claims(files)
                left_out = {cell.id for cell in code_cells(path)} & (claims.skip | claims.costly_cells)
                break
        else:
            left_out = {"all"}
        if left_out:
            yield path


def test_the_english_lessons_run_too(in_english, monkeypatch):
    """`names` ends with an error where a cell warns, writes to standard error or shows Chinese: see `test_measure`."""
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    monkeypatch.setattr(style, "_png", written_in)
    for path in in_english:
        names(path)
    if (module := ran.module_of(in_english[0])) != INDEX:
        ran.note(ran.ENGLISH, [module])


def test_what_runs_a_page_in_english_is_there():
    for page, test in RUN_IN_ENGLISH.items():
        assert f"{page}.ipynb" in (HOME / test).read_text(encoding="utf-8")


def done_by(source):
    """The names that code binds and the functions that it calls, but for what is done to a text (`str` has it too)."""
    nodes = list(ast.walk(ast.parse(source)))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = [func for func in called if not (isinstance(func, ast.Attribute) and func.attr in dir(str))]
    bound = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return sorted(map(last_name, called)), sorted(bound)


def last_name(func):
    """`tw.charts.bars` is called "bars": what comes before may hold a text, as a column's name."""
    return getattr(func, "attr", None) or getattr(func, "id", "")


@pytest.mark.parametrize("path", named(IN_ENGLISH))
def test_both_languages_differ_in_texts_alone(path):
    place = path.relative_to(HOME).parts
    other = HOME.joinpath(place[0], "zh", *place[2:])
    for mine, theirs in zip_longest(code_cells(path), code_cells(other)):
        assert mine.id == theirs.id
        assert mine.metadata == theirs.metadata
        assert done_by(mine.source) == done_by(theirs.source), mine.id


@pytest.mark.parametrize("path", named(path for path in IN_ENGLISH if path.is_relative_to(SOLUTIONS)))
def test_texts_of_a_solution_compute_nothing_of_their_own(path):
    """What a text shows in English it shows in Chinese too, where it was run."""
    other = SOLUTIONS.joinpath("zh", *path.relative_to(SOLUTIONS).parts[1:])
    for mine, theirs in zip_longest(code_cells(path), code_cells(other)):
        assert shown_in_texts(mine.source) == shown_in_texts(theirs.source), mine.id


def shown_in_texts(source):
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FormattedValue)]
    return sorted(ast.unparse(ast.JoinedStr([node])) for node in found)


@pytest.mark.parametrize("path", named(path for path in BOOKS if path.is_relative_to(SOLUTIONS)))
def test_a_solution_is_its_exercise_with_the_answers_in_it(path):
    """So what a trainee's walk has run, exercise and answers, needs no second run."""
    exercise = EXERCISES / path.relative_to(SOLUTIONS)
    answers = {question.id for question in read_sheet(path.name.split("-")[0]).questions}
    for theirs, mine in zip_longest(code_cells(exercise), code_cells(path)):
        assert mine.id == theirs.id
        if mine.id not in answers:
            assert without_hidden_tests(mine.source) == theirs.source


def without_hidden_tests(source):
    return re.sub(r"\n### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", "", source, flags=re.DOTALL)


def test_there_are_lessons_and_solutions_in_both_languages():
    assert {(path.relative_to(HOME).parts[:2]) for path in BOOKS} == {
        (folder, language) for folder in ("course", "solutions") for language in ("en", "zh")
    }


def test_built_notebooks_hold_no_outputs():
    for path in BOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells), path


def test_memos_hold_no_code():
    """So that none of them has to be run."""
    memos = list(SOLUTIONS.rglob("*-memos.ipynb"))
    assert memos
    assert [path for path in memos if code_cells(path)] == []
