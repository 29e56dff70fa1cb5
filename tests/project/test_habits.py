"""What the build server must refuse besides a failing test: lint, layout, types, files that grew too long."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOME = Path(__file__).resolve().parents[2]
TOO_LONG = 430  # "about 400 lines"


def tracked(*patterns):
    """The files that git knows, or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    return [HOME / name for name in listed.splitlines() if (HOME / name).is_file()]


@pytest.mark.parametrize(
    "tool", [["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"], ["mypy"]], ids=" ".join
)
def test_the_tools_are_content(tool):
    done = subprocess.run([sys.executable, "-m", *tool], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.needs("git")
def test_no_file_of_code_is_too_long():
    long = {path.name: lines for path in tracked("*.py") if (lines := len(path.read_bytes().splitlines())) > TOO_LONG}
    assert not long


def test_pre_commit_fetches_nothing():
    config = yaml.safe_load((HOME / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    assert {hook["language"] for repo in config["repos"] for hook in repo["hooks"]} == {"system"}


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_both_licences_are_named(name):
    text = (HOME / name).read_text("utf-8")
    assert "Apache" in text
    assert "CC BY 4.0" in text or "CC-BY-4.0" in text
