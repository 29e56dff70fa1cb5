"""Identities: what must add up between tables, asked of a dataset block by block, as SQL.

To add one, append to IDENTITIES. Its query counts what breaks it; `{table}` stands for a table's rows, of which those of
a customer always lie together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from generators import parameters as p
from generators.schema import REFERENCE_TABLES, TABLES
from generators.sql import literally

_ROWS = 2_000_000  # of transactions, looked at together
_BIGGEST = "transactions"


@dataclass(frozen=True)
class Identity:
    """Something that holds of every row: where it would be seen broken, what it says, and a query that counts offenders."""

    where: str
    en: str
    zh: str
    query: str

    @property
    def tables(self) -> list[str]:
        """The tables it speaks of."""
        return sorted(set(re.findall(r"{(\w+)}", self.query)))


_BEFORE = "OVER (PARTITION BY account_id ORDER BY month)"
# Each statement with the bill it answers, and what was paid of it: payments, and refunds of purchases on that bill.
_BILLS = (
    "SELECT s.*, lag(bucket) OVER w AS before, lag(minimum_due_fen) OVER w AS minimum, lag(unbilled_fen) OVER w AS later, "
    "opening_fen - later AS bill, payments_fen + coalesce(refunded, 0) AS paid FROM {statements} AS s LEFT JOIN "
    "(SELECT r.account_id, date_trunc('month', r.date)::DATE AS month, -sum(r.amount_fen) AS refunded FROM {refunds} AS r "
    "JOIN {transactions} AS t USING (transaction_id) WHERE t.timestamp < date_trunc('month', r.date) GROUP BY ALL) AS r "
    "USING (account_id, month) WINDOW w AS (PARTITION BY account_id ORDER BY month)"
)
IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "statements.closing_fen",
        "closing = opening - payments + purchases - refunds + cash + interest + fees - credits",
        "期末余额＝期初余额－还款＋消费－退款＋现金＋利息＋费用－抵减",
        "SELECT count(*) FROM {statements} WHERE closing_fen <> opening_fen - payments_fen + purchases_fen "
        "- refunds_fen + cash_fen + interest_fen + fees_fen - credits_fen",
    ),
    Identity(
        "statements.opening_fen",
        "opening = the closing balance of the month before",
        "期初余额＝上期期末余额",
        f"SELECT count(*) FROM (SELECT opening_fen, lag(closing_fen) {_BEFORE} AS before FROM {{statements}}) "
        "WHERE opening_fen <> before",
    ),
    Identity(
        "statements.purchases_fen",
        "purchases = the sum of the month's transactions",
        "消费＝当月交易合计",
        "SELECT count(*) FROM (SELECT account_id, month, purchases_fen AS said FROM {statements} WHERE purchases_fen > 0) "
        "FULL JOIN (SELECT account_id, date_trunc('month', timestamp)::DATE AS month, sum(amount_fen) AS made "
        "FROM {transactions} GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "statements.payments_fen",
        "payments = the sum of the month's payments",
        "还款＝当月还款流水合计",
        "SELECT count(*) FROM (SELECT account_id, month, payments_fen AS said FROM {statements} WHERE payments_fen > 0) "
        "FULL JOIN (SELECT account_id, date_trunc('month', date)::DATE AS month, sum(amount_fen) AS made "
        "FROM {payments} GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "statements.bucket",
        "months overdue = those before + 1 for the bill - 1 for each minimum paid, 0 once the bill is paid",
        "逾期期数＝上期期数＋1－已还足的最低还款额个数；全额还清归零",
        f"SELECT count(*) FROM ({_BILLS}) WHERE before IS NOT NULL AND bucket <> CASE WHEN paid >= bill THEN 0 "
        "ELSE greatest(before + 1 - paid // minimum, 0) END",
    ),
    Identity(
        "statements.closing_fen",
        "nothing is bought above the limit: only interest and fees may lift a balance over it",
        "消费不超过额度：只有利息和费用可以使余额超过额度",
        "SELECT count(*) FROM {statements} WHERE (purchases_fen > 0 OR cash_fen > 0) AND closing_fen > limit_fen",
    ),
    Identity(
        "statements.refunds_fen",
        "refunds = the sum of the month's refunds",
        "退款＝当月退款流水合计",
        "SELECT count(*) FROM (SELECT account_id, month, refunds_fen AS said FROM {statements} WHERE refunds_fen > 0) "
        "FULL JOIN (SELECT account_id, date_trunc('month', date)::DATE AS month, -sum(amount_fen) AS made "
        "FROM {refunds} GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "refunds.amount_fen",
        "a refund gives its purchase back, not before it was made",
        "退款金额等于原消费金额，且不早于原消费",
        "SELECT count(*) FROM {refunds} AS r JOIN {transactions} AS t USING (transaction_id) "
        "WHERE r.amount_fen <> -t.amount_fen OR r.account_id <> t.account_id OR r.date < t.timestamp::DATE",
    ),
    Identity(
        "statements.unbilled_fen",
        "not billed yet = that of the month before + new plans - instalments billed",
        "未出账分期本金＝上期＋新办分期－本期出账本金",
        "SELECT count(*) FROM (SELECT unbilled_fen - lag(unbilled_fen, 1, 0) OVER w AS change, "
        "coalesce(began, 0) - coalesce(billed, 0) AS said FROM {statements} LEFT JOIN (SELECT account_id, month, "
        "sum(principal_fen) AS began FROM {instalment_plans} GROUP BY ALL) USING (account_id, month) LEFT JOIN "
        "(SELECT account_id, month, sum(principal_fen) AS billed FROM {instalments} GROUP BY ALL) "
        "USING (account_id, month) WINDOW w AS (PARTITION BY account_id ORDER BY month)) WHERE change <> said",
    ),
    Identity(
        "instalments.principal_fen",
        "a plan bills no more than its principal",
        "分期累计出账本金不超过分期本金",
        "SELECT count(*) FROM (SELECT plan_id, sum(principal_fen) AS billed, count(*) AS number FROM {instalments} GROUP BY 1) "
        "JOIN {instalment_plans} USING (plan_id) WHERE billed > principal_fen OR number > months "
        "OR (number = months AND billed <> principal_fen)",
    ),
    Identity(
        "statements.interest_fen",
        "interest = a month's interest on what was carried over + that of cash advances + fees of instalments",
        "利息＝未还清账单按月利率计息＋取现利息＋分期手续费",
        f"SELECT count(*) FROM (SELECT *, interest_fen - coalesce(fee, 0) - coalesce(drawn, 0) AS charged FROM ({_BILLS}) LEFT JOIN "
        "(SELECT account_id, month, sum(fee_fen) AS fee FROM {instalments} GROUP BY ALL) USING (account_id, month) LEFT JOIN "
        "(SELECT account_id, date_trunc('month', date)::DATE AS month, sum(interest_fen) AS drawn FROM {cash_advances} "
        "GROUP BY ALL) USING (account_id, month)) "
        f"WHERE bill IS NOT NULL AND abs(charged - greatest(bill - paid, 0) * {p.APR / 12!r}) > 1",
    ),
    Identity(
        "statements.cash_fen",
        "cash = the month's advances + plans of cash that began",
        "现金＝当月取现＋当月放款的现金分期",
        "SELECT count(*) FROM (SELECT account_id, month, cash_fen AS said FROM {statements} WHERE cash_fen > 0) FULL JOIN "
        "(SELECT account_id, month, sum(amount_fen) AS made FROM (SELECT account_id, date_trunc('month', date)::DATE AS "
        "month, amount_fen FROM {cash_advances} UNION ALL SELECT account_id, month, principal_fen FROM {instalment_plans} "
        "WHERE kind = 'cash') GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "cash_advances.fee_fen",
        "the fees of a month's advances are in its charges",
        "当月取现手续费＝费用流水中的取现手续费",
        "SELECT count(*) FROM (SELECT account_id, date_trunc('month', date)::DATE AS month, sum(fee_fen) AS fee "
        "FROM {cash_advances} GROUP BY ALL) FULL JOIN (SELECT account_id, month, amount_fen FROM {charges} "
        "WHERE kind = 'cash_fee') USING (account_id, month) WHERE fee IS DISTINCT FROM amount_fen",
    ),
    Identity(
        "disputes.outcome",
        "what was accepted came back as a refund, not before it was disputed; what was turned down did not",
        "成立的争议已退款，且不早于提出日；不成立的没有退款",
        "SELECT count(*) FROM {disputes} AS d LEFT JOIN {refunds} AS r USING (transaction_id) WHERE outcome = 'accepted' "
        "AND (r.date IS NULL OR r.date < d.date OR d.amount_fen <> -r.amount_fen)",
    ),
    Identity(
        "accounts.activation_date",
        "a card that was activated in these months was used in the month of its activation, not before that day",
        "数据期内激活的卡，激活当月就有消费，且首笔不早于激活日",
        "SELECT count(*) FROM {accounts} LEFT JOIN (SELECT account_id, min(timestamp)::DATE AS first FROM {transactions} "
        "GROUP BY 1) USING (account_id) WHERE activation_date >= (SELECT min(month) FROM {statements}) "
        "AND (first IS NULL OR first < activation_date OR date_trunc('month', first) <> date_trunc('month', activation_date))",
    ),
    Identity(
        "charges.amount_fen",
        "a month's fees and credits add up to its statement's",
        "当月费用与抵减合计＝账单中的费用与抵减",
        "SELECT count(*) FROM (SELECT account_id, month, fees_fen, credits_fen FROM {statements} "
        "WHERE fees_fen > 0 OR credits_fen > 0) FULL JOIN (SELECT account_id, month, "
        "sum(greatest(amount_fen, 0)) AS fees, sum(greatest(-amount_fen, 0)) AS credits "
        "FROM {charges} GROUP BY ALL) USING (account_id, month) "
        "WHERE fees IS DISTINCT FROM fees_fen OR credits IS DISTINCT FROM credits_fen",
    ),
    Identity(
        "charges.touch_id",
        "every voucher and waiver that a touch says was used is credited once, in its month",
        "触达中已核销的每张券、每次减免，都在当月抵减一次",
        "SELECT count(*) FROM (SELECT touch_id, offer::VARCHAR AS kind, date_trunc('month', date)::DATE AS month "
        "FROM {touches} WHERE redeemed AND offer IN ('voucher', 'fee_waiver')) AS used FULL JOIN "
        "(SELECT touch_id, kind::VARCHAR AS kind, month FROM {charges} WHERE touch_id IS NOT NULL) AS credited "
        "USING (touch_id) WHERE used.kind IS DISTINCT FROM credited.kind OR used.month IS DISTINCT FROM credited.month",
    ),
    Identity(
        "points.points",
        "every gift of points that a touch says was used is in the points ledger, in its month",
        "触达中已核销的每次赠送积分，当月都记入积分流水",
        "SELECT count(*) FROM (SELECT customer_id, date_trunc('month', date)::DATE AS month FROM {touches} "
        "WHERE redeemed AND offer = 'points_gift') AS used FULL JOIN (SELECT customer_id, month, points FROM {points} "
        "WHERE entry = 'gift') AS given USING (customer_id, month) WHERE used.customer_id IS NULL OR given.points IS NULL",
    ),
)


def broken(
    database: duckdb.DuckDBPyConnection,
    out: Path,
    tables: dict[str, Any],
    identities: tuple[Identity, ...] = IDENTITIES,
) -> Iterator[tuple[Identity, int]]:
    """The identities that do not hold in the dataset below `out`, whose manifest lists `tables`, and how often."""
    counts = dict.fromkeys(range(len(identities)), 0)
    for blocks in _batches(tables):
        for number, identity in enumerate(identities):
            files = {name: _files(out, name, blocks) for name in identity.tables}
            query = identity.query.format(**{name: f"read_parquet(${name})" for name in files})
            found = database.execute(query, files).fetchone()
            counts[number] += found[0] if found else 0
    yield from ((identity, counts[number]) for number, identity in enumerate(identities) if counts[number])


def _batches(tables: dict[str, Any]) -> Iterator[list[str]]:
    """Names of the files of some blocks, several together where they are small."""
    names: list[str] = []
    together = 0
    for entry in tables[_BIGGEST]["files"]:
        if names and together + entry["rows"] > _ROWS:
            yield names
            names, together = [], 0
        names.append(Path(entry["path"]).name)
        together += entry["rows"]
    yield names


def _files(out: Path, name: str, blocks: list[str]) -> list[str]:
    """A table's files of these blocks; all there are of a table that belongs to none."""
    folder = out / TABLES[name].folder
    return literally(sorted(folder.glob("*.parquet")) if name in REFERENCE_TABLES else [folder / at for at in blocks])
