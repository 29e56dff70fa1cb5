"""What is wrong with a lesson source: collected, so that an author sees everything at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from generators.errors import BilingualError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, and what to do, in both languages."""

    file: str
    line: int
    cell: str
    en: str
    zh: str

    @property
    def place(self) -> str:
        """`file:line (cell)`, the form that editors make clickable."""
        return f"{self.file}:{self.line}" + (f" ({self.cell})" if self.cell else "")


class BuildError(BilingualError):
    """The lessons cannot be built; carries every `Problem` found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        en = [f"{p.place}: {p.en}" for p in self.problems]
        zh = [f"{p.place}：{p.zh}" for p in self.problems]
        noun = "problem" if count == 1 else "problems"
        super().__init__(
            "\n".join(
                [*en, f"Not built: {count} {noun} in the lesson sources; docs/contribute/authoring.md has the rules."]
            ),
            "\n".join([*zh, f"没有生成：课程源文件有 {count} 处问题，写法见 docs/contribute/authoring.md。"]),
        )
