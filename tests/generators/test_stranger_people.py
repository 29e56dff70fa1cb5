"""What a stranger would look for in the people of a bank before believing in it. Ranges are wide, and argued."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generators import manifest, people_identities
from generators.schema import TABLES
from tests.support.banks import block_tables, small_world

CHANNELS = {"sms": "sms_opt_out", "call": "call_opt_out", "wecom": "wecom_opt_out"}


@pytest.fixture(scope="module")
def people(tiny) -> pd.DataFrame:
    """Each customer with age, limit at the application, and who pays in full whenever something is owed."""
    bills = tiny["statements"]
    owed = bills[bills.opening_fen > 0]
    in_full = (owed.payments_fen >= owed.opening_fen).groupby(owed.customer_id).mean()
    made = tiny["applications"].dropna(subset="customer_id")
    found = tiny["customers"].set_index("customer_id").join(tiny["contacts"].set_index("customer_id"))
    bought = tiny["transactions"].groupby("customer_id").size() / bills.groupby("customer_id").size()
    return found.assign(
        age=2024 - found.birth_year,
        limit=made.set_index("customer_id").approved_limit_fen,
        in_full=in_full,
        purchases=bought.fillna(0.0),
        score=tiny["bureau"].set_index("customer_id").score,
    )


def rank_correlation(one: pd.Series, other: pd.Series) -> float:
    return one.corr(other, method="spearman")


def test_the_well_off_pay_in_full(people):
    """Whoever has more revolves less; in no bank is it the other way round, and in none does income explain it all."""
    fifth = pd.qcut(people.income_fen.rank(method="first"), 5, labels=False)
    full = people.in_full.groupby(fifth).mean()
    assert full.iloc[4] > full.iloc[0] + 0.15
    assert 0.1 < rank_correlation(people.income_fen, people.in_full) < 0.5


def test_limits_follow_income_and_score(people):
    """Both are what a limit is computed from; neither alone decides."""
    assert 0.35 < rank_correlation(people.limit, people.income_fen) < 0.75
    assert 0.2 < rank_correlation(people.limit, people.score) < 0.6
    assert 0.1 < rank_correlation(people.score, people.in_full) < 0.7


def test_the_young_use_their_cards_more_often(people):
    """Payment surveys find it everywhere: the young pay for small things by card and phone, the old draw cash."""
    rate = people.purchases.groupby(pd.cut(people.age, [17, 30, 45, 60, 90])).mean()
    assert rate.iloc[0] > 1.15 * rate.iloc[2]
    assert rate.iloc[0] < 3 * rate.iloc[3]


def test_the_young_come_by_app_and_the_old_by_branch(people):
    by_app, by_branch = (people.acquisition == name for name in ("app", "branch"))
    age = pd.cut(people.age, [17, 30, 50, 90])
    assert by_app.groupby(age).mean().is_monotonic_decreasing
    assert by_branch.groupby(age).mean().is_monotonic_increasing
    assert by_app[people.age < 30].mean() > 2 * by_app[people.age > 50].mean()
    assert by_branch[people.age < 30].mean() > 0.05  # but there is no wall between them
    assert people.app_user[by_app].mean() > people.app_user[by_branch].mean()


def test_occupations_fit_ages_and_incomes(people):
    income = people.groupby(people.occupation.astype(str)).income_fen.median()
    assert income.idxmin() == "student"
    assert income.drop("retired").idxmax() == "manager"
    assert income["service"] < income["clerk"] < income["professional"]
    assert (
        1.5 < income["manager"] / income["service"] < 5
    )  # wages by occupation in the yearbooks differ two- to threefold
    retired, student = people.occupation == "retired", people.occupation == "student"
    assert people.age[retired].min() >= 54
    assert people.age[student].median() < 27
    assert 0.03 < student.mean() < 0.15


def test_incomes_follow_the_city(people, tiny):
    tier = people.branch_id.map(tiny["branches"].set_index("branch_id").city_tier)
    income = people.income_fen.groupby(tier).median()
    assert income[1] > income[2] > income[3]
    assert income[1] < 2.5 * income[3]


def test_each_trait_alone_is_as_it_was(people):
    """Only the dependence was planted: shares and means are still the assumptions of the parameters."""
    assert abs((people.acquisition == "branch").mean() - 0.34) < 0.04
    assert 95_000 < people.income_fen.median() / 100 < 115_000
    assert 26_000 < people.limit.mean() / 100 < 31_000


def test_a_household_has_one_address_and_belongs_together(people, tiny):
    size = people.groupby("household_id").size()
    assert 0.1 < (people.household_id.map(size) > 1).mean() < 0.5
    assert size.max() <= 6
    assert len(people[["household_id", "address", "city"]].drop_duplicates()) == len(size)
    ties = tiny["truth_relationships"].dropna(subset="other_customer_id")
    wed = ties[ties.kind == "spouse"]
    home = people.household_id
    assert (home.loc[wed.customer_id].to_numpy() == home.loc[wed.other_customer_id.astype(int)].to_numpy()).all()
    born = ties[ties.kind == "parent_child"].merge(people[["birth_year"]], left_on="customer_id", right_index=True)
    together = home.loc[born.customer_id].to_numpy() == home.loc[born.other_customer_id.astype(int)].to_numpy()
    assert 0.2 < together.mean() < 0.9  # grown children have left


def test_children_have_their_fathers_surname(people, tiny):
    ties = tiny["truth_relationships"].query("kind == 'parent_child'")
    one, other = people.loc[ties.customer_id], people.loc[ties.other_customer_id.astype(int)]
    of_father = (one.birth_year.to_numpy() < other.birth_year.to_numpy()) & (one.gender == "m").to_numpy()
    same = one.name.str[0].to_numpy() == other.name.str[0].to_numpy()
    assert of_father.sum() > 50
    assert same[of_father].all()
    spouses = tiny["truth_relationships"].query("kind == 'spouse'")
    one, other = people.loc[spouses.customer_id], people.loc[spouses.other_customer_id.astype(int)]
    assert (one.name.str[0].to_numpy() == other.name.str[0].to_numpy()).mean() < 0.15  # wives keep theirs


def test_a_referrer_is_a_customer_when_a_friend_applies(tiny):
    made = tiny["applications"].dropna(subset="referrer_customer_id")
    cards = tiny["accounts"].set_index("customer_id").loc[made.referrer_customer_id.astype(int)]
    assert (cards.open_date.to_numpy() < made.started.to_numpy()).all()
    gone = cards.close_date.to_numpy() < made.started.to_numpy()
    lately = (made.started >= "2024-01-01").to_numpy()
    assert gone.sum() <= 0.03 * lately.sum()  # a link may outlive the card, but seldom does


def test_nobody_is_contacted_without_consent_or_against_a_refusal(people, tiny):
    """The control arms too: who may not be contacted cannot be drawn."""
    made = tiny["touches"].join(people[["consent_date", "opt_out_date", *CHANNELS.values()]], on="customer_id")
    assert (made.consent_date <= made.date).all()
    for channel, column in CHANNELS.items():
        assert not made[column][made.channel == channel].any()
    usual = made[made.assignment == "targeted"]
    assert usual.opt_out_date.isna().all()


def test_consent_is_usual_and_dated(people, tiny):
    assert 0.9 < people.marketing_consent.mean() < 0.99
    assert (people.marketing_consent == people.consent_date.notna()).all()
    sent = tiny["applications"].dropna(subset="customer_id").set_index("customer_id").submitted
    asked = people.consent_date.dropna()
    assert (asked >= sent.reindex(asked.index).dt.normalize()).all()
    assert (asked == sent.reindex(asked.index).dt.normalize()).mean() > 0.9
    assert asked.max() <= pd.Timestamp("2025-12-31")


def test_some_who_refuse_texts_are_called_and_leave(course):
    """Lawful and unwise: they never refused calls."""
    touches = course("touches", ["customer_id", "campaign", "arm", "date"])
    pilot = touches[touches.campaign == "retention_call"].set_index("customer_id")
    said = course("contacts", ["customer_id", "sms_opt_out", "call_opt_out"]).set_index("customer_id").loc[pilot.index]
    assert not said.call_opt_out.any()
    closed = course("accounts", ["customer_id", "close_date"]).set_index("customer_id").close_date.loc[pilot.index]
    gone = closed < pilot.date + pd.DateOffset(months=6)
    treated = (pilot.arm == "treated").to_numpy()
    harm = [
        gone[treated & who].mean() - gone[~treated & who].mean()
        for who in np.array([said.sms_opt_out, ~said.sms_opt_out])
    ]
    assert harm[0] > 0.02
    assert harm[0] > harm[1]


def test_the_check_tells_of_unlawful_contacts_and_split_households(tmp_path, monkeypatch):
    tables = block_tables(small_world(), 0, 400)

    def found() -> set[str]:
        for name in {name for identity in people_identities.IDENTITIES for name in identity.tables}:
            (tmp_path / TABLES[name].folder).mkdir(parents=True, exist_ok=True)
            pq.write_table(tables[name], tmp_path / TABLES[name].folder / "part-00000.parquet")
        monkeypatch.setattr(manifest, "files", lambda out, name: [out / TABLES[name].folder / "part-00000.parquet"])
        with duckdb.connect() as database:
            return {identity.where for identity, count in people_identities.broken(database, tmp_path) if count > 5}

    def spoil(column: str, value: object) -> None:
        place, whole = tables["contacts"].column_names.index(column), tables["contacts"]
        field = whole.schema.field(column)
        tables["contacts"] = whole.set_column(place, field, pa.array([value] * len(whole), field.type))

    assert found() == set()
    spoil("call_opt_out", True)
    assert found() == {"touches.channel"}
    spoil("consent_date", None)
    unlawful = {"touches.channel", "touches.date", "limit_offers.date", "referral_asks.date"}
    assert found() == unlawful
    number = pa.array(tables["contacts"]["household_id"].to_numpy() // 10)
    place = tables["contacts"].column_names.index("household_id")
    tables["contacts"] = tables["contacts"].set_column(place, tables["contacts"].schema.field(place), number)
    assert found() == unlawful | {"contacts.household_id"}
