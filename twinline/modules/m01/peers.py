"""What a card centre can check in its own books before it copies a peer: how far the forecasts of 2014 have come, what
digital-first customers are worth, what a wallet hides, what refusals and quotas cost, and what a loan at one price does.

Each function reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from generators.twin import money
from twinline.data.books import Books
from twinline.data.tables import dataset_folder, load, world_of
from twinline.prepared.channels import purchases
from twinline.twin.bank import Bank

PHONE: Final = ("qr", "in_app")  # ways of paying in which a wallet may stand between the shop and the bank
YOUNG: Final = 35  # digital-first: below this age …
SCREEN: Final = 0.6  # … and at least this share of purchases online
BASE: Final = ("debit", "savings")  # what makes somebody more than a card customer
WAIT: Final = 60  # days within which an answer still counts as one
BANDS: Final = 10  # of the credit score
OUTSIDE: Final = 0.10  # an assumption of `lending`: the rate that a borrower without risk would bear …
PREMIUM: Final = 1.2  # … and what each point of risk adds to it
SPREAD: Final = 0.025  # how far borrowers of one band differ in it


def observed(dataset: str | Path | None = None) -> pd.DataFrame:
    """What the bank knows on the morning after its history: `bank.observed()`."""
    return Bank.open(world_of(dataset_folder(dataset))).observed()


def trends(dataset: str | Path | None = None) -> pd.DataFrame:
    """The trends that were forecast in 2014, each as one share, by half-year: a row a half-year ("2024H1").

    Columns: mobile (of purchases, paid by code or inside an app), social (of applications, sent by a customer), platform
    (of the app's pages, those that are not about the customer's own account), open (of applications, from a partner's
    scene), ubiquitous (of buying customers, those who used at least three of the four ways of paying).
    """
    bought = load("transactions", dataset, columns=["customer_id", "timestamp", "channel"])
    bought = bought.assign(half=_half(bought["timestamp"]))
    pages = load("app_events", dataset, columns=["timestamp", "page"])
    pages = pages[~pages["page"].isin(["home", "log_out"])]
    asked = load("applications", dataset, columns=["started", "channel"])
    asked = asked[asked["started"] >= bought["timestamp"].min().normalize()]
    half = _half(asked["started"])
    ways = bought.groupby(["half", "customer_id"])["channel"].nunique()
    return pd.DataFrame(
        {
            "mobile": bought["channel"].isin(PHONE).groupby(bought["half"]).mean(),
            "social": (asked["channel"] == "referral").groupby(half).mean(),
            "platform": pages["page"].isin(["offers", "points_mall"]).groupby(_half(pages["timestamp"])).mean(),
            "open": (asked["channel"] == "partner_scene").groupby(half).mean(),
            "ubiquitous": (ways >= 3).groupby("half").mean(),
        }
    )


def digital(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row an open account: customer_id, age, margin_12m, spend_12m, visits_12m, online (share of the last quarter's
    purchases; missing without one), group.

    group is "first" (digital-first: younger than 35, opened the app within three months, at least 60 % of purchases
    online), "young" (all other buyers below 35), "older" (buyers from 35 on) or "silent" (bought nothing).
    """
    seen = observed(dataset)
    bought = purchases(dataset=dataset)
    last = bought[bought["quarter"] == bought["quarter"].max()]
    online = seen["customer_id"].map(last.groupby("customer_id")["online"].mean())
    young = seen["age"] < YOUNG
    first = young & (seen["visits_3m"] > 0) & (online >= SCREEN)
    group = np.select([online.isna(), first, young], ["silent", "first", "young"], "older")
    columns = ["customer_id", "age", "margin_12m", "spend_12m", "visits_12m"]
    return seen[columns].assign(online=online, group=group)


def card_only(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row an open account: customer_id, age, visits_3m, margin_12m, card_only (holds neither a debit card nor savings
    with us), fund (holds a fund with us).
    """
    seen = observed(dataset)[["customer_id", "age", "visits_3m", "margin_12m"]]
    held = load("holdings", dataset, columns=["customer_id", "product", "closed"])
    held = held[held["closed"].isna()]
    based, funds = (held.loc[held["product"].isin(kinds), "customer_id"] for kinds in (BASE, ["fund"]))
    return seen.assign(card_only=~seen["customer_id"].isin(based), fund=seen["customer_id"].isin(funds))


def blind(
    shares: Iterable[float] = (0.0, 0.25, 0.5, 0.75, 1.0), dataset: str | Path | None = None, seed: int = 0
) -> pd.DataFrame:
    """What the bank still sees of the last quarter if wallets hide the shop of a share of the phone payments, by lot.

    A row a share hidden. Columns: spend (share of the amount whose scene is known), favourite (share of buyers whose most
    frequent scene is still named right), travellers (share of those who paid for travel that are still found).
    """
    bought = purchases(dataset=dataset)
    bought = bought[bought["quarter"] == bought["quarter"].max()]
    lot = np.random.default_rng(seed).random(len(bought))
    lot[~bought["channel"].isin(PHONE).to_numpy()] = 1.0
    whole = _scenes(bought)
    best = whole.to_numpy().argmax(axis=1)
    travel = (whole["travel"] > 0).to_numpy()
    rows = {}
    for share in shares:
        known = bought[lot >= share]
        seen = _scenes(known).reindex(whole.index, fill_value=0)
        counts = seen.to_numpy()
        right = (counts.argmax(axis=1) == best) & (counts.max(axis=1) > 0)
        found = (seen["travel"] > 0).to_numpy()[travel].mean()
        spend = known["amount"].sum() / bought["amount"].sum()
        rows[share] = {"spend": spend, "favourite": right.mean(), "travellers": found}
    return pd.DataFrame(rows).T


def shop(dataset: str | Path | None = None) -> pd.DataFrame:
    """The last quarter's card purchases in our busiest restaurant: a row a purchase.

    Columns: merchant_name, customer_id, timestamp, amount, again (the customer had bought there before), elsewhere (share
    of that customer's purchases in restaurants of this quarter that went to others).
    """
    columns = ["customer_id", "merchant_id", "timestamp", "category", "side", "amount"]
    bought = load("transactions", dataset, columns=columns)
    meals = bought[(bought["category"] == "dining") & (bought["side"] == "offline")]
    here = meals[meals["merchant_id"] == meals["merchant_id"].value_counts().index[0]]
    first = here.groupby("customer_id")["timestamp"].transform("min")
    here = here.assign(again=here["timestamp"] > first)
    start = Books(dataset).end - pd.DateOffset(months=3)
    quarter, here = meals[meals["timestamp"] >= start], here[here["timestamp"] >= start]
    away = 1 - here.groupby("customer_id").size() / quarter.groupby("customer_id").size()
    names = load("merchants", dataset, columns=["merchant_id", "merchant_name"]).set_index("merchant_id")
    here = here.assign(
        merchant_name=here["merchant_id"].map(names["merchant_name"]), elsewhere=here["customer_id"].map(away)
    )
    page: pd.DataFrame = here[["merchant_name", "customer_id", "timestamp", "amount", "again", "elsewhere"]]
    return page.reset_index(drop=True)


def family_points(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row a customer with a spouse, parent or child among our customers: customer_id, points (their own), pooled (with
    those of the family members one tie away).
    """
    points = observed(dataset).set_index("customer_id")["points"]
    ties = load("relationships", dataset, columns=["customer_id", "kind", "other_customer_id"])
    ties = ties[ties["kind"].isin(["spouse", "parent_child"])].dropna()
    ties = ties.drop_duplicates(["customer_id", "other_customer_id"])
    ties = ties[ties["customer_id"].isin(points.index) & ties["other_customer_id"].isin(points.index)]
    others = ties["other_customer_id"].map(points).groupby(ties["customer_id"]).sum()
    own = points.loc[others.index]
    return pd.DataFrame({"customer_id": own.index, "points": own.to_numpy(), "pooled": (own + others).to_numpy()})


def against(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every call and text that the bank made: a row a contact.

    Columns: customer_id, campaign, by ("rules" for the bank's standing lists, "project" for its pilots), refused (the
    customer had said no to marketing before that day, if to another channel than this one), complained.
    """
    columns = ["customer_id", "date", "campaign", "channel", "wave", "assignment", "complained"]
    made = load("touches", dataset, columns=columns)
    made = made[(made["wave"] > 0) & made["channel"].isin(["call", "sms"])]
    said = load("contacts", dataset, columns=["customer_id", "opt_out_date"])
    made = made.merge(said, on="customer_id")
    return pd.DataFrame(
        {
            "customer_id": made["customer_id"],
            "campaign": made["campaign"],
            "by": np.where(made["assignment"] == "targeted", "rules", "project"),
            "refused": made["date"] > made["opt_out_date"],
            "complained": made["complained"],
        }
    )


def answers(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every call or chat in which a customer asked about fees or leaving, but for the last `WAIT` days: a row a question.

    Columns: customer_id, topic, days (until the bank's next contact with that customer, by any channel and for any reason;
    missing where none came within `WAIT` days).
    """
    end = Books(dataset).end
    asked = load("service_calls", dataset, columns=["customer_id", "timestamp", "topic"])
    asked = asked[asked["topic"].isin(["fee_question", "cancel_card"])]
    made = load("touches", dataset, columns=["customer_id", "date", "wave"])
    made = made[made["wave"] > 0].sort_values("date")
    asked = asked.assign(date=asked["timestamp"].dt.normalize().astype(made["date"].dtype)).sort_values("date")
    asked = asked[asked["date"] < end - pd.Timedelta(days=WAIT)]
    made = made.assign(at=made["date"])
    met = pd.merge_asof(
        asked, made, on="date", by="customer_id", direction="forward", tolerance=pd.Timedelta(days=WAIT)
    )
    return met.assign(days=(met["at"] - met["date"]).dt.days)[["customer_id", "topic", "days"]]


def quota(dataset: str | Path | None = None) -> pd.DataFrame:
    """The cards opened between a year and six months before the history ends: a row a card.

    Columns: customer_id, acquisition, activated, used and earned (in the last three months: bought something; brought a
    margin above nought).
    """
    end = Books(dataset).end
    cards = load("accounts", dataset, columns=["customer_id", "open_date", "activation_date"])
    cards = cards[cards["open_date"].between(end - pd.DateOffset(months=12), end - pd.DateOffset(months=6), "left")]
    people = load("customers", dataset, columns=["customer_id", "acquisition"])
    months = load("statements", dataset, columns=["customer_id", "month", "purchases", "interest", "opening"])
    months = months[months["month"] >= end - pd.DateOffset(months=3)]
    sums = months.groupby("customer_id")[["purchases", "interest", "opening"]].sum()
    sums = sums.reindex(cards["customer_id"], fill_value=0).reset_index(drop=True)
    cards = cards.merge(people, on="customer_id", how="left")
    return pd.DataFrame(
        {
            "customer_id": cards["customer_id"],
            "acquisition": cards["acquisition"],
            "activated": cards["activation_date"].notna(),
            "used": sums["purchases"] > 0,
            "earned": money.margin(sums["purchases"], sums["interest"], sums["opening"]) > 0,
        }
    )


def borrowers(dataset: str | Path | None = None) -> pd.DataFrame:
    """Our cardholders by score on the day of application, in tenths: a row a band, the riskiest first.

    Columns: score (the band's mean), people, bad (share that was ever three months overdue or written off).
    """
    owed = load("statements", dataset, columns=["customer_id", "bucket"])
    late = owed.loc[owed["bucket"] >= 3, "customer_id"].unique()
    cards = load("accounts", dataset, columns=["customer_id", "status"])
    cards = cards.assign(bad=cards["customer_id"].isin(late) | (cards["status"] == "written_off"))
    file = cards.merge(load("bureau", dataset, columns=["customer_id", "score"]), on="customer_id")
    band = pd.qcut(file["score"].rank(method="first"), BANDS, labels=False)
    found: pd.DataFrame = file.groupby(band).agg(score=("score", "mean"), people=("bad", "size"), bad=("bad", "mean"))
    return found.rename_axis("band")


def lending(bands: pd.DataFrame, riskier: float = 1.0, rates: Iterable[float] | None = None) -> pd.DataFrame:
    """A platform that asks one rate of everybody: a small simulation on the bands of `borrowers`, without luck.

    Assumptions: a year's loan; a band's borrowers default with `riskier` times its bad rate; they borrow elsewhere or not
    at all once the rate passes what they would bear, on average 10 % + 1.2 × their own risk; of what defaults 85 % is lost.
    A row a rate (by default 6 % to 36 %). Columns: volume (share of people who take the loan), bad (share of those who
    default), net (what a lender keeps of a hundred yuan lent). After Stiglitz and Weiss, 1981.
    """
    rate = np.arange(0.06, 0.361, 0.01) if rates is None else np.array(list(rates))
    risk = np.minimum(riskier * bands["bad"].to_numpy(), 0.95)
    people = bands["people"].to_numpy() / bands["people"].sum()
    bear = OUTSIDE + PREMIUM * risk
    takes = people / (1 + np.exp((rate[:, None] - bear) / SPREAD))
    bad = (takes * risk).sum(axis=1) / takes.sum(axis=1)
    net = 100 * ((1 - bad) * rate - bad * money.LOSS_GIVEN_DEFAULT)
    return pd.DataFrame({"volume": takes.sum(axis=1), "bad": bad, "net": net}, index=pd.Index(rate, name="rate"))


def _half(times: pd.Series) -> pd.Series:
    half: pd.Series = times.dt.year.astype(str) + "H" + (1 + (times.dt.month > 6)).astype(str)
    return half


def _scenes(bought: pd.DataFrame) -> pd.DataFrame:
    """Customers by scenes: how many purchases."""
    return bought.pivot_table("amount", "customer_id", "category", "size", fill_value=0, observed=False)
