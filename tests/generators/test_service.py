"""The service desk and the outcry: what one who reads calls and posts relies on."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.desk_hours import desk_hours
from generators.history import block_history
from generators.pages import to_arrow
from generators.streams.outcry import complaint_wave
from tests.support.banks import block_tables, frames, small_world

EIGHT_DAYS = pd.Timedelta(hours=p.OUTCRY_HOURS)


@pytest.fixture(scope="module")
def world():
    return small_world(3_000, 21)


@pytest.fixture(scope="module")
def bank(world):
    wave = {name: to_arrow(name, [page]) for name, page in complaint_wave(world).items()}
    return frames(block_tables(world, 0, 3_000) | wave)


@pytest.fixture(scope="module")
def wave(bank) -> pd.DataFrame:
    return bank["truth_complaint_wave"].set_index("platform")


def test_replies_follow_what_they_reply_to_on_the_same_platform_and_topic(bank):
    posts = bank["social_posts"]
    replies = posts[posts.reply_to.notna()]
    both = replies.merge(posts, left_on="reply_to", right_on="post_id", suffixes=("", "_first"))
    assert len(both) == len(replies) > 50
    assert (both.timestamp > both.timestamp_first).all()
    assert (both.platform == both.platform_first).all()
    assert set(both.topic) == set(both.topic_first) == {"points"}


def test_the_bank_answers_once_on_each_platform_when_the_truth_says_so(bank, wave):
    answers = bank["social_posts"][bank["social_posts"].author == "bank"].set_index("platform")
    assert answers.index.is_unique
    assert answers.timestamp.to_dict() == wave.answered.to_dict()
    replied = bank["social_posts"].set_index("post_id").timestamp.reindex(answers.reply_to)
    assert replied.to_list() == wave.began.reindex(answers.index).to_list()


def test_the_mood_turns_with_the_answer(bank, wave):
    posts = bank["social_posts"].merge(bank["truth_social_posts"], on="post_id")
    begins = wave.began.min()
    posts = posts[(posts.topic == "points") & posts.timestamp.between(begins, begins + EIGHT_DAYS)]
    posts = posts[posts.author == "public"]
    negative = posts.sentiment == "negative"
    answered = posts.timestamp >= posts.platform.astype(str).map(wave.answered)
    assert negative[~answered].mean() > negative[answered].mean() + 0.15


def test_nobody_calls_about_the_outcry_before_it_or_long_after(bank, wave):
    calls = bank["service_calls"]
    stirred = calls[calls.text_zh.str.contains("网上|朋友转给我看|是不是也给清了")]
    assert len(stirred) > 30
    begins = wave.began.min()
    assert stirred.timestamp.between(begins, begins + EIGHT_DAYS).all()
    assert set(stirred.topic) == {"points"}


def test_a_history_that_ends_before_the_outcry_has_none():
    short = small_world(300, 21, months=p.OUTCRY_MONTH)
    assert len(complaint_wave(short)["truth_complaint_wave"]["platform"]) == 0
    assert frames(block_tables(short, 0, 300))["social_posts"].reply_to.isna().all()


def test_doubt_follows_the_very_calls_that_the_table_calls_unsettled(world, bank):
    everyday = ("bill", "limit", "points", "instalment", "lost_card", "fraud")
    calls = bank["service_calls"]
    calls = calls[calls.topic.isin(everyday)]
    month = calls.timestamp.dt.to_period("M")
    for number, events in enumerate(block_history(world, 0, 600)[2]):
        now = calls[(month == pd.Period(world.month_start(number), "M")) & ~calls.resolved]
        who = now.customer_id - p.FIRST_CUSTOMER_ID
        assert set(np.flatnonzero(events.desk.unsolved)) == set(who[who < 600])


def test_whoever_joined_was_asked_a_few_days_before_but_for_the_pilots_friends(bank):
    added = (
        bank["wecom_events"][bank["wecom_events"].event == "added"].set_index("customer_id").timestamp.dt.normalize()
    )
    shown = bank["wecom_invitations"]
    waited = (shown.customer_id.map(added) - shown.date) / pd.Timedelta(days=1)
    assert shown.invitation_id.is_unique
    assert not (waited < 0).any()  # nobody is asked who is a friend already
    taken = set(shown.customer_id[waited.between(0, p.JOIN_SEEN_DAYS)])
    called = bank["touches"][bank["touches"].campaign == "add_wecom"].customer_id
    lacking = set(added.index) - taken
    assert len(lacking - set(called)) < 0.01 * len(added)
    opened = bank["accounts"].set_index("customer_id").open_date.reindex(shown.customer_id)
    assert (shown.date.to_numpy() >= opened.to_numpy()).all()
    first = (shown.place == "first_meeting").to_numpy()
    assert (shown.date.to_numpy()[first] - opened.to_numpy()[first] < np.timedelta64(31, "D")).all()


def test_nobody_is_texted_an_invitation_who_refused_texts_and_no_banner_is_seen_without_the_app(bank):
    shown = bank["wecom_invitations"]
    may = bank["contacts"].set_index("customer_id").reindex(shown.customer_id)
    text = (shown.place == "sms_link").to_numpy()
    assert text.sum() > 100
    assert not may.sms_opt_out.to_numpy()[text].any()
    assert (may.consent_date.to_numpy()[text] <= shown.date.to_numpy()[text]).all()
    uses = bank["customers"].set_index("customer_id").app_user.reindex(shown.customer_id).to_numpy()
    assert uses[(shown.place == "app_banner").to_numpy()].all()


@pytest.fixture(scope="module")
def hours(world) -> pd.DataFrame:
    return frames({"desk_hours": to_arrow("desk_hours", [desk_hours(world)["desk_hours"]])})["desk_hours"]


def test_every_call_of_the_hotline_has_an_end_and_fewer_people_mean_longer_waits(hours):
    assert (hours.offered == hours.answered + hours.abandoned).all()
    assert hours.set_index(["date", "hour"]).index.is_unique
    noon = hours[hours.hour.isin([12, 13]) & hours.by_lot]
    assert noon.wait_seconds[noon.staff <= 4].mean() > 1.3 * noon.wait_seconds[noon.staff > 4].mean()


def test_of_two_working_days_in_a_row_one_takes_lunch_in_turn_for_the_same_hours_of_work(hours):
    days = hours.groupby("date").agg(lot=("by_lot", "first"), turn=("staggered", "first"), work=("staff", "sum"))
    trial = days[days.lot]
    assert len(trial) >= 50
    assert (trial.turn.to_numpy().reshape(-1, 2).sum(axis=1) == 1).all()
    assert not days.turn[~days.lot].any()
    weekday = days.index.day_of_week
    assert (days.work.groupby(weekday).max() == days.work.groupby(weekday).min()).all()


def test_a_short_history_has_no_trial_of_lunch():
    short = desk_hours(small_world(50, 3, months=2))["desk_hours"]
    assert not short["by_lot"].any()


def test_who_came_by_a_partner_or_a_call_is_asked_in_vain_more_often(bank):
    asked = bank["wecom_invitations"].groupby("customer_id").size()
    people = bank["customers"].set_index("customer_id")
    strangers = people[~people.index.isin(bank["wecom_events"].customer_id)]
    times = asked.reindex(strangers.index).fillna(0).groupby(strangers.acquisition.astype(str)).mean()
    assert times[["branch", "referral"]].max() < 0.8 * times[["partner_scene", "outbound"]].min()
