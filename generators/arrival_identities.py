"""How people come to the bank and walk through its app: what holds between the log, applications and marketing.

They are asked as `generators.beside_identities` says, which holds them too.
"""

from typing import Final

from generators import parameters as p
from generators.identity import Identity


def _log_since(months: int, start: str) -> str:
    return f"DATE '{start}' + INTERVAL {max(months - p.LOG_MONTHS, 0)} MONTH"


ARRIVAL_IDENTITIES: Final = (
    Identity(
        ("app_log", "app_events"),
        "Each page of app_events is logged once, at its moment",
        "app_events 的每个页面在日志中恰有一条、时间一致",
        # Hashed, so that the join needs little memory.
        lambda months, start: (
            f"""
        SELECT count(*) FROM (
            SELECT event_id, hash(customer_id, session_id, timestamp, page::VARCHAR, device::VARCHAR) AS seen
            FROM app_events WHERE timestamp >= {_log_since(months, start)}
        ) FULL JOIN (
            SELECT event_id, hash(customer_id, session_id, timestamp, step::VARCHAR, device::VARCHAR) AS logged
            FROM app_log WHERE event_id IS NOT NULL
        ) USING (event_id) WHERE seen IS DISTINCT FROM logged
        """
        ),
    ),
    Identity(
        ("app_log",),
        "A visit has one entry, which is its identity check, and one exit",
        "一次访问只有一个入口（身份核验）和一个出口",
        lambda months, start: (
            """
        SELECT count(*) FROM (
            SELECT session_id FROM app_log GROUP BY session_id
            HAVING count(*) FILTER (entry) <> 1 OR count(*) FILTER (exit) <> 1
                OR count(*) FILTER (step = 'identity') <> 1 OR count(*) FILTER (entry AND step = 'identity') <> 1
                OR min(timestamp) FILTER (entry) > min(timestamp) OR max(timestamp) FILTER (exit) < max(timestamp)
        )
        """
        ),
    ),
    Identity(
        ("app_log",),
        "Whatever failed says why, and nothing follows it in its visit",
        "失败的步骤都注明原因，且之后不再有步骤",
        lambda months, start: (
            """
        SELECT count(*) FROM app_log
        WHERE (error_code IS NULL) <> (error_text IS NULL) OR (error_code IS NOT NULL AND NOT exit)
            OR (event_id IS NULL AND step <> 'identity' AND error_code IS DISTINCT FROM 'given_up')
        """
        ),
    ),
    Identity(
        ("application_scores", "applications"),
        "Each application that was decided on has one score, of the day on which it was sent",
        "每笔已审批的申请恰有一条评分，评分日为提交日",
        lambda months, start: (
            """
        SELECT count(*) FROM (SELECT * FROM applications WHERE decided IS NOT NULL) AS sent
        FULL JOIN application_scores AS scored USING (application_id)
        WHERE (sent.customer_id, sent.approved, sent.submitted::DATE) IS DISTINCT FROM
              (scored.customer_id, scored.approved, scored.scored_on)
        """
        ),
    ),
    Identity(
        ("declined_bureau", "truth_declined", "applications"),
        "Each declined application has one file of the bureau and one true first year",
        "每笔被拒绝的申请恰有一份征信摘要和一条真相",
        lambda months, start: (
            """
        SELECT count(*)
        FROM (SELECT application_id, submitted FROM applications WHERE decided IS NOT NULL AND NOT approved) AS sent
        FULL JOIN declined_bureau USING (application_id) FULL JOIN truth_declined USING (application_id)
        WHERE submitted::DATE IS DISTINCT FROM as_of OR would_default IS NULL
        """
        ),
    ),
    Identity(
        ("truth_declined",),
        "Whoever would have gone bad has a month of it, two months overdue and a debt; nobody else has",
        "会变坏的申请人有变坏月份、逾期两期以上和欠款，其他人没有",
        lambda months, start: (
            f"""
        SELECT count(*) FROM truth_declined
        WHERE would_default <> (worst_bucket >= {p.BAD_FROM_BUCKET}) OR would_default <> (default_month IS NOT NULL)
            OR would_default <> (owed_fen > 0)
        """
        ),
    ),
    Identity(
        ("operational_losses",),
        "No more comes back than was lost, and nothing is noticed before it happens",
        "追回金额不超过损失金额，发现日不早于发生日",
        lambda months, start: (
            """
        SELECT count(*) FROM operational_losses WHERE recovered_fen > gross_fen OR discovered < date
        """
        ),
    ),
    Identity(
        ("macro_scenarios",),
        "What has been observed is the same in every scenario",
        "已发生的月份在各情景中相同",
        lambda months, start: (
            """
        SELECT count(*) FROM (
            SELECT month FROM macro_scenarios WHERE observed GROUP BY month
            HAVING count(DISTINCT (unemployment_index, rate_index, income_index)) <> 1
        )
        """
        ),
    ),
    Identity(
        ("truth_path_touches", "path_touches", "applications"),
        "Each touch belongs to one application, and came before its form was opened",
        "每个触点属于一次申请，且早于打开申请表",
        lambda months, start: (
            """
        SELECT count(*) FROM path_touches FULL JOIN truth_path_touches USING (path_touch_id)
        LEFT JOIN applications USING (application_id)
        WHERE kind IS NULL OR application_id IS NULL OR timestamp >= started
        """
        ),
    ),
    Identity(
        ("application_identities", "applications"),
        "Each application begun since the data begins has its identities",
        "数据期初以来的每次申请都有标识",
        lambda months, start: (
            f"""
        SELECT count(*) FROM (SELECT application_id FROM applications WHERE started >= DATE '{start}') AS begun
        FULL JOIN application_identities AS known USING (application_id)
        WHERE begun.application_id IS NULL OR known.application_id IS NULL OR phone_hash IS NULL
        """
        ),
    ),
    Identity(
        ("referral_rewards", "applications", "accounts"),
        "Each reward is for a referred friend, of the referrer whom the application names, after the card opened",
        "每笔奖励对应一位被推荐的客户，推荐人与申请一致，且在开卡之后",
        lambda months, start: (
            """
        SELECT count(*) FROM referral_rewards AS r LEFT JOIN applications AS a USING (customer_id)
        LEFT JOIN accounts AS c USING (customer_id)
        WHERE a.referrer_customer_id IS DISTINCT FROM r.referrer_customer_id OR c.open_date IS NULL
            OR r.paid_on <= c.open_date
        """
        ),
    ),
    Identity(
        ("truth_referral_rings", "referral_rewards"),
        f"Every ring is paid on no more than {sum(p.RING_PAYEES) - 1} accounts, which nobody else is",
        f"每个团伙至多使用 {sum(p.RING_PAYEES) - 1} 个收款账户，且他人不使用",
        lambda months, start: (
            f"""
        SELECT (SELECT count(*) FROM (
            SELECT payee_hash FROM referral_rewards LEFT JOIN truth_referral_rings USING (reward_id) GROUP BY 1
            HAVING count(DISTINCT coalesce(ring_id, 0)) > 1
        )) + (SELECT count(*) FROM (
            SELECT ring_id FROM truth_referral_rings LEFT JOIN referral_rewards USING (reward_id) GROUP BY 1
            HAVING count(DISTINCT payee_hash) > {sum(p.RING_PAYEES) - 1} OR bool_or(payee_hash IS NULL)
        ))
        """
        ),
    ),
    Identity(
        ("applications", "truth_acquisition"),
        "The truth about origins has every channel and scene that somebody applied by",
        "每次申请的渠道和场景，都有获客来源真相",
        lambda months, start: (
            """
        SELECT count(*) FROM applications ANTI JOIN (SELECT DISTINCT channel, scene FROM truth_acquisition)
            USING (channel, scene)
        """
        ),
    ),
    Identity(
        ("path_touches", "ad_weeks"),
        "Nobody clicks a search ad in a city and week without any",
        "停投搜索广告的城市和周里没有搜索广告点击",
        lambda months, start: (
            """
        SELECT count(*) FROM (SELECT city, date_trunc('week', timestamp)::DATE AS week FROM path_touches
                              WHERE kind = 'search_ad')
        LEFT JOIN ad_weeks USING (city, week) WHERE search_ads IS DISTINCT FROM TRUE
        """
        ),
    ),
    Identity(
        ("ad_weeks",),
        "Search ads ran in every week that no lot decided on, and cost nothing when they did not run",
        "非抽签的周一律投放；停投时没有费用、曝光和点击",
        lambda months, start: (
            """
        SELECT count(*) FROM ad_weeks
        WHERE NOT (by_lot OR search_ads) OR search_ads <> (spend_fen > 0) OR search_ads < (impressions + clicks > 0)
        """
        ),
    ),
    Identity(
        ("scene_trial",),
        "No more people leave their number than come in, and only a play that was carried out costs anything",
        "留资人数不超过到访人数；只有执行的周才有费用",
        lambda months, start: (
            """
        SELECT count(*) FROM scene_trial
        WHERE leads > visitors OR (NOT carried_out AND gifts_fen + staff_minutes > 0)
        """
        ),
    ),
)
