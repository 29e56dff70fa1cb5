"""What is said in the outcry about expired points: (Chinese, English), posts by mood, {points} for a number of points."""

from typing import Final

from generators.streams.call_texts import Pairs

FIRST_POSTS: Final[Pairs] = (
    (
        "攒了两年的{points}分，云渡一声不吭就给清零了！一条短信都没有，大家快去看看自己的积分！",
        "Two years of saving, {points} points, and Yundu wiped them without a word. Not one text message. Check yours, everyone!",
    ),
    (
        "转：云渡银行年底悄悄清积分，评论区全是中招的。",
        "Passing this on: Yundu quietly wiped points at the year's end. The comments are full of people it happened to.",
    ),
)
ANSWERS: Final[Pairs] = (
    (
        "【云渡银行信用卡】关于积分到期未充分提醒一事，我们向大家致歉。即日起，积分到期前30天逐户短信和应用内提醒；"
        "客服已设专席，可逐笔核对积分到期明细。",
        "[Yundu credit cards] We apologise for not giving due notice before points expired. From today every customer is told by "
        "text and in the app 30 days ahead, and a dedicated desk goes through each customer's expired points with them.",
    ),
)
# Negative, neutral, positive.
BEFORE: Final[tuple[Pairs, Pairs, Pairs]] = (
    (
        (
            "我也是！{points}分说没就没，客服只会说“按规则到期”。",
            "Me too! {points} points gone, and the desk just says “expired by the rules”.",
        ),
        ("刚查了一下，真的归零了，太过分了，转给更多人看。", "Just looked: down to nought. Outrageous. Share this."),
        (
            "积分清零不提醒，这不是欺负人吗？准备投诉。",
            "Wiping points with no notice is bullying. I am going to complain.",
        ),
        (
            "用卡三年的{points}分全没了，心寒，销卡吧。",
            "Three years with this card, {points} points lost. Cancel it, I say.",
        ),
        (
            "银行提醒还款天天发短信，积分到期一条都没有？",
            "They text daily about payments, yet not once about expiring points?",
        ),
        ("避雷云渡积分，说清就清。", "Stay away from Yundu's points. They vanish at will."),
    ),
    (
        ("有人知道云渡积分到期规则写在哪儿吗？", "Does anyone know where Yundu's rule on expiring points is written?"),
        ("围观，我的还有{points}分，赶紧换掉。", "Watching this. I still have {points}; better redeem them now."),
    ),
    (
        (
            "我的没清，可能是去年刚攒的，{points}分还在。",
            "Mine are still there, {points}. Perhaps because I earned them last year.",
        ),
    ),
)
AFTER: Final[tuple[Pairs, Pairs, Pairs]] = (
    (
        ("道歉有什么用，{points}分能还我吗？", "What good is an apology? Do I get my {points} points back?"),
        ("以后提醒？那以前清掉的就算了？", "Reminders from now on? And what was wiped before is just gone?"),
        ("要不是上了热搜，估计还是装没看见。", "Had it not trended, they would still be looking away."),
    ),
    (
        (
            "看到回应了，先打专席问问我的{points}分。",
            "Saw the answer. I will ask the new desk about my {points} points first.",
        ),
        ("提前30天提醒，写进规则才算数。", "Notice 30 days ahead counts once it is in the rules."),
    ),
    (
        ("打了专席，明细给我讲清楚了，态度还行。", "Called the desk. They went through it item by item. Fair enough."),
        ("肯认错、给办法，比装死强。", "Owning up with a remedy beats playing dead."),
    ),
)
OUTCRY_CALLS: Final[Pairs] = (
    (
        "我在网上看到你们清积分，我的怎么只剩{points}分了？",
        "I read online that you wiped points. Why have I only {points} left?",
    ),
    (
        "积分到期为什么不通知？网上都在说，我要个说法，现在剩{points}分。",
        "Why was there no notice before points expired? It is all over the net. I have {points} left and want an explanation.",
    ),
    (
        "朋友转给我看积分清零的帖子，帮我查查{points}分什么时候到期。",
        "A friend sent me the post about wiped points. When do my {points} expire?",
    ),
    (
        "去年的积分是不是也给清了？我记得不止{points}分。",
        "Did you wipe last year's points too? I remember more than {points}.",
    ),
)
