"""Make the handbooks' pictures anew: a learner's first hour, a class being marked, its report; in both languages.

`python docs/handbooks/screenshots.py` with the test environment (a browser, the sandbox); `--only learner` for a part of them.
Everything shown is the product at work: the notebooks are run, the class is graded. The people are invented.
"""

import argparse
import inspect
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
sys.path.insert(0, str(HOME))

import nbformat  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright  # noqa: E402

from tests.support import pretend, windows  # noqa: E402
from twinline.base.paths import SOLUTIONS, datasets  # noqa: E402
from twinline.classroom.course import Course  # noqa: E402
from twinline.questions.author.authoring import Question, read_questions  # noqa: E402

PICTURES = HERE / "pictures"
EXERCISE = "m10_churn/m10-exercise.ipynb"
COLOURS = 96  # of a picture: enough for text and charts, a quarter of the bytes
PEOPLE = {
    "zh": {"20260001": "王小明", "20260002": "李娜", "20260003": "欧阳静"},
    "en": {"20260001": "Ann Smith", "20260002": "Li Na", "20260003": "Omar Haddad"},
}
TITLE = {"zh": "信用卡数据训练营 · 三月班", "en": "Card data camp · March"}


class Place:
    """A temporary folder, with the data and an empty workspace; what `windows` expects of pytest's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "datasets").symlink_to(datasets())

    def mktemp(self, name: str) -> Path:
        """A new folder."""
        return Path(tempfile.mkdtemp(prefix=name, dir=self.folder))

    def twinline(self, *words: str) -> None:
        """Run a command of the kit here."""
        here = {
            "TWINLINE_WORKSPACE": str(self.folder / "workspace"),
            "TWINLINE_DATASETS": str(self.folder / "datasets"),
        }
        subprocess.run([sys.executable, "-m", "twinline", *words], cwd=HOME, env=os.environ | here, check=True)


def keep(page: Page, language: str, name: str, *parts: Locator, margin: int = 2) -> None:
    """Shoot the window, or the smallest part of it that holds `parts`, and keep it small in `pictures/`."""
    part: dict[str, Any] = {}
    size = page.viewport_size
    if parts and size:
        boxes = [box for each in parts if (box := each.bounding_box())]
        left = max(min(box["x"] for box in boxes) - margin, 0)
        top = max(min(box["y"] for box in boxes) - margin, 0)
        right = min(max(box["x"] + box["width"] for box in boxes) + margin, size["width"])
        bottom = min(max(box["y"] + box["height"] for box in boxes) + margin, size["height"])
        part["clip"] = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    taken = windows.shoot(page, f"{language}-handbook-{name}", **part)
    with Image.open(taken) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.{language}.png", optimize=True)
    print(f"{name}.{language}.png", (PICTURES / f"{name}.{language}.png").stat().st_size >> 10, "KiB", flush=True)


# --- the learner's first hour ---


def learner(language: str, browser: Browser, place: Place) -> None:
    """The index, a cell, a question wrong and right, a hint, progress, the file to hand in."""
    place.twinline("workspace", "--lang", language)
    pattern = r"http://127\.0\.0\.1:\d+/lab/tree/index\.ipynb\?token=\w+"
    with windows.serving(["-m", "twinline.lab", "--lang", language, "--no-browser"], place.folder, pattern) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        page.goto(address)
        idle(page)
        keep(page, language, "index")
        page.locator(".jp-RenderedMarkdown a[href*='m00-lesson']").first.click()
        expect(tab(page, "m00-lesson")).to_be_visible()
        lesson(page, language)
        page.goto(address.replace("index.ipynb", EXERCISE))
        expect(tab(page, "m10-exercise")).to_be_visible()
        questions(page, language)
        menu(page, language)
        page.locator(".lm-TabBar-tabLabel", has_text="index.ipynb").click()
        progress(page, language)
        page.close()


def tab(page: Page, name: str) -> Locator:
    """The open tab of a notebook."""
    return page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text=name)


def idle(page: Page) -> Locator:
    """The open notebook, once its kernel has nothing to do."""
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(panel.locator(".jp-KernelName")).to_contain_text("Python 3")
    expect(panel.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle", timeout=120_000)
    return panel


def run(page: Page, cell: Locator, code: str | None = None) -> None:
    """Run a cell as a person does, with Shift+Enter; with `code` typed into it first."""
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    if code is not None:
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"), timeout=120_000)
    idle(page)


def code_cell(page: Page, text: str) -> Locator:
    """The first cell of code that holds a text."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").filter(has_text=text).first


def show(page: Page, top: Locator, room: int = 90) -> None:
    """Scroll so that an element stands near the top of the notebook."""
    top.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.mouse.move(800, 500)
    page.mouse.wheel(0, -room)
    page.wait_for_timeout(700)  # scrolling is animated


def lesson(page: Page, language: str) -> None:
    """The first picture of the first lesson, below the code that drew it."""
    cells = idle(page).locator(".jp-CodeCell")
    for number in range(cells.count()):
        run(page, cells.nth(number))
        if cells.nth(number).locator("figure img").count():
            page.set_viewport_size({"width": 1280, "height": 1_000})
            show(page, cells.nth(number), 20)
            keep(page, language, "cell", cells.nth(number))
            page.set_viewport_size({"width": 1280, "height": 800})
            return


def questions(page: Page, language: str) -> None:
    """A question answered wrong, its hint, and answered right."""
    question = next(each for each in read_questions("m10") if each.id == "q1")
    assert isinstance(question, Question)
    idle(page)
    run(page, code_cell(page, "tw.exercise"))
    answer, check = code_cell(page, "def may_call"), code_cell(page, "q1.check")
    task = page.locator(".jp-MarkdownCell").filter(has_text="may_call(observed)").first
    head = question.right.__name__
    wrong = next(each for each in question.wrongs if each.code == "sms")
    run(page, answer, source(wrong.function, head))
    run(page, check)
    show(page, task)
    keep(page, language, "wrong", task, check)
    check.locator(".jp-InputPrompt").click()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("q1.hint()")
    page.keyboard.press("Shift+Enter")
    hint = page.locator(".jp-CodeCell", has=page.locator(".cm-line", has_text=re.compile(r"^q1\.hint\(\)$")))
    hint = hint.filter(has=page.locator(".jp-OutputArea-output"))  # while it scrolls, JupyterLab keeps a copy without
    expect(hint).to_be_visible()
    idle(page)
    show(page, answer, 10)
    keep(page, language, "hint", check, hint)
    run(page, answer, source(question.right, head))
    run(page, check)
    show(page, task)
    keep(page, language, "right", answer, check)
    page.keyboard.press("Control+s")


def source(function: Callable[..., Any], name: str) -> str:
    """A function's code under the name that the exercise asks for."""
    lines = inspect.getsource(function).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("def "))
    return "\n".join(lines[start:]).replace(f"def {function.__name__}", f"def {name}", 1)


def menu(page: Page, language: str) -> None:
    """The file to hand in, and the menu with which it is downloaded."""
    item = page.locator(".jp-DirListing-item", has_text="m10-exercise.ipynb")
    item.click(button="right", position={"x": 150, "y": 12})
    shown = page.locator(".lm-Menu")
    shown.locator(".lm-Menu-item", has_text={"zh": "下载", "en": "Download"}[language]).first.hover()
    keep(page, language, "hand-in", item, shown, page.locator(".jp-DirListing-header"), margin=24)
    page.keyboard.press("Escape")


def progress(page: Page, language: str) -> None:
    """The index's cell of progress, run."""
    idle(page)
    cell = code_cell(page, "tw.progress()")
    run(page, cell)
    show(page, cell, 120)
    keep(page, language, "progress", cell)


# --- the instructor ---


def marking(language: str, browser: Browser, place: Place) -> None:
    """Formgrader on a class of three that was graded for the picture: a memo with its marks, the rubric above it."""
    folder = class_of_three(language, place)
    words = ["-m", "twinline", "class", "serve", "-c", str(folder), "--no-browser"]
    with windows.serving(words, place.folder, r"http://127\.0\.0\.1:\d+/formgrader\?token=\w+") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        page.goto(address)
        expect(page.locator("table tbody tr a").first).to_be_visible()
        base = address.split("/formgrader")[0]
        page.goto(f"{base}/formgrader/gradebook/m10_churn/m10-exercise")
        expect(page.locator("table tbody tr td a").first).to_be_visible()
        links = page.locator("table tbody tr td a").evaluate_all("links => links.map(link => link.href)")
        memo = page.locator(".nbgrader_cell", has=page.locator("textarea.comment")).last
        for link in links:  # they come in no order
            page.goto(link)
            page.wait_for_load_state("networkidle")
            if memo.get_by_role("heading", name={"zh": "短评 A", "en": "Memo A"}[language]).count():
                break
        memo.locator("textarea.comment").first.fill(COMMENT[language])
        score = memo.locator("input.score").first
        score.fill("18")
        score.press("Tab")
        page.wait_for_load_state("networkidle")
        expect(score).to_have_value("18")
        page.set_viewport_size({"width": 1100, "height": 1_100})
        memo.evaluate("element => element.scrollIntoView({block: 'start'})")
        page.mouse.move(500, 500)
        page.mouse.wheel(0, -250)  # the rubric stands above it
        page.wait_for_timeout(700)
        keep(page, language, "memo")
        page.close()


COMMENT = {
    "zh": "建议放在最前面，好。客户经理忙不过来时怎么办？回检三个月太早，人还没走。",
    "en": "The proposal comes first: good. What if the managers have no time left? Three months is too early to tell who left.",
}


def class_of_three(language: str, place: Place) -> Path:
    """A class that went through new, release, collect, grade: all right, one mistake, and one who tried two questions."""
    folder, mailed = place.folder / "class", place.mktemp("mailed")
    names = place.folder / "students.csv"
    rows = [f"{id_},{name}" for id_, name in PEOPLE[language].items()]
    names.write_text("\n".join(["student_id,name", *rows]), encoding="utf-8-sig")
    words = ["--students", str(names), "--modules", "m10", "--lang", language, "--title", TITLE[language]]
    place.twinline("class", "new", str(folder), *words)
    course = Course.open(folder)  # on the worlds of classes without a secret: their best policies are known already
    Course(course.folder, course.settings.model_copy(update={"secret": ""})).save()
    place.twinline("class", "release", "-c", str(folder))
    asked = read_questions("m10")
    right = {each.id: "\n    ".join([each.source()[0], *each.source()[1].splitlines()]) for each in asked}
    wrong = next(each for each in asked[0].wrongs if each.code == "sms")
    slip = right | {"q1": source(wrong.function, asked[0].right.__name__)}
    memos = {
        cell["id"]: cell.source
        for cell in nbformat.read(SOLUTIONS / language / "m10-memos.ipynb", as_version=4).cells
        if cell.cell_type == "markdown"
    }
    given = [
        right | {"memo": memos["strong"]},
        slip | {"memo": memos["weak"]},
        {id_: right[id_] for id_ in ("q1", "q2")},
    ]
    for id_, answers in zip(PEOPLE[language], given, strict=True):
        book = nbformat.read(folder / "release" / EXERCISE, as_version=4)
        for cell in book.cells:
            cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        nbformat.write(book, mailed / f"{id_}-m10-exercise.ipynb")
    place.twinline("class", "collect", str(mailed), "-c", str(folder))
    place.twinline("class", "grade", "-c", str(folder))
    return folder


def report(language: str, browser: Browser, place: Place) -> None:
    """The class report of thirty invented trainees: its first screen, and the mistakes by frequency."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        course = pretend.thirty(place.folder / "thirty")
    settings = course.settings.model_copy(update={"title": TITLE[language]})
    Course(course.folder, settings).save()
    place.twinline("class", "report", "-c", str(course.folder))
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto((course.folder / "report" / f"index-{language}.html").as_uri())
    keep(page, language, "report")
    page.locator("#m10-mistakes").evaluate("element => element.scrollIntoView({block: 'start'})")
    keep(page, language, "mistakes")
    page.close()


def cockpit(language: str, browser: Browser, place: Place) -> None:
    """The strategy cockpit with two cards, and what it says beforehand."""
    words = ["-m", "twinline", "cockpit", "--lang", language, "--no-browser"]
    with windows.serving(words, place.folder, r"http://127\.0\.0\.1:\d+/\?token=\w+") as address:
        page = browser.new_page(viewport={"width": 1366, "height": 690})
        page.set_default_timeout(60_000)
        page.goto(address)
        ahead = page.locator(".tw-ahead")
        expect(ahead).to_contain_text({"zh": "触达客户", "en": "Customers contacted"}[language])
        card = {"zh": "号卡", "en": "card"}[language]
        page.get_by_role("button", name={"zh": "加一张卡", "en": "Add a card"}[language]).click()
        expect(ahead).to_contain_text({"zh": f"2 {card}", "en": f"{card} 2"}[language])
        before = ahead.inner_text()
        page.get_by_label({"zh": "客群", "en": "Segment"}[language]).select_option(index=7)
        expect(ahead).not_to_have_text(before, use_inner_text=True)
        keep(page, language, "cockpit")
        page.close()


SHOWN: dict[str, Callable[[str, Browser, Place], None]] = {
    "learner": learner,
    "cockpit": cockpit,
    "marking": marking,
    "report": report,
}


@contextmanager
def somewhere() -> Iterator[Place]:
    """A place of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        yield Place(Path(folder))


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=list(SHOWN), action="append")
    parser.add_argument("--lang", choices=["zh", "en"], action="append")
    chosen = parser.parse_args()
    PICTURES.mkdir(exist_ok=True)
    for language in chosen.lang or ["zh", "en"]:
        for name in chosen.only or SHOWN:
            with somewhere() as place, sync_playwright() as playwright:
                browser = windows.open_browser(playwright, place)
                SHOWN[name](language, browser, place)
                browser.close()


if __name__ == "__main__":
    main()
