"""What is said of an answer that is not right: of which case, and in which words."""

from twinline.base.text import t
from twinline.base.words import Words
from twinline.questions.cases import Case
from twinline.questions.examples import difference
from twinline.questions.judging import SLIPS, Found, Tried
from twinline.questions.properties import USUALLY
from twinline.questions.sheet import FunctionSheet, SealedCase

CHANGES_INPUT = Words(
    en="The result is right, but your function changes the table that it is given; whoever uses it next gets another one. "
    "Begin with `table = table.copy()`, or use `assign`.",
    zh="结果是对的，但函数改动了传进来的表，后面再用就不是原来的数据了。请先写 `表 = 表.copy()`，或改用 `assign`。",
)


def said(sheet: FunctionSheet, case: Case, tried: Tried, found: Found, notes: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of an answer that is not right: the mistake's own message, else what was returned and which parts fit."""
    named = sheet.messages.get(found.code) if found.state != "right" else None
    lacks = [sheet.messages[code] for code in found.lacks if code in sheet.messages]
    if named or lacks:
        return tuple(dict.fromkeys(map(str, [*filter(None, [named]), *lacks])))
    shown = tried.outcome.shown
    returned = t(f"On “{case.title}” your function returns: `{shown}`", f"用在“{case.title}”上，函数返回：`{shown}`")
    if notes:
        return (*notes, returned)
    if found.code in SLIPS:
        return (str(SLIPS[found.code]), returned)
    if found.lacks:
        return (*(str(USUALLY[code]) for code in found.lacks), returned)
    differs: tuple[str, ...] = ()
    if isinstance(case, SealedCase) and case.expected is not None and tried.outcome.parts is not None:
        differs = difference(tried.outcome.parts, case.expected, sheet.returns)
    wrong = t("The result is not what was asked for.", "结果和题目要求的不一致。")
    return (wrong, returned, *differs, *_parts(found))


def telling(bad: list[tuple[Case, Tried, Found]]) -> tuple[Case, Tried, Found]:
    """The case to speak about: where it stopped; else where the mistake found most often has a name; else the first."""
    for result in bad:
        if result[1].outcome.parts is None:
            return result
    codes = [result[2].code for result in bad if result[2].code and result[2].state != "right"]
    if not codes:
        return bad[0]
    often = max(dict.fromkeys(codes), key=codes.count)
    return next(result for result in bad if result[2].code == often)


def _parts(found: Found) -> tuple[str, ...]:
    """Which parts of a longer answer are right."""
    if len(found.right) + len(found.differ) + len(found.missing) < 2:
        return ()

    def listed(names: tuple[str, ...]) -> str:
        return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")

    said = []
    if found.right:
        said.append(t(f"Right: {listed(found.right)}.", f"对的：{listed(found.right)}。"))
    if found.differ:
        said.append(t(f"Look again at: {listed(found.differ)}.", f"再看看：{listed(found.differ)}。"))
    if found.missing:
        said.append(t(f"Missing: {listed(found.missing)}.", f"缺少：{listed(found.missing)}。"))
    return (" ".join(said),)
