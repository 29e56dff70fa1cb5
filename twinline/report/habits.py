"""Whether the bank's spending is that of people: who buys what, where they are used to go, when, and how prices end."""

import pandas as pd

from generators import parameters as p
from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import mean, share
from twinline.report.fact import CALIBRATION, Target, Unit

_OFTEN = 20  # purchases in a category from which on habits show
_MONTHS = 6  # in which the same bill must be paid to count as a standing one


@once
def told(bank: Books) -> pd.DataFrame:
    """Every purchase with its category, way of paying, amount, and the customer's age in that year; codes as text."""
    bought = bank("transactions", "customer_id", "merchant_id", "timestamp", "category", "side", "channel", "amount")
    born = bank("customers", "customer_id", "birth_year").set_index("customer_id")["birth_year"]
    return bought.assign(age=bought["timestamp"].dt.year - bought["customer_id"].map(born))


@CALIBRATION.row(
    "health_by_age",
    "bank",
    title=("Older customers pay more doctors", "年纪大，看病多"),
    sentence=(
        "Health's share of the purchases of customers of 60 and more, over that of those below 30.",
        "医疗健康消费笔数占比：60 岁及以上客户与 30 岁以下客户之比。",
    ),
    target=Target(2.0, 7.0),
    unit=Unit.TIMES,
)
def _health_by_age(bank: Books) -> Measured:
    bought = told(bank)
    health = bought["category"] == "health"
    old, young = mean(health[bought["age"] >= 60]), mean(health[bought["age"] < 30])
    return Measured(old.value / young.value, n=old.n + young.n)


@CALIBRATION.row(
    "own_supermarket",
    "bank",
    title=("People have their own supermarket", "各有常去的超市"),
    sentence=(
        "Of the median customer's purchases in supermarkets at home, the share that goes to the shop they go to most.",
        "在本市超市的消费中，最常去的一家所占的笔数比例（中位客户）。",
    ),
    target=Target(0.45, 0.75),
    unit=Unit.PERCENT,
)
def _own_supermarket(bank: Books) -> Measured:
    bought = told(bank)
    here = bought[(bought["category"] == "supermarket") & (bought["side"] == "offline")]
    times = here.groupby(["customer_id", "merchant_id"]).size()
    total = times.groupby("customer_id").sum()
    top = (times.groupby("customer_id").max() / total)[total >= _OFTEN]
    if top.empty:
        raise NothingToMeasure
    return Measured(float(top.median()), n=len(top))


@CALIBRATION.row(
    "standing_bills",
    "bank",
    title=("Bills that pay themselves", "自动缴费"),
    sentence=(
        "Of customers who pay utilities by card, those who paid one bill of the same amount in six months or more.",
        "用卡缴费的客户中，同一金额的账单扣过六个月以上的比例。",
    ),
    target=Target(0.20, 0.60),
    unit=Unit.PERCENT,
)
def _standing_bills(bank: Books) -> Measured:
    if bank.months < 12:
        raise NothingToMeasure
    bills = told(bank)
    bills = bills[bills["category"] == "utilities"]
    months = (
        bank.month(bills["timestamp"]).groupby([bills["customer_id"], bills["merchant_id"], bills["amount"]]).nunique()
    )
    return mean((months >= _MONTHS).groupby("customer_id").any())


@CALIBRATION.row(
    "one_place_at_a_time",
    "bank",
    title=("Nobody is in two places at once", "不能分身"),
    sentence=(
        "Purchases in a shop within two hours of one by the same customer in another city's shop.",
        "同一客户两小时内先后在两个城市的门店消费的笔数。",
    ),
    target=Target(0.0, 0.0),
    unit=Unit.NUMBER,
)
def _one_place_at_a_time(bank: Books) -> Measured:
    bought = told(bank)
    shops = bought.loc[bought["side"] == "offline", ["customer_id", "timestamp", "merchant_id"]]
    shops = shops.sort_values(["customer_id", "timestamp"], kind="stable")
    city = shops["merchant_id"].map(bank("merchants", "merchant_id", "city").set_index("merchant_id")["city"])
    moved = shops["customer_id"].eq(shops["customer_id"].shift()) & city.ne(city.shift())
    soon = shops["timestamp"].diff()[moved] < pd.Timedelta(hours=2)
    return Measured(float(soon.sum()), n=len(shops))


@CALIBRATION.row(
    "wallets",
    "bank",
    title=("Codes in shops", "门店扫码"),
    sentence=(
        "Of purchases in shops, the share paid by QR code: most of the small ones, fewer of the large.",
        "门店消费中扫码支付的笔数占比：小额为主，大额仍多刷卡。",
    ),
    target=Target(0.70, 0.87),
    unit=Unit.PERCENT,
)
def _wallets(bank: Books) -> Measured:
    bought = told(bank)
    return share(bought.loc[bought["side"] == "offline", "channel"] == "qr")


@CALIBRATION.row(
    "prices_online",
    "bank",
    title=("Prices end in nines online", "线上价格爱用 9 结尾"),
    sentence=(
        "Share of online purchases that end in .90, .99 or 9 yuan, over that of purchases in shops.",
        "金额以 .90、.99 或 9 元结尾的笔数占比：线上与门店之比。",
    ),
    target=Target(1.8, 6.0),
    unit=Unit.TIMES,
)
def _prices_online(bank: Books) -> Measured:
    bought = told(bank)
    fen = (bought["amount"] * p.FEN).round().astype("int64")
    nines = (fen % p.FEN).isin([90, 99]) | (fen % (10 * p.FEN) == 9 * p.FEN)
    online, shops = (mean(nines[bought["side"] == side]) for side in ("online", "offline"))
    return Measured(online.value / shops.value, n=online.n + shops.n)


@CALIBRATION.row(
    "sundays",
    "bank",
    title=("The bank rests on Sundays", "周日少开户"),
    sentence=("Of cards, those opened on a Sunday; a seventh would be 14 %.", "周日开户的卡占比；若每天相同则为 14%。"),
    target=Target(0.01, 0.08),
    unit=Unit.PERCENT,
)
def _sundays(bank: Books) -> Measured:
    return mean(views.accounts(bank)["open_date"].dt.day_of_week == 6)
