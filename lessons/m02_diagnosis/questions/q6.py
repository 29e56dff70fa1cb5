"""m02 · Diagnosis, question 6: points that expire, first in, first out."""

import pandas as pd

from twinline.questions.author.authoring import Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

LEDGER = data("twinline.modules.m02.problems:ledger", one_in=10)

q6 = Question(
    id="q6",
    title=("Whose points expire at the year's end?", "年底谁的积分要过期？"),
    points=6,
    taught="lesson-2:points",
    returns=Columns(columns=("expires",)),
    properties=[AnyOrder()],
    cases=[
        case(
            "seven",
            ("seven customers, by hand", "七位客户，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7],
                    "month": [
                        *["2024-12-01", "2025-03-01", "2025-05-01"],
                        *["2024-11-01", "2025-04-01", "2025-06-01"],
                        *["2024-12-01", "2025-02-01", "2025-03-01"],
                        *["2024-10-01", "2025-01-01", "2025-08-01", "2025-12-01"],
                        *["2025-02-01", "2025-07-01"],
                        *["2024-09-01", "2025-02-01", "2025-05-01", "2025-05-01"],
                        *["2024-12-01", "2025-03-01", "2025-06-01"],
                    ],
                    "entry": [
                        *["carry", "earn", "earn"],
                        *["earn", "earn", "redeem"],
                        *["carry", "earn", "redeem"],
                        *["earn", "earn", "redeem", "redeem"],
                        *["earn", "gift"],
                        *["earn", "earn", "redeem", "expire"],
                        *["carry", "gift", "redeem"],
                    ],
                    "points": [
                        *[800, 300, 250],
                        *[900, 700, -600],
                        *[400, 900, -1000],
                        *[1500, 200, -500, -600],
                        *[450, 100],
                        *[700, 300, -200, -800],
                        *[1000, 150, -300],
                    ],
                },
                dates=["month"],
            ),
            day("2025-12-01"),
        ),
        case("december", ("your bank, one customer in ten", "您这家银行，每十位客户取一位"), LEDGER, day("2025-12-01")),
        case("july", ("your bank, in July", "您这家银行，七月"), LEDGER, day("2025-07-01")),
    ],
    hints=[
        (
            "The rule: what a customer held when the year began is lost at its end. What they redeem during the year comes off "
            "the old points first.",
            "规则：年初持有的积分，年底过期；年内兑换先用旧的。",
        ),
        (
            "Cut the ledger at `morning`. Old = sum of entries before the year. Gone = the `redeem` and `expire` entries of this "
            "year (they are negative).",
            "账本先截到 `morning` 之前。旧积分 = 当年之前各笔之和；已去掉的 = 当年的 `redeem` 和 `expire`（是负数）。",
        ),
        (
            "`left = old.add(gone, fill_value=0)`, then `return left[left > 0].to_frame('expires')`. The year begins on "
            "`pd.Timestamp(morning.year, 1, 1)`.",
            "`left = old.add(gone, fill_value=0)`，再 `return left[left > 0].to_frame('expires')`。年初是 `pd.Timestamp(morning.year, 1, 1)`。",
        ),
    ],
    success=(
        "With the oldest points used first, your figure agrees with what the ledger strikes off, once December's redemptions are "
        "taken off. Tell everybody whose points expire: that is service. An offer goes only to who agreed to marketing.",
        "先进先出一算，扣掉 12 月的兑换，就和账本核销的数对上了。积分要过期，人人都要告知，这是服务；带推销的提醒，只发给同意营销、又没拒绝的客户。",
    ),
)


@q6.reference
def expiring(ledger, morning):
    known = ledger[ledger["month"] < morning]
    this_year = known["month"] >= pd.Timestamp(morning.year, 1, 1)
    old = known[~this_year].groupby("customer_id")["points"].sum()
    used = this_year & known["entry"].isin(["redeem", "expire"])
    left = old.add(known[used].groupby("customer_id")["points"].sum(), fill_value=0)
    return left[left > 0].to_frame("expires")


def _left(ledger, morning, entries):
    """Old points less this year's entries of some kinds."""
    known = ledger[ledger["month"] < morning]
    this_year = known["month"] >= pd.Timestamp(morning.year, 1, 1)
    old = known[~this_year].groupby("customer_id")["points"].sum()
    used = this_year & known["entry"].isin(entries)
    return old.add(known[used].groupby("customer_id")["points"].sum(), fill_value=0)


@q6.wrong(
    "balance",
    (
        "This is all that they hold. What was earned this year lives until the end of the next one.",
        "这是全部积分余额。今年赚的，到明年底才过期。",
    ),
)
def whole_balance(ledger, morning):
    held = ledger[ledger["month"] < morning].groupby("customer_id")["points"].sum()
    return held[held > 0].to_frame("expires")


@q6.wrong(
    "not_used",
    (
        "You forgot what they redeemed this year: the oldest points go first.",
        "忘了减去今年已兑换的：兑换先用旧积分。",
    ),
)
def nothing_redeemed(ledger, morning):
    left = _left(ledger, morning, ["expire"])
    return left[left > 0].to_frame("expires")


@q6.wrong(
    "newest_first",
    (
        "You let customers use this year's points first. By the rules of the bank the oldest go first, which is kinder to them.",
        "您让客户先用今年的积分。本行规则是先用旧的，这对客户更有利。",
    ),
)
def last_in_first_out(ledger, morning):
    known = ledger[ledger["month"] < morning]
    old = known[known["month"] < pd.Timestamp(morning.year, 1, 1)].groupby("customer_id")["points"].sum()
    held = known.groupby("customer_id")["points"].sum()
    left = pd.concat([old, held], axis=1).min(axis=1).loc[old.index]
    return left[left > 0].to_frame("expires")


@q6.wrong(
    "closed",
    (
        "Customers who closed their card have no points any more: the ledger has an `expire` entry for them. Take it off, too.",
        "已销户客户的积分已经清零：账本里有一笔 `expire`，也要减掉。",
    ),
)
def closed_forgotten(ledger, morning):
    left = _left(ledger, morning, ["redeem"])
    return left[left > 0].to_frame("expires")


@q6.wrong(
    "below_zero",
    (
        "Some redeemed more than they had from before: nothing of theirs expires. Leave them out instead of going below zero.",
        "有人兑换的比旧积分还多：他们没有要过期的。请去掉，不要出现负数。",
    ),
    state="nearly",
)
def negative_ones_too(ledger, morning):
    left = _left(ledger, morning, ["redeem", "expire"])
    return left[left != 0].to_frame("expires")
