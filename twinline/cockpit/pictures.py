"""The page's pictures, in the house style, as HTML with their text alternatives."""

from typing import TYPE_CHECKING, Final

from twinline.base.text import t
from twinline.pictures.style import collected

if TYPE_CHECKING:
    from twinline.cockpit.game import Trial
    from twinline.twin.result import Result

LAST: Final = 8  # trials that fit into a picture


def waterfall(result: "Result") -> str:
    """From what responders are worth to what was truly gained."""
    with collected() as pictures:
        result.plot()
    return "".join(pictures)


def side_by_side(trials: "list[Trial]") -> str:
    """The last trials beside each other: profit, accounts saved, complaints, share of the best; "" for fewer than two."""
    if len(trials) < 2:
        return ""
    import pandas as pd

    from twinline.pictures import charts

    shown = trials[-LAST:]
    best = max(shown, key=lambda trial: trial.score.profit)
    rows = {_short(trial): trial for trial in shown}
    titles = (t("Profit, yuan", "增量利润（元）"), t("Accounts saved", "救回账户"), t("Complaints", "投诉"))
    frame = pd.DataFrame(
        [(trial.score.profit, trial.score.saved, trial.score.complaints) for trial in rows.values()],
        index=list(rows),
        columns=list(titles),
    )
    title = t(f"No. {best.number} has earned the most so far", f"目前 {best.number} 号策略增量利润最高")
    alt = t("Bars by strategy: ", "各策略对比：") + t("; ", "；").join(
        f"{name}: {titles[0]} {profit:,.0f}, {titles[1]} {saved:,.1f}, {titles[2]} {complaints:,.1f}"
        for name, profit, saved, complaints in frame.itertuples()
    )
    with collected() as pictures:
        charts.panels(frame, title, alt=alt, accent=_short(best), fmts=["{:,.0f}", "{:,.1f}", "{:,.1f}"], width=13)
    return "".join(pictures)


def _short(trial: "Trial") -> str:
    return f"{trial.number} {trial.choice.name}"
