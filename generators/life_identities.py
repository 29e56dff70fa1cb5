"""What holds of people, cards and days: nobody in two cities at once, nothing before its cause or after the card's end.

The first list is asked block by block, as `generators.identities` is. The second is about ties between customers, who may
lie in different blocks: it is asked of the whole bank, of a few columns.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from generators.identities import Identity
from generators.sql import literally

_APART = 2  # hours: the fastest train between any two of the cities takes one, and one has to get to the station


def _same_owner(table: str, of: str, key: str) -> str:
    """Counts rows of `table` whose customer or account is another than that of the row of `of` they belong to."""
    return (
        f"SELECT count(*) FROM {{{table}}} AS one JOIN {{{of}}} AS other USING ({key}) "
        "WHERE one.customer_id <> other.customer_id OR one.account_id <> other.account_id"
    )


def _within_life(table: str, day: str, since: str = "open_date", last: str = ">=") -> str:
    """Counts rows of `table` dated before the card began, or on its closing day (`>=`) or after it (`>`)."""
    return (
        f"SELECT count(*) FROM {{{table}}} AS made JOIN {{accounts}} USING (customer_id) "
        f"WHERE made.{day}::DATE < {since} OR made.{day}::DATE {last} close_date"
    )


BY_BLOCK: Final = (
    Identity(
        "transactions.timestamp",
        f"nobody buys in the shops of two cities within {_APART} hours",
        f"没有人在 {_APART} 小时内先后到两个城市的门店消费",
        "SELECT count(*) FROM (SELECT city, lag(city) OVER w AS before, timestamp, lag(timestamp) OVER w AS since "
        "FROM {transactions} AS t JOIN {merchants} AS m USING (merchant_id) WHERE t.side = 'offline' "
        "WINDOW w AS (PARTITION BY customer_id ORDER BY timestamp)) "
        f"WHERE city <> before AND timestamp < since + INTERVAL {_APART} HOUR",
    ),
    Identity(
        "transactions.category",
        "a purchase has its merchant's category and side, and a way of paying that goes with the side",
        "交易的类别和线上线下与商户一致，支付方式与线上线下相符",
        "SELECT count(*) FROM {transactions} AS t JOIN {merchants} AS m USING (merchant_id) "
        "WHERE t.category::VARCHAR <> m.category::VARCHAR OR t.side::VARCHAR <> m.side::VARCHAR "
        "OR (t.side = 'online') <> (t.channel IN ('ecommerce', 'in_app'))",
    ),
    Identity(
        "transactions.timestamp",
        "a card is used from its activation on, and not after its end",
        "卡片激活后才有消费，销户后没有消费",
        _within_life("transactions", "timestamp", "activation_date"),
    ),
    Identity(
        "accounts.activation_date",
        "a card is opened, then activated, then closed; it is closed or written off just if it has a closing day",
        "先开户、再激活、再销户；状态为已销户或已核销，当且仅当有销户日",
        "SELECT count(*) FROM {accounts} WHERE activation_date < open_date OR close_date < open_date "
        "OR close_date < activation_date OR (status IN ('closed', 'written_off')) <> (close_date IS NOT NULL) "
        "OR (status = 'new' AND activation_date IS NOT NULL) OR (status = 'active' AND activation_date IS NULL)",
    ),
    Identity(
        "payments.date",
        "nothing is paid before the card is opened or after it is closed",
        "还款不早于开户、不晚于销户",
        _within_life("payments", "date", last=">"),
    ),
    Identity(
        "cash_advances.date",
        "cash is drawn between the activation and the end of a card",
        "取现发生在激活之后、销户之前",
        _within_life("cash_advances", "date", "activation_date", last=">"),
    ),
    Identity(
        "touches.date",
        "nobody is contacted about a card before it is opened or after it is closed",
        "触达不早于开户、不晚于销户",
        _within_life("touches", "date"),
    ),
    Identity(
        "portfolios.since",
        "a manager looks after a customer from the opening of the card at the earliest",
        "客户经理名下日期不早于开户日",
        "SELECT count(*) FROM {portfolios} JOIN {accounts} USING (customer_id) WHERE since < open_date",
    ),
    Identity(
        "statements.month",
        "a card has a statement for each month in which it was open, and for no other",
        "卡片存续的每个月都有一张账单，其他月份没有",
        "SELECT count(*) FROM (SELECT account_id, count(*) AS made, min(month) AS first, max(month) AS last "
        "FROM {statements} GROUP BY 1) JOIN {accounts} USING (account_id) "
        "WHERE made <> date_diff('month', first, last) + 1 OR first < date_trunc('month', open_date) OR last > close_date",
    ),
    Identity(
        "statements.utilisation",
        "utilisation = closing / limit; the minimum due is no more than what was billed",
        "额度使用率＝期末余额÷额度；最低还款额不超过已出账金额",
        "SELECT count(*) FROM {statements} WHERE abs(utilisation - closing_fen / limit_fen) > 1e-9 "
        "OR minimum_due_fen > closing_fen - unbilled_fen OR unbilled_fen > closing_fen",
    ),
    Identity(
        "statements.limit_fen",
        "the limit of a statement is the account's, or that before an upgrade",
        "账单额度等于账户额度，或升级前的额度",
        "SELECT count(*) FROM {statements} AS s JOIN {accounts} AS a USING (account_id) LEFT JOIN (SELECT account_id, "
        "list(old_limit_fen) AS old FROM {upgrades} GROUP BY 1) USING (account_id) "
        "WHERE s.limit_fen <> a.limit_fen AND NOT coalesce(list_contains(old, s.limit_fen), false)",
    ),
    Identity(
        "upgrades.new_limit_fen",
        "an upgrade lifts the limit, while the card is open",
        "升级提高额度，且发生在卡片存续期内",
        "SELECT count(*) FROM {upgrades} AS u JOIN {accounts} AS a USING (account_id) WHERE new_limit_fen <= old_limit_fen "
        "OR u.date < open_date OR u.date > close_date OR u.customer_id <> a.customer_id OR from_product = to_product",
    ),
    Identity(
        "points.points",
        "points earned = a point a yuan of the month's purchases",
        "所得积分＝当月消费每元一分",
        "SELECT count(*) FROM (SELECT customer_id, month, purchases_fen // 100 AS due FROM {statements} "
        "WHERE purchases_fen >= 100) FULL JOIN (SELECT customer_id, month, points FROM {points} WHERE entry = 'earn') "
        "USING (customer_id, month) WHERE due IS DISTINCT FROM points",
    ),
    Identity(
        "points.points",
        "nobody redeems points that they have not, and each entry has its sign",
        "积分余额不为负，各类流水的正负号一致",
        "SELECT count(*) FROM (SELECT sum(points) OVER (PARTITION BY customer_id ORDER BY month "
        "RANGE UNBOUNDED PRECEDING) AS held, points, entry FROM {points}) "
        "WHERE held < 0 OR (points > 0) <> (entry IN ('carry', 'earn', 'gift')) OR points = 0",
    ),
    Identity(
        "instalment_plans.principal_fen",
        "a plan of a purchase is of its amount, account and month",
        "消费分期的本金、账户和月份与原消费一致",
        "SELECT count(*) FROM {instalment_plans} AS plan LEFT JOIN {transactions} AS t USING (transaction_id) "
        "WHERE (plan.kind = 'purchase') <> (t.transaction_id IS NOT NULL) OR plan.principal_fen <> t.amount_fen "
        "OR plan.account_id <> t.account_id OR plan.month <> date_trunc('month', t.timestamp)",
    ),
    Identity(
        "instalments.month",
        "instalments follow the month of their plan, for the same account",
        "分期账单晚于办理月份，账户相同",
        "SELECT count(*) FROM {instalments} AS part JOIN {instalment_plans} AS plan USING (plan_id) WHERE part.month <= "
        "plan.month OR part.account_id <> plan.account_id OR part.customer_id <> plan.customer_id",
    ),
    Identity(
        "refunds.customer_id",
        "a refund is its purchaser's",
        "退款与原消费属于同一客户和账户",
        _same_owner("refunds", "transactions", "transaction_id"),
    ),
    Identity(
        "disputes.date",
        "a dispute is about a purchase of the same account, of this amount, not before it",
        "争议与原消费属于同一账户、金额相同，且不早于原消费",
        "SELECT count(*) FROM {disputes} AS d JOIN {transactions} AS t USING (transaction_id) WHERE d.account_id <> "
        "t.account_id OR d.customer_id <> t.customer_id OR d.amount_fen <> t.amount_fen OR d.date < t.timestamp::DATE",
    ),
    Identity(
        "truth_fraud.transaction_id",
        "what was stolen was bought online, on the card of the customer it names",
        "盗刷交易都在线上，且属于所列客户",
        "SELECT count(*) FROM {truth_fraud} AS f JOIN {transactions} AS t USING (transaction_id) "
        "WHERE f.customer_id <> t.customer_id OR t.side <> 'online'",
    ),
    Identity(
        "charges.touch_id",
        "a credit is that of a touch of the same customer",
        "抵减与对应触达属于同一客户",
        "SELECT count(*) FROM {charges} AS c JOIN {touches} AS t USING (touch_id) WHERE c.customer_id <> t.customer_id",
    ),
    Identity(
        "charges.amount_fen",
        "fees are owed, vouchers and waivers are credited",
        "费用为正，消费券和减免为负",
        "SELECT count(*) FROM {charges} WHERE amount_fen = 0 OR (amount_fen < 0) <> (kind IN ('voucher', 'fee_waiver'))",
    ),
    Identity(
        "applications.submitted",
        "a form is begun, then sent, then decided on; who was approved is a customer whose card came afterwards",
        "先开始、再提交、再审批；获批者即客户，开户不早于审批",
        "SELECT count(*) FROM {applications} LEFT JOIN {accounts} AS a USING (customer_id) "
        "WHERE started >= submitted OR submitted >= decided OR (submitted IS NULL AND decided IS NOT NULL) "
        "OR approved <> (customer_id IS NOT NULL) OR (approved AND decided IS NULL) OR decided::DATE > open_date "
        "OR approved <> (approved_limit_fen > 0)",
    ),
    Identity(
        "application_steps.left_at",
        "a step ends after it began, and the next one begins when it ends",
        "每一步的离开时间晚于进入时间，并等于下一步的进入时间",
        "SELECT count(*) FROM (SELECT entered_at, left_at, lead(entered_at) OVER (PARTITION BY application_id "
        "ORDER BY entered_at, left_at) AS next FROM {application_steps}) WHERE left_at < entered_at OR next <> left_at",
    ),
    Identity(
        "bureau.as_of",
        "the bureau's file is of the day on which the form was sent",
        "征信摘要日期为申请提交日",
        "SELECT count(*) FROM {bureau} JOIN {applications} USING (customer_id) WHERE as_of <> submitted::DATE",
    ),
    Identity(
        "contacts.consent_date",
        "consent is dated, and given with the form or later; refusals are dated too",
        "营销授权有日期，且不早于提交申请；拒绝也有日期",
        "SELECT count(*) FROM {contacts} LEFT JOIN {applications} USING (customer_id) "
        "WHERE marketing_consent <> (consent_date IS NOT NULL) OR consent_date < submitted::DATE "
        "OR (sms_opt_out OR call_opt_out OR wecom_opt_out) <> (opt_out_date IS NOT NULL)",
    ),
    Identity(
        "holdings.closed",
        "a product is closed after it was opened, and has no balance from then on",
        "产品先开后关，关闭后没有余额",
        "SELECT count(*) FROM {holdings} WHERE closed <= opened OR (closed IS NULL) <> (balance_band IS NOT NULL)",
    ),
    Identity(
        "wecom_events.timestamp",
        "the manager writes to friends only, by day",
        "客户经理只在白天联系已添加的好友",
        "SELECT count(*) FROM {wecom_events} AS made LEFT JOIN (SELECT customer_id, min(timestamp) AS since "
        "FROM {wecom_events} WHERE event = 'added' GROUP BY 1) USING (customer_id) "
        "WHERE since IS NULL OR made.timestamp < since "
        "OR (event = 'message' AND (hour(made.timestamp) < 8 OR hour(made.timestamp) >= 21))",
    ),
    Identity(
        "app_events.customer_id",
        "only users of the app open it",
        "只有手机银行用户才有应用行为",
        "SELECT count(*) FROM {app_events} JOIN {customers} USING (customer_id) WHERE NOT app_user",
    ),
    Identity(
        "truth_pilots.assigned",
        "of a pilot's arms a customer was given one: that of the touches",
        "试点中每位客户只分到一组，与触达记录一致",
        "SELECT count(*) FROM (SELECT campaign::VARCHAR AS campaign, customer_id, any_value(arm)::VARCHAR AS arm, "
        "count(*) AS given FROM {truth_pilots} WHERE assigned GROUP BY ALL) AS told FULL JOIN "
        "(SELECT DISTINCT campaign::VARCHAR AS campaign, customer_id, arm::VARCHAR AS seen FROM {touches} "
        "WHERE assignment = 'randomised') USING (campaign, customer_id) WHERE given IS DISTINCT FROM 1 OR arm <> seen",
    ),
)
_CARDS: Final = "SELECT customer_id AS id, open_date, close_date FROM {accounts}"
WHOLE: Final = (
    Identity(
        "applications.referrer_customer_id",
        "who refers a friend has had a card since before",
        "推荐人此前已经开卡",
        f"SELECT count(*) FROM {{applications}} JOIN ({_CARDS}) ON id = referrer_customer_id "
        "WHERE open_date >= started::DATE OR referrer_customer_id = customer_id",
    ),
    Identity(
        "contacts.household_id",
        "a household has one address, and spouses are of one household",
        "同一家庭只有一个地址，夫妻属于同一家庭",
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM {contacts} GROUP BY household_id HAVING min(address) <> max(address)))"
        " + (SELECT count(*) FROM {truth_relationships} AS r JOIN {contacts} AS one ON r.customer_id = one.customer_id "
        "JOIN {contacts} AS other ON r.other_customer_id = other.customer_id "
        "WHERE kind = 'spouse' AND one.household_id <> other.household_id)",
    ),
    Identity(
        "customers.name",
        "children have their father's surname",
        "子女随父姓",
        "SELECT count(*) FROM {truth_relationships} AS r JOIN {customers} AS dad ON r.customer_id = dad.customer_id "
        "JOIN {customers} AS child ON r.other_customer_id = child.customer_id WHERE kind = 'parent_child' "
        "AND dad.gender = 'm' AND dad.birth_year < child.birth_year AND dad.name[1] <> child.name[1]",
    ),
    Identity(
        "relationships.relationship_id",
        "a tie on record is a true one, between the same two; both tell of it",
        "登记的关系都是真实关系，双方一致",
        "SELECT (SELECT count(*) FROM {relationships} AS r FULL JOIN (SELECT * FROM {truth_relationships} WHERE recorded) "
        "AS t USING (relationship_id) WHERE (r.customer_id, r.other_customer_id, r.company_id, r.kind::VARCHAR, r.since) "
        "IS DISTINCT FROM (t.customer_id, t.other_customer_id, t.company_id, t.kind::VARCHAR, t.since)) "
        "+ (SELECT count(*) FROM {truth_relationships} AS r ANTI JOIN {truth_relationships} AS back "
        "ON r.customer_id = back.other_customer_id AND r.other_customer_id = back.customer_id AND r.kind = back.kind "
        "WHERE other_customer_id IS NOT NULL)",
    ),
    Identity(
        "targets.month",
        "each branch has one target a month",
        "每个网点每月一个目标",
        "SELECT abs((SELECT count(*) FROM {targets}) - (SELECT count(DISTINCT month) FROM {targets}) "
        "* (SELECT count(*) FROM {branches}))",
    ),
)


def broken(database: duckdb.DuckDBPyConnection, out: Path, tables: dict[str, Any]) -> Iterator[tuple[Identity, int]]:
    """The identities between customers of different blocks that do not hold in the dataset below `out`, whose manifest
    lists `tables`, and how often.
    """
    for identity in WHOLE:
        files = {name: literally(out / entry["path"] for entry in tables[name]["files"]) for name in identity.tables}
        query = identity.query.format(**{name: f"read_parquet(${name})" for name in files})
        found = database.execute(query, files).fetchone()
        if found and found[0]:
            yield identity, found[0]
