"""The table about what customers use elsewhere, and what that does here."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

TRUTH_WALLETS = Table(
    "truth_wallets",
    "Truth: wallets elsewhere",
    "真相：他行钱包",
    "How much a customer uses other banks' cards, and what that does to the use of ours.",
    "一行是一位客户：他行用卡的多少，以及由此带来的本行用卡变化。",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "weight_elsewhere",
            "rate",
            "Weight elsewhere",
            "他行用卡比重",
            "0 for those who use nothing elsewhere, a half at 12,000 yuan owed there when they applied, towards 1 above.",
            "申请时他行无用信为0，已用1.2万元为0.5，越多越接近1。",
            low=0,
            high=1,
        ),
        Column(
            "room",
            "rate",
            "Room",
            "提升空间",
            "1 for those whose habit leaves all the room to use this card more; 0 for heavy spenders, who are full.",
            "消费习惯还有充分提升空间为1；消费大户已“吃满”为0。",
            low=0,
            high=1,
        ),
        Column(
            "growth",
            "rate",
            "Growth",
            "年增长",
            "Yearly change of the log of purchases that moves between other banks' cards and ours.",
            "消费在他行卡与本行卡之间转移，带来的本行交易笔数对数年变化。",
            unit=("log a year", "对数/年"),
        ),
        Column(
            "upgrade_push",
            "rate",
            "Push of an invitation",
            "邀约推力",
            "How strongly an invitation to a bigger card moves them beside others, 0 for those whom it leaves cold.",
            "升级邀约对该客户的推动力度倍数，0表示无动于衷。",
            unit=("times", "倍"),
            low=0,
        ),
    ),
    truth=True,
)
