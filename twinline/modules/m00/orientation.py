"""Finding one's way in the course: the modules along the loop, who takes which, days in class, one life across the tables.

What modules, paths and days there are stands in `lessons/syllabus.yml`; what tables there are, in the dictionary.
"""

import base64
from functools import lru_cache
from html import escape
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
import yaml

from generators.errors import UnknownChoice
from generators.schema import TABLES
from twinline.base import paths
from twinline.base.text import language, t
from twinline.data.tables import load, yuan_name
from twinline.pictures import diagram
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT, show
from twinline.progress import store
from twinline.progress.view import bar, catalogue
from twinline.syllabus.modules import Module, read_syllabus, short_title

Pair = tuple[str, str]
STEPS: Final[dict[str, Pair]] = {
    "insight": ("Insight", "洞察"),
    "strategy": ("Strategy", "策略"),
    "execution": ("Execution", "执行"),
    "review": ("Review", "回检"),
    "iteration": ("Iteration", "迭代"),
}
WHOLE: Final = "whole"
LESSON_MINUTES: Final = 50  # in class; a lesson alone takes 45 to 60 (a)
LESSONS_A_HALF_DAY: Final = 3  # the other half an hour of three hours is for questions and group work (a)
_HALVES: Final[tuple[tuple[str, int], ...]] = (("morning", 9 * 60), ("afternoon", 14 * 60))


@lru_cache(maxsize=4)
def _registry(lessons: Path) -> tuple[dict[str, Any], list[Module]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load((lessons / "syllabus.yml").read_text(encoding="utf-8"), Loader=loader)
    return content, read_syllabus(lessons)[0].modules


# --- the map ----------------------------------------------------------------------------------------------------------


def map_picture(path: str = "") -> str:
    """The modules along the loop as HTML, with the learner's own progress; a path of `role_paths` dims the other modules.

    Raises `UnknownChoice` for a path that there is not.
    """
    content, modules = _registry(paths.LESSONS)
    mine = set(_path(path)["modules"]) if path else {module.id for module in modules}
    step = {entry["id"]: entry["step"] for entry in content["modules"]}
    boxes = {module.id: _box(module, module.id in mine) for module in modules}
    whole = "".join(boxes[id_] for id_ in boxes if step[id_] == WHOLE)
    columns = []
    for number, (name, title) in enumerate(STEPS.items()):
        inside = "".join(boxes[id_] for id_ in boxes if step[id_] == name)
        arrow = "→" if number < len(STEPS) - 1 else "↺"
        columns.append(
            f'<td style="vertical-align:top;text-align:left;padding:4px;width:170px">'
            f'<div style="background:{DEEP};color:white;padding:6px 8px;border-radius:5px">{t(*title)} {arrow}</div>{inside}</td>'
        )
    key = t(
        "✓ all questions right   ◐ begun   ○ not begun   – in preparation", "✓ 全部答对　◐ 已开始　○ 未开始　– 编写中"
    )
    back = t("Iteration leads back to insight: the next turn of the loop.", "迭代之后回到洞察：闭环再走一圈。")
    return (
        f'<div style="max-width:960px;font-size:13px;line-height:1.45">'
        f'<table style="border-collapse:separate;border-spacing:3px"><tr><td colspan="{len(STEPS)}" '
        f'style="padding:4px;text-align:left">{whole}</td></tr><tr>{"".join(columns)}</tr></table>'
        f'<div style="color:{INK}">↺ {back}</div><div style="color:{DEEP}">{key}</div></div>'
    )


def show_map(path: str = "") -> None:
    """Show the map as a picture that stays when the notebook is closed; see `map_picture`."""
    from IPython.display import HTML, display

    display(HTML(map_picture(path)))


def live_map() -> Any:
    """The map with a role to choose: the modules of that role's path stand out. Shows `map_picture` at once."""
    import ipywidgets as w

    options = [(t("Everyone", "全部"), ""), *((_named(entry), entry["id"]) for entry in _entries())]
    role = w.Dropdown(options=options, description=t("My role", "我的岗位"))
    shown = w.HTML(map_picture())

    def redraw(_: Any) -> None:
        shown.value = map_picture(role.value)

    role.observe(redraw, "value")
    return w.VBox([role, shown])


def _box(module: Module, mine: bool) -> str:
    """One module: mark, number, title, and how many of its questions are right; dim where it is not on the path."""
    known = store.read().modules.get(module.id, store.ModuleProgress()).questions
    listed = catalogue().get(module.id, [])
    right = sum(known.get(question.id, store.QuestionProgress()).best == "right" for question in listed)
    if not module.sources:
        mark, colour, edge = "–", QUIET, f"1px dashed {QUIET}"
    elif listed and right == len(listed):
        mark, colour, edge = "✓", ACCENT, f"2px solid {ACCENT}"
    elif any(question.tries for question in known.values()):
        mark, colour, edge = "◐", ACCENT, f"1px solid {ACCENT}"
    else:
        mark, colour, edge = "○", DEEP, f"1px solid {DEEP}"
    done = ""
    if listed:
        count = t(f"{right} of {len(listed)}", f"{right} / {len(listed)}")
        done = f'<div style="color:{DEEP};font-size:12px">{bar(right, len(listed))} {count}</div>'
    dim = "" if mine else "opacity:0.35;"
    return (
        f'<div style="{dim}border:{edge};border-radius:5px;padding:5px 8px;margin-top:5px;background:white;color:{INK}">'
        f'<b style="color:{colour}">{mark}</b> <b>{module.id[1:]}</b> {escape(short_title(module, language()))}{done}</div>'
    )


# --- who takes what, and days in class --------------------------------------------------------------------------------


def role_paths() -> pd.DataFrame:
    """Who takes which modules: a row a role, with whom it is for, its modules' numbers, and how many."""
    rows = [
        (_named(entry), t(entry["who_en"], entry["who_zh"]), " ".join(id_[1:] for id_ in entry["modules"]))
        for entry in _entries()
    ]
    return pd.DataFrame(rows, columns=[t("Role", "岗位"), t("For whom", "适合谁"), t("Modules", "模块")])


def matrix(alt: str) -> None:
    """Show roles against modules: a dot where a module is on a role's path, the modules that all share in the accent."""
    import matplotlib.pyplot as plt

    _, modules = _registry(paths.LESSONS)
    entries = _entries()
    figure, axes = plt.subplots(figsize=(9.2, 5.4))
    for down, module in enumerate(modules):
        takers = [across for across, entry in enumerate(entries) if module.id in entry["modules"]]
        colour = ACCENT if len(takers) == len(entries) else DEEP
        axes.axhline(down, color=SOFT, linewidth=1, zorder=0)
        axes.plot(takers, [down] * len(takers), "o", color=colour, markersize=10)
    axes.set_xticks(range(len(entries)), [fill(_named(entry), 12) for entry in entries])
    axes.xaxis.tick_top()
    names = [f"{module.id[1:]} {short_title(module, language())}" for module in modules]
    axes.set_yticks(range(len(modules)), names)
    axes.invert_yaxis()
    axes.margins(x=0.09)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(t("One module is for everybody, the rest depends on your desk", "只有一个模块人人都学，其余看岗位"))
    show(figure, alt)


def agenda(course: str, days: int = 1) -> pd.DataFrame:
    """A timetable in class for one of the source documents' courses ("S0", "S1", "S2"): a row a lesson or exercise.

    Modules come by how many of the document's items they teach, the heaviest ones if time is short, in the course's order;
    what time is left goes to exercises of the heaviest. Columns: when, what, how many of the document's items. Raises
    `UnknownChoice` for a document that has no course, or not of that many days.
    """
    content, modules = _registry(paths.LESSONS)
    known = {entry["id"]: entry["days"] for entry in content["sources"] if "days" in entry}
    if course not in known:
        raise UnknownChoice("course", "课程", course, list(known))
    if days not in known[course]:
        raise UnknownChoice("number of days", "天数", str(days), [str(each) for each in known[course]])
    counts = pd.Series(
        [entry["module"] for entry in content["items"] if entry["id"].startswith(f"{course}-")]
    ).value_counts()
    order = [module.id for module in modules]
    ranked = sorted(counts.index, key=lambda id_: (id_ != order[0], -counts[id_], order.index(id_)))
    slots = [(day, half) for day in range(days) for half in range(len(_HALVES)) for _ in range(LESSONS_A_HALF_DAY)]
    taught = sorted(ranked[: len(slots)], key=order.index)
    names = {module.id: f"{module.id[1:]} {short_title(module, language())}" for module in modules}
    plan = [(names[id_], int(counts[id_])) for id_ in taught]
    heaviest = sorted(taught, key=lambda id_: -counts[id_])[: len(slots) - len(plan)]
    plan += [(t("Exercise: ", "练习：") + names[id_], int(counts[id_])) for id_ in sorted(heaviest, key=order.index)]
    rows = []
    for number, ((day, half), (what, items)) in enumerate(zip(slots, plan, strict=False)):
        start = _HALVES[half][1] + (number % LESSONS_A_HALF_DAY) * (LESSON_MINUTES + 10)
        when = f"{start // 60:02d}:{start % 60:02d}–{(start + LESSON_MINUTES) // 60:02d}:{(start + LESSON_MINUTES) % 60:02d}"
        rows.append((t(f"Day {day + 1}", f"第 {day + 1} 天"), when, what, items))
    columns = [t("Day", "天"), t("Time", "时间"), t("What", "内容"), t("Items of the outline", "大纲条目数")]
    return pd.DataFrame(rows, columns=columns)


def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = _registry(paths.LESSONS)[0]["paths"]
    return entries


def _path(id_: str) -> dict[str, Any]:
    for entry in _entries():
        if entry["id"] == id_:
            return entry
    raise UnknownChoice("path", "岗位", id_, [entry["id"] for entry in _entries()])


def _named(entry: dict[str, Any]) -> str:
    return t(entry["en"], entry["zh"])


# --- the tables -------------------------------------------------------------------------------------------------------


FIRST_TABLES = (
    *(
        "customers",
        "accounts",
        "statements",
        "transactions",
        "merchants",
        "payments",
        "points",
        "touches",
        "applications",
    ),
    *("application_steps", "app_events", "wecom_events", "service_calls", "contacts", "bureau", "branches", "managers"),
    *("portfolios", "targets"),
)
"""The tables that a newcomer meets first, of some eighty."""


def show_tables(alt: str) -> None:
    """Show how the first tables point to one another: of the dictionary's diagram, as a picture that needs no other file."""
    from IPython.display import HTML, display

    source = base64.b64encode(diagram.diagram(FIRST_TABLES).encode()).decode()
    display(
        HTML(
            f'<figure style="margin:0"><img style="max-width:100%;height:auto" alt="{escape(alt, quote=True)}" '
            f'src="data:image/svg+xml;base64,{source}"></figure>',
            metadata={"alt": alt},
        )
    )


def story_tables() -> dict[str, list[str]]:
    """Tables that hold days in a customer's life, with the columns of these days: by the dictionary, truth and spoilt left out."""
    found = {}
    for name, entry in TABLES.items():
        whens = [yuan_name(column.name) for column in entry.columns if column.kind in ("date", "datetime", "month")]
        owned = any(column.name == "customer_id" for column in entry.columns)
        if whens and owned and not entry.truth:
            found[name] = whens
    return found


def story(customer_id: int, dataset: str | Path | None = None) -> pd.DataFrame:
    """One customer's life: a row for each day that a table of `story_tables` holds of them. Columns: table, when.

    Only days within the bank's months; sorted by day. Raises `UnknownChoice` for a number that is no customer's.
    """
    first, last = _window(dataset)
    rows = []
    for name, whens in story_tables().items():
        held = load(name, dataset, columns=["customer_id", *whens])
        held = held[held["customer_id"] == customer_id]
        if name == "accounts" and held.empty:
            ids = load("accounts", dataset, columns=["customer_id"])["customer_id"]
            raise UnknownChoice("customer", "客户", str(customer_id), [f"{ids.min()} … {ids.max()}"])
        for when in whens:
            days = pd.to_datetime(held[when]).dropna()
            rows.append(pd.DataFrame({"table": name, "when": days[(days >= first) & (days <= last)]}))
    return pd.concat(rows, ignore_index=True).sort_values("when", ignore_index=True)


def somebody(dataset: str | Path | None = None) -> int:
    """A customer whose card is open and whose life shows in most of the smaller tables; of several the first."""
    first, last = _window(dataset)
    accounts = load("accounts", dataset, columns=["customer_id", "open_date", "close_date"])
    there = accounts[accounts["close_date"].isna() & accounts["open_date"].between(first, first + (last - first) / 2)]
    counted = pd.Series(0, index=there["customer_id"].sort_values())
    for name in ("touches", "service_calls", "wecom_events", "upgrades", "holdings", "relationships", "portfolios"):
        counted += counted.index.isin(load(name, dataset, columns=["customer_id"])["customer_id"]).astype(int)
    ids = counted.index.to_numpy()
    return int(ids[counted.to_numpy().argmax()])


def lanes(customer_id: int, alt: str, dataset: str | Path | None = None) -> None:
    """Show a customer's life across the tables: a lane a table, a mark a day; busy tables above, the sparse below."""
    import matplotlib.pyplot as plt

    told = story(customer_id, dataset)
    counts = told["table"].value_counts()
    figure, axes = plt.subplots(figsize=(9.2, 0.9 + 0.42 * len(counts)))
    for down, (name, count) in enumerate(counts.items()):
        days = told.loc[told["table"] == name, "when"]
        rare = count <= 12
        axes.axhline(down, color=SOFT, linewidth=1, zorder=0)
        axes.plot(days, np.full(len(days), down), "D" if rare else "|", color=ACCENT if rare else DEEP, markersize=8)
        axes.annotate(
            f"{count:,}",
            (1.01, down),
            xycoords=("axes fraction", "data"),
            va="center",
            color=DEEP,
            annotation_clip=False,
        )
    axes.set_yticks(range(len(counts)), [t(TABLES[name].en, TABLES[name].zh) for name in counts.index])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    limits: Any = _window(dataset)
    axes.set_xlim(*limits)
    for side in axes.spines.values():
        side.set_visible(False)
    title = t(
        f"One customer leaves traces in {len(counts)} tables (◆ rare, | frequent; how many at the right)",
        f"一位客户，在 {len(counts)} 张表里留下痕迹（◆ 少见，| 频繁；右侧为次数）",
    )
    axes.set_title(title)
    show(figure, alt)


def _window(dataset: str | Path | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    months = load("statements", dataset, columns=["month"])["month"]
    return pd.Timestamp(months.min()), pd.Timestamp(months.max()) + pd.DateOffset(months=1)
