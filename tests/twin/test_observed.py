"""What the bank observes: only what it wrote down by then, documented, in both languages."""

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.schema import TABLES, VIEWS
from generators.twin.observed import observed
from tests.support.tables import tables_of

LATENT = {
    "latent_type",
    "leave_reason",
    "leaving",
    "response",
    "closure_logit",
    "affinity",
    "digital_affinity",
    "pay_style",
    "opt_out",
    "asleep",
    "doubt",
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_column_is_documented_in_both_languages(view):
    for column in view.columns:
        for text in (column.en, column.zh, column.meaning_en, column.meaning_zh):
            assert text
        assert any("一" <= letter <= "鿿" for letter in column.zh)
        assert column.kind not in ("rate", "integer") or column.unit or column.kind == "rate"


def test_the_columns_are_those_of_the_dictionary_and_none_is_the_truth(seen):
    names = [column.name.removesuffix("_fen") for column in VIEWS["observed"].columns]
    assert list(seen.columns) == names
    assert not set(names) & LATENT


def test_readable_speaks_both_languages(seen):
    for language, place in (("en", 0), ("zh", 1)):
        tw.use_language(language)
        shown = tw.readable(seen.head())
        for column, title in zip(VIEWS["observed"].columns, shown.columns, strict=True):
            known = {
                (entry.en, entry.zh)[place]
                for table in (*TABLES.values(), *VIEWS.values())
                for entry in table.columns
                if entry.name == column.name
            }
            assert title.split("（")[0].split(" (")[0] in known
    assert tw.titles("observed.last_channel")["call"] == "电话"
    assert tw.label("observed.spend_3m") == "近3月消费（元）"


def test_it_is_what_the_tables_say(bank, seen):
    """Against the tables that learners load of the same world."""
    tables = tables_of(bank.twin.now.world)
    accounts = tables["accounts"].set_index("customer_id")
    open_now = accounts.index[accounts.close_date.isna()]
    book = seen.set_index("customer_id")
    assert set(book.index) == set(open_now)
    statements = tables["statements"]
    recent = statements[statements.month >= "2025-10-01"].groupby("customer_id").purchases_fen.sum() / 100
    assert np.allclose(book.spend_3m, recent.reindex(book.index).fillna(0))
    last = statements[statements.month == "2025-12-01"].set_index("customer_id")
    assert np.allclose(book.balance, last.closing_fen.reindex(book.index) / 100)
    assert (book.limit == accounts.limit_fen[book.index] / 100).all()
    touches = tables["touches"]
    made = touches[(touches.date >= "2025-01-01") & (touches.arm.astype(str) != "control") & (touches.wave > 0)]
    assert (book.contacts_12m == made.groupby("customer_id").size().reindex(book.index, fill_value=0)).all()
    assert (book.complaints_12m == made.groupby("customer_id").complained.sum().reindex(book.index, fill_value=0)).all()
    contacts = tables["contacts"].set_index("customer_id").loc[book.index]
    for column in ("sms_opt_out", "call_opt_out", "wecom_opt_out"):
        refused = contacts[column] | ~contacts.marketing_consent  # without consent nobody may be contacted either
        assert (book[column] == refused).all()
    managers = tables["portfolios"].set_index("customer_id").manager_id
    assert (book.manager_id.fillna(0) == managers.reindex(book.index).fillna(0)).all()
    visits = tables["app_events"]
    visits = visits[visits.timestamp >= "2025-10-01"].groupby("customer_id").session_id.nunique()
    assert (book.visits_3m == visits.reindex(book.index, fill_value=0)).all()


def test_an_earlier_morning_knows_nothing_of_what_came_later(bank):
    june = bank.observed("2025-06")
    number = 17
    now = bank.twin.now
    cut = observed(now, now.monthly_pages[:number])
    assert june.customer_id.tolist() == cut["customer_id"].tolist()
    assert june.tenure_months.max() < bank.observed().tenure_months.max()
    early = now.population.customer_id[now.population.open_month >= number]
    assert not set(june.customer_id) & set(early)
    assert not june.referrer_id.dropna().isin(early).any()


@pytest.mark.parametrize("month", ["2024-01", "2026-02", "soon"])
def test_other_months_are_refused(bank, month):
    with pytest.raises(BilingualError, match="name a month from 2024-02 to 2026-01"):
        bank.observed(month)


def test_traits_that_a_bank_cannot_know_change_nothing(bank):
    """The columns stay the same when every latent trait is another."""
    from dataclasses import replace

    now = bank.twin.now
    mixed = np.random.default_rng(1).permutation(len(now))
    latent = (
        "latent_type",
        "closure_logit",
        "response",
        "affinity",
        "pay_style",
        "rate",
        "ticket",
        "risk",
        "join_luck",
    )
    other = replace(now.population, **{name: getattr(now.population, name)[mixed] for name in latent})
    before, after = (
        observed(now, now.monthly_pages),
        observed(replace(now, population=other, state=None), now.monthly_pages),
    )
    assert all((np.asarray(before[name]) == np.asarray(after[name])).all() for name in before)
