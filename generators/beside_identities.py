"""What holds between the tables beside the books (posts, desks, managers, branches, offers), for `twinline data check`.

The tables of an identity are made block by block, and so asked block by block: its rows may look at those of the same
customers, or of applications beside them, or of tables made once for the whole bank.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from generators import manifest
from generators import parameters as p
from generators.arrival_identities import ARRIVAL_IDENTITIES
from generators.identity import Identity
from generators.schema import REFERENCE_TABLES
from generators.sql import literally
from generators.tie_identities import TIE_IDENTITIES

IDENTITIES: Final = (
    *ARRIVAL_IDENTITIES,
    Identity(
        ("social_posts", "truth_complaint_wave"),
        "Nobody replies before the first post on the platform, and the bank answers it once, when the truth says so",
        "平台首帖之前没有回复；本行在各平台各回应一次，时间与真相一致",
        lambda months, start: (
            """
        SELECT count(*) FROM social_posts LEFT JOIN truth_complaint_wave USING (platform)
        WHERE (reply_to IS NOT NULL AND (began IS NULL OR timestamp < began))
            OR (author = 'bank' AND (reply_to IS NULL OR timestamp IS DISTINCT FROM answered))
        """
        ),
    ),
    Identity(
        ("desk_hours",),
        "Every call of the hotline is answered or hung up, and staggered lunch costs no hour of work",
        "热线来电要么接通要么放弃；错峰午休不减少工时",
        lambda months, start: (
            """
        SELECT (SELECT count(*) FROM desk_hours WHERE offered <> answered + abandoned)
            + (SELECT count(*) FROM (
                SELECT dayofweek(date) AS weekday FROM (
                    SELECT date, staggered, sum(staff) AS hours FROM desk_hours GROUP BY ALL
                ) GROUP BY weekday HAVING count(DISTINCT hours) > 1
            ))
        """
        ),
    ),
    Identity(
        ("cobrand_cohorts",),
        "A cohort of the co-branded card keeps its number issued, no more of them are in use, and only these spend",
        "联名虚拟卡各批的发卡量不变，动户数不超过发卡量，没有动户就没有消费",
        lambda months, start: (
            """
        SELECT (SELECT count(*) FROM cobrand_cohorts WHERE active > issued OR (active > 0) <> (spend_fen > 0) OR cohort > month)
            + (SELECT count(*) FROM (SELECT cohort FROM cobrand_cohorts GROUP BY cohort HAVING count(DISTINCT issued) <> 1))
        """
        ),
    ),
    Identity(
        ("branch_loans", "truth_branch_dips"),
        "Over the whole history no branch collects more on its loans than was due; a dip begins in a month that it has",
        "整个数据期内网点实还不超过应还；下滑的起始月在数据期内",
        lambda months, start: (
            """
        SELECT (SELECT count(*) FROM (SELECT branch_id FROM branch_loans GROUP BY branch_id
                                      HAVING count(*) >= 12 AND sum(paid_fen) > sum(due_fen)))
            + (SELECT count(*) FROM truth_branch_dips ANTI JOIN branch_loans
               ON branch_loans.branch_id = truth_branch_dips.branch_id AND month = first_month)
        """
        ),
    ),
    Identity(
        ("card_enquiries", "truth_enquiries"),
        "Each enquiry has its truth, led to what that says, and was not handed on before it was made",
        "每次咨询都有真相且结果一致，转出不早于咨询",
        lambda months, start: (
            """
        SELECT count(*) FROM card_enquiries FULL JOIN truth_enquiries USING (enquiry_id)
        WHERE applied IS DISTINCT FROM CASE WHEN handed_on IS NULL THEN applies_if_not ELSE applies_if_handed END
            OR handed_on < asked
        """
        ),
    ),
    Identity(
        ("manager_months", "managers"),
        "No manager makes more contacts than they can, or more of them than contacts, and each rule pays as it says",
        "触达不超过月产能，活跃与促成之和不超过触达，绩效按规则计提",
        lambda months, start: (
            f"""
        SELECT count(*) FROM manager_months LEFT JOIN managers USING (manager_id)
        WHERE contacts > monthly_capacity OR to_active + activations > contacts OR commission_fen IS DISTINCT FROM
            CASE commission_rule WHEN 'by_contact' THEN contacts * {p.YUAN_A_CONTACT * p.FEN}
            ELSE activations * {p.YUAN_AN_ACTIVATION * p.FEN} END
        """
        ),
    ),
    Identity(
        ("manager_months", "truth_manager_months"),
        "Where the rule is the old one, the truth under it is what happened",
        "旧规则下，真相与实际一致",
        lambda months, start: (
            """
        SELECT count(*) FROM manager_months FULL JOIN truth_manager_months USING (manager_id, month)
        WHERE commission_rule IS DISTINCT FROM 'by_contact' AND (contacts, to_active, activations, complaints)
            IS DISTINCT FROM (contacts_by_result, to_active_by_result, activations_by_result, complaints_by_result)
        """
        ),
    ),
    Identity(
        ("training_trial", "truth_training", "managers"),
        "Only managers who were drawn attend, and each in the trial has a truth",
        "只有抽中的客户经理参加培训，试验中的每位都有真相",
        lambda months, start: (
            """
        SELECT count(*) FROM training_trial FULL JOIN truth_training USING (manager_id) LEFT JOIN managers USING (manager_id)
        WHERE drawn IS NULL OR attended > drawn OR rate_with IS NULL OR branch_id IS NULL OR rate_with <= rate_without
        """
        ),
    ),
    Identity(
        ("merchant_months", "truth_shocks"),
        "Fees are less than the volume that they are taken from, and a shock begins in a month that its branch has",
        "手续费低于收单金额；冲击的起始月在数据期内",
        lambda months, start: (
            """
        SELECT (SELECT count(*) FROM merchant_months WHERE fee_fen >= volume_fen OR fee_fen <= 0)
            + (SELECT count(*) FROM truth_shocks ANTI JOIN merchant_months
               ON merchant_months.branch_id = truth_shocks.branch_id AND month = first_month)
        """
        ),
    ),
    Identity(
        ("first_meetings", "truth_first_meetings", "wallet_bindings", "accounts"),
        "A first meeting is on the day of opening, and whoever binds a wallet then is whom the truth says",
        "首次面谈在开卡当天；谁绑定移动支付与真相一致",
        lambda months, start: (
            """
        SELECT count(*) FROM first_meetings AS met
        FULL JOIN truth_first_meetings AS truth USING (customer_id)
        LEFT JOIN wallet_bindings AS bound USING (customer_id) LEFT JOIN accounts AS held USING (customer_id)
        WHERE met.date IS DISTINCT FROM held.open_date OR truth.binds_asked IS NULL
            OR (bound.customer_id IS NOT NULL) <> CASE WHEN ask_wallet THEN binds_asked ELSE binds_unasked END
        """
        ),
    ),
    Identity(
        ("wallet_bindings", "accounts"),
        "A wallet is bound while the card is open, soon after its opening in the history",
        "绑定移动支付发生在数据期内开卡之后不久、销户之前",
        lambda months, start: (
            f"""
        SELECT count(*) FROM wallet_bindings LEFT JOIN accounts USING (customer_id)
        WHERE open_date IS NULL OR open_date < DATE '{start}' OR bound_on < open_date OR bound_on > close_date
            OR bound_on >= open_date + {p.BINDS_WITHIN}
        """
        ),
    ),
    Identity(
        ("recommendations", "truth_recommendations"),
        "A recommendation has a chance of its own and one truth; only what was clicked is taken, only what was taken earns",
        "每次推荐都有倾向概率和唯一真相；点击才会办理，办理才有收益",
        lambda months, start: (
            """
        SELECT count(*) FROM recommendations FULL JOIN truth_recommendations AS truth USING (recommendation_id)
        WHERE propensity IS NULL OR truth.nothing_fen IS DISTINCT FROM 0 OR propensity <= 0 OR propensity >= 1
            OR (taken AND NOT clicked) OR taken <> (margin_fen > 0) OR (item = 'nothing' AND clicked)
        """
        ),
    ),
    Identity(
        ("spend_goals", "accounts"),
        "A goal belongs to the third month of a card that is still open",
        "消费目标对应开卡后的第三个月，且当时未销户",
        lambda months, start: (
            f"""
        SELECT count(*) FROM spend_goals LEFT JOIN accounts USING (customer_id)
        WHERE month IS DISTINCT FROM (date_trunc('month', open_date) + INTERVAL {p.GOAL_MONTH} MONTH)::DATE
            OR close_date < month
        """
        ),
    ),
    *TIE_IDENTITIES,
)


def broken(
    database: duckdb.DuckDBPyConnection, out: Path, world: dict[str, Any], identities: Sequence[Identity] = IDENTITIES
) -> Iterator[tuple[Identity, int]]:
    """Each identity that a dataset breaks, with how often: asked block by block, for all rows of a customer, and of the
    applicant beside them, lie in files of one number. Tables made once for the whole bank are looked at beside each block.

    `world` is the one that the manifest holds.
    """
    for identity in identities:
        listed = {name: manifest.files(out, name) for name in identity.tables}
        tables = ", ".join(f"{name} AS (SELECT * FROM read_parquet(?))" for name in identity.tables)
        query = f"WITH {tables} {identity.broken(int(world['months']), str(world['start']))}"
        count = 0
        for block in range(max(map(len, listed.values()))):
            files = [literally([paths[0 if name in REFERENCE_TABLES else block]]) for name, paths in listed.items()]
            row = database.execute(query, files).fetchone()
            count += row[0] if row else 0
        if count:
            yield identity, count
