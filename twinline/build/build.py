"""All notebooks from all sources, in memory: what belongs at each path of the kit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from twinline.base.text import LANGUAGES, Language
from twinline.build import checks, index, questions, source, tags
from twinline.build.cells import Cell, pair
from twinline.build.notebook import format_code, make, to_bytes
from twinline.syllabus.modules import (
    Module,
    Syllabus,
    chosen_modules,
    for_learners,
    kind_of,
    notebook_name,
    read_syllabus,
)
from twinline.syllabus.problems import BuildError, Problem

INDEX = "index"


@dataclass(frozen=True)
class SourcePage:
    """One source read and checked: its bilingual cells and where its notebooks go."""

    module: str
    file: str
    name: str
    graded: bool
    cells: list[Cell]
    for_learners: bool = True

    def path(self, top: str, language: Language) -> str:
        """Where a notebook of this page lies in the kit, with forward slashes."""
        folder = PurePosixPath(top, language)
        beside = self.module == INDEX or not self.for_learners  # nbgrader would take it for a part of the assignment
        return str(folder / self.name if beside else folder / self.module / self.name)


def build_all(
    lessons: Path, modules: list[str] | None = None, progress: Callable[[str, int, int], None] | None = None
) -> dict[str, bytes]:
    """Every notebook of the course as {path in the kit: content}; raises `BuildError` with all problems at once.

    `modules` limits the build to some modules (by id or folder name; the index is then left out), `progress` is called
    as `progress(what, done, total)` before each step.
    """
    tell = progress or (lambda what, done, total: None)
    syllabus, problems = read_syllabus(lessons)
    chosen = chosen_modules(syllabus, modules or [])
    pages: list[SourcePage] = []
    sources = list(_sources(lessons, chosen, with_index=not modules))
    steps = len(sources) * 2 + 1
    problems += _without_lesson(lessons, chosen)
    for done, (module, path) in enumerate(sources):
        tell(path.name if module == INDEX else f"{module}/{path.name}", done, steps)
        page, found = _read_page(path, module, lessons, syllabus)
        problems += found
        pages.append(page)
    if problems:
        raise BuildError(problems)

    made = [(page, language, _notebook(page, language, syllabus)) for page in pages for language in LANGUAGES]
    tell("ruff format", len(sources), steps)
    format_code(notebook for _, _, notebook in made)
    files: dict[str, bytes] = {}
    for done, (page, language, notebook) in enumerate(made):
        tell(page.path("", language), len(sources) + 1 + done // len(LANGUAGES), steps)
        if page.graded:
            files |= _graded(page, language, notebook)
        else:
            files[page.path("course" if page.for_learners else "solutions", language)] = to_bytes(notebook)
    files |= questions.sheets([module.id for module in chosen], lessons)
    return dict(sorted(files.items()))


def read_pages(lessons: Path) -> tuple[Syllabus, list[SourcePage]]:
    """The syllabus and every lesson, extra and exercise, without the index; raises `BuildError` as `build_all` does."""
    syllabus, problems = read_syllabus(lessons)
    problems += _without_lesson(lessons, syllabus.modules)
    read = [_read_page(path, module, lessons, syllabus) for module, path in _sources(lessons, syllabus.modules, False)]
    problems += [problem for _, found in read for problem in found]
    if problems:
        raise BuildError(problems)
    return syllabus, [page for page, _ in read]


def _without_lesson(lessons: Path, modules: list[Module]) -> list[Problem]:
    return [
        Problem(
            f"{lessons.name}/{module.folder.name}",
            1,
            "",
            f"no lesson in it: `twinline new-module {module.id}` lays one out; or remove the folder",
            f"里面没有课：运行 `twinline new-module {module.id}` 生成雏形，或者删掉这个文件夹",
        )
        for module in modules
        if module.folder is not None and not module.has_lesson and not module.is_left_over
    ]


def _sources(lessons: Path, modules: list[Module], with_index: bool) -> Iterator[tuple[str, Path]]:
    if with_index:
        yield INDEX, lessons / "index.md"
    for module in modules:
        for path in module.sources:
            yield path.parent.name, path


def _read_page(path: Path, module: str, lessons: Path, syllabus: Syllabus) -> tuple[SourcePage, list[Problem]]:
    file = "/".join([lessons.name, *path.relative_to(lessons).parts])
    if not path.exists():
        missing = Problem(file, 1, "", "the file is missing", "缺少这个文件")
        return SourcePage(module, file, "", False, []), [missing]
    read, problems = source.read(path, file)
    read, found = questions.expand(read, module, lessons)
    problems += found
    cells, found = pair(read)
    graded = module != INDEX and kind_of(path) == "exercise"
    problems += found
    problems += tags.check(file, cells, graded)
    problems += checks.check(file, cells, syllabus.items)
    if module == INDEX and cells:
        problems += checks.index_directive(file, cells, index.DIRECTIVE)
    name = "index.ipynb" if module == INDEX else notebook_name(path)
    return SourcePage(module, file, name, graded, cells, module == INDEX or for_learners(path)), problems


def _notebook(page: SourcePage, language: Language, syllabus: Syllabus) -> NotebookNode:
    cells = page.cells
    if page.module == INDEX:
        modules = index.module_list(syllabus.modules, language)
        cells = [
            replace(cell, texts={**cell.texts, language: cell.texts[language].replace(index.DIRECTIVE, modules)})
            for cell in cells
        ]
    return make(cells, language, page.module, page.file)


def _graded(page: SourcePage, language: Language, instructor: NotebookNode) -> dict[str, bytes]:
    """An exercise's two notebooks; importing nbgrader takes seconds, so it waits until there is one."""
    from twinline.build.nbgrader_config import student_version

    return {
        page.path("solutions", language): to_bytes(instructor),
        page.path("exercises", language): to_bytes(student_version(instructor, language)),
    }
