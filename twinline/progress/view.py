"""A learner's progress to look at: the same rows for the terminal and the notebook."""

import html
import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from twinline.base import paths
from twinline.base.text import language, t
from twinline.progress import store


@dataclass(frozen=True)
class Listed:
    """A question of the catalogue, its title in the language in use."""

    id: str
    title: str
    points: float


def catalogue(folder: Traversable | None = None) -> dict[str, list[Listed]]:
    """The questions of every module that has some, from the package's feedback files; illegible files are left out."""
    folder = folder or files("twinline").joinpath("feedback")
    found: dict[str, list[Listed]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else ():
        if not file.name.endswith(".json"):
            continue
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            listed = [Listed(q["id"], q["title"][language()], q["points"]) for q in content["questions"]]
            found[content["module"]] = listed
        except (ValueError, KeyError, TypeError):
            continue
    return found


def module_titles() -> dict[str, str]:
    """Short titles of the modules, in the course's order; empty where the lessons are not installed."""
    if not (paths.LESSONS / "syllabus.yml").is_file():
        return {}
    from twinline.syllabus.modules import read_syllabus, short_title

    return {module.id: short_title(module, language()) for module in read_syllabus(paths.LESSONS)[0].modules}


@dataclass(frozen=True)
class ProgressRow:
    """A module's line: counts, points and texts ready to show."""

    name: str
    right: int
    questions: int
    points: float
    of: float
    hints: int
    twin: str
    day: str

    @property
    def cells(self) -> list[str]:
        """The texts of its columns."""
        done = t(f"{self.right} of {self.questions}", f"{self.right} / {self.questions}")
        return [
            self.name,
            f"{bar(self.right, self.questions)} {done}",
            f"{self.points:g} / {self.of:g}",
            f"{self.hints}",
            self.twin,
            self.day,
        ]


def bar(done: int, of: int, width: int = 7) -> str:
    """A small bar in text."""
    full = round(width * done / of) if of else 0
    return "█" * full + "░" * (width - full)


def rows(folder: Traversable | None = None) -> tuple[list[ProgressRow], str]:
    """The modules that have questions or progress, in order, and the line below with totals and what comes next."""
    listed, titles, known = catalogue(folder), module_titles(), store.read().modules
    ids = [name for name in titles if name in listed or name in known]
    ids += sorted(({*listed} | {*known}) - {*titles})
    shown: list[ProgressRow] = []
    upcoming = ""
    for id_ in ids:
        module = known.get(id_, store.ModuleProgress())
        questions = listed.get(id_) or [Listed(name, name, 0) for name in module.questions]
        states = [(question, module.questions.get(question.id, store.QuestionProgress())) for question in questions]
        name = f"{id_[1:]} {titles[id_]}" if id_ in titles else id_
        todo = next((question for question, state in states if state.best != "right"), None)
        if todo and not upcoming:
            upcoming = t(f"Next: {name}, {todo.title}.", f"下一题：{name}，{todo.title}。")
        shown.append(
            ProgressRow(
                name,
                sum(state.best == "right" for _, state in states),
                len(states),
                round(sum(question.points * state.share for question, state in states), 1),
                sum(question.points for question in questions),
                sum(state.hints for _, state in states),
                _twin(module),
                module.last_day or "–",
            )
        )
    if not known:
        return [], t(
            "Nothing yet. Open an exercise, answer its first question and run its check: it will appear here.",
            "还没有记录。打开任意一份练习，做完第一题并运行检查，进度就会出现在这里。",
        )
    right, of = sum(row.right for row in shown), sum(row.questions for row in shown)
    total = t(f"{right} of {of} questions right.", f"共 {of} 题，已答对 {right} 题。")
    return shown, t(" ", "").join(filter(None, [total, upcoming, _again(listed)]))


def _again(listed: dict[str, list[Listed]]) -> str:
    """Which questions to answer once more, as a sentence; "" where there are none."""
    due = [(module, id_, {each.id: each.title for each in listed.get(module, [])}) for module, id_ in store.again()]
    known = t(", ", "；").join(f"{module} {id_} {titles[id_]}" for module, id_, titles in due if id_ in titles)
    if not known:
        return ""
    return t(
        f"Still there after some weeks? Empty your answer, write it anew and run its check: {known}.",
        f"过了几周，还记得吗？清空原来的答案，重新写一遍再检查：{known}。",
    )


def _twin(module: store.ModuleProgress) -> str:
    if module.profit is None:
        return "–"
    money = t(f"{module.profit / 1e3:,.1f} thousand yuan", f"{module.profit / 1e3:,.1f} 千元")
    share = module.share_of_best
    return money if share is None else t(f"{money} ({share:.0%})", f"{money}（{share:.0%}）")


def headings() -> list[str]:
    """The columns' titles."""
    return [
        t("Module", "模块"),
        t("Questions right", "答对"),
        t("Points", "得分"),
        t("Hints used", "用过的提示"),
        t("Best twin score (share of best)", "最佳推演成绩（占可观测最优）"),
        t("Last day", "最近学习"),
    ]


class View:
    """Progress in a notebook: a table without colours of its own; as text where HTML is not shown."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self.rows, self.line = rows(folder)

    def __repr__(self) -> str:
        return "\n".join(["  ".join(row.cells) for row in self.rows] + [self.line])

    def _repr_html_(self) -> str:
        line = f"<p>{html.escape(self.line)}</p>"
        if not self.rows:
            return line
        heads = "".join(f"<th scope='col' style='text-align:left'>{html.escape(head)}</th>" for head in headings())
        body = "".join(
            "<tr>"
            + f"<th scope='row' style='text-align:left'>{html.escape(row.cells[0])}</th>"
            + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row.cells[1:])
            + "</tr>"
            for row in self.rows
        )
        caption = html.escape(t("Your progress", "我的进度"))
        return f"<table><caption style='text-align:left'>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{line}"
