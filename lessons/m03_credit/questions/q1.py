"""m03 · Credit and limits, question 1: the share of bad cards, at equal age."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q1 = Question(
    id="q1",
    title=("How many cards go bad?", "有多少张卡变坏？"),
    points=3,
    taught="lesson-1:bad",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve cards, by hand", "十二张卡，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 13)),
                    "channel": ["app"] * 6 + ["branch"] * 6,
                    "seen": [12, 15, 20, 3, 5, 13, 12, 24, 18, 14, 2, 16],
                    "bad": [True, False, True, False, True, False, False, True, False, False, False, False],
                }
            ),
            "channel",
            12,
        ),
        case("bank", BANK, data("twinline.modules.m03.applicants:new_cards"), "channel", 12),
        case(
            "half",
            ("your bank, after eight statements", "您这家银行，满八期"),
            data("twinline.modules.m03.applicants:new_cards"),
            "channel",
            8,
        ),
    ],
    hints=[
        (
            "A card that we have seen for three months has had no time to go bad. Which rows may count?",
            "只看了三个月的卡，还没来得及变坏。哪些行才能算？",
        ),
        (
            "First the rows: `old = cards[cards['seen'] >= months]`. The mean of True and False is the share of True.",
            "先筛行：`old = cards[cards['seen'] >= months]`。对 True/False 求均值，就是 True 的占比。",
        ),
        (
            "`return old.groupby(by, observed=True)['bad'].mean()`",
            "最后一行：`return old.groupby(by, observed=True)['bad'].mean()`",
        ),
    ],
    success=(
        "Only cards old enough are in the denominator. A desk that grows fast looks good for a year if its young cards are "
        "counted, and bad ever after.",
        "分母里只有“够岁数”的卡。发卡冲得快的渠道，把新卡也算进去，头一年总是好看，后面就难看了。",
    ),
)


@q1.reference
def bad_share(cards, by, months):
    old = cards[cards["seen"] >= months]
    return old.groupby(by, observed=True)["bad"].mean()


@q1.wrong(
    "young",
    (
        "Young cards are in your denominator: they have had no time to go bad. Keep those with `seen >= months`.",
        "分母里混进了新卡：它们还没来得及变坏。只留 `seen >= months` 的。",
    ),
)
def with_young_cards(cards, by, months):
    return cards.groupby(by, observed=True)["bad"].mean()


@q1.wrong(
    "counted",
    ("That is how many went bad. Asked is the share: use the mean.", "这是变坏的张数。题目要的是占比：用均值。"),
)
def number_of_bad(cards, by, months):
    return cards[cards["seen"] >= months].groupby(by, observed=True)["bad"].sum()


@q1.wrong(
    "of_all_bad",
    (
        "You divide by all bad cards: that is a channel's part of the trouble. Divide by the channel's own cards.",
        "您除以了全部坏卡，得到的是各渠道占坏卡的比例。要除以该渠道自己的卡数。",
    ),
)
def part_of_all_bad(cards, by, months):
    bad = cards[(cards["seen"] >= months) & cards["bad"]]
    return bad.groupby(by, observed=True).size() / len(bad)


@q1.wrong(
    "edge",
    ("A card seen for exactly `months` statements counts: write `>=`.", "正好满 `months` 期的卡也要算：写 `>=`。"),
    state="nearly",
)
def older_only(cards, by, months):
    return cards[cards["seen"] > months].groupby(by, observed=True)["bad"].mean()


@q1.wrong(
    "mixed",
    (
        "Bad cards of the old ones over all cards: numerator and denominator must be the same cards.",
        "分子是够岁数的坏卡，分母却是全部的卡：分子分母必须是同一批卡。",
    ),
)
def two_crowds(cards, by, months):
    bad = cards["bad"] & (cards["seen"] >= months)
    return bad.groupby(cards[by], observed=True).mean()
