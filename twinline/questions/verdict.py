"""Verdicts: what a learner reads after a check, a hint or a solution, as HTML and as plain text."""

import html
from dataclasses import dataclass, field
from typing import Any

from twinline.base.card import card, code_block, paragraph
from twinline.base.text import t
from twinline.questions.judging import State

_LOOKS: dict[str, tuple[str, str, tuple[str, str]]] = {
    "right": ("#2b8a3e", "✓", ("Right", "答对了")),
    "nearly": ("#d9730d", "≈", ("Nearly there", "就差一点")),
    "wrong": ("#c92a2a", "✗", ("Not yet", "还不对")),
    "error": ("#9c36b5", "!", ("Your code stopped", "代码没跑通")),
    "not_attempted": ("#6c757d", "○", ("Not attempted yet", "还没作答")),
    "not_checked": ("#1971c2", "–", ("Not checked on this bank", "没有在这家银行上检验")),
    "older": ("#9c36b5", "!", ("Mend the other cell first", "请先改好那一格")),
    "noted": ("#1971c2", "✓", ("Noted", "已记录")),
    "hint": ("#1971c2", "?", ("Hint", "提示")),
    "solution": ("#1971c2", "=", ("Solution", "参考答案")),
}


@dataclass(frozen=True)
class Verdict:
    """What is shown. `lines` are paragraphs, `code` is set apart, `tried` tells case by case how it went.

    Displayed in a notebook it is plain HTML that needs nothing else, so that it survives saving, reopening and export;
    `str()` is the same as text.
    """

    question: str
    title: str
    state: "State | str"
    lines: tuple[str, ...] = ()
    code: str = ""
    tried: tuple[tuple[str, str], ...] = ()
    next: str = ""
    link: tuple[str, str] | None = None
    """A place to read on: the sentence, and where it leads."""
    idea: str = field(default="", compare=False)
    """The code of the mistake, by which it is known again."""
    share: float = field(default=0.0, compare=False)

    @property
    def right(self) -> bool:
        """Whether the question is answered."""
        return self.state == "right"

    def _head(self) -> tuple[str, str, str]:
        colour, mark, names = _LOOKS[self.state]
        return colour, mark, t(*names)

    def _tried(self) -> str:
        how = [f"{_LOOKS[state][1]} {title}" for title, state in self.tried]
        return t("Tried on: ", "检验数据：") + t("; ", "；").join(how) if how else ""

    def __str__(self) -> str:
        _, mark, name = self._head()
        head = f"{mark} {name} · {self.question} {self.title}".rstrip()
        return "\n".join(
            filter(None, [head, *self.lines, self.code, self._tried(), self.link and self.link[0], self.next])
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        colour, mark, name = self._head()
        rows = [f" &nbsp;{html.escape(self.question)} · {html.escape(self.title)}"]
        rows += [paragraph(line) for line in self.lines]
        if self.code:
            rows.append(code_block(self.code))
        if self.tried:
            rows.append(
                f'<div style="margin-top: 6px; font-size: 13px; opacity: 0.8">{html.escape(self._tried())}</div>'
            )
        if self.link:
            said, place = map(html.escape, self.link)
            rows.append(f'<div style="margin-top: 6px"><a href="{place}">{said}</a></div>')
        if self.next:
            rows.append(paragraph(self.next, "font-size: 13px"))
        return card(colour, f"{mark} {name}", rows)

    def show(self) -> None:
        """Display it. Not by the cell's last value: nbgrader would take that for a score."""
        display(self)


def display(shown: Any) -> None:
    """Show something in a notebook, or print it elsewhere."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display as show

    if get_ipython() is None:
        print(shown)
    else:
        show(shown, metadata={"twinline": "verdict"})
