"""What a run of the tests takes, leaves out, and stops: the options of `python start.py test`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support import choose, needs, ran
from tests.support.answer_table import TWENTY, in_rotation
from twinline.base.paths import COURSE, EXERCISES, SOLUTIONS
from twinline.measure.fingerprint import reached
from twinline.questions.author.grading import HIDDEN

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture
def trial(tmp_path):
    """Runs pytest with the project's plugin on one file of tests: (exit code, what it printed)."""

    def run(text, *arguments, prefix=(), **variables):
        (tmp_path / "test_it.py").write_text(text, "utf-8")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI", "COV_"))}
        command = [*prefix, sys.executable, "-m", "pytest", "-p", "tests.support.plugin", "-c", os.devnull]
        command += ["-p", "xdist", "-p", "pytest_timeout", "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
        command += [*arguments, str(tmp_path / "test_it.py")]
        # Other plugins have no part in it and take longer to start than all the rest.
        env = {**clean, "PYTHONPATH": str(HOME), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **variables}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def choices(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", *arguments],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_module_that_is_not_there_is_one_line_in_each_language():
    code, out, err = choices("--module", "m99")
    assert code == 2
    assert out == ""
    english, chinese = err.splitlines()
    assert english.startswith("There is no module m99 (--module): choose m00, ")
    assert chinese.startswith("没有模块 m99")


def test_one_modules_tests_are_its_own_and_those_that_go_through_all():
    code, out, _ = choices("--module", "m10_churn")
    assert code == 0
    listed = [line for line in out.splitlines() if "::" in line]
    assert any(line.startswith("lessons/m10_churn/tests/") for line in listed)
    assert any(line.startswith("tests/modules/test_trainee.py") for line in listed)
    assert choose.BUILD_CHECK in listed
    assert {choose.module_of(line) for line in listed} <= {"m10", None}


def test_a_folder_without_a_lesson_is_named_with_what_mends_it(tmp_path, monkeypatch):
    monkeypatch.setattr(choose, "HOME", tmp_path)
    monkeypatch.setattr(choose, "LESSONS", tmp_path / "lessons")
    for name, file in [("m00_good", "lesson-1.md"), ("m11_new", "memos.md"), ("m12_gone", "__pycache__/x.pyc")]:
        path = tmp_path / "lessons" / name / file
        path.parent.mkdir(parents=True)
        path.write_text("", "utf-8")
    with pytest.raises(choose.Refused) as refused:
        choose.modules()
    english, chinese = refused.value.args
    assert english.startswith("lessons/m11_new has no lesson")
    assert "`twinline build m11`" in english
    assert "`twinline build m11`" in chinese
    (tmp_path / "lessons" / "m11_new" / "lesson.md").write_text("", "utf-8")
    assert list(choose.modules()) == ["m00", "m11"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["lessons/m10_churn/lesson.md", "course/en/m10_churn/m10-lesson.ipynb"], {"m10"}),
        (["twinline/feedback/m04.json", "lessons/m04_insight/questions_1.py"], {"m04"}),
        (["solutions/zh/m05-memos.ipynb"], {"m05"}),
        (["lessons/glossary.yml"], {"tests/build"}),
        (["tests/kit/test_text.py", "docs/start.md"], {"tests/kit", "tests/project"}),
        (["twinline/hub/spawner.py"], {"tests/server"}),
        (["twinline/base/text.py"], None),
        (["pyproject.toml", "tests/kit/test_text.py"], None),
        ([], set()),
    ],
)
def test_what_changed_names_its_tests(files, expected):
    assert choose.tests_of(files, choose.modules()) == expected


@pytest.mark.needs("git")
def test_the_map_leads_to_tests_that_are_there():
    there = choose.modules()
    listed = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=True).stdout
    found = {each for name in listed.splitlines() for each in choose.tests_of([name], there) or ()}
    assert set(there) <= found
    assert [each for each in found - set(there) if not (HOME / each).exists()] == []
    used = {kind for kinds in choose.TESTS_OF.values() for kind in kinds} - {"module", "itself"}
    assert [kind for kind in used if not (HOME / kind).is_dir()] == []


def test_banks_take_turns_until_all_were_there():
    seen = [seed for turn in range(9) for seed in in_rotation(turn, full=False)]
    assert set(seen) | set(HIDDEN) == set(TWENTY)
    assert set(in_rotation(0, full=True)) | set(HIDDEN) == set(TWENTY)
    assert len(set(in_rotation(16, full=False))) == 2


SIX = ["m00", "m01", "m04", "m05", "m09", "m10"]


def options(turn=0, full=False, module=()):
    return SimpleNamespace(turn=turn, full=full, module=list(module))


@pytest.fixture
def notes(tmp_path, monkeypatch):
    """A file of notes of one's own, in a course of six modules; on this machine they are taken."""
    monkeypatch.setattr(ran, "NOTES", tmp_path / "ran.json")
    monkeypatch.setattr(ran, "FEEDBACK", tmp_path)
    for module in SIX:
        (tmp_path / f"{module}.json").touch()
    monkeypatch.delenv("CI", raising=False)
    return tmp_path / "ran.json"


def test_what_is_noted_is_made_again_by_turns_and_the_rest_always(notes):
    assert ran.due(ran.WALK, SIX, options()) == SIX
    ran.note(ran.WALK, ["m00"])
    ran.note(ran.LESSONS, ["m00"])
    ran.note(ran.WALK, SIX[1:])
    in_turn = [ran.due(ran.WALK, SIX, options(turn)) for turn in range(3)]
    assert in_turn == [SIX[:2], SIX[2:4], SIX[4:]]
    assert ran.due(ran.LESSONS, SIX, options(turn=1)) == SIX[1:]
    assert ran.due(ran.WALK, SIX, options(module=["m09"])) == ["m09"]
    assert ran.due(ran.WALK, SIX, options(full=True)) == SIX
    found = json.loads(notes.read_text("utf-8"))
    found["m09"][ran.WALK] = "of other code"
    notes.write_text(json.dumps(found), "utf-8")
    assert ran.due(ran.WALK, SIX, options()) == [*SIX[:2], "m09"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"m00": 1}'])
def test_notes_that_cannot_be_read_are_none(notes, content):
    notes.write_text(content, "utf-8")
    assert ran.due(ran.WALK, SIX, options()) == SIX
    ran.note(ran.WALK, SIX)
    assert ran.due(ran.WALK, SIX, options()) == SIX[:2]


def test_a_build_server_notes_nothing(notes, monkeypatch):
    monkeypatch.setenv("CI", "true")
    ran.note(ran.WALK, SIX)
    assert not notes.exists()


@pytest.mark.parametrize(
    ("name", "stale"),
    [
        ("generators/month/step.py", {"m04", "m10"}),
        ("twinline/pictures/charts.py", {"m04", "m10"}),
        ("twinline/twin/learned/new.npz", {"m04", "m10"}),
        ("lessons/glossary.yml", {"m04", "m10"}),
        ("requirements.lock", {"m04", "m10"}),
        ("tests/modules/test_trainee.py", {"m04", "m10"}),
        ("lessons/m10_churn/questions/questions.py", {"m10"}),
        ("exercises/zh/m10_churn/m10-exercise.ipynb", {"m10"}),
        ("lessons/m10_churn/tests/measured.json", set()),
        ("twinline/classroom/setup.py", set()),
        ("twinline/__pycache__/cli.cpython-311.pyc", set()),
        ("twinline/twin/__pycache__/run.cpython-311.pyc", set()),
        ("docs/start.md", set()),
    ],
)
def test_a_note_is_of_all_that_a_run_depends_on(tmp_path, monkeypatch, name, stale):
    def digests():
        for cached in (ran._kit, ran._digest):
            cached.cache_clear()
        return {module: ran._digest(ran.WALK, module) for module in ("m04", "m10")}

    for each in [
        "requirements.lock",
        "requirements-test.lock",
        "tests/support/ran.py",
        "tests/modules/test_trainee.py",
        "twinline/cli.py",
        name,
    ]:
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text("before", "utf-8")
    (tmp_path / "generators").mkdir(exist_ok=True)
    (tmp_path / "lessons").mkdir(exist_ok=True)
    monkeypatch.setattr(ran, "HOME", tmp_path)
    before = digests()
    (tmp_path / name).write_text("after", "utf-8")
    after = digests()
    monkeypatch.undo()
    ran._kit.cache_clear()
    ran._digest.cache_clear()
    assert {module for module in before if before[module] != after[module]} == stale


def test_what_notes_leave_aside_is_reached_by_no_notebook():
    code = []
    for path in (path for root in (COURSE, EXERCISES, SOLUTIONS) for path in root.rglob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        code += [(source, lambda tree: ()) for source in sources if not source.startswith("%")]
    behind = reached(code, ["twinline.questions.author.authoring"])
    assert "twinline.report" in behind
    assert {name.split(".")[1] for name in behind if name.startswith("twinline.")} & ran.APART == set()


NEEDS = "import pytest\npytestmark = pytest.mark.needs('chromium')\ndef test_a(): pass\ndef test_b(): pass\n"


def test_what_lacks_its_program_is_left_out_and_named_with_the_command(trial):
    code, out = trial(NEEDS + "def test_c(): pass\n", PATH=os.devnull)
    assert code == 0
    assert "3 tests need what is not here: chromium (3). Get it: sudo apt-get install chromium" in out
    assert "3 个测试因缺少程序而未运行" in out


def test_nothing_is_left_out_on_a_build_server(trial):
    code, out = trial(NEEDS, PATH=os.devnull, CI="true")
    assert code == 1
    assert "2 errors" in out
    assert "This test needs chromium: `sudo apt-get install chromium libatomic1`." in out


def test_workers_of_a_parallel_run_tell_what_they_left_out(trial):
    code, out = trial(NEEDS, "-n1", PATH=os.devnull)
    assert code == 0
    assert "2 tests need what is not here" in out


@pytest.mark.parametrize(
    "text",
    ["import pytest\npytest.skip('x', allow_module_level=True)", "import pytest\ndef test_a(): pytest.skip('x')"],
)
def test_any_other_skip_is_a_failure(trial, text):
    code, out = trial(text)
    assert code != 0
    assert "was skipped" in out


def test_every_program_in_a_mark_is_in_the_table():
    marks = [
        found
        for path in (HOME / "tests").rglob("test_*.py")
        for found in re.findall(r"(?m)^(?:pytestmark = |@| +)pytest\.mark\.needs\((.*)\)", path.read_text("utf-8"))
    ]
    assert len(marks) > 5
    assert {name for mark in marks for name in re.findall(r'"(\w+)"', mark)} == set(needs.PROGRAMS)


LOOP = "import time\ndef test_endless():\n    while True: pass\ndef test_next(): pass\n"
DEAF = """
import time
def test_deaf():
    while True:
        try:
            while True: time.sleep(60)
        except BaseException: pass
def test_next(): pass
"""
IN_THE_BACKGROUND = ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"]


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_a_test_that_never_ends_is_named_and_the_others_go_on(trial, workers):
    code, out = trial(LOOP, workers, "--timeout", "1", prefix=IN_THE_BACKGROUND)
    assert code == 1
    assert "1 failed, 1 passed" in out
    assert "test_endless" in out
    assert "Timeout" in out


def test_a_test_that_hears_nothing_ends_its_worker_and_is_named(trial):
    ini = ["-o", "faulthandler_timeout=5", "-o", "faulthandler_exit_on_timeout=true", "-o", "timeout_func_only=true"]
    code, out = trial(DEAF, "-n1", "--timeout", "1", *ini)
    assert code == 1
    assert "crashed while running" in out
    assert "test_deaf" in out
    assert "1 failed, 1 passed" in out
