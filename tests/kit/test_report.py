"""`twinline data report`: the page as an instructor sees it."""

import math
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from generators.errors import BilingualError
from generators.parameters import world
from generators.run import generate
from tests.support.banks import small_world
from twinline.base.text import LANGUAGES, use_language
from twinline.data import books as bank_module
from twinline.data.books import NOTHING, Books, Measured
from twinline.report import CALIBRATION, PLANTED, FactVerdict
from twinline.report.fact import Note, Target, Unit
from twinline.report.page import draw, measure, page, rows, verdicts
from twinline.report.seeds import parse_seeds


class Page(HTMLParser):
    """What is on a page: its text, the alternatives of its pictures, each row's verdict, what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.alts, self.verdicts, self.links, self.ids = [], [], {}, [], set()
        self.feed(html)
        self.text = re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "img":
            self.alts.append(has.get("alt"))
        if tag == "svg":
            self.alts.append(has.get("aria-label") if has.get("role") == "img" else None)
        if "data-verdict" in has:
            self.verdicts[has["id"]] = has["data-verdict"]
        if "id" in has:
            self.ids.add(has["id"])
        self.links += [has[name] for name in ("src", "href", "srcset", "data", "action") if name in has]
        assert tag not in ("script", "link", "iframe")

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def tiny_bank(tiny_folder) -> Books:
    return Books(tiny_folder)


@pytest.fixture(scope="module")
def results(tiny_bank):
    return measure(tiny_bank)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_row_in_the_language_asked_and_fetches_nothing(tiny_bank, results, language):
    use_language(language)
    html = page([results], draw(tiny_bank))
    shown = Page(html)
    place = LANGUAGES.index(language)
    for fact in rows():
        for pair in (fact.title, fact.sentence, fact.source):
            assert pair[place] in shown.text
            assert all(pair)
        assert shown.verdicts[fact.code] == fact.verdict(results.found[fact.code])
    assert len(shown.alts) > len(rows()) / 2
    assert all(alt and len(alt) > 10 for alt in shown.alts)
    assert html.count("data:image/png") >= 8
    assert all(link.startswith(("data:image/png", "#")) for link in shown.links)
    assert not re.search(r"url\(|@import", html)
    assert {link[1:] for link in shown.links if link[0] == "#"} <= shown.ids
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in html
    other = [fact.sentence[1 - place] for fact in rows() if fact.sentence[1 - place] in shown.text]
    assert other == []


def test_a_row_that_misses_its_target_is_red_with_its_title_on_top(results, monkeypatch):
    fact = PLANTED["online_rises"]
    assert Page(page([results], [])).verdicts["online_rises"] == "green"
    monkeypatch.setitem(PLANTED, "online_rises", replace(fact, target=Target(low=0.9)))
    html = page([results], [])
    assert Page(html).verdicts["online_rises"] == "red"
    assert '<a href="#online_rises">' in html
    assert verdicts([results])[FactVerdict.RED] > 0


def test_one_red_bank_among_several_makes_a_row_red(results):
    fine, other = results, replace(results, world=replace(results.world, seed=7), found=dict(results.found))
    other.found["online_rises"] = Measured(-0.5, 0.01, 10)
    html = page([fine, other], [])
    row = html[html.index('id="online_rises"') :].split("</article>")[0]
    assert Page(html).verdicts["online_rises"] == "red"
    assert "green in 1 of 2 banks" in row
    assert row.count("<circle") == 2
    assert "seed 7: −50.0 pp" in row


def test_a_difference_that_is_explained_is_labelled_and_explained_in_both_languages(results):
    noted = [fact for fact in rows() if fact.note]
    assert noted
    for fact in noted:
        assert all(fact.note.text)
        inside = Measured((fact.note.low + fact.note.high) / 2)
        assert fact.verdict(inside) == FactVerdict.LABELLED
        assert fact.verdict(Measured(fact.note.low - 100 * abs(fact.note.low))) == FactVerdict.RED
        found = replace(results, found={**results.found, fact.code: inside})
        for place, language in enumerate(LANGUAGES):
            use_language(language)
            assert fact.note.text[place] in Page(page([found], [])).text


@pytest.mark.parametrize(
    ("target", "measured", "verdict"),
    [
        (Target(1, 2), Measured(1.5), FactVerdict.GREEN),
        (Target(1, 2), Measured(2.5), FactVerdict.RED),
        (Target(low=1), Measured(1.5), FactVerdict.GREEN),
        (Target(low=1, least_z=2), Measured(1.5, 0.5), FactVerdict.GREEN),
        (Target(low=1, least_z=2), Measured(1.5, 1.0), FactVerdict.RED),
        (Target(low=1, least_z=2), Measured(1.5), FactVerdict.RED),
        (Target(high=-1, least_z=2), Measured(-1.5, 0.5), FactVerdict.GREEN),
        (Target(most_z=3), Measured(-1.0, 0.5), FactVerdict.GREEN),
        (Target(most_z=3), Measured(-2.0, 0.5), FactVerdict.RED),
        (Target(1, 2), NOTHING, FactVerdict.ABSENT),
        (Target(1, 2), Measured(math.inf), FactVerdict.ABSENT),
        (Target(5, 6), Measured(4.5), FactVerdict.LABELLED),
        (Target(5, 6), Measured(7.0), FactVerdict.RED),
    ],
)
def test_verdicts(target, measured, verdict):
    fact = replace(PLANTED["online_rises"], target=target, note=Note(4, 4.9, ("why", "为什么")))
    assert fact.verdict(measured) == verdict


@pytest.mark.parametrize(
    ("unit", "value", "en", "zh"),
    [
        (Unit.PERCENT, 0.1234, "12.3%", "12.3%"),
        (Unit.PERCENT, 0.0113, "1.13%", "1.13%"),
        (Unit.POINTS, -0.05, "−5.0 pp", "−5.0 个百分点"),
        (Unit.PER_MILLE, 0.0013, "1.30 ‰", "1.30 ‰"),
        (Unit.YUAN, -53.26, "−¥53.3", "−53.3 元"),
        (Unit.YUAN, 30664.2, "¥30,664", "30,664 元"),
        (Unit.TIMES, 1.2, "1.20 ×", "1.20 倍"),
        (Unit.NUMBER, 0.25, "0.25", "0.25"),
        (Unit.NUMBER, math.nan, "none", "无"),
    ],
)
def test_numbers_are_written_for_people(unit, value, en, zh):
    assert unit.write(value) == en
    use_language("zh")
    assert unit.write(value) == zh


def test_a_range_names_its_unit_once():
    assert Unit.POINTS.write_range(-0.01, 0.02) == "−1.0 to +2.0 pp"
    assert Unit.YUAN.write_range(35, 47) == "¥35.0 to ¥47.0"
    use_language("zh")
    assert Unit.POINTS.write_range(-0.01, 0.02) == "−1.0 至 +2.0 个百分点"
    assert Unit.PERCENT.write_range(0.3, 0.4) == "30.0% 至 40.0%"


@pytest.mark.parametrize(
    ("customers", "months", "start", "least"),
    [(5, 1, date(2024, 1, 1), 11), (60, 3, date(2024, 1, 1), 16), (400, 30, date(2022, 3, 1), 50)],
)
def test_a_bank_of_any_size_and_time_can_be_reported_on(tmp_path, customers, months, start, least):
    generate(small_world(customers, months=months, start=start), tmp_path / "bank")
    bank = Books(tmp_path / "bank")
    assert (bank.world.start, bank.months) == (start, months)
    found = measure(bank)
    shown = Page(page([found], draw(bank)))
    assert shown.verdicts.keys() == PLANTED.keys() | CALIBRATION.keys()
    measured = [code for code, verdict in shown.verdicts.items() if verdict != "absent"]
    assert least <= len(measured) <= len(rows())
    assert "Targets are set for 20,000 customers" in shown.text


@pytest.mark.parametrize("months", [2, 4])
def test_what_takes_a_year_is_not_asked_of_a_few_months(tmp_path, months):
    generate(small_world(800, months=months, block_size=800), tmp_path / "bank")
    bank = Books(tmp_path / "bank")
    for code in ("utilisation", "overdue", "margin", "closures", "top_decile", "zombie_points", "online_rises"):
        fact = {**PLANTED, **CALIBRATION}[code]
        assert fact.verdict(fact.measure(bank)) is FactVerdict.ABSENT


def test_the_command_writes_the_page_and_other_seeds_are_made_once(twinline, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "my bank"
    generate(small_world(60, months=3), folder)
    code, out, err = twinline("data", "report", folder, "--lang", "zh", "--seeds", "5-7")
    assert (code, err) == (0, "")
    made = folder / "report-zh.html"
    assert out.endswith(f"报告位于 {made}\n")
    assert "未达标" in out
    html = made.read_text(encoding="utf-8")
    assert [seed for seed in range(10) if f"<td>种子 {seed}</td>" in html] == [5, 6, 7]
    kept = sorted(path.name.rpartition("-")[0] for path in (tmp_path / "cache" / "twinline").iterdir())
    assert kept == ["60x3-2024-01-seed-6", "60x3-2024-01-seed-7"]
    code, out, _ = twinline(
        "data", "report", folder, "--lang", "en", "--seeds", "6", "--out", tmp_path / "sub" / "page.html"
    )
    assert code == 0
    assert "Making the bank's data" not in out
    assert "The bank's report" in Page((tmp_path / "sub" / "page.html").read_text(encoding="utf-8")).text
    assert twinline("data", "check", folder)[0] == 0


def test_bad_questions_get_one_line(twinline, tmp_path, tiny_folder, monkeypatch):
    monkeypatch.setenv("TWINLINE_DATASETS", str(tmp_path / "datasets"))
    (tmp_path / "file").write_text("in the way")
    for arguments, en, zh in (
        ([tmp_path], "Unknown dataset", "没有数据集"),
        ([tiny_folder, "--seeds", "a-b"], "Unknown seeds 'a-b'", "随机种子“a-b”不可用"),
        ([tiny_folder, "--out", tmp_path / "file" / "page.html"], "page.html", "page.html"),
    ):
        for lang, text in (("en", en), ("zh", zh)):
            code, _, err = twinline("data", "report", *arguments, lang=lang)
            assert code == 2
            assert text in err
            assert err.count("\n") == 1
    assert twinline("data", "report", tiny_folder, "--lang", "fr")[2].startswith("Unknown language 'fr'")
    monkeypatch.setattr(bank_module, "MOST_CUSTOMERS", 1_999)
    with pytest.raises(BilingualError, match="up to 1,999 customers; this one has 2,000"):
        Books(tiny_folder)


def test_seeds_are_ranges_or_lists():
    assert parse_seeds("1-5") == [1, 2, 3, 4, 5]
    assert parse_seeds("3, 1,3-4") == [3, 1, 4]
    assert parse_seeds(str(world("tiny").seed)) == [2026]
    for wrong in ("", "5-1", "1-", "-1", "1-21", "1-4000000000", "a", "1;2", "９", str(2**63)):
        with pytest.raises(BilingualError, match="write 1-5 or 1,3,7"):
            parse_seeds(wrong)
