"""Tables of strategies as people make them: in a file or as a frame, of every type, with every oddity of a spreadsheet."""

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from twinline.base.cell_text import digits
from twinline.twin.problems import StrategyError
from twinline.twin.strategy_file import read_strategy

HEADS = ["客户号", "计划月份", "渠道", "权益"]


@pytest.fixture(scope="module")
def plan(seen):
    return tw.segment(seen, "not call_opt_out").cap(5, by="margin_12m").action("call", "fee_waiver").table


@pytest.fixture(scope="module")
def ids(plan):
    return plan["customer_id"].tolist()


def book(ids, title="名单", above=(), heads=HEADS):
    """A workbook as a branch keeps it, and its sheet."""
    made = openpyxl.Workbook()
    made.active.title = title
    for row in (*above, heads, *([each, 1, "电话", "减免年费"] for each in ids)):
        made.active.append(list(row))
    return made, made.active


def same(bank, table, plan):
    """Whether a table means the plan, by what the bank would do."""
    return bank.check(table).ok and bank.check(table).cost == bank.check(plan).cost and len(table) == len(plan)


FULL = str.maketrans("0123456789", "０１２３４５６７８９")
WRITTEN = {
    "full-width": lambda number: str(number).translate(FULL),
    "blanks": lambda number: f" {number}\u3000",
    "thousands": lambda number: f'"{number:,}"',
    "as text": lambda number: f'="{number}"',
    "as quoted text": lambda number: f'"=""{number}"""',
    "with decimals": lambda number: f"{number}.0",
    "apostrophe": lambda number: f"'{number}",
    "hidden signs": lambda number: f"\u202d{number}\u202c",
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_a_number_is_read_however_it_was_written(bank, plan, ids, tmp_path, write):
    path = tmp_path / "list.csv"
    rows = [f"{write(each)},１ , 电 话,減免年费".replace("減", "减") for each in ids]
    path.write_text("\n".join([",".join(HEADS), *rows]), encoding="utf-8")
    table = read_strategy(path)
    assert table["customer_id"].tolist() == ids
    assert same(bank, table, plan)


def test_a_text_that_holds_digits_is_no_number():
    assert [digits(text) for text in ("1,23", "A-10,000", "3 / 4", "1 号")] == ["1,23", "A-10,000", "3 / 4", "1 号"]


def test_titles_above_merged_cells_and_a_cover_sheet_are_no_obstacle(bank, plan, ids, tmp_path):
    made, sheet = book(ids, above=[["三月促活名单"], [], ["制表：王小明", None, "2026-01-05"]])
    sheet.merge_cells("A1:D1")
    sheet.merge_cells(f"C5:C{4 + len(ids)}")
    sheet.merge_cells(f"D5:D{4 + len(ids)}")
    cover = made.create_sheet("填写说明", 0)
    cover["A1"] = "请按样例填写"
    made.save(tmp_path / "list.xlsx")
    table = read_strategy(tmp_path / "list.xlsx")
    assert same(bank, table, plan)
    assert table.index.tolist() == [5, 6, 7, 8, 9]


def test_a_workbook_of_a_program_that_names_no_fill_is_read(bank, plan, ids, tmp_path):
    made, _ = book(ids)
    whole = io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "list.xlsx", "w") as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, re.sub(rb"<fill>.*?</fill>", b"<fill/>", part) if each.endswith("styles.xml") else part)
    assert same(bank, read_strategy(tmp_path / "list.xlsx"), plan)


def hide(made, sheet):
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[5].hidden = True


def second(made, sheet):
    other = made.create_sheet("二月")
    for row in sheet.iter_rows(values_only=True):
        other.append(row)


def formula(made, sheet):
    sheet["A4"] = "=A3+1"


def two(made, sheet):
    sheet["E1"] = "渠道"


HARMS = {
    "hidden rows": (hide, "rows 3, 5 are hidden", "第 3、5 行被隐藏"),
    "two sheets": (second, "several sheets hold such a table: 名单, 二月", "名单、二月"),
    "a formula never counted": (formula, "row 4: the formula =A3+1 has no result", "第 4 行：公式 =A3+1"),
    "two columns of a name": (two, "several columns mean channel: 渠道 (C), 渠道 (E)", "渠道 (C)、渠道 (E)"),
}


@pytest.mark.parametrize(("harm", "en", "zh"), HARMS.values(), ids=HARMS)
def test_what_could_mean_two_things_is_refused_with_its_place(ids, tmp_path, harm, en, zh):
    made, sheet = book(ids)
    harm(made, sheet)
    made.save(tmp_path / "list.xlsx")
    with pytest.raises(BilingualError) as refused:
        read_strategy(tmp_path / "list.xlsx")
    assert en in refused.value.en
    assert zh in refused.value.zh


def test_a_row_with_too_many_cells_is_named(tmp_path):
    (tmp_path / "list.csv").write_text(
        "\n三月名单\n" + ",".join(HEADS) + "\n10,000,003,1,电话,减免年费\n", encoding="gbk"
    )
    with pytest.raises(BilingualError, match="row 4 has 6 cells, the headers have 4"):
        read_strategy(tmp_path / "list.csv")


def test_what_is_wrong_with_a_file_is_told_with_the_rows_of_the_file(bank, ids, tmp_path):
    made, sheet = book(ids, above=[["名单"]])
    sheet["A4"], sheet["B5"], sheet["C6"] = "不详", None, "传真"
    made.save(tmp_path / "list.xlsx")
    with pytest.raises(StrategyError) as refused:
        bank.run(read_strategy(tmp_path / "list.xlsx"))
    rows = {problem.code: problem.examples["row"].tolist() for problem in refused.value.problems}
    assert rows == {"unknown": [4], "month": [5], "channel": [6]}
    for place in ("row=4, customer_id=不详", "row=5", "row=6"):
        assert place in refused.value.zh


TYPES = {
    "Int64": lambda plan: plan.astype({"customer_id": "Int64", "month": "Int64"}),
    "float32": lambda plan: plan.astype({"customer_id": "float64", "month": "float32"}),
    "string": lambda plan: plan.astype("string"),
    "category": lambda plan: plan.astype({"customer_id": str, "channel": "category", "offer": "category"}),
    "pyarrow": lambda plan: plan.convert_dtypes(dtype_backend="pyarrow"),
    "object": lambda plan: plan.astype(object),
    "titles": lambda plan: plan.drop(columns="wave").set_axis(HEADS, axis="columns").assign(渠道="电话", 备注="重点"),
    "customers as index": lambda plan: plan.set_index("customer_id"),
    "texts": lambda plan: plan.assign(customer_id=[f"{each:,}" for each in plan["customer_id"]], channel=" Call "),
}


@pytest.mark.parametrize("make", TYPES.values(), ids=TYPES)
def test_a_frame_of_any_type_is_the_same_strategy(bank, plan, make):
    made = make(plan)
    assert bank.check(made).ok, bank.check(made)
    assert bank.run(made, futures=1).plan.equals(bank.run(plan, futures=1).plan)


@pytest.mark.parametrize("kind", ["Int64", "string", "double[pyarrow]", "object"])
def test_what_is_missing_in_a_frame_of_any_type_is_a_row_at_fault(bank, plan, kind):
    for column, code in (("customer_id", "unknown"), ("month", "month")):
        table = plan.astype({column: kind})
        table.loc[3, column] = pd.NA
        (problem,) = bank.check(table).problems
        assert (problem.code, problem.examples["row"].tolist()) == (code, [3])
    table = plan.astype({"channel": "string"})
    table.loc[[1, 2], "channel"] = pd.NA
    assert bank.check(table).problems[0].examples["row"].tolist() == [1, 2]


def test_two_columns_of_one_name_in_a_frame_are_told(bank, plan):
    (problem,) = bank.check(pd.concat([plan, plan["channel"]], axis=1)).problems
    assert "several columns mean channel" in problem.en
    assert "channel (C)" in problem.zh


def test_rows_that_contact_somebody_twice_are_shown_beside_each_other(bank, plan):
    table = pd.concat([plan, plan.iloc[[4]]], ignore_index=True)
    (problem,) = bank.check(table).problems
    assert (problem.code, problem.examples["row"].tolist()) == ("duplicate", [4, 5])


@pytest.mark.parametrize(
    ("call", "en"),
    [
        (lambda plan: plan.cap(share=1.5), "between 0 and 1"),
        (lambda plan: plan.cap(share=-0.1), "between 0 and 1"),
        (lambda plan: plan.cap(budget=5_000), r"cap\(budget=5000, cost=11\)"),
        (lambda plan: plan.cap(budget=-1, cost=2), "0 yuan or more"),
        (lambda plan: plan.cap(-3), "0 or more"),
        (lambda plan: plan.waves(2, channels="sms"), r"channels=\['sms'\]"),
        (lambda plan: plan.waves(2, channels=[]), "one channel or more"),
    ],
)
def test_a_limit_that_would_mean_something_else_is_refused(seen, call, en):
    with pytest.raises(BilingualError, match=en) as refused:
        call(tw.segment(seen).action("sms"))
    assert re.search("[\u4e00-\u9fff]", refused.value.zh)


def test_a_share_is_counted_exactly(seen):
    assert len(tw.segment(seen.head(100)).cap(share=0.29).customers) == 29
