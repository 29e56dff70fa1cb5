"""Insight, prepared: the five data sources joined to one row a customer, on any morning, and what those customers were worth
afterwards. Nothing in a row comes from after its morning. `dataset` is a scale or a folder, as for `tw.load`.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from generators.errors import BilingualError
from generators.parameters import CITIES, World
from twinline.base.text import t
from twinline.data.books import Books
from twinline.data.pilots import margin
from twinline.data.tables import default_scale, label, load, titles, world_of
from twinline.twin.bank import Bank

AFTER = 6  # months over which a tag must prove itself

SOURCES = {
    "user": ("gender", "age", "city", "income", "product", "tenure_months"),
    "behaviour": ("visits_12m", "device", "wecom_replies_12m", "wecom_friend", "app_user"),
    "consumption": ("dining_3m", "travel_12m", "away_12m", "fuel_12m", "spend_12m", "online_share"),
    "product": ("fund", "savings", "insurance", "mortgage", "points", "redeemed_12m"),
    "service": ("calls_in_12m", "complaints_12m", "enquiries_12m", "unhappy"),
}
"""The five sources of the 360 view, and the columns of `portrait` that each one gives."""


def portrait(morning: Any = None, dataset: str | Path | None = None) -> pd.DataFrame:
    """The 360 view of one morning, by default the one after the history: a row an open account.

    Columns: those of `bank.observed()`, city in the language in use, and gender; device (last one seen on the app, missing where there is none),
    wecom_replies_12m; dining_3m and away_12m (purchases of meals; purchases in shops of other cities), travel_12m and fuel_12m
    (yuan), online_share (of the purchases of 12 months); fund, savings, insurance, mortgage (held with us that morning);
    payroll and family (ties on record); calls_in_12m, unhappy (gave 1 or 2 of 5 to the last call rated).
    """
    bank, books = _bank(dataset), Books(dataset)
    day = pd.Timestamp(str(morning)) if morning is not None else books.end
    seen = bank.observed() if morning is None else bank.observed(day)
    people = load("customers", dataset, columns=["customer_id", "gender"]).set_index("customer_id")["gender"]
    cities = {city.name: t(city.name_en, city.name) for city in CITIES}
    parts = [_purchases(day, dataset), _behaviour(day, dataset), _held(day, dataset), _service(day, dataset)]
    joined = seen.assign(gender=seen["customer_id"].map(people).astype(str), city=seen["city"].astype(str).map(cities))
    for part in parts:
        joined = joined.merge(part, left_on="customer_id", right_index=True, how="left")
    counts = ["dining_3m", "travel_12m", "away_12m", "fuel_12m", "wecom_replies_12m", "calls_in_12m"]
    flags = ["fund", "savings", "insurance", "mortgage", "payroll", "family", "unhappy"]
    joined[counts] = joined[counts].fillna(0)
    joined[flags] = joined[flags].eq(True)
    times = ["dining_3m", "away_12m", "wecom_replies_12m", "calls_in_12m"]
    return joined.astype(dict.fromkeys(times, int))


def tagged(months: int = 6, dataset: str | Path | None = None) -> pd.DataFrame:
    """Two tags on the first of several months, the last of the history: a row an open account and morning.

    Columns: customer_id, morning, eats_out (five meals or more in three months), traveller (2,000 yuan or more in a year).
    """
    last = Books(dataset).end
    mornings = [last - pd.DateOffset(months=back) for back in range(months, 0, -1)]
    rows = []
    for morning in mornings:
        seen = _bank(dataset).observed(morning)[["customer_id"]]
        bought = _purchases(morning, dataset).reindex(seen["customer_id"])
        meals, travel = bought["dining_3m"].to_numpy() >= 5, bought["travel_12m"].to_numpy() >= 2_000
        rows.append(seen.assign(morning=morning, eats_out=meals, traveller=travel))
    return pd.concat(rows, ignore_index=True)


def outcomes(dataset: str | Path | None = None) -> pd.DataFrame:
    """The 360 view half a year before the end of the history, with what came after: a row an account then open.

    Columns: those of `portrait`, `value_after` (yuan of margin in the six months from that morning on; who closed brings
    nothing from then on), `open_after` (the card was still open at their end).
    """
    books = Books(dataset)
    morning = books.end - pd.DateOffset(months=AFTER)
    rows = portrait(morning.date(), dataset)
    sheets = load("statements", dataset)
    sheets = sheets.assign(earned=margin(sheets))
    later = sheets[pd.to_datetime(sheets["month"]) >= morning]
    closed = load("accounts", dataset, columns=["customer_id", "close_date"]).set_index("customer_id")["close_date"]
    value = later.groupby("customer_id")["earned"].sum()
    who = rows["customer_id"]
    found: pd.DataFrame = rows.assign(
        value_after=who.map(value).fillna(0.0).to_numpy(), open_after=who.map(closed).isna().to_numpy()
    )
    return found


def scenes(dataset: str | Path | None = None) -> pd.DataFrame:
    """`outcomes` with what the scene segments of a branch need: a row an account open half a year before the end.

    Further columns: apparel_12m (yuan of clothes in the year before that morning), shop_payroll (paid through us by a
    catering or retail firm, on record that morning). Who owns a shop is not in the books.
    """
    rows = outcomes(dataset)
    morning = Books(dataset).end - pd.DateOffset(months=AFTER)
    bought = _year(_bought(Books(dataset).folder), morning)
    clothes = bought[bought["category"] == "apparel"].groupby("customer_id")["amount"].sum()
    firms = load("companies", dataset, columns=["company_id", "industry"])
    shops = firms.loc[firms["industry"].isin(["catering", "retail"]), "company_id"]
    ties = load("relationships", dataset, columns=["customer_id", "kind", "company_id", "since"])
    paid = ties[(ties["kind"] == "payroll") & (ties["since"] < morning) & ties["company_id"].isin(shops)]
    who = rows["customer_id"]
    return rows.assign(
        apparel_12m=who.map(clothes).fillna(0.0).to_numpy(), shop_payroll=who.isin(paid["customer_id"]).to_numpy()
    )


def purchases(months: int = 12, dataset: str | Path | None = None) -> pd.DataFrame:
    """Purchases of meals and travel in the last months of the history: customer_id, timestamp, category (text), amount."""
    bought = load("transactions", dataset, columns=["customer_id", "timestamp", "category", "amount"])
    begin = Books(dataset).end - pd.DateOffset(months=months)
    kept = bought[(bought["timestamp"] >= begin) & bought["category"].isin(["dining", "travel"])]
    found: pd.DataFrame = kept.assign(category=kept["category"].astype(str)).reset_index(drop=True)
    return found


def buyers(dataset: str | Path | None = None) -> pd.DataFrame:
    """Customers who bought within the last year of the history, for RFM: a row an open account, the biggest spender first.

    Columns: customer_id, months_since_purchase, purchases_3m, spend_12m (yuan).
    """
    seen = _bank(dataset).observed()
    seen = seen[(seen["spend_12m"] > 0) & seen["months_since_purchase"].notna()]
    names = ["customer_id", "months_since_purchase", "purchases_3m", "spend_12m"]
    return (
        seen[names].astype({"months_since_purchase": int}).sort_values("spend_12m", ascending=False, ignore_index=True)
    )


def tag_table(dataset: str | Path | None = None) -> pd.DataFrame:
    """Tags on the last morning of the history: True, False, or None where the bank cannot know. A row an open account.

    Columns: customer_id, eats_out, traveller, app_active, iphone (known only of those seen on the app within a year).
    """
    rows = portrait(dataset=dataset)
    seen = rows["device"].notna()
    return pd.DataFrame(
        {
            "customer_id": rows["customer_id"],
            "eats_out": rows["dining_3m"] >= 5,
            "traveller": rows["travel_12m"] >= 2_000,
            "app_active": rows["visits_3m"] >= 3,
            "iphone": (rows["device"] == "iphone").astype(object).where(seen, None),
        }
    )


def segmented(dataset: str | Path | None = None) -> pd.DataFrame:
    """Customers half a year before the end, in the bank's own groups: a row an account then open.

    Columns: customer_id, spend_12m (yuan), active_12m (months with a purchase), utilisation, visits_12m, group ("idle",
    "buys", "revolves": pays interest), value_after (see `outcomes`).
    """
    rows = outcomes(dataset)
    idle, revolves = rows["purchases_3m"] == 0, rows["interest_3m"] > 0
    group = pd.Series("buys", index=rows.index).mask(idle, "idle").mask(revolves, "revolves")
    names = ["customer_id", "spend_12m", "active_12m", "utilisation", "visits_12m", "value_after"]
    return rows[names].assign(group=group)


def card(view: pd.DataFrame, customer_id: int) -> pd.DataFrame:
    """One customer of a `portrait` for reading: a row a column of `SOURCES`, with its source and its title.

    Raises `BilingualError` for a customer who is not in the view.
    """
    found = view[view["customer_id"] == customer_id]
    if found.empty:
        raise BilingualError(
            f"Customer {customer_id} has no open account that morning.",
            f"那天早上，客户 {customer_id} 没有未销户的账户。",
        )
    own = {
        "device": t("Phone, last seen on the app", "手机（最近登录）"),
        "wecom_replies_12m": t("Replies on WeCom in 12 months", "近 12 个月企业微信回复次数"),
        "dining_3m": t("Meals in 3 months", "近 3 个月用餐次数"),
        "travel_12m": t("Travel in 12 months, yuan", "近 12 个月旅行消费（元）"),
        "away_12m": t("Purchases in other cities, 12 months", "近 12 个月异地消费笔数"),
        "fuel_12m": t("Fuel in 12 months, yuan", "近 12 个月加油消费（元）"),
        "online_share": t("Online share of purchases", "线上消费笔数占比"),
        "fund": t("Holds a fund", "持有基金"),
        "savings": t("Holds savings", "持有储蓄"),
        "insurance": t("Holds insurance", "持有保险"),
        "mortgage": t("Holds a mortgage", "持有房贷"),
        "calls_in_12m": t("Calls to us in 12 months", "近 12 个月来电次数"),
        "unhappy": t("Last call rated 1 or 2", "最近一次来电评 1—2 分"),
    }
    names, row = source_names(), found.iloc[0]
    phones = {"android": t("Android", "安卓"), "iphone": "iPhone", "harmony": t("HarmonyOS", "鸿蒙")}
    levels = {"gender": dict(titles("gender")), "product": dict(titles("product")), "device": phones}
    rows = []
    for source, columns in SOURCES.items():
        for name in columns:
            value = levels[name].get(row[name], t("unknown", "不知道")) if name in levels else row[name]
            if isinstance(value, bool | np.bool_):
                value = t("yes", "是") if value else t("no", "否")
            elif isinstance(value, float):
                value = round(value, 2)
            rows.append((names[source], own.get(name) or label(name), value))
    return pd.DataFrame(rows, columns=[t("Source", "来源"), t("Column", "字段"), t("Value", "取值")])


def source_names() -> dict[str, str]:
    """The five data sources in the language in use."""
    return {
        "user": t("User data", "用户数据"),
        "behaviour": t("Behaviour data", "行为数据"),
        "consumption": t("Consumption data", "消费数据"),
        "product": t("Product data", "商品数据"),
        "service": t("Service data", "客服数据"),
    }


def _purchases(day: pd.Timestamp, dataset: str | Path | None) -> pd.DataFrame:
    bought = _bought(Books(dataset).folder)
    year = bought[(bought["timestamp"] >= day - pd.DateOffset(months=12)) & (bought["timestamp"] < day)]
    quarter = year["timestamp"] >= day - pd.DateOffset(months=3)
    who = year["customer_id"]
    return pd.DataFrame(
        {
            "dining_3m": (quarter & (year["category"] == "dining")).groupby(who).sum(),
            "travel_12m": year["amount"].where(year["category"] == "travel", 0.0).groupby(who).sum(),
            "fuel_12m": year["amount"].where(year["category"] == "fuel", 0.0).groupby(who).sum(),
            "away_12m": year["away"].groupby(who).sum(),
            "online_share": (year["side"] == "online").groupby(who).mean(),
        }
    )


@lru_cache(maxsize=1)
def _bought(dataset: Path) -> pd.DataFrame:
    """All purchases with `away`: in a shop of another city than the customer's. Kept, since a panel asks again and again."""
    names = ["customer_id", "timestamp", "category", "side", "amount", "merchant_id"]
    bought = load("transactions", dataset, columns=names)
    shops = load("merchants", dataset, columns=["merchant_id", "city"]).set_index("merchant_id")["city"].astype(str)
    homes = load("customers", dataset, columns=["customer_id", "city"]).set_index("customer_id")["city"].astype(str)
    away = bought["merchant_id"].map(shops).to_numpy() != bought["customer_id"].map(homes).to_numpy()
    away &= (bought["side"] == "offline").to_numpy()
    kept: pd.DataFrame = bought.assign(away=away).drop(columns="merchant_id")
    return kept


def _behaviour(day: pd.Timestamp, dataset: str | Path | None) -> pd.DataFrame:
    app = load("app_events", dataset, columns=["customer_id", "timestamp", "device"])
    wecom = load("wecom_events", dataset, columns=["customer_id", "timestamp", "event"])
    app, wecom = _year(app, day), _year(wecom, day)
    last = app.sort_values("timestamp", kind="stable").groupby("customer_id")["device"].last().astype("object")
    return pd.concat(
        [
            last.rename("device"),
            wecom[wecom["event"] == "replied"].groupby("customer_id").size().rename("wecom_replies_12m"),
        ],
        axis=1,
    )


def _held(day: pd.Timestamp, dataset: str | Path | None) -> pd.DataFrame:
    held = load("holdings", dataset, columns=["customer_id", "product", "opened", "closed"])
    held = held[(held["opened"] < day) & ~(held["closed"] < day)]
    flags = {name: _who(held[held["product"] == name]) for name in ("fund", "savings", "insurance", "mortgage")}
    ties = load("relationships", dataset, columns=["customer_id", "kind", "since"])
    ties = ties[ties["since"] < day]
    flags["payroll"] = _who(ties[ties["kind"] == "payroll"])
    flags["family"] = _who(ties[ties["kind"].isin(["spouse", "parent_child"])])
    return pd.DataFrame(flags)


def _service(day: pd.Timestamp, dataset: str | Path | None) -> pd.DataFrame:
    calls = _year(load("service_calls", dataset, columns=["customer_id", "timestamp", "satisfaction"]), day)
    rated = calls[calls["satisfaction"].notna()].sort_values("timestamp", kind="stable")
    last = rated.groupby("customer_id")["satisfaction"].last().astype(float) <= 2
    return pd.concat([calls.groupby("customer_id").size().rename("calls_in_12m"), last.rename("unhappy")], axis=1)


def _year(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return rows[(rows["timestamp"] >= day - pd.DateOffset(months=12)) & (rows["timestamp"] < day)]


def _who(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=pd.Index(rows["customer_id"].unique(), name="customer_id"))


def _bank(dataset: str | Path | None) -> Bank:
    return _open(world_of(dataset or default_scale()))


@lru_cache(maxsize=1)
def _open(world: World) -> Bank:
    return Bank.open(world)
