"""What holds between tables: `twinline data check` names the tables that disagree."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from generators.check import check
from generators.run import file_digest, generate
from generators.schema import TABLES
from tests.support.banks import small_world


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("identities") / "bank"
    generate(small_world(400), out)
    return out


@pytest.fixture
def bank(pristine, tmp_path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "bank"))


def without_a_page(rows: pa.Table) -> pa.Table:
    first = pc.index(pc.is_valid(rows["event_id"]), True).as_py()
    return pa.concat_tables([rows.slice(0, first), rows.slice(first + 1)])


def all_alike(column: str, value: object):
    def forge(rows: pa.Table) -> pa.Table:
        place = rows.column_names.index(column)
        return rows.set_column(place, rows.field(column), [pa.array([value] * len(rows)).cast(rows.field(column).type)])

    return forge


def without_the_last(rows: pa.Table) -> pa.Table:
    return rows.slice(0, len(rows) - 1)


@pytest.mark.parametrize(
    ("name", "forge", "where"),
    [
        ("app_log", without_a_page, "app_log"),
        ("app_log", all_alike("exit", True), "app_log"),
        ("application_scores", all_alike("approved", True), "application_scores"),
        ("declined_bureau", without_the_last, "declined_bureau"),
        ("truth_declined", all_alike("would_default", True), "truth_declined"),
        ("operational_losses", all_alike("gross_fen", 0), "operational_losses"),
        ("truth_path_touches", without_the_last, "truth_path_touches"),
        ("ad_weeks", all_alike("search_ads", False), "ad_weeks"),
        ("scene_trial", all_alike("visitors", 0), "scene_trial"),
        ("application_identities", without_the_last, "application_identities"),
        ("cobrand_cohorts", all_alike("issued", 1), "cobrand_cohorts"),
        ("branch_loans", all_alike("due_fen", 1), "branch_loans"),
        ("card_enquiries", all_alike("applied", True), "card_enquiries"),
        ("manager_months", all_alike("to_active", 180), "manager_months"),
        ("truth_manager_months", without_the_last, "manager_months"),
        ("training_trial", all_alike("attended", True), "training_trial"),
        ("merchant_months", all_alike("volume_fen", 1), "merchant_months"),
    ],
)
def test_tables_that_disagree_are_named_in_both_languages(bank, name, forge, where):
    path = bank / TABLES[name].folder / "part-00000.parquet"
    pq.write_table(forge(pq.read_table(path)), path)
    found = json.loads((bank / "manifest.json").read_text(encoding="utf-8"))
    entry = next(row for row in found["tables"][name]["files"] if row["path"].endswith(path.name))
    entry.update(bytes=path.stat().st_size, sha256=file_digest(path))
    (bank / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    problems = [problem for problem in check(bank)[1] if problem.where == where]
    assert problems
    assert all("not so in" in problem.en and "处不符" in problem.zh for problem in problems)
