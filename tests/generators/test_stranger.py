"""A stranger's script: what an analyst who has seen card data looks at first, to tell whether a bank's spending is made up.

Ranges are argued where they stand. Most have no public figure and are assumptions of the kind that an analyst brings.
"""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.check import check
from generators.draws import Draws
from generators.population import draw_population
from generators.run import generate
from tests.support.banks import block_tables, frames, small_world

SHOPPING = ["apparel", "electronics", "home"]


@pytest.fixture(scope="module")
def bought(tiny) -> pd.DataFrame:
    """Purchases with who, where and when."""
    rows = tiny["transactions"].merge(
        tiny["customers"][["customer_id", "birth_year", "gender", "city"]], on="customer_id"
    )
    rows = rows.merge(tiny["merchants"][["merchant_id", "city"]], on="merchant_id", suffixes=("", "_shop"))
    for column in ("category", "side", "channel", "gender"):
        rows[column] = rows[column].astype(str)
    stamp = rows.timestamp.dt
    day = stamp.day_of_week
    return rows.assign(
        age=stamp.year - rows.birth_year, hour=stamp.hour, day=stamp.day, month=stamp.month, weekday=day < 5
    )


def shares(rows: pd.DataFrame) -> pd.Series:
    """Share of each category in the number of purchases."""
    return rows.category.value_counts(normalize=True)


# --- who buys what ----------------------------------------------------------------------------------------------------


def test_the_whole_bank_buys_what_its_parameters_say(bought):
    """Mixes differ from person to person; over the bank they come to the shares that everything else is set for."""
    wanted = pd.Series({category.name: category.share for category in p.CATEGORIES})
    # Dear categories are declined more often: a limit that is spent turns away a sofa sooner than a meal.
    assert (shares(bought) / wanted).between(0.80, 1.12).all()


def test_people_of_different_ages_buy_different_things(bought):
    young, parents, old = (shares(bought[bought.age.between(*ages)]) for ages in ((18, 27), (30, 42), (60, 99)))
    # Older people see doctors more than twice as often as those in their twenties, and eat out less.
    assert 2.0 < old["health"] / young["health"] < 7.0
    assert 0.4 < old["dining"] / young["dining"] < 0.8
    assert 1.5 < old["supermarket"] / young["supermarket"] < 3.0
    # School and courses are paid by parents, not by pensioners; a fridge and a sofa when a household is founded.
    assert parents["education"] > 3 * old["education"]
    assert 1.2 < parents["home"] / young["home"] < 2.5
    # Who commutes and goes out: the young.
    assert young["transport"] > 1.3 * old["transport"]
    assert young["leisure"] > 1.2 * old["leisure"]


def test_women_and_men_buy_different_things(bought):
    women, men = (shares(bought[bought.gender == sex]) for sex in ("f", "m"))
    # Clothes twice or so as often by women, electronics by men. More of the drivers are men: of China's car drivers, about
    # two thirds (Ministry of Public Security, 2023).
    assert 1.4 < women["apparel"] / men["apparel"] < 2.4
    assert 1.6 < men["electronics"] / women["electronics"] < 2.8
    assert 1.3 < men["fuel"] / women["fuel"] < 2.4


def test_who_has_a_car_fills_it_and_who_has_none_does_not(bought):
    """Fuel is no small part of everybody's purchases: most buy hardly any, the others every tenth time or more."""
    busy = bought.groupby("customer_id").filter(lambda rows: len(rows) >= 100)
    fuel = busy.category.eq("fuel").groupby(busy.customer_id).mean()
    assert 0.35 < (fuel < 0.03).mean() < 0.70
    assert 0.25 < (fuel > 0.10).mean() < 0.60


def test_people_grow_older_and_change_what_they_buy():
    """The stage of life is that of the time: the same people, five years later, buy more for children and health."""
    size = 1_500
    bank = small_world(customers=size, months=60, block_size=size)
    rows = frames(block_tables(bank, 0, size))["transactions"]
    kept = set(rows.customer_id[rows.timestamp >= "2028-01-01"])
    rows = rows[rows.customer_id.isin(kept)]
    then, now = (shares(rows[rows.timestamp.dt.year == year]) for year in (2024, 2028))
    assert now["health"] > 1.05 * then["health"]
    assert now["leisure"] < then["leisure"]


# --- regular merchants and payments -----------------------------------------------------------------------------------


def top_share(rows: pd.DataFrame, least: int = 20, top: int = 1) -> pd.Series:
    """Each customer's share of purchases at their `top` most frequented merchants, of those with `least` purchases."""
    counts = rows.groupby(["customer_id", "merchant_id"]).size()
    total = counts.groupby("customer_id").sum()
    best = counts.sort_values(ascending=False).groupby("customer_id").head(top).groupby("customer_id").sum()
    return (best / total)[total >= least]


def test_people_have_their_own_supermarket_and_way_to_work(bought):
    home = bought[(bought.side == "offline") & (bought.city == bought.city_shop)]
    markets = home[home.category == "supermarket"]
    # One or two supermarkets take most of it; restaurants are changed more often.
    assert 0.45 < top_share(markets).median() < 0.75
    assert 0.70 < top_share(markets, top=2).median() < 0.95
    assert top_share(home[home.category == "dining"]).median() < 0.45
    assert top_share(bought[(bought.category == "transport") & (bought.side == "online")]).median() > 0.6
    # And they are their own: no shop is the favourite of more than a third of a city.
    counts = markets.groupby(["city", "customer_id", "merchant_id"]).size().reset_index(name="times")
    mine = counts.sort_values("times").drop_duplicates("customer_id", keep="last")
    assert mine.groupby("city").merchant_id.value_counts(normalize=True).max() < 0.55


@pytest.fixture(scope="module")
def bills(bought) -> pd.DataFrame:
    """Amounts that a customer pays for utilities to a merchant in six months or more: months, and day of the month."""
    rows = bought[bought.category == "utilities"].assign(stamp=bought.timestamp.dt.to_period("M"))
    same = rows.groupby(["customer_id", "merchant_id", "amount_fen"])
    found = same.agg(months=("stamp", "nunique"), times=("stamp", "size"), day=("day", "median"), spread=("day", "std"))
    return found[found.months >= 6]


def test_phone_bills_recur_on_their_day_with_the_same_amount(bought, bills):
    payers = bought.loc[bought.category == "utilities", "customer_id"].nunique()
    # A third to two thirds of those who pay bills by card have left one to pay itself (a).
    assert 0.25 < bills.index.get_level_values("customer_id").nunique() / payers < 0.75
    assert (bills.times <= bills.months + 1).mean() > 0.95  # once a month
    # On the same day of every month, but for the month in which the card was first used.
    assert (bills.spread == 0).mean() > 0.85
    assert bills.day.max() <= 28


def test_a_standing_order_seldom_misses_a_month_in_which_the_card_is_used(bought, bills):
    used = bought.assign(stamp=bought.timestamp.dt.to_period("M")).groupby(["customer_id", "stamp"]).size()
    used = used[used >= 3].reset_index().groupby("customer_id").stamp.nunique()
    of_customer = bills.months.groupby("customer_id").max()
    # A limit that is spent declines some.
    assert (of_customer / used.reindex(of_customer.index)).clip(upper=1).median() > 0.95


# --- where and when ---------------------------------------------------------------------------------------------------


def test_nobody_is_in_two_cities_within_two_hours(bought):
    shops = bought[bought.side == "offline"].sort_values(["customer_id", "timestamp"])
    moved = shops.customer_id.eq(shops.customer_id.shift()) & shops.city_shop.ne(shops.city_shop.shift())
    # The fastest train between any two of the cities takes an hour, and one has to get to the station.
    assert shops.timestamp.diff()[moved].min() > pd.Timedelta(hours=2)


def test_trips_are_a_few_days_now_and_then(bought):
    shops = bought[bought.side == "offline"]
    away = shops.city != shops.city_shop
    # Four domestic trips a head and year (Ministry of Culture and Tourism, 2024), more of them by city people with cards.
    assert 0.03 < away.mean() < 0.10
    days = shops[away].groupby("customer_id").timestamp.apply(lambda when: when.dt.normalize().nunique())
    usual = shops.groupby("customer_id").size()
    assert 0.10 < (days.reindex(usual[usual >= 60].index, fill_value=0) == 0).mean() < 0.5  # some never travel
    cities = shops[away].groupby("customer_id").city_shop.agg(lambda names: names.value_counts(normalize=True).max())
    assert cities[shops[away].groupby("customer_id").size() >= 10].median() > 0.5  # most have one other city


def test_hours_differ_between_working_days_and_free_ones(bought):
    ways = bought[bought.category == "transport"]
    rush = ways.hour.isin([7, 8, 17, 18])
    assert rush[ways.weekday].mean() > 0.4  # a third of the waking hours would be a fifth of the rides
    assert rush[~ways.weekday].mean() < 0.3
    meals = bought[(bought.category == "dining") & bought.weekday]
    assert meals.hour.isin([11, 12, 17, 18, 19]).mean() > 0.5
    shops = bought[(bought.side == "offline") & bought.category.isin(SHOPPING)]
    afternoon = shops.hour.between(13, 16)
    assert afternoon[~shops.weekday].mean() > afternoon[shops.weekday].mean() + 0.05
    # Shops are closed at night; phones are not.
    assert not bought[bought.side == "offline"].hour.between(1, 4).any()
    assert 0.01 < bought[bought.side == "online"].hour.between(0, 5).mean() < 0.08


def per_day(rows: pd.DataFrame, days: pd.DatetimeIndex) -> float:
    """Purchases a day on some days."""
    return float(rows.timestamp.dt.normalize().isin(days).sum() / len(days))


@pytest.mark.parametrize(("first", "last"), [("10-01", "10-07"), ("05-01", "05-05")])
def test_long_holidays_are_for_going_out_and_not_to_work(bought, first, last):
    weeks = [pd.date_range(f"{year}-{first}", f"{year}-{last}") for year in (2024, 2025)]
    holiday = weeks[0].append(weeks[1])
    month = pd.DatetimeIndex([day for week in weeks for day in pd.date_range(week[0], week[0] + pd.offsets.MonthEnd())])
    others = month.difference(holiday)
    out, way = (bought[bought.category.isin(names)] for names in (["dining", "travel", "leisure"], ["transport"]))
    assert 1.1 < per_day(out, holiday) / per_day(out, others) < 1.9
    assert per_day(way, holiday) < 0.85 * per_day(way, others)


def test_people_shop_when_they_are_paid(bought, tiny):
    """Those whose wages come on the 10th buy more from then on than people paid on other days do; not so their rides."""
    bank = p.world("tiny")
    paid = draw_population(bank, Draws(bank.seed, 0, bank.customers)).habits.pay_day
    on_the_tenth = pd.Series([p.PAY_DAYS[code][0] == 10 for code in paid], index=tiny["customers"].customer_id)
    theirs = bought.customer_id.map(on_the_tenth)
    for kinds, low, high in ((["supermarket", *SHOPPING, "dining"], 1.07, 1.25), (["transport"], 0.90, 1.10)):
        rows = bought.category.isin(kinds)
        then = bought.day[rows].between(10, 12).groupby(theirs[rows]).mean()
        assert low < then[True] / then[False] < high


def test_the_bank_keeps_working_hours(tiny):
    opened = tiny["accounts"].open_date
    sundays = (opened.dt.day_of_week == 6).mean()
    assert 0.01 < sundays < 0.09  # a seventh would be .14
    assert not tiny["applications"].decided.dropna().dt.hour.isin(range(1, 6)).any()
    calls = tiny["touches"][tiny["touches"].channel.isin(["call", "branch"])]
    assert (calls.date.dt.day_of_week == 6).mean() < 0.06
    assert (tiny["touches"].date.dt.day_of_week == 6).mean() < 0.12


# --- amounts and ways of paying ---------------------------------------------------------------------------------------


def test_amounts_end_as_prices_do_online_and_in_shops(bought):
    amount, online = bought.amount_fen, bought.side == "online"
    ends = pd.DataFrame(
        {
            "round": amount % 1_000 == 0,
            "whole": amount % 100 == 0,
            "nines": (amount % 100).isin([90, 99]) | (amount % 1_000 == 900),
            "cents": amount % 10 != 0,
        }
    )
    by_side = ends.groupby(online).mean()
    assert 0.13 < ends["round"].mean() < 0.20
    assert by_side["round"][False] > 1.5 * by_side["round"][True]
    assert by_side["nines"][True] > 1.8 * by_side["nines"][False]
    # Cash prices in shops are whole yuan or tenths; weighed goods and rides are not.
    assert by_side["whole"][False] > 0.35
    assert 0.2 < by_side["cents"].mean() < 0.6
    by_kind = ends.groupby(bought.category).mean()
    assert by_kind["whole"]["dining"] > 0.45 > 0.35 > by_kind["whole"]["supermarket"]
    assert by_kind["round"]["fuel"] > 0.35  # "fill it up for 300"


def test_wallets_take_the_small_tickets_and_cards_keep_the_large_ones(bought):
    """In China's shops the card behind a QR code has all but replaced the swipe: four of five purchases or so, fewer of the
    value; terminals live on in hotels, hospitals and department stores."""
    shops = bought[bought.side == "offline"]
    code, yuan = shops.channel == "qr", shops.amount_fen / p.FEN
    assert 0.70 < code.mean() < 0.87
    assert 0.5 < shops.amount_fen[code].sum() / shops.amount_fen.sum() < 0.75
    bands = code.groupby(pd.cut(yuan, [0, 100, 500, 2_000, 1e7]), observed=True).mean().to_numpy()
    assert bands[0] > 0.82
    assert bands[-1] < 0.55
    assert (np.diff(bands) < 0).all()
    assert code[shops.age < 30].mean() > code[shops.age >= 55].mean() + 0.05


# --- any year, any length ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [date(2000, 1, 1), date(2013, 7, 1), date(2031, 1, 1), date(2100, 1, 1)])
def test_a_history_may_start_in_any_year(start, tmp_path):
    generate(small_world(customers=300, months=14, start=start), tmp_path / "bank")
    assert check(tmp_path / "bank")[1] == []


def test_the_spring_festival_is_a_new_moon_between_21_january_and_21_february():
    days = list(p.SPRING_FESTIVAL.values())
    assert (days[0].year, len(days)) == (2000, 109)
    assert p.SPRING_FESTIVAL[2024] == date(2024, 2, 10)
    assert p.SPRING_FESTIVAL[2033] == date(2033, 1, 31)
    assert all((1, 21) <= (day.month, day.day) <= (2, 20) for day in days)
    month = 29.530589  # days from a new moon to the next
    for one, other in pairwise(days):
        moons = (other - one).days / month
        assert abs(moons - round(moons)) * month < 1.5
        assert round(moons) in (12, 13)


@pytest.mark.parametrize(("months", "start"), [(2, date(2024, 1, 1)), (3, date(2000, 1, 1)), (4, date(2030, 11, 1))])
def test_a_history_may_be_of_a_few_months(months, start, tmp_path):
    """Some pilots have not begun, some lists are empty, and what there is adds up. tests/kit/test_report.py reports on such."""
    generate(small_world(customers=300, months=months, start=start), tmp_path / "bank")
    assert check(tmp_path / "bank")[1] == []
