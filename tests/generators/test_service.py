"""The service desk and the outcry: what one who reads calls and posts relies on."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
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
