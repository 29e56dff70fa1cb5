"""Where the work is lost: the form, the hand-over of enquiries, and what managers do when they are paid by the contact.

Each function reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.base.text import t
from twinline.data.books import Books
from twinline.data.pilots import margin
from twinline.data.tables import load

YEAR: Final = 12  # months
BEFORE: Final = 4  # months before a change that what follows is set against
WINDOW: Final = 30  # days within which a channel claims a purchase
DECLINED: Final = "decision"  # the last step: the bank's, not the applicant's


def steps(dataset: str | Path | None = None) -> pd.DataFrame:
    """The application form step by step: a row a form and step that it reached, the bank's decision left out.

    Columns: application_id, step and device (texts), started (when the form was begun), abandoned (given up at that step).
    """
    taken = load("application_steps", dataset, columns=["application_id", "step", "abandoned"])
    forms = load("applications", dataset, columns=["application_id", "device", "started"])
    rows = taken[taken["step"] != DECLINED].merge(forms, on="application_id")
    for name in ("step", "device"):
        rows[name] = rows[name].cat.remove_unused_categories()
    found: pd.DataFrame = rows[["application_id", "step", "device", "started", "abandoned"]]
    return found


def enquiries(dataset: str | Path | None = None) -> pd.DataFrame:
    """Enquiries about cards by people who have none: a row an enquiry.

    Columns: enquiry_id, asked, queue (text), handed (whether it was handed on at all), hours (until then; empty if it was
    not), applied (within a month, as the queue noted it).
    """
    rows = load("card_enquiries", dataset)
    hours = (rows["handed_on"] - rows["asked"]).dt.total_seconds() / 3_600
    found: pd.DataFrame = rows.assign(handed=rows["handed_on"].notna(), hours=hours).drop(columns="handed_on")
    return found


def first_year(dataset: str | Path | None = None) -> pd.Series:
    """What each card opened in the first year of the history earned in its first twelve months, in yuan; closed ones, too.

    See `tw.margin`: interchange and interest less costs of the month. What it took to win the card is not in it.
    """
    bank = Books(dataset)
    cards = bank("accounts", "account_id", "open_date")
    cards = cards[(cards["open_date"] >= bank.start) & (cards["open_date"] < bank.start + pd.DateOffset(years=1))]
    sheets = bank("statements", "account_id", "month", "purchases", "interest", "opening")
    sheets = sheets.merge(cards, on="account_id")
    sheets = sheets[bank.month(sheets["month"]) - bank.month(sheets["open_date"]) < YEAR]
    earned = margin(sheets).groupby(sheets["account_id"]).sum()
    return earned.reindex(cards["account_id"], fill_value=0.0).rename("margin")


def hand_backs(dataset: str | Path | None = None) -> pd.DataFrame:
    """The last year by how long a card has been with us: rows "new" (its first three months) and "older".

    Columns, in percent of both: cards (monthly statements), spent, margin. The branch centres see "new" alone.
    """
    bank = Books(dataset)
    sheets = bank("statements", "account_id", "month", "purchases", "interest", "opening")
    sheets = sheets[sheets["month"] >= bank.last_year]
    opened = sheets["account_id"].map(bank("accounts", "account_id", "open_date").set_index("account_id")["open_date"])
    new = bank.month(sheets["month"]) - bank.month(opened) < 3
    rows = pd.DataFrame({"cards": 1.0, "spent": sheets["purchases"], "margin": margin(sheets)})
    sums = rows.groupby(np.where(new, "new", "older")).sum()
    return sums / sums.sum() * 100


def claims(dataset: str | Path | None = None) -> pd.Series:
    """What each channel would claim of the last three months' buyers, in percent of them.

    Channels (text): texts, calls, WeCom, app, hotline. Each claims whoever bought within thirty days after it was in touch.
    """
    bank = Books(dataset)
    first = bank.end - pd.DateOffset(months=3)
    bought = bank("transactions", "customer_id", "timestamp")
    bought = bought[bought["timestamp"] >= first].sort_values("timestamp")
    sent = bank("touches", "customer_id", "date", "channel", "arm")
    sent = sent[sent["arm"] != "control"].rename(columns={"date": "when"})
    wecom = bank("wecom_events", "customer_id", "timestamp", "event")
    contacts = {
        "texts": sent[sent["channel"] == "sms"],
        "calls": sent[sent["channel"] == "call"],
        "wecom": wecom[wecom["event"] == "message"].rename(columns={"timestamp": "when"}),
        "app": bank("app_events", "customer_id", "timestamp").rename(columns={"timestamp": "when"}),
        "hotline": bank("service_calls", "customer_id", "timestamp").rename(columns={"timestamp": "when"}),
    }
    return pd.Series({name: _claimed(bought, rows) for name, rows in contacts.items()}) * 100


def _claimed(bought: pd.DataFrame, contacts: pd.DataFrame) -> float:
    """The share of buyers with a purchase within the window after some contact."""
    contacts = contacts[["customer_id", "when"]].astype({"when": bought["timestamp"].dtype}).sort_values("when")
    near = pd.merge_asof(
        bought, contacts, left_on="timestamp", right_on="when", by="customer_id", tolerance=pd.Timedelta(days=WINDOW)
    )
    return float(near.loc[near["when"].notna(), "customer_id"].nunique() / bought["customer_id"].nunique())


def commission(dataset: str | Path | None = None) -> pd.DataFrame:
    """Managers before and after some cities began to pay by the contact: a row a manager.

    Columns: by_contact (whom the new rule holds for), city (text, in the language in use); contacts, activations (how much a
    month's number changed, as a share), easy (change of the share of contacts that went to customers who use the card
    anyhow), annoyed (change of complaints per thousand contacts), paid (change of commission a month, in yuan), fewer
    (activations a month less). The months since are set against the four before.
    """
    rows = load("manager_months", dataset)
    where = load("managers", dataset, columns=["manager_id", "branch_id"]).merge(
        load("branches", dataset), on="branch_id"
    )
    ruled = rows["commission_rule"] == "by_contact"
    began = rows.loc[ruled, "month"].min()
    rows = rows[rows["month"] >= began - pd.DateOffset(months=BEFORE)]
    work = ["contacts", "to_active", "activations", "complaints", "commission"]
    after = rows["month"] >= began
    then, now = (rows[when].groupby("manager_id")[work].mean() for when in (~after, after))
    return pd.DataFrame(
        {
            "by_contact": ruled.groupby(rows["manager_id"]).any(),
            "city": where.set_index("manager_id")[t("city_en", "city")].astype(str).reindex(now.index),
            "contacts": now["contacts"] / then["contacts"] - 1,
            "activations": now["activations"] / then["activations"].clip(lower=1 / BEFORE) - 1,
            "easy": now["to_active"] / now["contacts"] - then["to_active"] / then["contacts"],
            "annoyed": (now["complaints"] / now["contacts"] - then["complaints"] / then["contacts"]) * 1_000,
            "paid": now["commission"] - then["commission"],
            "fewer": then["activations"] - now["activations"],
        }
    )


def work(dataset: str | Path | None = None, months: int = 6) -> pd.DataFrame:
    """What managers logged in the last so many months: a row a manager and month, see the table `manager_months`."""
    rows = load("manager_months", dataset)
    found: pd.DataFrame = rows[rows["month"] > rows["month"].max() - pd.DateOffset(months=months)]
    return found.reset_index(drop=True)


def training(dataset: str | Path | None = None) -> pd.DataFrame:
    """The training by lot: a row a manager, with `drawn` and `change`.

    change: of a hundred contacts with customers who do not use the card, how many more led to a use in the six months from
    the training on than in the four months before.
    """
    trial = load("training_trial", dataset).set_index("manager_id")
    rows = load("manager_months", dataset)
    began = trial["begins"].min()
    rows = rows[
        (rows["month"] >= began - pd.DateOffset(months=BEFORE)) & (rows["month"] < began + pd.DateOffset(months=6))
    ]
    sums = rows.assign(asleep=rows["contacts"] - rows["to_active"]).groupby(["manager_id", rows["month"] >= began])
    rate = sums["activations"].sum() / sums["asleep"].sum() * 100
    change = rate.xs(True, level=1) - rate.xs(False, level=1)
    return pd.DataFrame({"drawn": trial["drawn"], "change": change.reindex(trial.index)})
