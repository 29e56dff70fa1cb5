"""The report as one HTML page that needs no other file and no network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generators.parameters import SCALES, World
from twinline.base.paths import LESSONS
from twinline.base.text import language, t
from twinline.data.books import Books, Measured
from twinline.pictures import style
from twinline.pictures.pages import house
from twinline.report.diagnostic import Finding
from twinline.report.fact import CALIBRATION, PLANTED, Fact, FactVerdict, say
from twinline.report.pictures import Picture, pictures
from twinline.report.power import power
from twinline.report.strip import INTERVAL, Strip, strip
from twinline.syllabus.modules import read_syllabus

BAD_FIRST = (FactVerdict.RED, FactVerdict.ABSENT, FactVerdict.LABELLED, FactVerdict.GREEN)


@dataclass(frozen=True)
class Results:
    """What one bank shows, by code of the row."""

    world: World
    content_hash: str
    found: dict[str, Measured]

    @property
    def name(self) -> str:
        """The bank's name beside others."""
        return t(f"seed {self.world.seed}", f"种子 {self.world.seed}")


def rows() -> list[Fact]:
    """Every row of the report: planted facts, then calibration."""
    return [*PLANTED.values(), *CALIBRATION.values()]


def measure(bank: Books, step: Callable[[], None] = lambda: None) -> Results:
    """Measure every row on a bank; calls `step` after each."""
    found = {}
    for fact in rows():
        found[fact.code] = fact.measure(bank)
        step()
    return Results(bank.world, bank.content_hash, found)


@dataclass(frozen=True)
class ReportRow:
    """A row of the page: a fact, what the bank reported on shows, and the worst verdict over all banks shown."""

    fact: Fact
    measured: Measured
    verdict: FactVerdict
    green: int
    banks: int
    strip: Strip | None
    chance: float | None = None  # see `power`

    @property
    def achieved(self) -> str:
        """The bank's value for people."""
        return self.fact.unit.write(self.measured.value)

    @property
    def interval(self) -> str:
        """The 95 % interval where a test is behind the value, else an empty text."""
        value, error, unit = self.measured.value, self.measured.error, self.fact.unit
        if not self.measured.here or not error:
            return ""
        span = unit.write_range(value - INTERVAL * error, value + INTERVAL * error)
        return t(f"{span} (95 %)", f"{span}（95%）")

    @property
    def power(self) -> str:
        """The chance that another such bank shows the row, where it has a standard error, else an empty text."""
        if self.chance is None:
            return ""
        share = f"{min(self.chance, 0.99):.0%}"
        return t(
            f"power {'over ' if self.chance > 0.99 else ''}{share}",
            f"检出力{'超过 ' if self.chance > 0.99 else ' '}{share}",
        )


def _row(fact: Fact, banks: list[Results]) -> ReportRow:
    found = {bank.name: bank.found[fact.code] for bank in banks}
    verdicts = [fact.verdict(one) for one in found.values()]
    return ReportRow(
        fact=fact,
        measured=banks[0].found[fact.code],
        verdict=min(verdicts, key=BAD_FIRST.index),
        green=verdicts.count(FactVerdict.GREEN),
        banks=len(banks),
        strip=strip(fact, found),
        chance=power(fact, found.values()),
    )


def names() -> dict[FactVerdict, str]:
    """The verdicts' names in the language in use."""
    return {
        FactVerdict.GREEN: t("green", "达标"),
        FactVerdict.LABELLED: t("labelled", "有说明"),
        FactVerdict.ABSENT: t("too little data", "数据不足"),
        FactVerdict.RED: t("red", "未达标"),
    }


def verdicts(banks: list[Results]) -> dict[FactVerdict, int]:
    """How many rows came out how, each by its worst verdict over the banks, from best to worst."""
    worst = [_row(fact, banks).verdict for fact in rows()]
    return {verdict: worst.count(verdict) for verdict in BAD_FIRST[::-1]}


def page(banks: list[Results], drawn: Iterable[Picture], judged: Iterable[Finding] = ()) -> str:
    """The page in the language in use: on the first bank, with the others' values beside; `drawn` are its pictures, and
    `judged` is what was found of its tables' form.
    """
    planted = sorted((_row(fact, banks) for fact in PLANTED.values()), key=lambda row: row.fact.module)
    calibration = [_row(fact, banks) for fact in CALIBRATION.values()]
    everything = [*planted, *calibration]
    titles = {module.id: module.titles[language()] for module in read_syllabus(LESSONS)[0].modules}
    return (
        house(Path(__file__).parent)
        .get_template("page.html.j2")
        .render(
            say=say,
            language=language(),
            banks=banks,
            names=names(),
            counts=verdicts(banks),
            wrong=[row for row in everything if row.verdict == FactVerdict.RED],
            small=banks[0].world.customers < SCALES["course"],
            modules=[
                (f"{key} · {titles.get(key, key)}", list(some))
                for key, some in groupby(planted, lambda row: row.fact.module)
            ],
            calibration=calibration,
            pictures=list(drawn),
            judged=list(judged),
        )
    )


def draw(bank: Books) -> list[Picture]:
    """The pictures of a bank in the language in use; leaves Matplotlib as it was."""
    import matplotlib as mpl

    with mpl.rc_context():
        style.setup()
        return list(pictures(bank))
