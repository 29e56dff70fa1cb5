"""The bank as a Gymnasium environment: content with Gymnasium's own check, and true to what the bank itself would score."""

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import twinline as tw
import twinline.twin.gym  # registers the environment
from generators.errors import BilingualError, UnknownChoice
from generators.twin.run import Plan
from twinline.twin.gym import CustomerEnv


@pytest.fixture(scope="module")
def bank(kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_CACHE", str(kept))
        return tw.Bank.open("tiny")


def play(env, choose, seed=1):
    """An episode: contexts, actions, rewards, infos (of the customer acted upon), what came back with each reward."""
    context, info = env.reset(seed=seed)
    rows, done = [], False
    while not done:
        action = choose(context, info)
        following, reward, done, cut, told = env.step(action)
        assert not cut
        rows.append((context, action, reward, info, told))
        context, info = following, told
    return rows


def anything(context, info):
    return int(np.flatnonzero(info["action_mask"])[-1])


def test_gymnasium_s_own_check_finds_nothing(bank):
    env = gymnasium.make("twinline/Customers-v0", bank="tiny", months=2, size=20)
    check_env(env.unwrapped)  # a warning of it would be an error here


def test_rewards_of_a_month_add_up_to_what_the_bank_scores(bank):
    env = CustomerEnv(bank, months=1, size=200, futures=2)
    rows = play(env, anything)
    plans = []
    for _, action, _, info, told in rows:
        if told["made"]:
            channel, offer = env._codes[action - 1]
            row = info["customer_id"] - 10_000_001
            plans.append(Plan(*(np.array([value]) for value in (row, 0, channel, offer))))
    pairs = [bank.twin.run(Plan.join(plans), env.horizon, future) for future in range(2)]
    scored = np.mean([(pair.with_plan.profit - pair.without.profit).sum() for pair in pairs])
    assert len(plans) > 150
    assert sum(reward for _, _, reward, _, _ in rows) == pytest.approx(scored, abs=1e-6)


def test_leaving_everyone_alone_brings_exactly_nothing_and_the_books_still_show_profit(bank):
    rows = play(CustomerEnv(bank, months=2, size=30), lambda context, info: 0)
    assert len(rows) == 60
    assert {reward for _, _, reward, _, _ in rows} == {0.0}
    assert sum(told["booked"] for *_, told in rows) > 0


def test_a_forbidden_action_is_not_carried_out(bank):
    rows = play(CustomerEnv(bank, months=1, size=300, scenario=None), lambda context, info: 4)
    refused = [(reward, told["made"]) for _, action, reward, info, told in rows if not info["action_mask"][action]]
    assert refused
    assert set(refused) == {(0.0, False)}


def test_the_game_s_rules_close_actions():
    for name, closed in (("lean", "hours"), ("refusal", "ban")):
        bank = tw.Bank.open("tiny", scenario=name)
        env = CustomerEnv(bank, months=1, size=300)
        rows = play(env, lambda context, info: 4 if info["action_mask"][4] else 0)
        chosen = [info["customer_id"] for _, _, _, info, told in rows if told["made"]]
        table = tw.segment(bank.observed(), bank.observed()["customer_id"].isin(chosen)).action("call", "fee_waiver")
        assert bank.check(table).ok
        assert len(chosen) < len(rows) / 2, closed


def test_months_follow_from_what_was_done(bank):
    untouched, called = (
        play(CustomerEnv(bank, months=2, size=400), choose) for choose in (lambda context, info: 0, anything)
    )
    env = CustomerEnv(bank, months=2, size=5)
    fatigue = env.features.index("contacts_3m")
    month = [[row for row in rows if row[3]["month"] == 2] for rows in (untouched, called)]
    assert np.mean([row[0][fatigue] for row in month[0]]) < np.mean([row[0][fatigue] for row in month[1]])


def test_the_seed_deals_the_lists(bank):
    env = CustomerEnv(bank, months=1, size=40)
    ids = [[row[3]["customer_id"] for row in play(env, anything, seed)] for seed in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]
    brought_by = dict(bank.observed()[["customer_id", "referrer_id"]].dropna().itertuples(index=False))
    assert not {brought_by.get(customer) for customer in ids[0]} & set(ids[0])


def test_contexts_stay_within_their_space_and_can_be_shown(bank):
    env = CustomerEnv(bank, months=1, size=20, render_mode="ansi")
    context, _ = env.reset(seed=3)
    assert env.observation_space.contains(context)
    assert len(env.features) == len(set(env.features)) == len(context)
    assert str(env.customers["customer_id"].iloc[0]) in env.render()
    tw.use_language("zh")
    assert "客户号" in env.render()
    assert twinline.twin.gym.action_titles()[0] == "不打扰"


def test_a_step_before_or_after_an_episode_says_so(bank):
    env = CustomerEnv(bank, months=1, size=1)
    with pytest.raises(gymnasium.error.ResetNeeded, match="reset"):
        env.step(0)
    env.reset(seed=0)
    assert env.step(0)[2]
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(0)


def test_odd_settings_are_refused():
    with pytest.raises(BilingualError, match="size = 0"):
        CustomerEnv("tiny", size=0)
    with pytest.raises(UnknownChoice, match="channel 'fax'"):
        CustomerEnv("tiny", actions=[("fax", "voucher")])
    with pytest.raises(UnknownChoice, match="offer 'gold'"):
        CustomerEnv("tiny", actions=[("call", "gold")])
