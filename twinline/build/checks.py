"""What every lesson must keep: two languages that say the same, ids that exist, text that each reader can read."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator

from twinline.base.bilingual_code import CodeError, comments, parse, texts
from twinline.base.chinese import CHINESE, HAN, NOT_ENGLISH
from twinline.build.cells import Cell
from twinline.build.markdown import Outline, outline
from twinline.build.numbers import differing
from twinline.syllabus.problems import Problem

Wrong = Callable[[str, str], None]

# A half-width mark right after a Chinese character, or a straight quote that touches one.
HALF_WIDTH = re.compile(f'[{HAN}](?:[,;:!?]|\\.(?=\\s|$))|"[{HAN}]|[{HAN}]"')
# Comments that speak to tools and not to learners.
TOOL_COMMENT = re.compile(r"#\s*(noqa|type:|fmt:|ruff:|pragma)|### (BEGIN|END) |#\s*t:|#[\W\d]*$")


def check(file: str, cells: Iterable[Cell], items: Container[str]) -> list[Problem]:
    """Problems of one source; `items` are the syllabus ids that exist."""
    problems: list[Problem] = []
    for cell in cells:

        def wrong(en: str, zh: str, cell: Cell = cell) -> None:
            problems.append(Problem(file, cell.line, cell.name, en, zh))

        for item in cell.teaches:
            if item not in items:
                wrong(f"no syllabus item {item!r} in lessons/syllabus.yml", f"lessons/syllabus.yml 里没有条目“{item}”")
        if cell.kind == "code":
            _check_code(cell, wrong)
        else:
            _check_pair(cell, wrong)
    return problems


def _check_pair(cell: Cell, wrong: Wrong) -> None:
    en, zh = outline(cell.texts["en"]), outline(cell.texts["zh"])
    if "headings" not in cell.differs and en.headings != zh.headings:
        _unequal(wrong, "headings", "标题层级", en.headings, zh.headings)
    for name_en, name_zh, get in (("links", "链接", _links), ("formulas", "公式", _formulas)):
        only_en, only_zh = get(en) - get(zh), get(zh) - get(en)
        if name_en not in cell.differs and (only_en or only_zh):
            _unequal(wrong, name_en, name_zh, sorted(only_en.elements()), sorted(only_zh.elements()))
    if "numbers" not in cell.differs:
        _check_numbers(en.text, zh.text, wrong)
    if en.pictures_without_alt or zh.pictures_without_alt:
        wrong(
            "a picture has no alt text: write what it shows, ![what it shows](file)",
            "图片缺少替代文字：请写明图里是什么，![图的内容](文件)",
        )
    for text in (en.text, zh.text):
        stars = re.search(r".{0,8}\*\*.{0,8}", text)
        if stars:
            # Markdown closes bold after punctuation only before a space: **线上，**占比 stays as it is typed.
            wrong(
                f"** stays visible near {stars[0].strip()!r}: put punctuation and quotes outside the bold words",
                f"“{stars[0].strip()}”附近的 ** 会原样显示：请把标点和引号放到加粗的外面",
            )
    if "chinese" not in cell.differs:
        _check_english(en.text, wrong)
        if re.search(r"[A-Za-z]{3}", en.text) and not CHINESE.search(zh.text):
            wrong("the Chinese cell holds no Chinese", "中文单元格里没有中文")
    if "punctuation" not in cell.differs:
        _check_punctuation(zh.text, wrong)


def _check_code(cell: Cell, wrong: Wrong) -> None:
    try:
        tree = parse(cell.source)
    except CodeError:
        return  # reported when the cell was put into its languages
    if tree is None:
        return
    for en, zh in _plain_texts(tree):
        if "chinese" not in cell.differs:
            _check_english(en, wrong)
        if "numbers" not in cell.differs:
            _check_numbers(en, zh, wrong)
        if "punctuation" not in cell.differs:
            _check_punctuation(zh, wrong)
    if "chinese" not in cell.differs:
        found = NOT_ENGLISH.search(cell.texts["en"])
        if found and not any(found[0] in en for en, _ in _plain_texts(tree)):
            wrong(
                f'Chinese in the English code, {found[0]!r}: write t("English", "中文"), in comments # t: English | 中文',
                f'英文代码里有中文“{found[0]}”：请写成 t("English", "中文")，注释写成 # t: English | 中文',
            )
    if "comments" not in cell.differs:
        for comment in comments(cell.source):
            if not TOOL_COMMENT.match(comment.text):
                wrong(
                    f"a comment in one language, {comment.text!r}: write # t: English | 中文",
                    f"注释只有一种语言“{comment.text}”：请写成 # t: English | 中文",
                )


def _plain_texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The literal texts of each call of `t`; f-strings count with the parts that are text."""
    for call in texts(tree):
        if len(call.args) == 2:
            en, zh = (_literal(arg) for arg in call.args)
            if en is not None and zh is not None:
                yield en, zh


def _literal(node: ast.expr) -> str | None:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    plain = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    is_text = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and bool(plain))
    return " … ".join(plain) if is_text else None


def _check_numbers(english: str, chinese: str, wrong: Wrong) -> None:
    only_en, only_zh = differing(english, chinese)
    if only_en or only_zh:
        _unequal(wrong, "numbers", "数字", only_en, only_zh)


def _check_english(text: str, wrong: Wrong) -> None:
    found = NOT_ENGLISH.search(text)
    if found:
        wrong(
            f"Chinese characters or punctuation in the English text: {found[0]!r}",
            f"英文里有中文字符或标点“{found[0]}”",
        )


def _check_punctuation(text: str, wrong: Wrong) -> None:
    found = HALF_WIDTH.search(text)
    if found:
        near = text[max(0, found.start() - 6) : found.end() + 6].strip()
        wrong(
            f"half-width punctuation in Chinese text near {near!r}: use ，。；：！？“ ”",
            f"中文里用了半角标点（“{near}”附近）：请用 ，。；：！？“ ”",
        )


def _unequal(wrong: Wrong, what_en: str, what_zh: str, en: list[str], zh: list[str]) -> None:
    escape = f'if that is right, add "differs": ["{what_en}"]'
    wrong(
        f"{what_en} differ: English {', '.join(en) or 'none'}; Chinese {', '.join(zh) or 'none'} ({escape})",
        f"两种语言的{what_zh}不一致：英文 {'、'.join(en) or '无'}；中文 {'、'.join(zh) or '无'}"
        f'（若确应不同，加上 "differs": ["{what_en}"]）',
    )


def _links(found: Outline) -> Counter[str]:
    """Link targets; a relative one may lead into its own language's folder or file."""
    return Counter(_without_language(link) for link in found.links)


def _without_language(link: str) -> str:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", link):
        return link
    if link.startswith("#"):
        return "#"  # headings of the same page have ids in their own language
    in_folder = re.sub(r"(^|/)(en|zh)(?=/)", r"\1*", link)
    return re.sub(r"\.(en|zh|zh-CN)(?=\.\w+$)", "", in_folder)


def _formulas(found: Outline) -> Counter[str]:
    return Counter(found.formulas)


def index_directive(file: str, cells: Iterable[Cell], directive: str) -> list[Problem]:
    """The index needs the line that the list of modules takes the place of."""
    if any(all(directive in text.split("\n") for text in cell.texts.values()) for cell in cells):
        return []
    return [
        Problem(
            file,
            1,
            "",
            f"put the line {directive} into a pair of cells, in both languages: the list of modules goes there",
            f"请在一对单元格的两种语言里都写上一行 {directive}，模块列表会放在那里",
        )
    ]
