"""The parts that are measured: each module's claims and its known policies, the planted facts, the twenty worlds."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generators.errors import BilingualError, UnknownChoice
from twinline.base.paths import HOME, TESTS
from twinline.measure.claims import SEEDS, assertions, claims_files, read_claims
from twinline.measure.essence import shown_texts
from twinline.measure.fingerprint import Code, fingerprint
from twinline.measure.lesson import code_of, lessons_of, measure_claims
from twinline.measure.policies import SEEDS as POLICY_BANKS
from twinline.measure.policies import code_of_policies, measure_policies, modules_with_policies
from twinline.measure.record import Found, Part
from twinline.questions.author.authoring import questions_files

RECORD = "measured.json"
POLICIES_RECORD = "policies.json"
FACTS, WORLDS = "facts", "worlds"
TWENTY = tuple(range(1, 21))


def parts() -> dict[str, Part]:
    """Every part by its name: "m00", …, "m00-policies", …, "facts", "worlds"."""
    of_modules = [*map(claims_of, claims_files()), *map(policies_of, modules_with_policies())]
    return {part.name: part for part in [*of_modules, planted_facts(), twenty_worlds()]}


def chosen(modules: Sequence[str], *, facts: bool, worlds: bool) -> list[Part]:
    """The parts that a command names, all of them where it names none. Raises `UnknownChoice` for other modules."""
    known = claims_files()
    for module in modules:
        if module not in known:
            raise UnknownChoice("module", "模块", module, list(known))
    if not (modules or facts or worlds):
        return list(parts().values())
    everything = parts()
    of_modules = [
        name for module in dict.fromkeys(modules) for name in (module, f"{module}-policies") if name in everything
    ]
    wanted = [*of_modules, *([FACTS] if facts else []), *([WORLDS] if worlds else [])]
    return [everything[name] for name in wanted]


def claims_of(module: str) -> Part:
    """What a module's lessons claim."""
    paths = claims_files()[module]
    return Part(
        module,
        paths[0].with_name(RECORD),
        SEEDS,
        f"--module {module}",
        partial(_fingerprint_of_claims, paths),
        partial(measure_claims, module),
    )


def code_of_claims(paths: list[Path]) -> list[Code]:
    """The lessons' code that is run, each lesson in one piece, and what the claims in these files measure."""
    skip = read_claims(paths).skip
    lessons = ["\n".join(code_of(notebook, skip).values()) for notebook in lessons_of(paths[0].parents[1])]
    claims = [path.read_text(encoding="utf-8") for path in paths]
    return [*((code, shown_texts) for code in lessons), *((code, assertions) for code in claims)]


def _fingerprint_of_claims(paths: list[Path]) -> str:
    return fingerprint(code_of_claims(paths), [measure_claims.__module__])


def policies_of(module: str) -> Part:
    """What the policies that a module knows earn. Raises `IndexError` for a module without questions."""
    folder = questions_files(module)[0].parents[1]
    return Part(
        f"{module}-policies",
        folder / "tests" / POLICIES_RECORD,
        POLICY_BANKS,
        f"--module {module}",
        lambda: fingerprint(code_of_policies(module), [measure_policies.__module__]),
        partial(measure_policies, module),
    )


def planted_facts() -> Part:
    """What every row of the bank's report is worth."""

    def measure(seed: int) -> Found:
        from twinline.measure.facts import measure_facts

        return measure_facts(seed)

    path = TESTS / "generators" / "planted_facts.json"
    return Part(FACTS, path, SEEDS, "--facts", lambda: fingerprint((), ["twinline.measure.facts"]), measure)


def twenty_worlds() -> Part:
    """What lists of customers earn in twenty worlds that nobody tuned."""

    def measure(seed: int) -> Found:
        from twinline.measure.worlds import measure_world

        return measure_world(seed)

    path = TESTS / "twin" / "worlds.json"
    return Part(WORLDS, path, TWENTY, "--worlds", lambda: fingerprint((), ["twinline.measure.worlds"]), measure)


def refuse_orphans() -> None:
    """Raise a `BilingualError` for a record of claims that nobody states any more."""
    known = {paths[0].with_name(RECORD) for paths in claims_files().values()}
    for path in sorted((HOME / "lessons").glob(f"*/tests/{RECORD}")):
        if path not in known:
            name = path.relative_to(HOME).as_posix()
            raise BilingualError(
                f"{name} is a record, but no module's claims lie beside it: remove it, or state them in claims.py.",
                f"{name} 是测量记录，但旁边没有任何模块的 claims.py：请删除它，或补上 claims.py。",
            )
