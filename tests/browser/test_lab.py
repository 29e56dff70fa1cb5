"""The learner's first hour, for real: `start.py` is run, and a browser opens the index, a lesson, and runs it."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support.windows import open_browser, serving, shoot, wait_for

pytestmark = pytest.mark.needs("chromium")

LESSON = "m00_orientation/m00-lesson-1.ipynb"

MENUS = {
    "en": ["File", "Edit", "View", "Run", "Kernel", "Tabs", "Settings", "Help"],
    "zh": ["文件", "编辑", "查看", "运行", "内核", "标签页", "设置", "帮助"],
}


@pytest.fixture(scope="module", params=["zh", "en"])
def course(request, tmp_path_factory):
    """A started course: its language, its address with the token, and its workspace. Ends by Ctrl-C."""
    place = tmp_path_factory.mktemp("课程 one")
    arguments = ["start.py", "--no-browser", "--scale", "tiny", "--lang", request.param]
    with serving(arguments, place, r"http://127\.0\.0\.1:\d+/lab/tree/index\.ipynb\?token=\w+") as address:
        yield request.param, address, place / "workspace" / request.param


@pytest.fixture(scope="module")
def page(course, tmp_path_factory):
    """A browser window on the course's address."""
    with sync_playwright() as playwright:
        browser = open_browser(playwright, tmp_path_factory)
        window = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
        window.set_default_timeout(60_000)
        window.goto(course[1])
        yield window
        browser.close()


@pytest.fixture(scope="module")
def cells(course, page):
    """The lesson's code cells, after it was opened by its link on the index, run from top to bottom, and saved."""
    language, _, workspace = course
    ready(page)
    page.locator(f".jp-RenderedMarkdown a[href*='{Path(LESSON).name}']").first.click()
    tab = page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text=Path(LESSON).stem)
    expect(tab).to_be_visible()
    ready(page)
    page.locator(".lm-MenuBar-itemLabel", has_text=MENUS[language][3]).click()
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator")).to_have_attribute(
        "data-status", "busy"
    )
    ready(page)
    page.keyboard.press("Control+s")

    def ran():
        try:
            cells = read(workspace / LESSON)["cells"]
        except json.JSONDecodeError:  # it is being saved
            return None
        code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
        return code if all(cell["execution_count"] for cell in code) else None

    return wait_for(ran, lambda: f"{LESSON} to be saved with all its cells run")


def links(notebook):
    """The local links of a notebook's text."""
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'href="([^"]+)"', text)
    return [
        unquote(link.split("#")[0]) for link in found if "://" not in link and not link.startswith(("#", "mailto:"))
    ]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def ready(page):
    """Wait until the open notebook has a kernel and the kernel has nothing to do."""
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(panel.locator(".jp-KernelName")).to_contain_text("Python 3")
    expect(panel.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")
    return panel


def test_the_index_opens_with_menus_in_the_learners_language(course, page):
    language, _, _ = course
    ready(page)
    expect(page.locator(".lm-MenuBar-itemLabel")).to_have_text(MENUS[language])
    assert page.locator(".jp-mod-dirty").count() == 0, "a page that was only opened asks to be saved"
    shoot(page, f"{language}-index")


def test_every_link_of_the_index_leads_somewhere(course):
    _, _, workspace = course
    targets = links(read(workspace / "index.ipynb"))
    assert LESSON in targets
    assert [target for target in targets if not (workspace / target).is_file()] == []


def test_the_lesson_runs_from_top_to_bottom(cells):
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert "missing from" not in json.dumps(outputs), "a glyph that no font has"


def test_its_pictures_show_and_are_described(course, page, cells):
    language, _, _ = course
    panel = ready(page)
    pictures = panel.locator(".jp-OutputArea figure img")
    assert pictures.count() >= 1
    for number in range(pictures.count()):
        picture = pictures.nth(number)
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        alt = picture.get_attribute("alt")
        assert alt
        assert bool(re.search(r"[\u4e00-\u9fff]", alt)) == (language == "zh")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        shoot(page, f"{language}-lesson-{number + 1}")
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0


def test_a_slip_is_told_below_pythons_own_message(course, page, cells):
    """The workspace's kernels have the hook (see tests/kit/test_slips.py for the slips)."""
    language, _, _ = course
    panel = ready(page)
    panel.locator(".jp-Notebook").press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("print（1）")
    page.keyboard.press("Control+Enter")
    outputs = panel.locator(".jp-Cell.jp-mod-selected .jp-OutputArea-output")
    expect(outputs).to_have_count(2)
    expect(outputs.nth(0)).to_contain_text("SyntaxError")
    said = {"en": "Line 1: Chinese brackets （ ）", "zh": "第 1 行用了中文括号 （ ），请换成英文 ( )"}[language]
    expect(outputs.nth(1)).to_contain_text(said)
    outputs.nth(1).scroll_into_view_if_needed()
    shoot(page, f"{language}-slip")
