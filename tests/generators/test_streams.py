"""The event streams: in step with the ledger, telling what an analyst looks for, and the same however they are made."""

import re

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.history import block_history
from generators.schema.stream_levels import CALL_TOPIC, POST_TOPIC
from generators.streams.call_texts import CALL_TEXTS
from generators.streams.post_texts import POST_TEXTS
from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world

STREAMS = ("app_events", "wecom_events", "service_calls", "social_posts", "truth_social_posts", "app_log")
DIRTY = ("dirty_customers", "dirty_transactions", "truth_defects")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=[21, 22, 23])
def bank(request):
    """Three banks of 3,000 customers."""
    return frames(block_tables(small_world(3_000, request.param), 0, 3_000))


@pytest.mark.parametrize(("customers", "block_size"), [(40, 1), (150, 77)])
def test_streams_are_the_same_for_any_block_size(customers, block_size):
    world = small_world(customers)
    whole = {name: content_hash(table) for name, table in block_tables(world, 0, customers).items()}
    parts = dict.fromkeys((*STREAMS, *DIRTY), 0)
    for block in small_world(customers, block_size=block_size).blocks():
        tables = block_tables(world, *block)
        parts = {name: (parts[name] + content_hash(tables[name])) % 2**64 for name in parts}
    assert parts == {name: whole[name] for name in parts}


@pytest.mark.parametrize("name", ["app_events", "wecom_events", "service_calls"])
def test_nothing_happens_before_an_account_opens_or_after_it_closes(bank, name):
    events = bank[name].merge(bank["accounts"], on="customer_id")
    assert (events.timestamp >= events.open_date).all()
    assert not (events.timestamp >= events.close_date).any()
    assert events.timestamp.between("2024-01-01", "2025-12-31 23:59:59").all()
    key = bank[name].columns[0]
    assert bank[name][key].is_unique
    assert bank[name][key].between(1, 2**53).all()


def test_only_users_of_the_app_use_it(bank):
    users = bank["customers"].customer_id[bank["customers"].app_user]
    assert bank["app_events"].customer_id.isin(users).all()
    assert bank["app_events"].groupby("customer_id").device.nunique().eq(1).all()


def test_a_visit_begins_at_home_and_goes_on_in_time(bank):
    events = bank["app_events"].sort_values("event_id")
    visits = events.groupby("session_id")
    assert (visits.page.first() == "home").all()
    same = events.session_id.eq(events.session_id.shift())
    assert (events.timestamp.diff()[same] > pd.Timedelta(0)).all()
    assert (events.customer_id.diff()[same] == 0).all()
    assert (visits.timestamp.max() - visits.timestamp.min()).max() < pd.Timedelta(minutes=15)
    # Nothing follows a log-out, and visits are numbered in the order of time.
    assert not (events.page.eq("log_out") & events.session_id.eq(events.session_id.shift(-1))).any()
    assert (events.timestamp.diff()[events.customer_id.diff() == 0] > pd.Timedelta(0)).mean() > 0.999
    offers = events.offer_shown.notna()
    assert offers[events.page == "offers"].all()
    assert not offers[~events.page.isin(["home", "offers"])].any()


def test_the_points_mall_is_busier_in_months_of_redemption(bank):
    events = bank["app_events"].assign(month=bank["app_events"].timestamp.dt.to_period("M").dt.to_timestamp())
    seen = events.page.eq("points_mall").groupby([events.customer_id, events.month]).any()
    redeemed = bank["points"][bank["points"].entry == "redeem"].set_index(["customer_id", "month"]).index
    month = bank["statements"].set_index(["customer_id", "month"]).index
    users = bank["customers"].customer_id[bank["customers"].app_user]
    month = month[month.get_level_values(0).isin(users)]
    looked = seen.reindex(month, fill_value=False).astype(bool)
    with_redemption = looked.index.isin(redeemed)
    assert looked[with_redemption].mean() > 3 * looked[~with_redemption].mean()


def test_friends_at_the_end_are_those_that_the_customers_table_names(bank):
    kinds = pd.crosstab(bank["wecom_events"].customer_id, bank["wecom_events"].event)
    assert kinds.added.eq(1).all()
    friends = kinds.index[kinds.deleted == 0]
    assert set(friends) == set(bank["customers"].customer_id[bank["customers"].wecom_friend]) & set(
        bank["accounts"].customer_id[~(bank["accounts"].close_date < "2024-02-01")]
    )
    assert kinds.deleted.max() == 1
    times = bank["wecom_events"].groupby("customer_id").timestamp
    added = bank["wecom_events"][bank["wecom_events"].event == "added"].set_index("customer_id").timestamp
    deleted = bank["wecom_events"][bank["wecom_events"].event == "deleted"].set_index("customer_id").timestamp
    assert (times.min().reindex(added.index) == added).all()
    assert (times.max().reindex(deleted.index) == deleted).all()
    counts = kinds.sum()
    assert counts.message > counts.read > counts.replied > 0


def test_every_complaint_about_a_contact_is_one_call_a_few_days_later(bank):
    touches = bank["touches"][bank["touches"].complained]
    calls = bank["service_calls"][bank["service_calls"].topic == "contact"]
    both = touches.merge(calls.assign(month=calls.timestamp.dt.to_period("M")), on="customer_id")
    both = both[both.month == both.date.dt.to_period("M")]
    assert len(both) == len(touches) == len(calls)
    assert both.touch_id.is_unique
    assert both.call_id.is_unique
    later = (both.timestamp.dt.normalize() - both.date).dt.days
    assert later.between(0, p.MOST_DAYS_TO_COMPLAIN + 1).all()
    assert both.complaint.all()


def test_a_call_about_a_fee_follows_one_and_names_it(bank):
    calls = bank["service_calls"][bank["service_calls"].topic == "fee"]
    calls = calls.assign(month=calls.timestamp.dt.to_period("M").dt.to_timestamp())
    charged = calls.merge(bank["statements"], on=["customer_id", "month"])
    assert len(charged) == len(calls) > 0
    assert (charged.fees_fen > 0).all()
    # The annual fee of the card they have; a late fee may have come on top.
    fees = charged.merge(bank["accounts"], on="customer_id")["product"].map(
        dict(zip(p.PRODUCTS, p.ANNUAL_FEE_FEN, strict=True))
    )
    named = [str(int(fen) // 100) in text for fen, text in zip(fees, charged.text_zh, strict=True)]
    assert np.mean(named) > 0.95  # a card may have been upgraded since


def test_calls_show_who_enquired():
    """Among those who stay for another month, an enquiry is a call about fees in general or about leaving."""
    world = small_world(3_000, 21)
    first = 600
    asked = [events.after.enquired & (events.after.leaving < 0) for events in block_history(world, 0, first)[2]]
    calls = frames(block_tables(world, 0, first))["service_calls"]
    calls = calls[calls.topic.isin(["fee_question", "cancel_card"])]
    month = calls.timestamp.dt.to_period("M")
    for number, enquired in enumerate(asked):
        who = set(calls.customer_id[month == pd.Period(world.month_start(number), "M")] - p.FIRST_CUSTOMER_ID)
        assert set(np.flatnonzero(enquired)) <= who
    assert sum(map(np.sum, asked)) > 100


def test_signs_of_cancelling_come_before_many_closures_but_not_all(bank):
    calls, events, accounts = bank["service_calls"], bank["app_events"], bank["accounts"]
    signs = pd.concat([calls[calls.topic == "cancel_card"], events[events.page == "cancel_card"]])
    signs = signs[["customer_id", "timestamp"]]
    closed = accounts[accounts.status == "closed"]
    ahead = signs.merge(closed, on="customer_id")
    ahead = ahead[(ahead.close_date - ahead.timestamp).between(pd.Timedelta(0), pd.Timedelta(days=60))]
    share = ahead.customer_id.nunique() / len(closed)
    background = []
    for day in pd.to_datetime(["2024-07-01", "2025-01-01", "2025-07-01"]):
        since, later = day - pd.Timedelta(days=60), day + pd.Timedelta(days=60)
        stays = accounts.customer_id[(accounts.open_date <= since) & ~(accounts.close_date < later)]
        seen = signs.customer_id[signs.timestamp.between(since, day)]
        background.append(stays.isin(seen).mean())
    assert share >= 4 * np.mean(background)
    assert 0.2 < share < 0.8


@pytest.mark.parametrize("name", ["service_calls", "social_posts"])
def test_texts_are_whole_and_in_two_languages(bank, name):
    texts = bank[name]
    for column in ("text_zh", "text_en"):
        assert not texts[column].str.contains(r"[{}]|nan|None").any()
        assert (texts[column].str.strip() == texts[column]).all()
        assert not texts[column].str.contains(r"\s\s").any()
    assert texts.text_zh.str.count(CHINESE.pattern).ge(4).all()
    assert not texts.text_zh.str.contains(r"[\u4e00-\u9fff][,.:;?!]").any()
    assert not texts.text_en.str.contains(r"[\u3000-\u9fff\uff00-\uffef]").any()
    assert texts.text_en.str.count(r"[A-Za-z]+ ").ge(2).all()


def test_there_is_a_variety_of_texts(bank):
    assert bank["service_calls"].text_zh.nunique() >= 200
    assert bank["service_calls"].text_en.nunique() >= 200
    assert set(CALL_TEXTS) == set(CALL_TOPIC)
    assert all(len(set(pairs)) >= 8 for pairs in CALL_TEXTS.values())
    assert set(POST_TEXTS) == set(POST_TOPIC)


def test_marks_follow_whether_a_call_settled_it(bank):
    calls = bank["service_calls"]
    assert 0.3 < calls.satisfaction.notna().mean() < 0.5
    marks = calls.groupby("resolved").satisfaction.mean()
    assert marks[True] > marks[False] + 0.5


def test_the_public_mood_follows_what_happened(bank):
    posts = bank["social_posts"].merge(bank["truth_social_posts"], on="post_id", validate="one_to_one")
    assert len(posts) == len(bank["social_posts"])
    assert "customer_id" not in posts
    gloomy = posts.sentiment.eq("negative").groupby(posts.topic, observed=True).mean()
    assert gloomy["contact"] > gloomy["campaign"]
    assert bank["social_posts"].timestamp.between("2024-01-01", "2025-12-31 23:59:59").all()


def test_volumes_stay_within_bounds(bank):
    a_customer = {name: len(bank[name]) / 3_000 for name in (*STREAMS, *DIRTY)}
    assert 15 < a_customer["app_events"] < 60  # 1.2 million at course scale
    assert 2 < a_customer["wecom_events"] < 12
    assert 0.5 < a_customer["service_calls"] < 2.5
    assert 0.05 < a_customer["social_posts"] < 1
    assert 0.03 < a_customer["dirty_customers"] < 0.08


def clean(bank, name: str) -> pd.DataFrame:
    """What a dirty table would be without defects, as text."""
    table = bank[name.removeprefix("dirty_")]
    rows = pd.DataFrame(index=table.index)
    for column in bank[name].columns.drop("row_id"):
        if column in ("income", "amount"):
            yuan = table[f"{column}_fen"]
            whole = (yuan // 100).astype(str)
            rows[column] = whole if column == "income" else whole + "." + (yuan % 100).astype(str).str.zfill(2)
        elif column == "timestamp":
            rows[column] = table[column].dt.floor("s").dt.strftime("%Y-%m-%d %H:%M:%S")
        else:
            rows[column] = table[column].astype(str)
    return rows


@pytest.mark.parametrize("name", ["dirty_customers", "dirty_transactions"])
def test_the_truth_about_defects_mends_every_one(bank, name):
    dirty = bank[name].set_index("row_id")
    truth = bank["truth_defects"][bank["truth_defects"].table_name == name]
    assert dirty.index.is_unique
    assert truth.row_id.isin(dirty.index).all()
    defects = p.CUSTOMER_DEFECTS if name == "dirty_customers" else p.PURCHASE_DEFECTS
    assert set(truth.defect) == {each.kind for each in defects}
    twice = truth[truth.defect == "duplicate"]
    assert dirty.loc[twice.row_id].apply(tuple, axis=1).isin(dirty.drop(index=twice.row_id).apply(tuple, axis=1)).all()
    cells = truth[truth.defect != "duplicate"]
    mended = dirty.drop(index=twice.row_id).astype(object)
    for row in cells.itertuples():
        found = mended.loc[row.row_id, row.column_name]
        assert found != row.true_value
        assert pd.isna(found) == (row.defect == "missing")
        mended.loc[row.row_id, row.column_name] = row.true_value
    key = mended.columns[0]
    expected = clean(bank, name).set_index(key)
    assert len(mended) == mended[key].nunique()
    got = mended.set_index(key)
    assert (got == expected.loc[got.index]).all(axis=None)
    if name == "dirty_transactions":
        whose = got.customer_id.unique()
        assert set(got.index) == set(expected.index[expected.customer_id.isin(whose)])


def test_targets_follow_the_announced_rule(tiny):
    targets = tiny["targets"].merge(tiny["branches"], on="branch_id")
    assert len(targets) == len(tiny["branches"]) * 24
    assert not targets.duplicated(["branch_id", "month"]).any()
    bought = tiny["transactions"]
    assert targets.spend_fen.sum() == pytest.approx(bought.amount_fen.sum(), rel=0.38)
    months = tiny["targets"].groupby("month")
    active = bought.groupby(bought.timestamp.dt.to_period("M")).customer_id.nunique()
    assert months.active_customers.sum().to_numpy() == pytest.approx(active.to_numpy(), rel=0.25)
    assert (targets.complaints_ceiling >= 1).all()
