"""m09 · The 5×5 method, question 4: precision of matches."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

q4 = Question(
    id="q4",
    title=("Do colleagues know each other?", "同一个单位，就认识吗？"),
    points=4,
    taught="lesson-1:relations",
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "nine",
            ("nine rows, by hand", "九行数据，可手工核对"),
            table(
                {
                    "customer_id": [1, 2, 3, 5, 6, 1, 4, 7, 8],
                    "other_customer_id": [2, 1, 4, 6, 7, 3, 3, 8, 9],
                    "checked": [True, True, True, True, False, True, True, False, True],
                    "knows": [True, True, True, False, False, False, True, False, False],
                }
            ),
        ),
        case("bank", BANK, data("twinline.modules.m09.five_by_five:matches")),
        case(
            "centre",
            ("your bank, in Shanghai", "您这家银行，上海"),
            data("twinline.modules.m09.five_by_five:matches", city="上海"),
        ),
    ],
    hints=[
        (
            "Precision: of the pairs that were checked, the share that was right. Whoever was not asked says nothing.",
            "准确率：核实过的配对里，对的占几成。没问过的，说明不了什么。",
        ),
        (
            "Some pairs stand in the list twice: (1, 2) and (2, 1) are the same two people.",
            "有的配对出现两次：(1, 2) 和 (2, 1) 是同样两个人。",
        ),
        (
            "Put the smaller number first: `low = pairs[['customer_id', 'other_customer_id']].min(axis=1)`, the same for "
            "`max`; then `drop_duplicates(['low', 'high'])`.",
            "把小的号放前面：`low = pairs[['customer_id', 'other_customer_id']].min(axis=1)`，`max` 同理；再 `drop_duplicates(['low', 'high'])`。",
        ),
    ],
    success=(
        "A payer in common is a place to look, not an introduction: of such pairs few know each other. Ask, write down the "
        "answer, and the list of true ties grows.",
        "工资由同一家单位发，只是线索，不等于能引荐：这样的两个人，认识的只是少数。问一句，记下来，真实的关系就越积越多。",
    ),
)


@q4.reference
def match_precision(pairs):
    checked = pairs[pairs["checked"]]
    people = checked[["customer_id", "other_customer_id"]]
    once = checked.assign(low=people.min(axis=1), high=people.max(axis=1)).drop_duplicates(["low", "high"])
    return once["knows"].mean()


@q4.wrong(
    "unchecked",
    (
        "The wrong denominator: pairs that nobody asked about are counted as wrong. Look at the checked ones only.",
        "分母错了：没人核实过的配对，被当成不认识了。只看核实过的。",
    ),
)
def all_pairs(pairs):
    return match_precision(pairs.assign(checked=True))


@q4.wrong(
    "twice",
    (
        "Pairs that stand in the list from both sides count twice in your figure. (1, 2) and (2, 1) are one pair.",
        "从两边各记一次的配对，您算了两遍。(1, 2) 和 (2, 1) 是同一对。",
    ),
    state="nearly",
)
def counted_twice(pairs):
    return pairs.loc[pairs["checked"], "knows"].mean()


@q4.wrong(
    "both",
    (
        "Two mistakes: unchecked pairs are in the denominator, and pairs from both sides count twice.",
        "两处错：没核实的进了分母，两边都记的配对算了两遍。",
    ),
)
def plain_mean(pairs):
    return pairs["knows"].mean()


@q4.wrong(
    "checked_share",
    ("That is the share of pairs that were checked, not the share that was right.", "这是核实了几成，不是对了几成。"),
)
def share_checked(pairs):
    return pairs["checked"].mean()
