"""What holds of people, cards and days: each identity finds what is planted against it, and nothing in a bank as made."""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from generators import identities, life_identities
from generators.check import check
from generators.run import file_digest
from generators.schema import TABLES

# By the English words of an identity: a table, and what is selected of its `rows` instead.
PLANTS = {
    "nobody buys in the shops of two cities within 2 hours": (
        "transactions",
        "* REPLACE (timestamp::DATE::TIMESTAMP_MS + INTERVAL 600 MINUTE AS timestamp)",
    ),
    "a purchase has its merchant's category and side, and a way of paying that goes with the side": (
        "transactions",
        "* REPLACE ('pos' AS channel)",
    ),
    "a card is used from its activation on, and not after its end": (
        "transactions",
        "* REPLACE ((timestamp + INTERVAL 9 YEAR)::TIMESTAMP_MS AS timestamp)",
    ),
    "a card is opened, then activated, then closed; it is closed or written off just if it has a closing day": (
        "accounts",
        "* REPLACE (open_date + 1 AS activation_date, open_date AS close_date)",
    ),
    "nothing is paid before the card is opened or after it is closed": (
        "payments",
        "* REPLACE (DATE '1999-01-01' AS date)",
    ),
    "cash is drawn between the activation and the end of a card": (
        "cash_advances",
        "* REPLACE (DATE '1999-01-01' AS date)",
    ),
    "nobody is contacted about a card before it is opened or after it is closed": (
        "touches",
        "* REPLACE (DATE '2099-01-01' AS date)",
    ),
    "a manager looks after a customer from the opening of the card at the earliest": (
        "portfolios",
        "* REPLACE (DATE '1999-01-01' AS since)",
    ),
    "a card has a statement for each month in which it was open, and for no other": (
        "statements",
        "* FROM rows QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY month) <> 2",
    ),
    "utilisation = closing / limit; the minimum due is no more than what was billed": (
        "statements",
        "* REPLACE (0.5 AS utilisation)",
    ),
    "the limit of a statement is the account's, or that before an upgrade": (
        "statements",
        "* REPLACE (limit_fen + 1 AS limit_fen)",
    ),
    "an upgrade lifts the limit, while the card is open": (
        "upgrades",
        "* REPLACE (old_limit_fen AS new_limit_fen)",
    ),
    "points earned = a point a yuan of the month's purchases": (
        "points",
        "* REPLACE (points + 1 AS points)",
    ),
    "nobody redeems points that they have not, and each entry has its sign": (
        "points",
        "* REPLACE (points * (entry = 'redeem')::INT * 1000 AS points)",
    ),
    "a plan of a purchase is of its amount, account and month": (
        "instalment_plans",
        "* REPLACE (principal_fen + 1 AS principal_fen)",
    ),
    "instalments follow the month of their plan, for the same account": (
        "instalments",
        "* REPLACE (DATE '1999-01-01' AS month)",
    ),
    "a refund is its purchaser's": ("refunds", "* REPLACE (account_id + 1 AS account_id)"),
    "a dispute is about a purchase of the same account, of this amount, not before it": (
        "disputes",
        "* REPLACE (DATE '1999-01-01' AS date)",
    ),
    "what was stolen was bought online, on the card of the customer it names": (
        "truth_fraud",
        "* REPLACE (customer_id + 1 AS customer_id)",
    ),
    "a credit is that of a touch of the same customer": ("charges", "* REPLACE (customer_id + 1 AS customer_id)"),
    "fees are owed, vouchers and waivers are credited": ("charges", "* REPLACE (-amount_fen AS amount_fen)"),
    "a form is begun, then sent, then decided on; who was approved is a customer whose card came afterwards": (
        "applications",
        "* REPLACE (decided AS submitted)",
    ),
    "a step ends after it began, and the next one begins when it ends": (
        "application_steps",
        "* REPLACE ((left_at + INTERVAL 1 SECOND)::TIMESTAMP_MS AS left_at)",
    ),
    "the bureau's file is of the day on which the form was sent": ("bureau", "* REPLACE (as_of + 1 AS as_of)"),
    "consent is dated, and given with the form or later; refusals are dated too": (
        "contacts",
        "* REPLACE (NULL::DATE AS opt_out_date)",
    ),
    "a product is closed after it was opened, and has no balance from then on": (
        "holdings",
        "* REPLACE (opened AS closed)",
    ),
    "the manager writes to friends only, by day": (
        "wecom_events",
        "* REPLACE (timestamp::DATE::TIMESTAMP_MS AS timestamp)",
    ),
    "only users of the app open it": ("customers", "* REPLACE (false AS app_user)"),
    "of a pilot's arms a customer was given one: that of the touches": (
        "truth_pilots",
        "* REPLACE (true AS assigned)",
    ),
    "who refers a friend has had a card since before": (
        "applications",
        "* REPLACE (customer_id AS referrer_customer_id)",
    ),
    "a household has one address, and spouses are of one household": (
        "contacts",
        "* REPLACE (customer_id AS household_id)",
    ),
    "children have their father's surname": ("customers", "* REPLACE (chr((19968 + customer_id % 5000)::INT) AS name)"),
    "a tie on record is a true one, between the same two; both tell of it": (
        "relationships",
        "* REPLACE (since + 1 AS since)",
    ),
    "each branch has one target a month": ("targets", "* FROM rows OFFSET 1"),
}
EVERY = {identity.en: identity for identity in (*life_identities.BY_BLOCK, *life_identities.WHOLE)}


def spoil(bank: Path, says: str) -> None:
    """Plant what breaks an identity: a table's files are written anew, and listed so that they count as they lie."""
    name, select = PLANTS[says]
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


def counted(bank: Path, says: str) -> int:
    """How often an identity does not hold."""
    tables = json.loads((bank / "manifest.json").read_text(encoding="utf-8"))["tables"]
    with duckdb.connect() as database:
        if EVERY[says] in life_identities.WHOLE:
            return {identity.en: count for identity, count in life_identities.broken(database, bank, tables)}.get(
                says, 0
            )
        return sum(count for _, count in identities.broken(database, bank, tables, (EVERY[says],)))


def test_each_has_something_planted_against_it():
    assert PLANTS.keys() == EVERY.keys()


def test_a_bank_as_made_is_whole(tiny_folder):
    assert check(tiny_folder)[1] == []


@pytest.mark.parametrize("says", PLANTS)
def test_what_is_planted_is_found(tiny_folder, tmp_path, says):
    whole = EVERY[says] in life_identities.WHOLE
    for name in TABLES if whole else {*EVERY[says].tables, PLANTS[says][0]}:
        shutil.copytree(tiny_folder / TABLES[name].folder, tmp_path / TABLES[name].folder)
    shutil.copy(tiny_folder / "manifest.json", tmp_path)
    spoil(tmp_path, says)
    assert counted(tmp_path, says) > 0


def test_the_check_names_two_cities_at_once_in_both_languages(tiny_folder, tmp_path):
    bank = Path(shutil.copytree(tiny_folder, tmp_path / "bank"))
    spoil(bank, "nobody buys in the shops of two cities within 2 hours")
    said = next(problem for problem in check(bank)[1] if "two cities" in problem.en)
    assert said.where == "transactions.timestamp"
    assert "两个城市" in said.zh
