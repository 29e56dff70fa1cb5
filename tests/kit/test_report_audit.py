"""The audit in the report: leaks of the truth are found where they are planted, and nowhere else; power; form."""

import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generators.run import file_digest, generate
from generators.schema import TABLES
from tests.support.banks import small_world
from twinline.base.text import use_language
from twinline.data.books import Books, Measured
from twinline.report import CALIBRATION, PLANTED, FactVerdict, leaks, steady
from twinline.report.diagnostic import Finding, diagnose, metadata, own_check, sdmetrics_diagnostic, sdmetrics_here
from twinline.report.fact import Target
from twinline.report.page import measure, page
from twinline.report.power import power

AUDIT = [code for code, fact in CALIBRATION.items() if fact.measure_it.__module__ == leaks.__name__]


@pytest.fixture
def rows() -> pd.DataFrame:
    luck = np.random.default_rng(3)
    return pd.DataFrame(
        {"one": luck.normal(size=4_000), "two": luck.normal(size=4_000), "three": luck.integers(0, 5, 4_000)}
    )


def halved(rows: pd.DataFrame) -> np.ndarray:
    return np.arange(len(rows)) % 2 == 0


def test_a_hidden_class_that_follows_from_two_columns_is_read_off_and_luck_is_not(rows):
    hidden = ((rows.one > 0.3) & (rows.two > 0)).to_numpy()
    assert leaks.read_off(rows, hidden, halved(rows)) > 0.97
    assert abs(leaks.read_off(rows, np.random.default_rng(1).integers(0, 3, len(rows)), halved(rows))) < 0.08


def test_a_rare_label_that_falls_to_two_rules_is_caught_and_a_faint_one_is_not(rows):
    plain = ((rows.one > 1.8) & (rows.two > 0.5)).to_numpy()
    assert leaks.caught(rows, plain, halved(rows)) > 0.9
    faint = np.random.default_rng(2).random(len(rows)) < 0.01 + 0.02 * (rows.one > 0)
    assert leaks.caught(rows, faint.to_numpy(), halved(rows)) < 0.2


def test_a_single_month_that_leaks_is_the_one_that_counts(rows):
    month = pd.Series(np.arange(len(rows)) % 8)
    hidden = pd.Series(np.random.default_rng(4).random(len(rows)) < 0.5)
    leaky = hidden.where(month != 5, rows.one > 0)
    who = pd.Series(np.arange(len(rows)) // 8)
    assert leaks.worst(leaks.read_off, rows, hidden, who, month).value < 0.3
    assert leaks.worst(leaks.read_off, rows, leaky, who, month).value > 0.97


def replaced(folder: Path, out: Path, table: str, change) -> Books:
    """A copy of a bank in which a table's rows are changed."""
    shutil.copytree(folder, out)
    found = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for entry in found["tables"][table]["files"]:
        path = out / entry["path"]
        frame = change(pq.read_table(path).to_pandas(date_as_object=False))
        pq.write_table(pa.Table.from_pandas(frame, TABLES[table].arrow(), preserve_index=False), path)
        entry.update(bytes=path.stat().st_size, sha256=file_digest(path), rows=len(frame))
    (out / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    return Books(out)


@pytest.mark.parametrize("code", ["leak_type", "leak_pay_style", "leak_affinity", "leak_fraud"])
def test_the_bank_keeps_its_secrets(tiny_folder, code):
    fact = CALIBRATION[code]
    assert fact.verdict(fact.measure(Books(tiny_folder))) is FactVerdict.GREEN


def test_types_that_an_observed_column_tells_break_the_cap(tiny_folder, tmp_path):
    types = (
        pq.read_table(tiny_folder / TABLES["truth_customers"].folder).to_pandas().set_index("customer_id").latent_type
    )
    codes = pd.Series(types.cat.codes.to_numpy(), types.index)

    def told(rows):
        return rows.assign(birth_year=1950 + 9 * codes.reindex(rows.customer_id).to_numpy().astype("int32"))

    fact = CALIBRATION["leak_type"]
    assert fact.verdict(fact.measure(replaced(tiny_folder, tmp_path / "bank", "customers", told))) is FactVerdict.RED


def test_thefts_of_one_price_break_the_cap(tiny_folder, tmp_path):
    stolen = set(pq.read_table(tiny_folder / TABLES["truth_fraud"].folder)["transaction_id"].to_pylist())

    def dear(rows):
        return rows.assign(amount_fen=rows.amount_fen.where(~rows.transaction_id.isin(stolen), 9_999_900))

    fact = CALIBRATION["leak_fraud"]
    assert fact.verdict(fact.measure(replaced(tiny_folder, tmp_path / "bank", "transactions", dear))) is FactVerdict.RED


def test_a_month_without_a_label_is_counted(monkeypatch):
    bank = SimpleNamespace(months=3)
    monkeypatch.setattr(
        leaks, "labels", lambda _: {"a": pd.Series([0, 1, 1, 2]), "b": pd.Series([0.0, 2.0, 7.0, np.nan])}
    )
    assert CALIBRATION["labels_every_month"].measure_it(bank).value == 1


def test_effects_keep_their_sign_in_both_halves(tiny_folder, monkeypatch):
    bank = Books(tiny_folder)
    fact = CALIBRATION["effects_stable"]
    assert fact.verdict(fact.measure(bank)) is FactVerdict.GREEN
    turned = {**steady.halves(bank), "young_online": (Measured(0.1), Measured(-0.1))}
    monkeypatch.setattr(steady, "halves", lambda _: turned)
    assert fact.measure(bank).value == 1


@pytest.mark.parametrize(
    ("target", "found", "chance"),
    [
        (Target(least_z=2), [Measured(4.0, 1.0)], 0.977),
        (Target(high=0.0, least_z=2), [Measured(-2.0, 1.0)], 0.5),
        (Target(0.0, 2.0), [Measured(1.0, 1.0)], 0.683),
        (Target(most_z=2), [Measured(0.0, 1.0)], 0.954),
        (Target(low=0.0), [Measured(1.0, 1.0), Measured(3.0, 1.0)], 0.977),
        (Target(low=0.0), [Measured(1.0), Measured(float("nan"))], None),
    ],
)
def test_power_is_the_chance_that_another_bank_meets_the_target(target, found, chance):
    fact = SimpleNamespace(target=target)
    assert power(fact, found) == (chance if chance is None else pytest.approx(chance, abs=0.002))


@pytest.mark.parametrize(("language", "word", "form"), [("en", "power", "Keys unique"), ("zh", "检出力", "主键唯一")])
def test_the_page_shows_power_and_form_in_both_languages(tiny_folder, language, word, form):
    bank = Books(tiny_folder)
    use_language(language)
    shown = page([measure(bank)], [], [Finding("twinline data check", ("Keys unique", "主键唯一"), 0.99999, 50)])
    assert shown.count(word) > 20
    assert form in shown
    assert "99.99%" in shown  # never rounded up to all
    assert all(f'id="{code}"' in shown for code in AUDIT)


def test_our_own_check_counts_what_does_not_hold(tiny_folder, tmp_path):
    assert {finding.score for finding in own_check(tiny_folder)} == {1.0}
    bank = replaced(tiny_folder, tmp_path / "bank", "upgrades", lambda rows: rows.assign(customer_id=42))
    values, keys, references, _ = own_check(bank.folder)
    assert (values.score, keys.score) == (1.0, 1.0)
    assert references.score == pytest.approx(1 - 1 / references.n)


def test_sdmetrics_is_told_every_table_column_and_reference():
    told = metadata()
    assert {name: list(table["columns"]) for name, table in told["tables"].items()} == {
        name: [column.name for column in table.columns] for name, table in TABLES.items()
    }
    assert len(told["relationships"]) == sum(
        column.key is not None for table in TABLES.values() for column in table.columns
    )


class StandIn:
    """What answers in SDMetrics' place: it looks whether the frames are those that the metadata speaks of."""

    def generate(self, real, other, told, verbose):
        assert verbose is False
        for name, table in told["tables"].items():
            assert list(real[name]) == list(other[name]) == list(table["columns"])
        self.references = [
            (
                other[tie["child_table_name"]][tie["child_foreign_key"]],
                other[tie["parent_table_name"]][tie["parent_primary_key"]],
            )
            for tie in told["relationships"]
        ]

    def get_properties(self):
        found = np.mean([child.dropna().isin(parent).all() for child, parent in self.references])
        names = ["Data Validity", "Data Structure", "Relationship Validity"]
        return pd.DataFrame({"Property": names, "Score": [1.0, 1.0, found]})

    def get_details(self, name):
        return self.references


def test_sdmetrics_finds_no_fault(judge, tiny_folder, tmp_path, monkeypatch):
    if judge is StandIn:
        monkeypatch.setitem(sys.modules, "sdmetrics", SimpleNamespace())
        monkeypatch.setitem(sys.modules, "sdmetrics.reports", SimpleNamespace())
        monkeypatch.setitem(sys.modules, "sdmetrics.reports.multi_table", SimpleNamespace(DiagnosticReport=StandIn))
    generate(small_world(2_000, seed=6, block_size=2_000), tmp_path / "other")
    found = {finding.what[0]: finding.score for finding in sdmetrics_diagnostic(tiny_folder, tmp_path / "other")}
    validity, structure, relations = found.values()
    assert validity > 0.95
    assert structure == 1.0
    assert relations > 0.99


def pytest_generate_tests(metafunc):
    """SDMetrics itself is asked with `--full`, where somebody has installed it."""
    if "judge" in metafunc.fixturenames:
        real = ["SDMetrics"] if sdmetrics_here() and metafunc.config.getoption("--full", default=False) else []
        metafunc.parametrize("judge", [StandIn, *real])


def test_without_another_bank_only_our_own_check_is_asked(tiny_folder):
    assert {finding.judge for finding in diagnose(tiny_folder)} == {"twinline data check"}


def test_every_row_of_the_audit_is_told_in_both_languages():
    assert {*AUDIT, "effects_stable"} <= CALIBRATION.keys()
    assert not PLANTED.keys() & {*AUDIT}
    for code in (*AUDIT, "effects_stable"):
        fact = CALIBRATION[code]
        assert all(one and other and one != other for one, other in (fact.title, fact.sentence))
