"""What the code imports is declared in pyproject.toml, and what is declared is used or has its reason beside it."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

from twinline.base.paths import HOME

PROJECT = (HOME / "pyproject.toml").read_text("utf-8")
REASONS = tomllib.loads(PROJECT)["tool"]["deptry"]["per_rule_ignores"]
# What learners, instructors and servers run: what only tests need may not be needed there.
PRODUCT = ("--extend-exclude", r"(lessons/[^/]+/)?tests|benchmarks|docs", "--optional-dependencies-dev-groups", "test")
RULES = {
    "DEP001": "is imported and not declared: add it to [project] dependencies, or to the extra that needs it, and to the locks",
    "DEP002": "is declared and not imported: drop it, or list it with its reason in [tool.deptry.per_rule_ignores]",
    "DEP003": "comes in only because something else needs it: declare it in pyproject.toml and the locks",
    "DEP004": "is declared for the tests alone and the product imports it: move it to [project] dependencies and the locks",
}


LISTED = {(rule, name) for rule, names in REASONS.items() for name in names}


def findings(folder, out, *options):
    """What deptry finds, reasons or not, as {(rule, package or module): file:line}."""
    command = [sys.executable, "-m", "deptry", ".", "--json-output", out, "--per-rule-ignores", "DEP000=none", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert out.exists(), done.stderr
    return {
        (each["error"]["code"], each["module"]): f"{each['location']['file']}:{each['location']['line'] or 1}"
        for each in json.loads(out.read_text("utf-8"))
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What is wrong with everything, and with the product alone."""
    out = tmp_path_factory.mktemp("deptry")
    return findings(HOME, out / "product.json", *PRODUCT) | findings(HOME, out / "everything.json")


def test_imports_and_declarations_agree(found):
    said = [
        f"{place}: {name} {RULES[rule]} (CONTRIBUTING.md tells how)."
        for (rule, name), place in found.items()
        if (rule, name) not in LISTED
    ]
    assert not said, "\n".join(said)


def test_no_reason_outlives_what_it_excuses(found):
    idle = sorted(name for _, name in LISTED - found.keys())
    assert not idle, f"declared and imported by now: delete {', '.join(idle)} from [tool.deptry.per_rule_ignores]"


def test_every_exception_has_its_reason():
    block = PROJECT.split("[tool.deptry.per_rule_ignores]\n")[1].split("\n[")[0]
    listed = [line for line in block.splitlines() if line.startswith("  ")]
    assert [line for line in listed if not re.search(r" # \S.{7,}$", line)] == []
    assert len(listed) == sum(map(len, REASONS.values()))


def test_what_deptry_says_of_a_wrong_import(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    wrong = {"pathspec": "DEP003", "not_a_package": "DEP001", "pytest": "DEP004"}
    (tmp_path / "added.py").write_text("".join(f"import {name}\n" for name in wrong), encoding="utf-8")
    said = findings(tmp_path, tmp_path / "found.json", *PRODUCT)
    assert {name: rule for rule, name in said if rule != "DEP002"} == wrong
    assert said["DEP004", "pytest"] == "added.py:3"
