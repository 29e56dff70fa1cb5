"""The board of the 5×5 method: five stages by five steps, who owes what on which day, seen by each role.

A picture in plain HTML that needs no kernel (`picture`), and the same with a day and a role to choose (`live`).
"""

from html import escape
from typing import Any, Final

import pandas as pd

from twinline.base.text import t
from twinline.modules.m09.five_by_five import MONTH, STEPS
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT

Pair = tuple[str, str]
STAGES: Final[tuple[Pair, ...]] = (
    ("Service plan", "服务方案"),
    ("Precise dispatch", "精准分发"),
    ("Reach", "客户触达"),
    ("Execution", "营销实施"),
    ("Tracking and review", "跟踪回检"),
)
OWNERS: Final[dict[str, Pair]] = {
    "head": ("Head office", "总行"),
    "manager": ("Managers", "管理者"),
    "middle": ("Middle office", "中台"),
    "front": ("Front line", "一线"),
}
# The names are the source's; which step shows what is ours (a).
GRASPS: Final[dict[str, Pair]] = {
    "leads": ("leads and segments", "抓商机和客群"),
    "integrated": ("integrated finance", "抓综合金融服务"),
    "ecosystem": ("customer ecosystem", "抓客户生态圈"),
    "channels": ("channel partners", "抓渠道合作"),
    "products": ("product range", "抓产品体系"),
    "triangle": ("“iron triangle”", "抓“铁三角”"),
    "digital": ("digital support", "抓数字化支撑"),
    "figures": ("figures broken down", "抓指标拆解"),
}
THREE_ROLES: Final[dict[str, Pair]] = {
    "finder": ("finds problems", "问题的发现者"),
    "designer": ("designs strategies", "策略的设计者"),
    "enabler": ("enables the front line", "一线的赋能者"),
}
WORKS: Final[dict[str, Pair]] = {"capture": ("capture", "抓"), "stick": ("stick", "黏"), "lift": ("lift", "提")}
_SHOWS: Final[dict[str, str]] = {
    "1.1": "leads finder",
    "1.2": "figures designer",
    "1.3": "ecosystem finder",
    "1.4": "figures",
    "1.5": "figures",
    "2.1": "leads finder",
    "2.2": "leads finder",
    "2.3": "products designer",
    "2.4": "integrated designer",
    "2.5": "products enabler",
    "3.1": "digital stick",
    "3.2": "ecosystem capture",
    "3.3": "ecosystem capture",
    "3.4": "triangle capture",
    "3.5": "channels stick",
    "4.1": "triangle",
    "4.2": "integrated lift",
    "4.3": "channels",
    "4.4": "ecosystem capture",
    "4.5": "triangle enabler",
    "5.1": "digital lift",
    "5.2": "figures",
    "5.3": "figures",
    "5.4": "figures",
    "5.5": "figures",
}
VIEWS: Final[dict[str, tuple[Pair, dict[str, Pair]]]] = {
    "all": (("Everyone", "全部"), {}),
    "manager": (("Manager: eight grasps", "管理者：八个抓"), GRASPS),
    "middle": (("Middle office: three roles", "中台：三个者"), THREE_ROLES),
    "front": (("Front line: capture, stick, lift", "一线：抓、黏、提"), WORKS),
}


def standing(log: pd.DataFrame, today: int) -> pd.DataFrame:
    """Where each of the 25 steps stands on the evening of a day of the month: a row a step, in order.

    Columns: owner, owed (records in all), done (by now), overdue (due before today or today, and not there), state:
    "done" where every record is there, "overdue" where one is late, else "open".
    """
    evening = MONTH + pd.Timedelta(days=today - 1)
    there, due = log["done"] <= evening, log["due"] <= evening
    counted = log.assign(owed=1, done=there, overdue=due & ~there)
    steps = counted.groupby("step")[["owed", "done", "overdue"]].sum()
    steps = steps.reindex([step.number for step in STEPS], fill_value=0)
    steps.insert(0, "owner", [step.owner for step in STEPS])
    whole = steps["done"] == steps["owed"]
    return steps.assign(state=[_state(*each) for each in zip(whole, steps["overdue"] > 0, strict=True)])


def picture(log: pd.DataFrame, today: int, view: str = "all") -> str:
    """The board as HTML on the evening of a day of the month, for a role of `VIEWS`."""
    steps = standing(log, today)
    title, names = VIEWS[view]
    done, late = int((steps["state"] == "done").sum()), int((steps["state"] == "overdue").sum())
    head = t(
        f"Day {today} · {t(*title)} · {done} of 25 steps complete, {late} overdue",
        f"第 {today} 日 · {t(*title)} · 25 步完成 {done} 步，{late} 步逾期",
    )
    rows = []
    for number, stage in enumerate(STAGES, 1):
        cells = "".join(_cell(step, steps.loc[step.number], names) for step in STEPS[5 * number - 5 : 5 * number])
        rows.append(
            f'<tr><th scope="row" style="text-align:left;padding:6px 4px;min-width:92px;color:{INK}">{number} {t(*stage)}</th>{cells}</tr>'
        )
    key = t(
        "✓ complete   ! overdue   ○ open    (records there / owed)", "✓ 已完成　! 逾期　○ 进行中　（已留痕／应留痕）"
    )
    return (
        f'<div style="max-width:980px;line-height:1.4"><div style="font-size:16px;color:{INK};margin:4px 0px">{escape(head)}</div>'
        f'<table style="border-collapse:separate;border-spacing:5px;font-size:13px">{"".join(rows)}</table>'
        f'<div style="font-size:12px;color:{DEEP}">{key}</div>{_owing(log, today)}</div>'
    )


def live(log: pd.DataFrame, today: int = 17) -> Any:
    """The board with a day and a role to choose. Shows `picture` at once; another choice redraws it."""
    import ipywidgets as w

    day = w.IntSlider(today, 1, 31, description=t("Day", "日期"), continuous_update=False)
    role = w.Dropdown(options=[(t(*title), view) for view, (title, _) in VIEWS.items()], description=t("View", "视角"))
    shown = w.HTML(picture(log, today))

    def redraw(_: Any) -> None:
        shown.value = picture(log, day.value, role.value)

    day.observe(redraw, "value")
    role.observe(redraw, "value")
    return w.VBox([w.HBox([day, role]), shown])


def show(log: pd.DataFrame, today: int = 17, view: str = "all") -> None:
    """Show the board of one day, as a picture that stays when the notebook is closed."""
    from IPython.display import HTML, display

    display(HTML(picture(log, today, view)))


def _state(whole: bool, late: bool) -> str:
    return "done" if whole else "overdue" if late else "open"


def _cell(step: Any, row: Any, names: dict[str, Pair]) -> str:
    """One step: mark, name, how many records are there, and what it is in the role's view; dim if not the role's."""
    mark, colour = {"done": ("✓", DEEP), "overdue": ("!", ACCENT), "open": ("○", QUIET)}[row["state"]]
    mine = [t(*names[word]) for word in _SHOWS[step.number].split() if word in names]
    dim = "opacity:0.5;" if names and not mine else ""
    tag = f'<div style="color:{DEEP};font-size:12px"><i>{escape(mine[0])}</i></div>' if mine else ""
    thick = 2 if row["state"] == "overdue" else 1
    return (
        f'<td style="{dim}border:{thick}px solid {colour if thick == 2 else SOFT};border-radius:5px;padding:5px 8px;'
        f'vertical-align:top;width:150px;text-align:left"><div style="color:{INK}"><b style="color:{colour}">{mark}</b> '
        f"{step.number} {escape(t(step.en, step.zh))}</div>"
        f'<div style="color:{DEEP};font-size:12px">{t(*OWNERS[step.owner])} {row["done"]}/{row["owed"]}</div>{tag}</td>'
    )


def _owing(log: pd.DataFrame, today: int) -> str:
    """A line on who owes most: the role, and the manager with most records overdue."""
    evening = MONTH + pd.Timedelta(days=today - 1)
    late = log[(log["due"] <= evening) & ~(log["done"] <= evening)]
    if late.empty:
        return ""
    roles = late["owner"].value_counts()
    said = t("; ", "；").join(f"{t(*OWNERS[str(role)])} {count}" for role, count in roles.items())
    own = late.loc[(late["manager_id"] > 0) & (late["owner"] != "middle"), "manager_id"].value_counts()
    most = ""
    if len(own):
        most = t(
            f" Most: manager {own.index[0]}, {own.iloc[0]}.", f"欠得最多：客户经理 {own.index[0]}，{own.iloc[0]} 条。"
        )
    return f'<div style="font-size:13px;color:{INK}">{t("Records overdue: ", "逾期未留痕：")}{said}{t(".", "。")}{most}</div>'
