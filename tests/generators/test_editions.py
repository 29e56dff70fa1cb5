"""Data of the edition before: it is named, one line says which command makes it anew, and what is the learner's stays."""

import json
import shutil
from pathlib import Path

import pytest

from generators.check import check
from generators.errors import BilingualError
from generators.run import generate
from tests.support.banks import small_world
from twinline.data.books import Books
from twinline.data.tables import load

WORLD = small_world(60, months=2)
NEW = ("app_log", "refunds", "payments")  # tables that the first edition had not


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("editions") / "bank"
    generate(WORLD, out)
    return out


@pytest.fixture(params=["with its log", "without"])
def older(request, pristine, tmp_path) -> Path:
    """The same bank as the edition before left it, with a learner's own files in the folder."""
    out = Path(shutil.copytree(pristine, tmp_path / "bank"))
    for path in [out / "manifest.json", out / ".run" / "world.json"]:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["world"]["engine"] = "the first edition's"
        for name in NEW:
            found.get("tables", {}).pop(name, None)
        path.write_text(json.dumps(found), encoding="utf-8")
    for name in NEW:
        shutil.rmtree(out / name)
    if request.param == "without":
        shutil.rmtree(out / ".run")
    (out / "my notes.ipynb").write_text("mine", encoding="utf-8")
    return out


@pytest.mark.parametrize(
    "ask", [check, Books, lambda folder: load("refunds", folder), lambda folder: load("customers", folder)]
)
def test_it_is_named_with_the_command_in_one_line(older, ask):
    with pytest.raises(BilingualError) as refused:
        ask(older)
    command = f'twinline data generate --scale tiny --seed {WORLD.seed} --out "{older}"'
    for said, edition in ((refused.value.en, "another edition"), (refused.value.zh, "另一个版本")):
        assert edition in said
        assert command in said
        assert "\n" not in said


def test_made_anew_it_is_this_editions_and_the_learners_files_stay(older, pristine):
    made = generate(WORLD, older)
    assert made["content_hash"] == json.loads((pristine / "manifest.json").read_text(encoding="utf-8"))["content_hash"]
    assert check(older)[1] == []
    assert (older / "my notes.ipynb").read_text(encoding="utf-8") == "mine"


def test_columns_of_another_edition_are_to_be_made_anew_and_not_reported(pristine, tmp_path, monkeypatch):
    out = Path(shutil.copytree(pristine, tmp_path / "bank"))
    monkeypatch.setitem(check.__globals__, "TABLES", {"branches": check.__globals__["TABLES"]["targets"]})
    assert [problem.mendable for problem in check(out)[1]] == [False]
    monkeypatch.setattr("generators.manifest.engine", lambda: "newer")
    assert [problem.mendable for problem in check(out)[1]] == [True]
