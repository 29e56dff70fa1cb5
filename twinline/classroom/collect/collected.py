"""What collecting did, and what a person is told of it."""

from dataclasses import dataclass, field
from datetime import datetime

from twinline.base.words import Words


@dataclass(frozen=True)
class Replaced:
    """A submission that took the place of another: whose, when either was handed in (UTC), and from which file it came."""

    student: str
    assignment: str
    before: datetime | None
    now: datetime | None
    file: str
    fewer: tuple[int, int] | None = None
    """How many cells were filled in before and are now, where those are fewer."""

    @property
    def words(self) -> Words:
        """One line for a person, with the clocks of this machine."""
        fewer = fewer_zh = ""
        if self.fewer is not None:
            before, now = self.fewer
            fewer = f"; it has fewer answers ({now}, before {before}): look which was meant"
            fewer_zh = f"，但作答更少（{now} 处，之前 {before} 处）：请核对以哪份为准"
        return Words(
            en=f"{self.student} {self.assignment}: {self.file} of {_clock(self.now)} "
            f"replaces that of {_clock(self.before)}{fewer}",
            zh=f"{self.student} {self.assignment}：{self.file}（{_clock(self.now)}）"
            f"替换了 {_clock(self.before)} 的一份{fewer_zh}",
        )


@dataclass
class Collected:
    """What collecting did: (student, assignment) pairs, and files that belong to nobody known or were not taken, with the reason."""

    new: list[tuple[str, str]] = field(default_factory=list)
    newer: list[tuple[str, str]] = field(default_factory=list)
    """Those that replaced an earlier submission."""
    kept: list[tuple[str, str]] = field(default_factory=list)
    """Those that were there already, as new or newer."""
    left: list[tuple[str, str, str]] = field(default_factory=list)
    """Files left alone: their path, and why, in English and in Chinese."""
    replaced: list[Replaced] = field(default_factory=list)
    """What replaced what, one for each of `newer`."""
    notes: list[tuple[str, Words]] = field(default_factory=list)
    """Files that were taken, and what a person should know of them."""
    unzoned: int = 0
    """Files taken from zips that do not say in which zone their clock hung."""

    def leave(self, file: object, why: Words) -> None:
        """A file that is not taken."""
        self.left.append((str(file), why.en, why.zh))


def _clock(moment: datetime | None) -> str:
    return "?" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")
