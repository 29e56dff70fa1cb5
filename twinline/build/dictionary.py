"""The files that derive from the code: dictionary, diagram, the list of tables, the sample, people's names."""

import json
import re
from pathlib import Path

from generators.errors import BilingualError
from generators.schema import TABLES, datapackage

DIAGRAM = "tables.svg"
README = "README.md"
SAMPLE = "sample"
_LIST = re.compile(r"(<!-- tables:(en|zh), written by twinline data dictionary -->\n).*?(<!-- end -->)", re.DOTALL)


def dictionary_files(descriptor: Path) -> dict[Path, bytes]:
    """What `twinline data dictionary` writes: the descriptor, and beside it the diagram and the README's lists."""
    from twinline.pictures.diagram import diagram

    package = json.dumps(datapackage(), ensure_ascii=False, indent=2) + "\n"
    texts = {descriptor: package, descriptor.with_name(DIAGRAM): diagram()}
    readme = descriptor.with_name(README)
    if readme.exists():
        texts[readme] = _LIST.sub(_listed, readme.read_text(encoding="utf-8"))
    return {path: text.encode() for path, text in texts.items()}


def sample_files(descriptor: Path) -> dict[Path, bytes]:
    """What `twinline data sample` writes beside the descriptor."""
    from generators.export.sample import sample_files

    return {descriptor.with_name(SAMPLE) / name: content for name, content in sample_files().items()}


def names_files(_: Path) -> dict[Path, bytes]:
    """What `twinline data names` writes: the names of the bank's people."""
    from generators.names import NAMES, names_file

    return {NAMES: names_file()}


def write(files: dict[Path, bytes]) -> None:
    """Write files whose content is not yet what it should be, and remove what else is left in a folder of samples."""
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    for path in _leftovers(files):
        path.unlink()


def refuse_stale(files: dict[Path, bytes], command: str) -> None:
    """Raise a `BilingualError` that names the first file that is not what the code says, and the command that mends it."""
    stale = [path for path, content in files.items() if not path.exists() or _content(path) != content]
    for path in stale + _leftovers(files):
        name = f"{SAMPLE}/{path.name}" if path.parent.name == SAMPLE else path.name
        raise BilingualError(
            f"{name} is not what the code says. Run: {command}",
            f"{name} 与代码不一致。请运行：{command}",
        )


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # line ends differ between checkouts


def _leftovers(files: dict[Path, bytes]) -> list[Path]:
    """Samples of tables that are no more."""
    folders = {path.parent for path in files if path.parent.name == SAMPLE}
    return sorted(path for folder in folders for path in folder.glob("*.csv") if path not in files)


def _listed(found: re.Match[str]) -> str:
    lines = {"en": ["| Table | Is | A row is | Key |"], "zh": ["| 表 | 名称 | 一行是什么 | 主键 |"]}[found[2]]
    lines.append("|---|---|---|---|")
    for name, table in TABLES.items():
        key = "、".join(f"`{column}`" for column in table.key)
        if found[2] == "en":
            title, row, key = table.en, table.row_en, key.replace("、", ", ")
        else:
            title, row = table.zh, table.row_zh.removeprefix("一行是")
        lines.append(f"| `{name}` | {title} | {row} | {key} |")
    return found[1] + "\n".join(lines) + "\n" + found[3]
