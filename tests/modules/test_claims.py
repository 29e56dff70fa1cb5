"""What lessons say in words is what their own code finds on banks of other seeds: asserted on the record of each module.

A slice is measured again, see `tests.support.slices`; it also runs the English lessons' code, pictures included.
"""

import re
from functools import cache

import pytest

from tests.support.again import assert_agrees
from tests.support.slices import slice_of
from twinline.base.paths import LESSONS
from twinline.measure.claims import broken, claims_files, read_claims
from twinline.measure.fingerprint import reached
from twinline.measure.lesson import lessons_of
from twinline.measure.parts import claims_of, code_of_claims, refuse_orphans

CLAIMS = {module: read_claims(paths) for module, paths in claims_files().items()}
EVERY = [pytest.param(module, claim, id=f"{module}-{claim.name}") for module in CLAIMS for claim in CLAIMS[module]]


@cache
def part(module):
    return claims_of(module)


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        again = [(module, seed) for module in CLAIMS for seed in slice_of(part(module), metafunc.config)]
        metafunc.parametrize(("module", "seed"), again, ids=[f"{module}-seed-{seed}" for module, seed in again])


def test_every_module_with_lessons_states_claims():
    folders = {path.parent for path in LESSONS.glob("m*_*/lesson*.md")}
    assert {folder.name.split("_")[0] for folder in folders} == CLAIMS.keys()
    assert all(notebook.is_file() for folder in folders for notebook in lessons_of(folder))
    refuse_orphans()


@pytest.mark.parametrize("module", CLAIMS)
def test_the_record_is_whole_and_of_this_code(module):
    recorded = part(module).recorded()
    for seed, found in recorded.items():
        assert found.keys() == {claim.name for claim in CLAIMS[module].on(seed)}


@pytest.mark.parametrize("module", CLAIMS)
def test_the_record_is_of_all_that_the_lessons_call(module):
    """Whatever `tw.name` a lesson uses, and the bank itself: a change there makes the record stale. Pictures do not."""
    code = code_of_claims(claims_files()[module])
    behind, called = reached(code), set(re.findall(r"\btw\.(\w+)", "\n".join(source for source, _ in code)))
    assert "churn" not in called or "twinline.prepared.churn" in behind
    assert "Bank" not in called or "twinline.twin.bank" in behind
    assert {"twinline.data.tables", "generators.month.step", "generators.run"} <= behind
    assert not [name for name in behind if name.startswith("twinline.pictures")]


@pytest.mark.parametrize(("module", "claim"), EVERY)
def test_the_claim_holds_on_every_bank(module, claim):
    on = {seed: found for seed, found in part(module).held().items() if claim.name in found}
    assert on
    assert not {seed: said for seed, found in on.items() if (said := broken([claim], found))}


def test_a_bank_measured_again_agrees_with_the_record(module, seed):
    assert_agrees(part(module), seed)
