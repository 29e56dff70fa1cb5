"""Cells in two languages: raw cells paired, named and checked for their shape."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twinline.base.bilingual_code import CodeError, in_language
from twinline.base.text import LANGUAGES, Language
from twinline.build.source import RawCell, Source
from twinline.syllabus.problems import Problem

# A name is a cell's id in the built notebook, its nbgrader grade_id and its anchor: all three allow this.
NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
NAME_LIMIT = 64
MARKDOWN_OPTIONS = {"lang", "name", "teaches", "tags", "differs"}
CODE_OPTIONS = {"name", "teaches", "tags", "differs"}
# What a pair may say that it does not share, against the checks of `twinline.build.checks`.
DIFFERS = ("headings", "links", "numbers", "formulas", "chinese", "punctuation", "comments")


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson in both languages; `texts` maps a language to what its learner sees."""

    kind: str
    name: str
    line: int
    texts: dict[Language, str]
    tags: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    source: str = ""


def pair(source: Source) -> tuple[list[Cell], list[Problem]]:
    """Turn raw cells into bilingual ones: each Markdown cell with its other language, each code cell in both."""
    problems: list[Problem] = []
    cells: list[Cell] = []

    def wrong(raw: RawCell, en: str, zh: str) -> None:
        problems.append(Problem(source.file, raw.line, str(raw.options.get("name", "")), en, zh))

    raws = list(source.cells)
    while raws:
        raw = raws.pop(0)
        _check_options(raw, wrong)
        if raw.kind == "code":
            cells.append(_code_cell(raw, wrong))
            continue
        if raw.kind != "markdown":
            wrong(raw, "raw cells are not used in lessons: remove it", "课程里不用 raw 单元格，请删掉")
            continue
        language = raw.options.get("lang")
        partner = raws[0] if raws and raws[0].kind == "markdown" else None
        if language == "en" and partner is not None and partner.options.get("lang") == "zh":
            raws.pop(0)
            _check_options(partner, wrong)
            if partner.options.get("name", raw.options.get("name")) != raw.options.get("name"):
                wrong(
                    partner,
                    f"the pair has two names: write {raw.options.get('name')!r} here too, or leave it out",
                    f"一对单元格的名字不一致：这里也写“{raw.options.get('name')}”，或者省略",
                )
            cells.append(_markdown_cell(raw, partner))
        elif language == "en":
            wrong(
                raw,
                'has no Chinese: add +++ {"lang": "zh"} right after it',
                '缺少中文：请紧接着加上 +++ {"lang": "zh"}',
            )
        elif language == "zh":
            wrong(raw, "has no English right before it", "前面缺少对应的英文单元格（先英文，后中文）")
        else:
            wrong(
                raw,
                'has no language: open it with +++ {"lang": "en", "name": "…"}',
                '没有写明语言：请用 +++ {"lang": "en", "name": "…"} 开头',
            )
    problems += _name_problems(source.file, cells)
    return cells, problems


def _markdown_cell(english: RawCell, chinese: RawCell) -> Cell:
    options = {**chinese.options, **english.options}
    return Cell(
        "markdown",
        str(options.get("name", "")),
        english.line,
        {"en": english.text, "zh": chinese.text},
        _listed(options.get("tags")),
        _listed(options.get("teaches")),
        _listed(english.options.get("differs")) + _listed(chinese.options.get("differs")),
    )


def _code_cell(raw: RawCell, wrong: Callable[[RawCell, str, str], None]) -> Cell:
    texts: dict[Language, str] = {}
    for language in LANGUAGES:
        try:
            texts[language] = in_language(raw.text, language)
        except CodeError as error:
            texts[language] = raw.text
            wrong(raw, error.en, error.zh)
    options = raw.options
    return Cell(
        "code",
        str(options.get("name", "")),
        raw.line,
        texts,
        _listed(options.get("tags")),
        _listed(options.get("teaches")),
        _listed(options.get("differs")),
        raw.text,
    )


def _listed(value: object) -> tuple[str, ...]:
    """An option that may be written as one text or as a list of them."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, Iterable) else (str(value),)


def _check_options(raw: RawCell, wrong: Callable[[RawCell, str, str], None]) -> None:
    allowed = MARKDOWN_OPTIONS if raw.kind == "markdown" else CODE_OPTIONS
    for option in raw.options:
        if option not in allowed:
            listed = ", ".join(sorted(allowed))
            wrong(raw, f"unknown option {option!r}: use one of {listed}", f"没有选项“{option}”，可用：{listed}")
    for reason in _listed(raw.options.get("differs")):
        if reason not in DIFFERS:
            listed = ", ".join(DIFFERS)
            wrong(raw, f'"differs" does not know {reason!r}: use {listed}', f"differs 不认识“{reason}”，可用：{listed}")


def _name_problems(file: str, cells: list[Cell]) -> list[Problem]:
    """Names make the cell ids, so each cell has one of its own and keeps it when cells are inserted before it."""
    problems = []
    seen: dict[str, int] = {}
    taken = {cell.name for cell in cells}
    for cell in cells:
        if not cell.name:
            proposal = suggested_name(cell, taken)
            spelled = f":name: {proposal}" if cell.kind == "code" else f'"name": "{proposal}"'
            problems.append(
                Problem(
                    file, cell.line, "", f"the cell has no name: write {spelled}", f"单元格没有名字：请写 {spelled}"
                )
            )
        elif not NAME.match(cell.name) or len(cell.name) > NAME_LIMIT:
            problems.append(
                Problem(
                    file,
                    cell.line,
                    cell.name,
                    f"names are small letters, digits and single hyphens, {NAME_LIMIT} at most",
                    f"名字只能用小写字母、数字和单个连字符，最多 {NAME_LIMIT} 个字符",
                )
            )
        elif cell.name in seen:
            problems.append(
                Problem(
                    file,
                    cell.line,
                    cell.name,
                    f"the name is used already in line {seen[cell.name]}: give this cell another",
                    f"第 {seen[cell.name]} 行已经用了这个名字，请换一个",
                )
            )
        seen.setdefault(cell.name, cell.line)
    return problems


def suggested_name(cell: Cell, taken: set[str]) -> str:
    """A name for a cell that has none, from the first words of its English text."""
    words = re.findall(r"[a-z0-9]+", cell.texts["en"].lower())[:3]
    base = "-".join(words)[:NAME_LIMIT].strip("-") or "cell"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
