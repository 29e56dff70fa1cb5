"""What holds between the tables beside the books: each identity finds what is planted against it, and the check names it."""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from generators import beside_identities
from generators.check import check
from generators.run import file_digest
from generators.schema import TABLES

# By the tables of an identity and the first words of it: a table, and what is selected of its `rows` instead.
PLANTS = [
    (
        "Each page of app_events",
        "app_log",
        "* FROM rows WHERE event_id IS DISTINCT FROM (SELECT max(event_id) FROM rows)",
    ),
    ("A visit has one entry", "app_log", "* REPLACE (true AS exit)"),
    ("Whatever failed says why", "app_log", "* REPLACE (NULL::VARCHAR AS error_text)"),
    ("Each application that was decided", "application_scores", "* REPLACE (true AS approved)"),
    ("Each declined application has one file", "declined_bureau", "* FROM rows OFFSET 1"),
    ("Whoever would have gone bad", "truth_declined", "* REPLACE (true AS would_default)"),
    ("No more comes back than was lost", "operational_losses", "* REPLACE (0 AS gross_fen)"),
    ("What has been observed is the same", "macro_scenarios", "* REPLACE (random() AS rate_index)"),
    ("Each touch belongs to one application", "truth_path_touches", "* FROM rows OFFSET 1"),
    ("Each application begun since", "application_identities", "* FROM rows OFFSET 1"),
    ("Each reward is for a referred friend", "referral_rewards", "* REPLACE (customer_id AS referrer_customer_id)"),
    ("Each reward is for a referred friend", "referral_rewards", "* REPLACE (DATE '1999-01-01' AS paid_on)"),
    ("Every ring is paid on no more than", "referral_rewards", "* REPLACE (7 AS payee_hash)"),
    ("Every ring is paid on no more than", "referral_rewards", "* REPLACE (reward_id AS payee_hash)"),
    ("Every ring is paid on no more than", "truth_referral_rings", "* REPLACE (reward_id + 1_000_000 AS reward_id)"),
    ("The truth about origins has every", "truth_acquisition", "* FROM rows WHERE channel <> 'app'"),
    ("Nobody clicks a search ad", "ad_weeks", "* REPLACE (false AS search_ads)"),
    ("Search ads ran in every week", "ad_weeks", "* REPLACE (0 AS spend_fen)"),
    ("No more people leave their number", "scene_trial", "* REPLACE (0 AS visitors)"),
    ("Nobody replies before the first post", "social_posts", "* REPLACE (1 AS reply_to)"),
    ("Every call of the hotline", "desk_hours", "* REPLACE (offered + 1 AS answered)"),
    ("A cohort of the co-branded card", "cobrand_cohorts", "* REPLACE (1 AS issued)"),
    ("Over the whole history no branch", "branch_loans", "* REPLACE (1 AS due_fen)"),
    ("Each enquiry has its truth", "card_enquiries", "* REPLACE (true AS applied)"),
    ("No manager makes more contacts", "manager_months", "* REPLACE (180 AS to_active)"),
    ("Where the rule is the old one", "truth_manager_months", "* FROM rows OFFSET 1"),
    ("Only managers who were drawn attend", "training_trial", "* REPLACE (true AS attended)"),
    ("Fees are less than the volume", "merchant_months", "* REPLACE (1 AS volume_fen)"),
    ("A first meeting is on the day", "first_meetings", "* REPLACE (date + 1 AS date)"),
    ("A first meeting is on the day", "first_meetings", "* REPLACE (NOT ask_wallet AS ask_wallet)"),
    ("A first meeting is on the day", "truth_first_meetings", "* FROM rows OFFSET 1"),
    ("A first meeting is on the day", "wallet_bindings", "* FROM rows OFFSET 50"),
    ("A wallet is bound while", "wallet_bindings", "* REPLACE (bound_on - 30 AS bound_on)"),
    ("A wallet is bound while", "wallet_bindings", "* REPLACE (bound_on + 30 AS bound_on)"),
    ("A recommendation has a chance", "recommendations", "* REPLACE (true AS taken)"),
    ("A recommendation has a chance", "recommendations", "* REPLACE (1.0 AS propensity)"),
    ("A recommendation has a chance", "recommendations", "* REPLACE (5 AS margin_fen)"),
    ("A recommendation has a chance", "truth_recommendations", "* FROM rows OFFSET 1"),
    ("A goal belongs to the third month", "spend_goals", "* REPLACE ((month + INTERVAL 1 MONTH)::DATE AS month)"),
    ("Each customer has one wallet elsewhere", "truth_wallets", "* REPLACE (0.5 AS weight_elsewhere)"),
    ("Each customer has one wallet elsewhere", "truth_wallets", "* FROM rows OFFSET 1"),
    ("In the trial of the rhythm", "wecom_rhythm", "* REPLACE ('quiet' AS arm)"),
    ("Each manager has one WeCom account", "wecom_accounts", "* FROM rows OFFSET 1"),
    ("Each customer of the trial of points rules", "points_rules", "* REPLACE (true AS redeemed)"),
    ("Each customer of the trial of points rules", "points_rules", "* REPLACE (0 AS visit_days)"),
    ("Each customer of the trial of points rules", "truth_points_rules", "* FROM rows OFFSET 1"),
    ("Each customer of a theme campaign", "theme_campaigns", "* REPLACE (1 AS orders)"),
    ("Each customer of a theme campaign", "theme_campaigns", "* REPLACE (0 AS spent_after_fen)"),
    ("Each customer of a theme campaign", "truth_theme_campaigns", "* FROM rows OFFSET 1"),
]
EVERY = beside_identities.IDENTITIES


def meant(starts: str) -> beside_identities.Identity:
    found = [identity for identity in EVERY if identity.en.startswith(starts)]
    assert len(found) == 1
    return found[0]


def spoil(bank: Path, name: str, select: str) -> None:
    """A table's files are written anew, and listed so that they count as they lie."""
    found = json.loads((bank / "manifest.json").read_text(encoding="utf-8"))
    for entry in found["tables"][name]["files"]:
        path = bank / entry["path"]
        with duckdb.connect() as database:
            database.register("rows", pq.read_table(path))
            query = select if "FROM rows" in select else f"{select} FROM rows"
            made = database.sql(f"SELECT {query}").to_arrow_table()
        pq.write_table(made.cast(TABLES[name].arrow()), path)
        entry.update(bytes=path.stat().st_size, sha256=file_digest(path))
    (bank / "manifest.json").write_text(json.dumps(found), encoding="utf-8")


def test_each_has_something_planted_against_it():
    assert {meant(starts).en for starts, _, _ in PLANTS} == {identity.en for identity in EVERY}


@pytest.mark.parametrize(("starts", "name", "select"), PLANTS)
def test_what_is_planted_is_found(tiny_folder, tmp_path, starts, name, select):
    identity = meant(starts)
    for table in {*identity.tables, name}:
        shutil.copytree(tiny_folder / TABLES[table].folder, tmp_path / TABLES[table].folder)
    shutil.copy(tiny_folder / "manifest.json", tmp_path)
    world = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["world"]
    with duckdb.connect() as database:
        assert list(beside_identities.broken(database, tmp_path, world, [identity])) == []
        spoil(tmp_path, name, select)
        assert [found for found, _ in beside_identities.broken(database, tmp_path, world, [identity])] == [identity]


@pytest.mark.parametrize(
    ("name", "select"),
    [
        ("first_meetings", "* REPLACE (date + 1 AS date)"),
        ("recommendations", "* REPLACE (true AS taken)"),
        ("referral_rewards", "* REPLACE (DATE '1999-01-01' AS paid_on)"),
    ],
)
def test_the_check_names_the_table_in_both_languages(tiny_folder, tmp_path, name, select):
    bank = Path(shutil.copytree(tiny_folder, tmp_path / "bank"))
    spoil(bank, name, select)
    problems = [problem for problem in check(bank)[1] if problem.where == name]
    assert problems
    assert all("not so in" in problem.en and "处不符" in problem.zh for problem in problems)
