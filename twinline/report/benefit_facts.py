"""What points rules and theme campaigns have to teach: module m11, benefits that live, by lot and with a holdout."""

import pandas as pd

from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, lift, mean
from twinline.report.fact import PLANTED, Target, Unit

# --- points rules -------------------------------------------------------------------------------------------------------


@once
def rules(bank: Books) -> pd.DataFrame:
    """The customers of the trial of points rules, with `arm`, the rule as text."""
    rows = bank("points_rules", "customer_id", "rule", "visit_days", "redeemed", "cost")
    if rows.empty:
        raise NothingToMeasure
    return rows.assign(arm=rows["rule"].astype(str))


@PLANTED.row(
    "simple_rule_redeemed",
    "m11",
    title=("A simple rule beats a generous one", "规则简单胜过倍数高"),
    sentence=(
        "By lot, more customers redeem under a simple points rule than under one that gives more and is hard to understand.",
        "抽签对照：简单积分规则下的兑换比例，高于倍数更高但难懂的规则。",
    ),
    target=Target(0.02, 0.14, least_z=2.5),
    unit=Unit.POINTS,
)
def _simple_rule_redeemed(bank: Books) -> Measured:
    return lift(rules(bank), "redeemed", "simple", "generous")


@PLANTED.row(
    "simple_rule_visited",
    "m11",
    title=("…and brings people back more often", "……客户来看积分也更勤"),
    sentence=(
        "Under the simple rule customers look at their points on more days than under the generous one.",
        "简单规则下，客户查看积分的天数多于高倍数复杂规则。",
    ),
    target=Target(low=0.1, least_z=2.5),
    unit=Unit.NUMBER,
)
def _simple_rule_visited(bank: Books) -> Measured:
    return lift(rules(bank), "visit_days", "simple", "generous")


@PLANTED.row(
    "simple_rule_costs_less",
    "m11",
    title=("…at a lower cost", "……成本还更低"),
    sentence=(
        "A customer of the trial costs less under the simple rule than under the generous one.",
        "平均每位试点客户的积分成本，简单规则低于高倍数复杂规则。",
    ),
    target=Target(high=0.0, least_z=2),
    unit=Unit.YUAN,
)
def _simple_rule_costs_less(bank: Books) -> Measured:
    return lift(rules(bank), "cost", "simple", "generous")


@PLANTED.row(
    "generous_rule_adds_little",
    "m11",
    title=("Generosity that nobody understands", "看不懂的大方"),
    sentence=(
        "The generous rule brings hardly more redemptions than the usual one (six points at most).",
        "高倍数复杂规则的兑换比例与现行规则相差无几（至多6个百分点）。",
    ),
    target=Target(-0.06, 0.06),
    unit=Unit.POINTS,
)
def _generous_rule_adds_little(bank: Books) -> Measured:
    return lift(rules(bank), "redeemed", "generous", "usual")


@PLANTED.row(
    "points_rules_in_truth",
    "m11",
    title=("The lot finds the truth about rules", "抽签对照与真相相符"),
    sentence=(
        "What the lot says of the simple rule against the generous one lies by what the truth says (within three errors).",
        "简单规则与复杂规则的抽签差异，与真相相符（相差不超过三个标准误）。",
    ),
    target=Target(most_z=3),
    unit=Unit.POINTS,
    truth=True,
)
def _points_rules_in_truth(bank: Books) -> Measured:
    truth = bank("truth_points_rules", "redeems_simple", "redeems_generous")
    true = mean(truth["redeems_simple"] - truth["redeems_generous"])
    found = _simple_rule_redeemed(bank)
    return Measured(found.value - true.value, found.error, found.n)


# --- theme campaigns ----------------------------------------------------------------------------------------------------


@once
def theme(bank: Books, name: str) -> pd.DataFrame:
    """The customers of a theme campaign: whether it was `shown`, yuan in its month, in the next, and in both."""
    rows = bank("theme_campaigns", "customer_id", "theme", "shown", "spent", "spent_after")
    rows = rows[rows["theme"] == name]
    if rows.empty:
        raise NothingToMeasure
    return rows.assign(both=rows["spent"] + rows["spent_after"])


def _by_lot(bank: Books, name: str, outcome: str) -> Measured:
    rows = theme(bank, name)
    return difference(rows[outcome][rows["shown"]], rows[outcome][~rows["shown"]])


@PLANTED.row(
    "theme_lifts",
    "m11",
    title=("One theme lifts", "一个主题真的有效"),
    sentence=(
        "The theme about the home brings more yuan a customer over its month and the next than in the holdout.",
        "“家居焕新季”：活动当月加次月，人均成交额高于留白组。",
    ),
    target=Target(low=8, least_z=2),
    unit=Unit.YUAN,
)
def _theme_lifts(bank: Books) -> Measured:
    return _by_lot(bank, "home", "both")


@PLANTED.row(
    "theme_does_nothing",
    "m11",
    title=("…one does nothing", "……一个主题没有作用"),
    sentence=(
        "The theme about the car makes no difference in its month (at most sixteen yuan either way, which is chance).",
        "“爱车养护月”：活动当月人均成交额与留白组无差别（相差至多16元，属于偶然）。",
    ),
    target=Target(-16, 16),
    unit=Unit.YUAN,
)
def _theme_does_nothing(bank: Books) -> Measured:
    return _by_lot(bank, "car_care", "spent")


@PLANTED.row(
    "theme_seems_to_lift",
    "m11",
    title=("…and one seems to lift", "……还有一个看上去有效"),
    sentence=(
        "In its own month the theme ahead of the eleventh of November brings more than the holdout.",
        "“双十一提前购”：活动当月人均成交额高于留白组。",
    ),
    target=Target(low=8, least_z=2),
    unit=Unit.YUAN,
)
def _theme_seems_to_lift(bank: Books) -> Measured:
    return _by_lot(bank, "early_bird", "spent")


@PLANTED.row(
    "theme_pulls_forward",
    "m11",
    title=("…which the month after takes back", "……次月又还了回去"),
    sentence=(
        "In the month after, those who saw it order for less than the holdout: the orders were only pulled forward.",
        "次月，看到活动的客户成交额反而低于留白组：订单只是提前了。",
    ),
    target=Target(high=-8, least_z=2),
    unit=Unit.YUAN,
)
def _theme_pulls_forward(bank: Books) -> Measured:
    return _by_lot(bank, "early_bird", "spent_after")


@PLANTED.row(
    "theme_nets_nothing",
    "m11",
    title=("…so that nothing is left", "……两个月合计等于零"),
    sentence=(
        "Both months together, it brings next to nothing (at most twenty yuan either way, which is chance).",
        "两个月合计，几乎没有增量（相差至多20元，属于偶然）。",
    ),
    target=Target(-20, 20),
    unit=Unit.YUAN,
)
def _theme_nets_nothing(bank: Books) -> Measured:
    return _by_lot(bank, "early_bird", "both")
