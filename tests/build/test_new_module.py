"""`twinline new-module` in a copy of the kit: what it lays out builds, passes its tests, and overwrites nothing."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from generators.errors import BilingualError
from tests.support.slices import slice_of
from twinline.base.paths import HOME, datasets
from twinline.base.text import use_language
from twinline.build.build import build_all
from twinline.build.scaffold import lay_out
from twinline.measure.parts import planted_facts
from twinline.syllabus.problems import BuildError

TITLES = ("WeCom & service", "企微与服务")


@pytest.fixture
def home(tmp_path):
    """A kit's lessons with nothing in them but the syllabus."""
    (tmp_path / "lessons").mkdir()
    for name in ("syllabus.yml", "glossary.yml", "index.md"):
        shutil.copy(HOME / "lessons" / name, tmp_path / "lessons")
    return tmp_path


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A whole kit without lessons, in which m11 has been laid out and built; runs programs in it."""
    home = tmp_path_factory.mktemp("kit")
    leave = shutil.ignore_patterns("__pycache__", "m[0-9][0-9].json", "m[0-9][0-9]_*")
    for name in ("generators", "twinline", "tests", "lessons"):
        shutil.copytree(HOME / name, home / name, ignore=leave)
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(HOME / name, home)
    where = {"PYTHONPATH": str(home), "TWINLINE_DATASETS": str(datasets()), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=home,
            env=os.environ | where,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    run.home = home
    for command in (("new-module", "m11", *TITLES), ("build", "m11")):
        code, said = run("twinline", *command)
        assert code == 0, said
    return run


def test_a_new_module_builds_and_both_languages_have_its_title(kit):
    for language, title in zip(("en", "zh"), TITLES, strict=True):
        lesson = kit.home / "course" / language / "m11_wecom_service" / "m11-lesson.ipynb"
        assert f"# m11 · {title}" in lesson.read_text("utf-8")


def test_a_new_module_keeps_to_lint_layout_and_contracts(kit):
    mine = ["lessons/m11_wecom_service", "twinline/modules/m11", "course", "exercises", "solutions"]
    for command in (("ruff", "check", "--no-cache", *mine), ("ruff", "format", "--check", "--no-cache", *mine)):
        code, said = kit(*command)
        assert code == 0, said


def test_a_new_modules_question_and_memo_pass(kit):
    tests = ["tests/modules/test_every_question.py", "lessons/m11_wecom_service/tests/test_memos.py"]
    some = "marks or model_answer_is_right or typical_mistake or step_by_step or points"
    code, said = kit("pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests, "-k", some)
    assert code == 0, said
    assert int(re.search(r"(\d+) passed", said)[1]) == 4  # right, each mistake, points, the memo's marks


def test_what_a_new_lesson_claims_is_what_it_finds(kit, request):
    """Measured on one bank, which the run has made already, instead of five."""
    stated = kit.home / "twinline" / "measure" / "claims.py"
    source, (seed,) = stated.read_text("utf-8"), slice_of(planted_facts(), request.config)[:1]
    one, found = re.subn(r"(?m)^SEEDS = .*$", f"SEEDS = ({seed},)", source)
    assert found == 1
    stated.write_text(one, encoding="utf-8")
    code, said = kit("twinline", "measure", "--module", "m11")
    assert code == 0, said
    assert (kit.home / "lessons" / "m11_wecom_service" / "tests" / "measured.json").is_file()
    tests = ["tests/modules/test_claims.py", "-k", "m11 and (holds or whole)"]
    code, said = kit("pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests)
    assert code == 0, said
    assert int(re.search(r"(\d+) passed", said)[1]) == 4


def test_titles_are_the_syllabuss_by_default_and_nothing_is_overwritten(home):
    made = lay_out("m12", home)
    assert made.lessons.name == "m12_management_team"
    assert "# m12 · 管理与团队" in (home / made.lessons / "lesson.md").read_text("utf-8")
    with pytest.raises(BilingualError, match="there already, in lessons/m12_management_team") as told:
        lay_out("m12", home)
    assert "m12_management_team" in told.value.zh
    (home / made.lessons / "lesson.md").unlink()
    (home / made.lessons / "memos.md").write_text("mine", encoding="utf-8")
    assert [path.name for path in lay_out("m12", home).written] == ["lesson.md"]
    assert (home / made.lessons / "memos.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (("m1",), "m and two digits", "m 加两位数字"),
        (("../m11",), "m and two digits", "m 加两位数字"),
        (("m77",), "names no module m77", "没有模块 m77"),
        (("m11", "企微"), "holds no English", "没有英文"),
        (("m11", "WeCom", "WeCom"), "holds no Chinese", "没有汉字"),
    ],
)
def test_what_cannot_be_laid_out_is_said_in_both_languages(home, arguments, en, zh):
    id_, *titles = arguments
    with pytest.raises(BilingualError) as told:
        lay_out(id_, home, *titles)
    assert en in told.value.en
    assert zh in told.value.zh
    assert sorted(path.name for path in home.iterdir()) == ["lessons"]
    assert not [path for path in (home / "lessons").iterdir() if path.is_dir()]


@pytest.mark.parametrize(("language", "words"), [("en", "no lesson in it"), ("zh", "里面没有课")])
def test_a_folder_without_a_lesson_is_named_with_the_command_that_mends_it(home, language, words):
    (home / "lessons" / "m11_wecom").mkdir()
    (home / "lessons" / "m11_wecom" / "memos.md").write_text("", encoding="utf-8")
    use_language(language)
    with pytest.raises(BuildError) as told:
        build_all(home / "lessons", ["m11"])
    said = [line for line in str(told.value).splitlines() if "m11_wecom:" in line or "m11_wecom：" in line]
    assert any(words in line and "twinline new-module m11" in line for line in said)


def test_what_python_left_of_another_branch_is_no_module(home):
    left = home / "lessons" / "m11_wecom" / "__pycache__"
    left.mkdir(parents=True)
    (left / "questions.cpython-311.pyc").write_bytes(b"")
    assert build_all(home / "lessons", ["m11"]) == {}
