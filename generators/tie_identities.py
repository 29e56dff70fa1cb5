"""What holds between the tables about the wallet elsewhere, friends on WeCom, points rules and themes."""

from typing import Final

from generators import parameters as p
from generators.identity import Identity

TIE_IDENTITIES: Final[tuple[Identity, ...]] = (
    Identity(
        ("truth_wallets", "bureau"),
        "Each customer has one wallet elsewhere, which weighs what the bureau says is used there",
        "每位客户有一条他行钱包真相，比重与征信记录一致",
        lambda months, start: (
            f"""
        SELECT count(*) FROM truth_wallets FULL JOIN bureau USING (customer_id)
        CROSS JOIN LATERAL (SELECT lines_elsewhere_fen / {p.FEN} * coalesce(utilisation_elsewhere, 0) AS used)
        WHERE weight_elsewhere IS NULL OR score IS NULL
            OR abs(weight_elsewhere - used / (used + {p.WALLET_HALF_YUAN})) > 0.001 OR (room = 0 AND growth <> 0)
        """
        ),
    ),
    Identity(
        ("wecom_rhythm", "wecom_events"),
        "In the trial of the rhythm of messages nobody of the quiet half is written to in its six months",
        "联系节奏试点的六个月内，暂停组没有收到主动消息",
        lambda months, start: (
            f"""
        SELECT count(*) FROM wecom_rhythm JOIN wecom_events USING (customer_id)
        WHERE arm = 'quiet' AND event = 'message'
            AND timestamp >= begins AND timestamp < begins + INTERVAL {p.RHYTHM_MONTHS} MONTH
        """
        ),
    ),
    Identity(
        ("wecom_accounts", "truth_wecom_accounts", "managers"),
        "Each manager has one WeCom account and one truth about it",
        "每位客户经理恰有一个企微账号和一条真相",
        lambda months, start: (
            """
        SELECT count(*) FROM managers FULL JOIN wecom_accounts AS account USING (manager_id)
        FULL JOIN truth_wecom_accounts AS truth USING (manager_id)
        WHERE branch_id IS NULL OR other_friends IS NULL OR attention IS NULL
        """
        ),
    ),
    Identity(
        ("points_rules", "truth_points_rules"),
        "Each customer of the trial of points rules has one truth; only who redeemed costs, and who redeemed has looked",
        "积分规则试点的每位客户恰有一条真相；兑换才有成本，兑换者必有访问",
        lambda months, start: (
            """
        SELECT count(*) FROM points_rules FULL JOIN truth_points_rules AS truth USING (customer_id)
        WHERE rule IS NULL OR redeems_usual IS NULL OR redeemed <> (cost_fen > 0) OR (redeemed AND visit_days = 0)
        """
        ),
    ),
    Identity(
        ("theme_campaigns", "truth_theme_campaigns"),
        "Each customer of a theme campaign has one truth, and pays for what was ordered",
        "主题活动的每位客户恰有一条真相；有订单才有成交额",
        lambda months, start: (
            """
        SELECT count(*) FROM theme_campaigns FULL JOIN truth_theme_campaigns AS truth USING (customer_id, theme)
        WHERE shown IS NULL OR unseen_fen IS NULL OR (orders > 0) <> (spent_fen > 0)
            OR (orders_after > 0) <> (spent_after_fen > 0)
        """
        ),
    ),
)
