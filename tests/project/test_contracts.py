"""Who imports whom: the contracts of pyproject.toml hold, cover every room, and say in one line what breaks them."""

import ast
import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from importlinter.api import read_configuration
from importlinter.configuration import settings
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from twinline.base.paths import COURSE, EXERCISES, HOME

KINDS = {
    kind.type_name: kind for kind in (LayersContract, AcyclicSiblingsContract, ForbiddenContract, ProtectedContract)
}
LINTER = read_configuration(str(HOME / "pyproject.toml"))
SESSION = LINTER["session_options"]
CONTRACTS = {options["id"]: options for options in LINTER["contracts_options"]}
KIT = HOME / "twinline"


@pytest.fixture(scope="module")
def graph():
    return settings.GRAPH_BUILDER.build(
        root_package_names=SESSION["root_packages"],
        include_external_packages=False,
        exclude_type_checking_imports=False,
        cache_dir=None,
    )


@dataclass(frozen=True, order=True)
class Arrow:
    """An import that a contract forbids."""

    importer: str
    imported: str


def arrows(options, metadata):
    """The imports by which a check found its contract broken: of a way through several files, the one that is wrong."""
    kind = options["type"]
    if kind == "acyclic_siblings":
        breakers = metadata["cycle_breakers_by_package"].values()
        return sorted({Arrow(*link) for links in breakers for link in links})
    if kind == "layers":
        ways = [route["chain"] for each in metadata["invalid_dependencies"] for route in each["routes"]]
        wrong = [way[-1] for way in ways]
    elif kind == "forbidden":
        ways = [way for each in metadata["invalid_chains"] for way in each["chains"]]
        rooms = tuple(name for name in options["forbidden_modules"] if "*" not in name)
        wrong = [next(link for link in way if link["imported"].startswith(rooms)) for way in ways]
    else:
        wrong = [link for each in metadata["illegal_imports"] for link in each.illegal_links]
    return sorted({Arrow(link["importer"], link["imported"]) for link in wrong})


def complaint(options, graph):
    """What a contributor is told in one line about a broken contract; empty where it holds."""
    checked = KINDS[options["type"]](options["name"], SESSION, options).check(graph=deepcopy(graph), verbose=False)
    if checked.kept:
        return ""
    found = [f"{place(arrow, graph)} imports {arrow.imported}" for arrow in arrows(options, checked.metadata)]
    return (
        f"Contract {options['id']!r} is broken ({options['name']}): {'; '.join(found)}. "
        f"{options['broken_contract_guidance']} `lint-imports` shows the whole way; docs/contribute/map.md draws it."
    )


def place(arrow, graph):
    """`twinline/base/text.py:3`, where the import stands."""
    path = Path(*arrow.importer.split("."))
    file = path / "__init__.py" if (HOME / path).is_dir() else path.with_suffix(".py")
    details = graph.get_import_details(importer=arrow.importer, imported=arrow.imported)
    return f"{file.as_posix()}:{details[0]['line_number']}" if details else file.as_posix()


@pytest.mark.parametrize("id_", CONTRACTS)
def test_the_contract_holds(id_, graph):
    broken = complaint(CONTRACTS[id_], graph)
    assert not broken, broken


@pytest.mark.parametrize(
    ("id_", "importer", "imported"),
    [
        ("rooms", "twinline.base.text", "twinline.questions.sheet"),
        ("rooms", "generators.sql", "twinline.base.paths"),
        ("author", "twinline.progress.store", "twinline.questions.author.grading"),
        ("learners", "twinline.modules.m09.sheet", "twinline.classroom.course"),
        ("learners", "twinline.data.views", "twinline.build.index"),
    ],
)
def test_an_import_the_wrong_way_is_named_in_one_line(id_, importer, imported, graph):
    said = complaint(CONTRACTS[id_], with_imports(graph, (importer, imported)))
    assert f"{importer.replace('.', '/')}.py:7 imports {imported}." in said
    assert said.startswith(f"Contract {id_!r} is broken")
    assert "lint-imports" in said
    assert "\n" not in said


def test_a_circle_is_named_in_one_line(graph):
    files = "twinline.base.paths", "twinline.base.progress_bar"
    said = complaint(CONTRACTS["siblings"], with_imports(graph, files, files[::-1]))
    assert any(f"{one.replace('.', '/')}.py:7 imports {other}." in said for one, other in (files, files[::-1]))
    assert "\n" not in said


def with_imports(graph, *links):
    """The graph as it would be with other imports, all in line 7."""
    changed = deepcopy(graph)
    for importer, imported in links:
        changed.add_import(importer=importer, imported=imported, line_number=7, line_contents="import")
    return changed


def test_every_room_has_its_place():
    rooms = {f"twinline.{path.name}" for path in KIT.iterdir() if any(path.glob("*.py"))}
    told = "put it among the layers of pyproject.toml, above what it imports, and into docs/contribute/map.md"
    assert rooms - set(CONTRACTS["rooms"]["layers"]) == set(), told
    assert {path.stem for path in KIT.glob("*.py")} == {"__init__", "__main__", "cli"}


def imported(code):
    """Every module of the kit that some code imports, whole names and the modules among the names taken from them."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = "twinline" + (f".{node.module}" if node.module else "") if node.level else node.module
            found |= {package, *(f"{package}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "twinline"}


def code(notebook):
    """The Python of a notebook, without the magic of IPython."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


NOTEBOOKS = [path for folder in (COURSE, EXERCISES) for path in sorted(folder.rglob("en/**/*.ipynb"))]


def test_all_that_a_notebook_can_reach_is_under_the_contract(graph):
    sources = CONTRACTS["learners"]["source_modules"]
    covered = {name for each in sources for name in (graph.find_matching_modules(each) if "*" in each else {each})}
    by_name = imported((KIT / "__init__.pyi").read_text("utf-8"))
    reached = by_name.union(*(imported(code(path)) for path in NOTEBOOKS)) & graph.modules
    assert {"twinline.data.tables", "twinline.cockpit", "twinline.twin.gym", "twinline.modules.m09.board"} <= reached
    missing = sorted(reached - covered)
    assert not missing, f"add to source_modules of the contract 'learners' in pyproject.toml: {', '.join(missing)}"
