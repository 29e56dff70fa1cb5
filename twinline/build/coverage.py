"""Which cells teach which items of the syllabus, and which items no cell teaches."""

from dataclasses import dataclass
from pathlib import Path

from twinline.build.build import read_pages
from twinline.syllabus.modules import Item, Module, modules_named

# A cell that carries more ids than this probably lists its items rather than teaches them.
MOST_IDS = 8


@dataclass(frozen=True, order=True)
class Place:
    """A cell that teaches something: the notebook's name without its ending, and the cell's."""

    notebook: str
    cell: str

    def __str__(self) -> str:
        return f"{self.notebook} · {self.cell}"


@dataclass(frozen=True)
class CoverageRow:
    """An item, the cells that name it, and whether it is taught, there or where its `same_as` points."""

    item: Item
    places: tuple[Place, ...]
    taught: bool


@dataclass(frozen=True)
class Coverage:
    """One module of the syllabus: a row an item, and how many ids each cell of the module's own notebooks carries."""

    module: Module
    rows: tuple[CoverageRow, ...]
    carried: dict[Place, int]

    @property
    def taught(self) -> int:
        """How many of the module's items are taught."""
        return sum(row.taught for row in self.rows)

    @property
    def gaps(self) -> int:
        """How many of them are not."""
        return len(self.rows) - self.taught

    @property
    def cells(self) -> int:
        """How many cells, of any module, teach an item of this one."""
        return len({place for row in self.rows for place in row.places})

    @property
    def fullest(self) -> int:
        """Ids in the cell of this module's notebooks that carries most, of whichever module; 0 where none carries any."""
        return max(self.carried.values(), default=0)

    @property
    def lists(self) -> dict[Place, int]:
        """Cells that carry more than `MOST_IDS` ids, the fullest first."""
        full = {place: count for place, count in self.carried.items() if count > MOST_IDS}
        return dict(sorted(full.items(), key=lambda entry: (-entry[1], entry[0])))


def coverage(lessons: Path, modules: list[str] | None = None) -> list[Coverage]:
    """Each module of the syllabus, or those named by id or folder, with the cells that teach its items.

    Every lesson, extra and exercise is read, since a module's items may be taught in another. Raises `UnknownChoice`
    for a module that the syllabus does not list, and `BuildError` for sources that `twinline build` refuses.
    """
    syllabus, pages = read_pages(lessons)
    wanted = modules_named(modules, syllabus.modules) if modules else syllabus.modules

    places: dict[str, list[Place]] = {}
    carried: dict[str, dict[Place, int]] = {}
    for page in pages:
        for cell in page.cells:
            if cell.teaches:
                place = Place(Path(page.name).stem, cell.name)
                carried.setdefault(page.module, {})[place] = len(set(cell.teaches))
                for id_ in dict.fromkeys(cell.teaches):
                    places.setdefault(id_, []).append(place)

    def row(item: Item) -> CoverageRow:
        return CoverageRow(item, tuple(places.get(item.id, ())), item.id in places or item.same_as in places)

    items = syllabus.items.values()
    return [
        Coverage(
            module,
            tuple(row(item) for item in items if item.module == module.id),
            carried.get(module.folder.name, {}) if module.folder else {},
        )
        for module in wanted
    ]
