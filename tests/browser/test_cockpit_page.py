"""The cockpit as those meet it who never see code: `twinline cockpit` is run, and a browser plays a round."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support.windows import open_browser, serving, shoot

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module", params=["zh", "en"])
def cockpit(request, tmp_path_factory):
    """A cockpit on the tiny bank: its language and its address with the token. Ends by Ctrl-C."""
    place = tmp_path_factory.mktemp("驾驶舱 one")
    arguments = ["-m", "twinline", "cockpit", "--lang", request.param, "--scale", "tiny", "--no-browser"]
    with serving(arguments, place, r"http://127\.0\.0\.1:\d+/\?token=\w+") as address:
        yield request.param, address


@pytest.fixture(scope="module")
def visit(cockpit, tmp_path_factory):
    """A browser window on the cockpit, every request that it made, and every error that it met."""
    with sync_playwright() as playwright:
        browser = open_browser(playwright, tmp_path_factory)
        page = browser.new_page(viewport={"width": 1366, "height": 625})  # a laptop, less what the browser takes
        page.set_default_timeout(60_000)
        asked, errors = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on(
            "response", lambda answer: errors.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(cockpit[1])
        expect(page.locator(".tw-ahead")).to_contain_text("Customers contacted" if cockpit[0] == "en" else "触达客户")
        yield page, asked, errors
        browser.close()


def test_cards_are_chosen_looked_at_run_and_carried_out_and_the_game_survives_a_reload(cockpit, visit):
    language, (page, _, _) = cockpit[0], visit
    words = {
        "zh": ("客群", "执行", "落地执行", "第 2 轮", "加一张卡", "2 号卡", "策略驾驶舱"),
        "en": ("Segment", "Run", "Carry it out", "Round 2", "Add a card", "card 2", "Strategy cockpit"),
    }[language]
    assert page.title() == words[6]
    segment, ahead = page.get_by_label(words[0]), page.locator(".tw-ahead")
    page.get_by_role("button", name=words[4]).click()
    expect(ahead).to_contain_text(words[5])
    before = ahead.inner_text()
    segment.select_option(index=7)
    expect(ahead).not_to_have_text(before, use_inner_text=True)
    run = page.get_by_role("button", name=words[1], exact=True)
    for part in (run, ahead):  # all that a decision takes stands on the screen at once
        expect(part).to_be_in_viewport(ratio=1)
    shoot(page, f"{language}-cockpit-ahead")

    run.click()
    picture = page.locator(".tw-result figure img")
    expect(picture).to_be_visible()
    assert bool(re.search(r"[\u4e00-\u9fff]", picture.get_attribute("alt"))) == (language == "zh")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    expect(page.locator(".tw-cockpit caption")).to_have_count(2)  # what each card brings, and the plans tried
    shoot(page, f"{language}-cockpit-result")

    page.mouse.move(800, 600)
    page.mouse.wheel(0, 3_000)  # the end of the page can be reached
    expect(page.locator(".tw-cockpit details summary")).to_be_in_viewport()
    page.get_by_role("button", name=re.compile(words[2])).click()
    expect(page.locator(".tw-cockpit .tw-where")).to_contain_text(words[3])

    page.goto(cockpit[1])
    expect(page.locator(".tw-cockpit .tw-where")).to_contain_text(words[3])
    expect(page.locator(".tw-cockpit .tw-card")).to_have_count(2)  # as they were last


def test_every_control_has_a_name_and_no_code_is_shown(visit):
    page = visit[0]
    named = """() => [...document.querySelectorAll('.tw-cockpit :is(select, input, textarea, button, [role=slider])')]
        .filter(e => e.offsetParent && !(e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || e.title).trim())
        .map(e => e.outerHTML)"""
    expect(page.locator(".tw-cockpit [role=slider]")).to_have_count(6)
    assert page.evaluate(named) == []
    assert page.locator(".jp-InputArea").count() == 0
    assert "import twinline" not in page.inner_text("body")


def test_nothing_left_the_machine_and_nothing_failed(visit):
    _, asked, errors = visit
    assert len(asked) > 10
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert errors == []
