"""Writing the report: measure the bank and, if asked, the same bank with other seeds; draw; write the page."""

from pathlib import Path

from generators.errors import unwritable
from twinline.base.progress_bar import progress_bar
from twinline.base.text import language, t
from twinline.data.books import Books
from twinline.report.diagnostic import diagnose
from twinline.report.page import draw, measure, names, page, rows, verdicts
from twinline.report.seeds import parse_seeds, sibling

__all__ = ["parse_seeds", "write_report"]


def write_report(folder: Path | None, seeds: list[int], out: Path | None = None) -> tuple[Path, dict[str, int]]:
    """Write the page in the language in use; returns where it is, and how many rows came out how, by name.

    `folder` is a dataset or a scale (the default one where None); `seeds` are shown beside it, their banks made or
    reused. Raises `BilingualError` where there is no finished dataset, or the page cannot be written.
    """
    bank = Books(folder)
    out = out or bank.folder / f"report-{language()}.html"
    _writable(out)
    folders = [sibling(bank.world, seed) for seed in seeds if seed != bank.world.seed]
    total = len(rows()) * (1 + len(folders)) + 2
    done = 0
    with progress_bar(t("Measuring", "正在测量"), kept=True) as told:
        told(0, total)

        def step() -> None:
            nonlocal done
            done += 1
            told(done, total)

        results = [measure(bank, step)]
        drawn = draw(bank)
        step()
        judged = diagnose(bank.folder, folders)
        step()
        bank.forget()
        for other in folders:
            results.append(measure(Books(other), step))
    out.write_text(page(results, drawn, judged), encoding="utf-8")
    return out, {names()[verdict]: number for verdict, number in verdicts(results).items() if number}


def _writable(out: Path) -> None:
    """Raise a `BilingualError` before the work rather than after it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.touch()
    except OSError as error:
        raise unwritable(error, out) from error
