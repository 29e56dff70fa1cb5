"""The scorecard, the trial, the watch and the money behind m03: held against tables worked by hand, and the books."""

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin import money
from twinline.modules.m03 import applicants, builder, capital, fraud, judge, limits, radar, scorecard, slider, watch


@pytest.fixture(scope="module")
def cards():
    return applicants.approved()


@pytest.fixture(scope="module")
def trial():
    return limits.trial()


# --- the scorecard ----------------------------------------------------------------------------------------------------


def test_weight_of_evidence_is_that_of_a_table_worked_by_hand():
    """Goods 40, 30, 10 of 80; bads 2, 6, 12 of 20: shares .5, .375, .125 beside .1, .3, .6."""
    bins = pd.Series(["a"] * 42 + ["b"] * 36 + ["c"] * 22)
    bad = pd.Series([True] * 2 + [False] * 40 + [True] * 6 + [False] * 30 + [True] * 12 + [False] * 10)
    table = scorecard.woe_table(bins, bad)
    assert table["woe"].tolist() == pytest.approx([np.log(5), np.log(1.25), np.log(0.125 / 0.6)], abs=1e-12)
    parts = [0.4 * np.log(5), 0.075 * np.log(1.25), -0.475 * np.log(0.125 / 0.6)]
    assert table["iv"].tolist() == pytest.approx(parts, abs=1e-12)
    assert scorecard.information_value(bins, bad) == pytest.approx(1.405603, abs=1e-6)
    assert scorecard.is_monotone(table)


def test_a_logistic_regression_on_the_bins_alone_finds_their_weights(cards):
    """Outside judge: with one dummy a bin, statsmodels' coefficients are the differences of WOE to the first bin."""
    import statsmodels.api as sm

    bins = scorecard.cut(cards["score"], applicants.CARD["score"])
    table = scorecard.woe_table(bins, cards["bad"])
    dummies = pd.get_dummies(bins)[table.index[1:]].astype(float)
    fitted = sm.Logit((~cards["bad"]).astype(float), sm.add_constant(dummies)).fit(disp=False)
    expected = table["woe"].iloc[1:] - table["woe"].iloc[0]
    assert fitted.params[expected.index].tolist() == pytest.approx(expected.tolist(), abs=1e-6)


def test_a_bin_without_bad_ones_still_has_a_weight():
    table = scorecard.woe_table(pd.Series(["a"] * 4 + ["b"] * 4), pd.Series([False] * 4 + [True, True, False, False]))
    assert np.isfinite(table[["woe", "iv"]].to_numpy()).all()
    assert table["woe"]["a"] > 0 > table["woe"]["b"]


def test_bins_hold_their_upper_edge_and_empty_cells_stand_apart():
    found = scorecard.cut(pd.Series([0.0, 1.0, 1.5, 3.0, 9.0, np.nan]), [1, 3])
    assert found.tolist() == ["≤ 1", "≤ 1", "1 – 3", "1 – 3", "> 3", scorecard.MISSING]
    table = scorecard.woe_table(found, pd.Series([True, False, True, False, True, False]))
    assert table.index.tolist() == ["≤ 1", "1 – 3", "> 3", scorecard.MISSING]
    for edges in ([3, 1], [1, 1]):
        with pytest.raises(BilingualError, match="rise"):
            scorecard.cut(pd.Series([1.0]), edges)


def test_points_add_up_to_the_score_and_twenty_of_them_double_the_odds(cards):
    card = scorecard.fit(cards, applicants.CARD)
    rows = cards.head(200)
    sheet = card.sheet().set_index(["variable", "bin"])["points"]
    summed = sum(
        scorecard.cut(rows[name], edges).map(sheet[name]).astype(float) for name, edges in applicants.CARD.items()
    )
    assert (summed - card.score(rows)).abs().max() <= len(applicants.CARD) / 2 + 0.5  # each part is rounded
    odds = (1 - card.chance(rows)) / card.chance(rows)
    points, at = scorecard.AT_ODDS
    exact = np.log2(odds / at) * scorecard.POINTS_TO_DOUBLE + points
    assert (exact - card.score(rows)).abs().max() <= 0.5
    assert card.chance(cards).mean() == pytest.approx(cards["bad"].mean(), abs=0.002)


def test_the_card_reads_only_what_was_known_that_day_and_no_personal_trait(cards):
    assert not {"limit", "used", "bad", "owed", "gender", "birth_year", "channel"} & set(applicants.CARD)
    assert "gender" not in cards
    assert "birth_year" not in cards
    assert set(applicants.declined()) >= set(applicants.CARD)
    assert not {"bad", "limit", "used"} & set(applicants.declined())


# --- judging ----------------------------------------------------------------------------------------------------------


def test_auc_and_ks_by_hand_and_as_scikit_learn_has_them(cards):
    from sklearn.metrics import roc_auc_score, roc_curve

    assert judge.auc([3, 2, 1, 0], [True, False, True, False])[0] == 0.75
    assert judge.ks([3, 2, 1, 0], [True, False, True, False]) == 0.5
    assert judge.ks([1, 1, 1, 1], [True, False, True, False]) == 0.0
    risk, bad = -cards["score"], cards["bad"]
    assert judge.auc(risk, bad)[0] == pytest.approx(roc_auc_score(bad, risk))
    false, true, _ = roc_curve(bad, risk)
    assert judge.ks(risk, bad) == pytest.approx((true - false).max())


def test_the_gain_of_a_score_over_itself_is_nought_and_over_noise_is_not(cards):
    risk, bad = -cards["score"], cards["bad"]
    assert judge.auc_gain(risk, risk, bad, draws=20) == (0.0, 0.0)
    noise = np.random.default_rng(3).random(len(cards))
    gain, error = judge.auc_gain(risk, noise, bad, draws=60)
    assert gain == pytest.approx(judge.auc(risk, bad)[0] - judge.auc(noise, bad)[0])
    assert gain > 3 * error > 0


def test_psi_by_hand():
    before, after = pd.Series([1.0] * 5 + [2.0] * 5), pd.Series([1.0] * 2 + [2.0] * 8)
    by_hand = (0.2 - 0.5) * np.log(0.2 / 0.5) + (0.8 - 0.5) * np.log(0.8 / 0.5)
    assert judge.psi(before, after, [1]) == pytest.approx(by_hand)
    assert judge.psi(before, before) == 0


# --- who applied ------------------------------------------------------------------------------------------------------


def test_cards_are_followed_for_a_whole_year_and_bad_as_the_statements_say(cards):
    made = tw.load("statements", columns=["customer_id", "month", "bucket"])
    young = applicants.new_cards().set_index("customer_id")
    for row in pd.concat([cards[cards["bad"]].head(2), cards[~cards["bad"]].head(2)]).itertuples():
        theirs = made[made["customer_id"] == row.customer_id].sort_values("month").head(12)
        assert theirs["month"].iloc[0] == row.opened
        assert (theirs["bucket"].max() >= 2) == row.bad
        first = (theirs["bucket"] >= 2).to_numpy().argmax() + 1
        assert (
            young.loc[row.customer_id, "bad_at"] == first if row.bad else not young.loc[row.customer_id, "bad_at"] <= 12
        )
    assert cards["opened"].min() >= pd.Timestamp("2024-01-01")
    assert cards["opened"].max() == pd.Timestamp("2025-01-01")
    assert ((cards["owed"] > 0) == cards["bad"]).all()
    assert cards["customer_id"].is_unique
    assert len(young) > len(cards)
    assert set(cards["customer_id"]) <= set(young.index)
    assert ((young["bad_at"] <= young["seen"]) | young["bad_at"].isna()).all()


def test_the_declined_have_a_truth_and_no_customer(cards):
    declined = applicants.declined()
    truth = applicants.would_default()
    assert declined["application_id"].isin(truth.index).all()
    assert not declined["application_id"].isin(cards["application_id"]).any()


# --- limits -----------------------------------------------------------------------------------------------------------


def test_the_trial_is_as_it_was_drawn_and_its_profit_adds_up(trial):
    drawn = tw.load("limit_offers").set_index("customer_id")
    assert set(trial["customer_id"]) == set(drawn.index)
    assert (trial["asked"].to_numpy() == drawn.loc[trial["customer_id"], "asked"].to_numpy()).all()
    assert set(trial["pays"]) == set(limits.PAYS)
    assert (trial["loss"] - trial["pd"] * money.LOSS_GIVEN_DEFAULT * trial["ead"]).abs().max() < 1e-6
    assert (trial["profit"] - (trial["margin"] - trial["loss"])).abs().max() < 1e-9
    assert trial.notna().all().all()


def test_the_report_and_the_lesson_measure_one_trial(trial):
    made = tw.load("statements", columns=["customer_id", "month", "purchases", "bucket"])
    row = trial[trial["bad"]].iloc[0]
    theirs = made[(made["customer_id"] == row["customer_id"]) & (made["month"] >= "2025-02-01")]
    assert theirs["purchases"].sum() == pytest.approx(row["spent"])
    assert theirs["bucket"].max() >= 2


def test_a_policy_is_worth_its_share_times_its_effect_and_everybody_s_is_the_trial_s(trial):
    everyone = pd.Series(True, trial.index)
    assert limits.worth_of_asking(trial, everyone) == limits.effect(trial)
    assert limits.worth_of_asking(trial, ~everyone) == (0.0, 0.0)
    parts = [limits.worth_of_asking(trial, trial["pays"] == way)[0] for way in limits.PAYS]
    assert sum(parts) == pytest.approx(limits.effect(trial)[0], abs=25)  # arms differ a little in size by group
    found = limits.curve(trial, trial["minimum_bills"], steps=4)
    assert found.index.tolist() == [0, 25, 50, 75, 100]
    assert found.loc[0].eq(0).all()
    assert found.loc[100, "profit"] == pytest.approx(limits.effect(trial)[0])


# --- capital and price ------------------------------------------------------------------------------------------------


def test_expected_loss_capital_and_rates_by_hand():
    assert capital.expected_loss(0.05, 0.85, 20_000) == pytest.approx(850)
    # PD 2 %, R = .04: N((-2.053749 + .2 × 3.090232) / .979796) = N(-1.465311) = .071417
    assert capital.capital(0.02, 1.0, 1.0) == pytest.approx(0.051417, abs=1e-5)
    plans = tw.load("instalment_plans").drop_duplicates("months")
    for plan in plans.itertuples():
        assert capital.annual_rate(plan.fee_rate, plan.months) == pytest.approx(plan.annual_rate, abs=5e-5)
    assert capital.annual_rate(0.0, 12) == 0.0
    assert capital.compounded(0.12) == pytest.approx(1.01**12 - 1)
    assert capital.write_off_chance(2) == pytest.approx(0.40, abs=0.01)  # as lesson 1 says
    assert capital.needed_rate(0.10, 0.02, 0.1) > capital.needed_rate(0.02, 0.02, 0.1)


def test_the_book_s_grades_hold_every_account_once_and_stress_makes_them_worse():
    book = capital.book()
    grades = capital.by_grade(book)
    assert grades["n"].sum() == len(book) == book["customer_id"].nunique()
    assert grades["balance"].sum() == pytest.approx(book["balance"].sum())
    made = tw.load("statements", columns=["customer_id", "month", "bucket"])
    worst = made[made["month"] >= "2025-01-01"].groupby("customer_id")["bucket"].max().reindex(book["customer_id"])
    assert (
        book["default"].to_numpy() == (worst.to_numpy() >= 4)
    ).all()  # the fourth month is that of more than 90 days
    assert grades["operations"].tolist() == pytest.approx((396 * grades["n"]).tolist())
    calm, harsh = capital.stressed(grades, 100, 1.5), capital.stressed(grades, 150, 1.5, 0.05)
    assert calm["expected_loss"].tolist() == pytest.approx(grades["expected_loss"].tolist())
    assert (harsh["expected_loss"] > calm["expected_loss"]).all()
    assert (harsh["pd"] < 1).all()


# --- watching ---------------------------------------------------------------------------------------------------------


def test_nothing_later_than_the_purchase_moves_a_fraud_s_points():
    whole = fraud.online().head(60_000)
    cut = whole["timestamp"].iloc[40_000]
    with_future, without = whole[whole["timestamp"] < cut], fraud.online().query("timestamp < @cut")
    assert (fraud.points(with_future).to_numpy() == fraud.points(without).to_numpy()).all()
    first = whole.sort_values(["customer_id", "timestamp"]).groupby("customer_id").head(1)
    assert (first["burst"] == 0).all()
    assert (first["dear"] == 1).all()
    score = fraud.points(whole)
    least = fraud.threshold(score, 10, 3)
    assert (score >= least).sum() == 30
    early, every = fraud.alerts(whole.iloc[:40_000], score.iloc[:40_000], least), fraud.alerts(whole, score, least)
    assert every[every.index < 40_000].index.equals(early.index)
    gaps = every.sort_values(["customer_id", "timestamp"]).groupby("customer_id")["timestamp"].diff().dropna()
    assert (gaps >= pd.Timedelta(hours=24)).all()


def test_the_desk_saves_only_what_comes_after_its_question():
    """One card is robbed of 100, 200 and 400; the second purchase rings. A good customer is asked as well."""
    rows = pd.DataFrame(
        {
            "transaction_id": [1, 2, 3, 4],
            "customer_id": [7, 7, 7, 8],
            "timestamp": pd.to_datetime(
                ["2025-03-01 10:00", "2025-03-01 10:10", "2025-03-01 10:20", "2025-03-01 11:00"]
            ),
            "amount": [100.0, 200.0, 400.0, 900.0],
            "confirmed": [True, True, True, False],
        }
    )
    found = fraud.desk(rows, pd.Series([1.0, 5.0, 9.0, 6.0]), {1: 5.0, 2: 99.0}, good=20, check=10)
    assert found.loc[1, ["alerts", "precision", "saved", "cost", "net"]].tolist() == [2, 0.5, 400, 40, 360]
    assert found.loc[1, "stopped"] == pytest.approx(400 / 700)
    assert found.loc[2, ["alerts", "saved", "net"]].tolist() == [0, 0, 0]


def test_signs_are_of_before_the_day_and_their_outcome_of_after():
    rows = watch.signs("2025-07-01").set_index("customer_id")
    made = tw.load("statements", columns=["customer_id", "month", "bucket", "utilisation"])
    june = made[made["month"] == "2025-06-01"].set_index("customer_id")
    assert (june.loc[rows.index, "bucket"] == 0).all()
    assert (rows["full_up"] == (june.loc[rows.index, "utilisation"] >= 0.9)).all()
    later = made[made["month"].between("2025-07-01", "2025-12-01")].groupby("customer_id")["bucket"].max()
    assert (rows["bad"] == (later.reindex(rows.index, fill_value=0) >= 2)).all()
    assert (rows["level"] == rows[list(watch.SIGNS)].sum(axis=1)).all()


def test_rolls_and_vintages_are_the_books():
    counts = watch.rolls()
    made = tw.load("statements", columns=["customer_id"])
    assert counts.to_numpy().sum() == len(made) - made["customer_id"].nunique()
    births = watch.vintages()
    curves = watch.ever_late(births, "channel")
    assert (curves.diff().dropna() >= 0).all().all()
    assert curves.loc[8].max() < 0.5


# --- what one turns ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("en", "Credit history"), ("zh", "信用历史")])
def test_the_radar_shows_another_group_when_it_is_chosen(language, word, cards):
    tw.setup(language)
    page = radar.live(cards, applicants.declined())
    chooser, shown = page.children
    before = shown.value
    assert word in before
    chooser.value = chooser.options[2]
    assert shown.value != before
    assert str(chooser.options[2]) in shown.value


def test_the_builder_cuts_by_mouse_or_list_and_says_what_is_wrong(cards):
    tw.setup("en")
    page = builder.live(cards, ["score", "income"])
    (chooser, bins, typed), said, shown = page.children[0].children, page.children[1], page.children[2]
    bins.value = 3
    assert len(builder.read_edges(typed.value)) == 2
    before = shown.value
    typed.value = "600，700"  # a full-width comma, as a Chinese keyboard writes it
    assert shown.value != before
    assert "IV" in shown.value
    for wrong in ("700, 600", "many", ""):
        before = shown.value
        typed.value = wrong
        assert said.value
        assert shown.value == before
    chooser.value = "income"
    assert not said.value
    assert "Annual income" in shown.value


def test_the_slider_moves_along_the_curve_of_the_trial(trial):
    tw.setup("en")
    page = slider.live(trial)
    (order, share, lgd), shown = page.children[0].children, page.children[1]
    share.value = 100
    margin, profit = (limits.effect(trial, column)[0] for column in ("margin", "profit"))
    assert f"margin {margin:+,.0f}, after loss {profit:+,.0f}".replace("-", "−") in shown.value
    lgd.value = 0.5
    half = (trial["margin"] - trial["loss"] * 0.5 / 0.85)[trial["asked"]].mean()
    half -= (trial["margin"] - trial["loss"] * 0.5 / 0.85)[~trial["asked"]].mean()
    assert f"after loss {half:+,.0f}".replace("-", "−") in shown.value
    order.value = "score"
    assert f"after loss {half:+,.0f}".replace("-", "−") in shown.value  # everybody is everybody, in any order
