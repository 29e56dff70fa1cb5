"""Channels, prepared: where and how customers buy, whom the care list called or texted, what a visit to the app led to,
and what a text brought into the shops. Each function reads the bank's observed tables only; `dataset` is a scale or a
folder, as for `tw.load`.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.base.text import t
from twinline.data import views
from twinline.data.books import Books
from twinline.data.tables import dataset_folder, load
from twinline.report import facts

WAYS: Final = ("pos", "qr", "in_app", "ecommerce")  # from the counter to the screen
MOST_DAYS = 7  # that a purchase may follow a visit to the app and still be looked for


def purchases(every: int = 1, dataset: str | Path | None = None) -> pd.DataFrame:
    """A row a purchase, by the customers whose number divides by `every`: 10 gives about a tenth of them.

    Columns: customer_id, quarter ("2024Q1"), category, channel (how it was paid), online, amount (yuan), decade (of the
    customer's birth, as 1990), opened (the year in which the card was opened).
    """
    bought = load(
        "transactions", dataset, columns=["customer_id", "timestamp", "category", "side", "channel", "amount"]
    )
    bought = bought[bought["customer_id"] % every == 0]
    number = (bought["timestamp"].dt.year * 4 + bought["timestamp"].dt.quarter - 1).astype("category")
    quarters = number.cat.rename_categories([f"{name // 4}Q{name % 4 + 1}" for name in number.cat.categories])
    traits = people(dataset).set_index("customer_id")
    found: pd.DataFrame = bought.assign(
        quarter=quarters.cat.as_ordered(),
        online=bought["side"] == "online",
        decade=bought["customer_id"].map(traits["decade"]),
        opened=bought["customer_id"].map(traits["opened"]),
    )
    columns = ["customer_id", "quarter", "category", "channel", "online", "amount", "decade", "opened"]
    return found[columns].reset_index(drop=True)


def people(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row a customer: customer_id, decade (of birth), city (in the language in use), opened (year), app_user."""
    known = load("customers", dataset, columns=["customer_id", "birth_year", "city", "app_user"])
    held = load("accounts", dataset, columns=["customer_id", "open_date"]).set_index("customer_id")["open_date"]
    branches = (
        load("branches", dataset, columns=["city", "city_en"]).drop_duplicates("city").set_index("city")["city_en"]
    )
    city = known["city"].astype(str)
    return pd.DataFrame(
        {
            "customer_id": known["customer_id"],
            "decade": known["birth_year"] // 10 * 10,
            "city": city.map(branches) if t("en", "zh") == "en" else city,
            "opened": known["customer_id"].map(held).dt.year,
            "app_user": known["app_user"],
        }
    )


def ways(dataset: str | Path | None = None) -> pd.DataFrame:
    """How many purchases were paid in which way: a row a quarter, scene, way, decade of birth and year of opening.

    Columns: quarter, category, channel, decade, opened, purchases. Rows without a purchase are left out.
    """
    bought = purchases(dataset=dataset)
    keys = ["quarter", "category", "channel", "decade", "opened"]
    return bought.groupby(keys, observed=True).size().rename("purchases").reset_index()


def care(dataset: str | Path | None = None) -> pd.DataFrame:
    """The care list's contacts whose six months are over: a row a contact.

    Columns: customer_id, channel ("call" or "sms"), asked (the customer asked about fees or leaving in the month
    before), younger (born in 1980 or later), cost (yuan, with the offer if it was used), delivered, stayed (the card was still open six
    months later). Business as usual chose whom and how, no lot did.
    """
    rows = facts.care(Books(dataset)).reset_index(drop=True)
    born = people(dataset).set_index("customer_id")["decade"]
    rows = rows.assign(channel=np.where(rows["called"], "call", "sms"), younger=rows["customer_id"].map(born) >= 1980)
    return rows[["customer_id", "channel", "asked", "younger", "cost", "delivered", "stayed"]]


def visits(dataset: str | Path | None = None) -> pd.DataFrame:
    """The visits to the app in the history's last quarter whose seven days are over: a row a visit.

    Columns: session_id, customer_id, timestamp, looked (at the page of offers), clicked (on it), wait (days until the
    customer's next purchase in a shop; missing beyond seven), usual_wait (the same, counted from the same hour two weeks
    earlier), and a column a scene ("dining", …): days until the next purchase in a shop of that scene, with
    "usual_dining", … beside it, and bought (within the seven days), enjoyed (points redeemed in that month or the next).
    """
    return _visits(dataset_folder(dataset)).copy()


@lru_cache(maxsize=2)
def _visits(folder: Path) -> pd.DataFrame:
    books = Books(folder)
    first = books.end - pd.DateOffset(months=3)
    events = load("app_events", folder, columns=["customer_id", "session_id", "timestamp", "page", "action"])
    events = events[(events["timestamp"] >= first) & (events["timestamp"] < books.end - pd.Timedelta(days=MOST_DAYS))]
    offers = events["page"] == "offers"
    made = events.drop_duplicates("session_id")[["session_id", "customer_id", "timestamp"]]
    made = made.assign(
        looked=made["session_id"].isin(events.loc[offers, "session_id"]),
        clicked=made["session_id"].isin(events.loc[offers & (events["action"] != "view"), "session_id"]),
        timestamp=made["timestamp"].astype("datetime64[us]"),
    ).sort_values("timestamp", ignore_index=True)
    shops = load("transactions", folder, columns=["customer_id", "timestamp", "category", "side"])
    shops = shops[(shops["side"] == "offline") & (shops["timestamp"] >= first - pd.Timedelta(days=14))]
    shops = shops.assign(timestamp=shops["timestamp"].astype("datetime64[us]")).sort_values("timestamp")
    waits = {"wait": _waits(made, shops, 0), "usual_wait": _waits(made, shops, 14)}
    for scene, some in shops.groupby("category", observed=True):
        waits |= {str(scene): _waits(made, some, 0), f"usual_{scene}": _waits(made, some, 14)}
    points = load("points", folder, columns=["customer_id", "month", "entry"])
    points = points[points["entry"] == "redeem"]
    redeemed = pd.MultiIndex.from_arrays([points["customer_id"], books.month(points["month"])])
    month = books.month(made["timestamp"])
    enjoyed = [views.in_pairs(made["customer_id"], month + later, redeemed) for later in (0, 1)]
    file: pd.DataFrame = made.assign(**waits, bought=waits["wait"].notna(), enjoyed=enjoyed[0] | enjoyed[1])
    return file


def _waits(made: pd.DataFrame, shops: pd.DataFrame, earlier: int) -> pd.Series:
    """Days from each visit, or from `earlier` days before it, to the customer's next purchase in these shops."""
    since = made[["customer_id", "timestamp"]].assign(timestamp=made["timestamp"] - pd.Timedelta(days=earlier))
    bought = shops[["customer_id", "timestamp"]].assign(at=shops["timestamp"])
    within = pd.Timedelta(days=MOST_DAYS)
    met = pd.merge_asof(since, bought, on="timestamp", by="customer_id", direction="forward", tolerance=within)
    return (met["at"] - met["timestamp"]).dt.total_seconds() / 86_400


def into_shops(dataset: str | Path | None = None) -> pd.DataFrame:
    """What a voucher by text brought into the shops, by lot: a row a scene, and "any" for all of them.

    The pilot drew cards that were new and unused, or asleep. Columns: treated and control (share who bought in a shop of
    that scene in the month of the draw), effect (their difference), error (its standard error).
    """
    books = Books(dataset)
    drawn = views.entries(books, "voucher_where_it_counts", 0)[["customer_id", "month", "arm"]]
    bought = load("transactions", dataset, columns=["customer_id", "timestamp", "category", "side"])
    bought = bought[(bought["side"] == "offline") & bought["customer_id"].isin(drawn["customer_id"])]
    bought = bought.assign(month=books.month(bought["timestamp"]))
    scenes = {str(name): some for name, some in bought.groupby("category", observed=False)} | {"any": bought}
    treated = (drawn["arm"] == "treated").to_numpy()
    rows = {}
    for scene, some in scenes.items():
        pairs = pd.MultiIndex.from_frame(some[["customer_id", "month"]])
        came = views.in_pairs(drawn["customer_id"], drawn["month"], pairs)
        shares = [came[arm].mean() for arm in (treated, ~treated)]
        error = sum(p * (1 - p) / n for p, n in zip(shares, (treated.sum(), (~treated).sum()), strict=True)) ** 0.5
        rows[scene] = {"treated": shares[0], "control": shares[1], "effect": shares[0] - shares[1], "error": error}
    return pd.DataFrame(rows).T


def scene_scores(dataset: str | Path | None = None) -> pd.DataFrame:
    """Four marks from 0 to 1 for each scene of life, measured over the history: a row a scene.

    Columns: scene, often (purchases), both_sides (share of its customers who buy in it online and in shops within the last
    quarter), moving (rise of its online share from the first quarter to the last), ticket (mean amount). The best scene has
    1 in a column and the worst 0.
    """
    bought = purchases(dataset=dataset)
    scenes = bought.groupby("category", observed=True)
    last = bought[bought["quarter"] == bought["quarter"].max()]
    sides = last.groupby(["customer_id", "category"], observed=True)["online"].mean()
    both = sides.between(0, 1, inclusive="neither").groupby("category", observed=True).mean()
    share = bought.pivot_table("online", "category", "quarter", observed=True)
    marks = pd.DataFrame(
        {
            "often": scenes.size(),
            "both_sides": both,
            "moving": share.iloc[:, -1] - share.iloc[:, 0],
            "ticket": scenes["amount"].mean(),
        }
    )
    marks = (marks - marks.min()) / (marks.max() - marks.min())
    marks.insert(0, "scene", marks.index.astype(str))
    return marks.reset_index(drop=True)


def weightings(criteria: int, draws: int = 1_000, seed: int = 0) -> np.ndarray:
    """Weightings of so many criteria, drawn evenly from all that sum to one: an array of draws by criteria.

    Evenly over the simplex: a Dirichlet distribution whose parameters are all 1.
    """
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), draws)


def weights_table(draws: int = 200, dataset: str | Path | None = None) -> pd.DataFrame:
    """Weightings of the marks of `scene_scores`, as a frame: a row a weighting, a column a mark, in another order.

    They do not depend on the bank; `dataset` is taken so that a question can ask for them.
    """
    return pd.DataFrame(weightings(4, draws), columns=["ticket", "often", "moving", "both_sides"])
