"""`twinline twin …` as a person with a spreadsheet meets it."""

import json

import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.schema import levels
from twinline.base.files import read_text
from twinline.twin.strategy_file import read_strategy

ZH = {"customer_id": "客户号", "month": "计划月份", "channel": "渠道", "offer": "权益"}


@pytest.fixture(scope="module")
def plan(kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_CACHE", str(kept))
        seen = tw.Bank.open("tiny").observed()
    return tw.segment(seen, "not call_opt_out").cap(12, by="margin_12m").action("call", "fee_waiver").table


@pytest.fixture
def chinese(plan):
    """The plan as somebody in a branch writes it: titles, not codes, and a column of their own."""
    table = plan.assign(channel="电话", offer="减免年费").drop(columns="wave").rename(columns=ZH)
    return table.assign(备注="重点客户")


def test_a_run_prints_its_score_and_writes_its_files(twinline, plan, tmp_path):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    out = tmp_path / "new" / "out"
    code, said, _ = twinline("twin", "run", tmp_path / "calls.csv", "--world", "tiny", "--futures", 2, "--out", out)
    assert code == 0
    assert "Incremental profit (yuan)" in said
    assert "Cost: Phone call (yuan)" in said
    score = json.loads((out / "score.json").read_text("utf-8"))
    bank = tw.Bank.open("tiny")
    assert score["profit"] == pytest.approx(bank.run(plan, futures=2).score(references=False).profit)
    assert (score["world"], score["scenario"], score["months"], score["futures"]) == ("tiny", "open", 6, 2)
    outcomes = pd.read_csv(out / "outcomes.csv")
    assert (out / "outcomes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert outcomes["Incremental profit (yuan)"].sum() == pytest.approx(score["profit"], abs=5)
    page = (out / "report.html").read_text("utf-8")
    assert 'src="data:image/png;base64,' in page
    assert "http" not in page


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gbk", "utf-16", "xlsx"])
def test_a_chinese_table_is_read_however_excel_saved_it(twinline, plan, chinese, tmp_path, form):
    path = tmp_path / ("名单.xlsx" if form == "xlsx" else "名单.csv")
    if form == "xlsx":
        chinese.to_excel(path, index=False)
    else:
        chinese.to_csv(path, index=False, encoding=form, sep="\t" if form == "utf-16" else ",")
    table = read_strategy(path).reset_index(drop=True)
    pd.testing.assert_frame_equal(table.astype(object), plan[list(table)].astype(object), check_dtype=False)
    if form == "gbk":
        code, said, _ = twinline("twin", "run", path, "--world", "tiny", "--futures", 1, "--months", 2, lang="zh")
        assert code == 0
        assert "增量利润（元）" in said
        assert "2 个月" in said


def test_what_was_observed_goes_to_a_spreadsheet_and_comes_back_as_a_strategy(twinline, tmp_path):
    code, said, _ = twinline("twin", "observed", "--world", "tiny", "--out", tmp_path / "seen.csv", lang="zh")
    assert (code, "客户" in said) == (0, True)
    sheet = pd.read_csv(tmp_path / "seen.csv")
    assert {"客户号", "未消费月数", "拒接电话"} <= set(sheet)
    chosen = sheet[sheet["拒接电话"] == "否"].nlargest(5, "月均收益（元）").drop(columns="客户经理")
    chosen.assign(月份=1, 渠道="电话", 优惠="减免年费").to_csv(tmp_path / "s.csv", index=False, encoding="gbk")
    code, said, _ = twinline("twin", "run", tmp_path / "s.csv", "--world", "tiny", "--futures", 1, lang="zh")
    assert code == 0
    assert "触达客户数" in said


def test_a_month_of_the_past_can_be_observed_and_another_seed_is_another_bank(twinline, tmp_path):
    for name, *more in (("now",), ("past", "--month", "2025-03"), ("other", "--seed", 9)):
        assert twinline("twin", "observed", "--world", "tiny", "--out", tmp_path / f"{name}.csv", *more)[0] == 0
    now, past, other = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("now", "past", "other"))
    assert (
        past["Tenure (months)" if "Tenure (months)" in past else "Tenure"].max()
        < now.filter(like="Tenure").to_numpy().max()
    )
    assert not now["Age"].head(100).equals(other["Age"].head(100))


def test_a_strategy_that_cannot_be_run_is_listed_and_nothing_is_written(twinline, plan, tmp_path):
    bad = pd.concat([plan, plan.head(2), plan.head(1).assign(customer_id=5), plan.head(1).assign(month="soon")])
    bad.assign(offer=["gold bar", *bad["offer"][1:]]).to_csv(tmp_path / "bad.csv", index=False)
    for lang, words in (("en", "Nothing was run"), ("zh", "未执行任何动作")):
        given = (tmp_path / "bad.csv", "--world", "tiny", "--out", tmp_path / "out")
        code, said, wrong = twinline("twin", "run", *given, lang=lang)
        assert (code, said.strip()) == (2, "")
        assert words in wrong
        assert wrong.count("•") == 4
    assert not (tmp_path / "out").exists()


def test_the_scenario_s_rules_hold(twinline, plan, tmp_path):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    (tmp_path / "poor.yml").write_text(
        "title: {en: Poor, zh: 穷}\nbriefing: {en: No money., zh: 没钱。}\nbudget: 1\nmonths: 2\n", encoding="utf-8"
    )
    code, _, wrong = twinline(
        "twin", "run", tmp_path / "calls.csv", "--world", "tiny", "--scenario", tmp_path / "poor.yml"
    )
    assert code == 2
    assert "above the budget of 1" in wrong


def test_the_worlds_and_games_are_listed_with_their_briefing(twinline):
    for lang, words in (("en", ("A lean year", "Shanghai", "20,000")), ("zh", ("过紧日子", "上海", "20,000"))):
        code, said, _ = twinline("twin", "worlds", lang=lang)
        assert code == 0
        for word in (*words, "tiny", "course", "rival", "lean", "refusal", "docs/reference/twin.md"):
            assert word in said


def test_a_table_headed_in_english_is_read(plan, tmp_path):
    titles = {"customer_id": "Customer", "month": "Month of the plan", "channel": "CHANNEL", "offer": "Offer"}
    plan.assign(channel="phone CALL", offer=levels.OFFER["fee_waiver"][0]).drop(columns="wave").rename(
        columns=titles
    ).to_csv(tmp_path / "names.csv", index=False, sep=";")
    table = read_strategy(tmp_path / "names.csv").reset_index(drop=True)
    pd.testing.assert_frame_equal(
        table, plan[list(table)].astype({"channel": object, "offer": object}), check_dtype=False
    )


def test_references_are_shown_where_asked_for(twinline, plan, tmp_path, monkeypatch):
    monkeypatch.setattr("twinline.twin.result.best_profits", lambda *given: (1e6, 2e6))
    plan.to_csv(tmp_path / "calls.csv", index=False)
    given = ("twin", "run", tmp_path / "calls.csv", "--world", "tiny", "--futures", 1, "--out", tmp_path)
    said = twinline(*given)[1]
    assert "oracle" not in said
    code, said, _ = twinline(*given, "--references")
    assert code == 0
    assert "Share of the oracle" in said
    score = json.loads((tmp_path / "score.json").read_text("utf-8"))
    assert score["share_of_best"] == pytest.approx(2 * score["share_of_oracle"])


def test_the_result_s_page_holds_the_bet_and_says_why_it_earns_less(twinline, plan, tmp_path):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    given = (
        "twin",
        "run",
        tmp_path / "calls.csv",
        "--world",
        "tiny",
        "--futures",
        4,
        "--out",
        tmp_path,
        "--references",
    )
    code, said, _ = twinline(*given, "--bet", "0，-500,500", lang="zh")
    assert code == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    for text in ("您的预期是 0 元", "找谁、找多少人", "差距合计"):
        assert text in said
        assert text in page
    code, _, wrong = twinline(*given, "--bet", "much")
    assert code == 2
    assert "write three numbers in yuan" in wrong


def test_what_is_printed_can_be_kept_in_a_file(twinline, plan, tmp_path):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    _, said, wrong = twinline("twin", "run", tmp_path / "calls.csv", "--world", "tiny", "--futures", 1)
    assert said.startswith("calls: The bank as it is")
    assert wrong == ""


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (
            ["mend"],
            "twinline twin takes: run, worlds, observed, board, references.",
            "可用：run, worlds, observed, board, references。",
        ),
        (["observed"], "Missing option '--out'. twinline twin observed takes: --out, --world", "--out, --world"),
        (
            ["observed", "--world", "tiny", "--out", "x.csv", "--month", "2030-01"],
            "as of 2030-01: name a month from 2024-02",
            "无法查看 2030-01 的银行账簿",
        ),
        (["run"], "Missing argument 'strategy'.", "可用：strategy"),
        (["run", "none.csv"], "There is no file none.csv.", "找不到文件 none.csv。"),
    ],
)
def test_a_wrong_command_gets_one_line(twinline, arguments, en, zh, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for lang, words in (("en", en), ("zh", zh)):
        code, said, wrong = twinline("twin", *arguments, lang=lang)
        assert (code, said) == (2, "")
        assert words in wrong
        assert len(wrong.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_game_s_mistakes_are_told_a_line_each(twinline, plan, tmp_path):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    (tmp_path / "bad.yml").write_text("title: {en: Bad, zh: 坏}\nbudjet: 1\n", encoding="utf-8")
    given = (tmp_path / "calls.csv", "--world", "tiny", "--scenario", tmp_path / "bad.yml")
    code, said, wrong = twinline("twin", "run", *given)
    assert (code, said) == (2, "")
    assert [line.split(":")[1].strip() for line in wrong.splitlines()] == ["briefing", "budjet"]


WRONG = [
    (["--world", "huge"], "Unknown world 'huge': choose one of tiny, course, city, bank, FOLDER.", "没有世界“huge”"),
    (["--world", "bank"], "100,000,000 customers are too many", "100,000,000 位客户太多"),
    (
        ["--scenario", "rich"],
        "Unknown scenario 'rich': choose one of open, rival, lean, refusal, FILE.yml.",
        "没有情景“rich”",
    ),
    (["--seed", "x"], "Unknown seed 'x'", "随机种子“x”不可用"),
    (["--months", "0"], "Unknown number of months '0': use a whole number from 1 to 24.", "月数“0”不可用"),
    (["--futures", "201"], "Unknown number of futures '201': use a whole number from 1 to 200.", "未来数“201”不可用"),
    (["--wrold", "tiny"], "twinline twin run takes: strategy, --world, --scenario", "--world"),
]


@pytest.mark.parametrize(("options", "en", "zh"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_a_wrong_option_gets_one_line(twinline, plan, tmp_path, options, en, zh):
    plan.to_csv(tmp_path / "calls.csv", index=False)
    for lang, words in (("en", en), ("zh", zh)):
        code, said, wrong = twinline("twin", "run", tmp_path / "calls.csv", "--world", "tiny", *options, lang=lang)
        assert (code, said.strip()) == (2, "")
        assert words in wrong
        assert len(wrong.splitlines()) == 1


FILES = [
    ("none.csv", None, "There is no file"),
    ("empty.csv", b"", "is not a table"),
    ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0", "is not a text file"),
    ("torn.xlsx", b"PK\x03\x04 torn", "cannot be read as an Excel workbook"),
    ("lacks.csv", "客户号,渠道\n1,电话\n".encode(), "lacks the column(s) month (Month of the plan), offer (Offer)"),
    ("twice.csv", "客户号,客户编号,月份,渠道,权益\n1,1,1,电话,仅提醒\n".encode(), "several columns mean customer_id"),
    ("ragged.csv", b"customer_id,month,channel,offer\n1,2,call,voucher,9,9\n", "is not a table"),
]


@pytest.mark.parametrize(("name", "content", "en"), FILES, ids=[case[0] for case in FILES])
def test_a_file_that_holds_no_strategy_is_refused_in_a_line(tmp_path, name, content, en):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BilingualError) as refused:
        read_strategy(tmp_path / name)
    assert en in refused.value.en
    assert name in refused.value.zh
    assert "\n" not in refused.value.en


def test_an_output_that_is_no_csv_or_no_folder_is_named(twinline, plan, tmp_path):
    assert "ends in .csv" in twinline("twin", "observed", "--world", "tiny", "--out", tmp_path / "seen.xls")[2]
    plan.to_csv(tmp_path / "calls.csv", index=False)
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    given = (tmp_path / "calls.csv", "--world", "tiny", "--futures", 1, "--out", tmp_path / "taken")
    code, _, wrong = twinline("twin", "run", *given)
    assert code == 2
    assert str(tmp_path / "taken") in wrong


def test_text_is_read_in_every_encoding_of_a_chinese_office(tmp_path):
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        (tmp_path / "text").write_text("双线，融合", encoding=encoding)
        assert read_text(tmp_path / "text") == "双线，融合"


def test_a_folder_of_games_becomes_a_board(twinline, tmp_path, monkeypatch):
    from twinline.cockpit.choice import Choice
    from twinline.cockpit.game import Game
    from twinline.cockpit.round_plan import RoundPlan

    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path))
    game = Game.of(tw.Bank.open("tiny"))
    game.player = "王<小>明"
    game.advance(game.run(RoundPlan((Choice("asleep", channel="sms", offer="reminder", customers=20),))))
    folder = tmp_path / "games"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(game.as_json()), encoding="utf-8")
    (folder / "other.json").write_text("{}", encoding="utf-8")
    code, said, wrong = twinline("twin", "board", folder, "--world", "tiny", "--out", tmp_path / "b.html", lang="zh")
    assert code == 0
    assert "王<小>明" in said
    assert f"{game.played[0].happened.profit:,.0f}" in said
    assert "other.json：不是驾驶舱的推演记录" in wrong
    page = (tmp_path / "b.html").read_text("utf-8")
    assert "王&lt;小&gt;明" in page
    assert "<title>班级排行榜：前 1 轮（元）</title>" in page
    assert twinline("twin", "board", tmp_path / "none", "--world", "tiny")[0] == 2
