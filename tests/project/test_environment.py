"""pyproject.toml says what is needed, the locks what is installed, environment.yml what conda installs: they agree."""

import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {"requirements.lock": [], "requirements-test.lock": ["test"], "requirements-hub.lock": ["hub"]}
LOCKS = (*EXTRAS, "requirements-uv.lock")

# Python 3.11 to 3.13, and Debian 12's own 3.11.2, on the systems that we promise.
PYTHONS = ("3.11.2", "3.11.9", "3.12.0", "3.13.0")
SYSTEMS = {
    "Linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    "macOS": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    "Windows": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
}


def entries(lock):
    """Each requirement of a lock, with the number of its hashes."""
    text = (HOME / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(" #")[0].strip() for line in text.splitlines() if line[:1] not in ("", "#", " ")]
    return [(Requirement(line.split("--hash")[0].strip()), line.count("--hash=sha256:")) for line in lines]


def pins(lock, environment):
    """Package → version, as installed in one environment."""
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry, _ in entries(lock)
        if not entry.marker or entry.marker.evaluate(environment)
    }


ENVIRONMENTS = [
    pytest.param(
        {
            **default_environment(),
            **settings,
            "python_version": python.rpartition(".")[0],
            "python_full_version": python,
        },
        id=f"{system}-{python}",
    )
    for system, settings in SYSTEMS.items()
    for python in PYTHONS
]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("lock", list(EXTRAS))
def test_every_dependency_is_locked_within_its_bounds(environment, lock):
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(line for extra in EXTRAS[lock] for line in extras[extra])]
    locked = pins(lock, environment)
    for line in wanted:
        requirement = Requirement(line)
        if not requirement.marker or requirement.marker.evaluate(environment):
            pinned = locked.get(canonicalize_name(requirement.name))
            assert pinned, f"{lock} lacks {requirement.name}"
            assert requirement.specifier.contains(pinned), f"{lock} has {requirement.name} {pinned}, not {line}"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_other_locks_hold_all_of_the_learners_at_the_same_versions(environment):
    learner, test, hub = (pins(lock, environment) for lock in EXTRAS)
    assert learner.items() <= hub.items() <= test.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock):
    assert entries(lock)
    for entry, hashes in entries(lock):
        assert re.fullmatch(r"==[^*,]+", str(entry.specifier)), f"{entry} is not pinned"
        assert hashes, f"{entry} has no hash"


@pytest.mark.parametrize("lock", [*LOCKS, "environment.yml", "pyproject.toml", "deploy/jupyterhub/package-lock.json"])
def test_no_address_of_an_index_is_written_down(lock):
    text = (HOME / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links", text)


def test_the_learners_environment_is_lean():
    learner = {canonicalize_name(entry.name) for entry, _ in entries("requirements.lock")}
    ours = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    here = default_environment() | {"extra": ""}
    needed = {
        canonicalize_name(each.name)
        for name in pins("requirements.lock", here)
        for each in map(Requirement, requires(name) or [])
        if not each.marker or each.marker.evaluate(here)
    }
    for extra in ("test", "hub"):
        others = {canonicalize_name(Requirement(line).name) for line in PROJECT["optional-dependencies"][extra]}
        assert not (learner - needed) & (others - ours)  # what came in for the tests' sake alone


def test_what_runs_here_is_what_is_locked():
    locked = pins("requirements-test.lock", default_environment())
    assert {name: version(name) for name in locked} == locked


def test_conda_gets_a_fitting_python_and_the_same_lock():
    wanted = yaml.safe_load((HOME / "environment.yml").read_text("utf-8"))["dependencies"]
    python = next(Requirement(line.replace("=", "==", 1)) for line in wanted if str(line).startswith("python="))
    offered = str(python.specifier).removeprefix("==")
    assert SpecifierSet(PROJECT["requires-python"]).contains(offered)
    assert offered in {known.rpartition(".")[0] for known in PYTHONS}
    assert next(line["pip"] for line in wanted if isinstance(line, dict)) == [
        "--require-hashes",
        "-r requirements.lock",
    ]
    install_ourselves = "python -m pip install --no-deps --no-build-isolation -e ."
    assert install_ourselves in (HOME / "environment.yml").read_text("utf-8")
    assert install_ourselves in (HOME / "postBuild").read_text("utf-8")
