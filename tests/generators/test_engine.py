"""The engine's fingerprint: of all that data comes from, and of nothing else."""

import shutil
from pathlib import Path

import pytest

import generators
from generators import manifest

HOME = Path(generators.__file__).parent


@pytest.fixture
def copy(tmp_path):
    """A copy of the package, to change."""
    shutil.copytree(HOME, tmp_path / "generators", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "generators"


def test_a_copy_is_the_same_engine_whatever_its_line_ends(copy):
    assert manifest.engine_in(copy) == manifest.engine()
    file = copy / "run.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert manifest.engine_in(copy) == manifest.engine()


@pytest.mark.parametrize("name", ["month/step.py", "twin/money.py", "manifest.py", "run.py", "write.py", "names.json"])
def test_what_makes_data_is_part_of_it(copy, name):
    with (copy / name).open("ab") as file:
        file.write(b"\n")
    assert manifest.engine_in(copy) != manifest.engine()


@pytest.mark.parametrize("name", manifest.NO_ENGINE)
def test_what_makes_none_is_not(copy, name):
    assert (HOME / name).is_file()
    with (copy / name).open("ab") as file:
        file.write(b"\n")
    assert manifest.engine_in(copy) == manifest.engine()
