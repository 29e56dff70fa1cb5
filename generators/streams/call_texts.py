"""What customers say to the service desk, by topic: (Chinese, English) with slots for what happened to the customer."""

from typing import Final

Pairs = tuple[tuple[str, str], ...]

CALL_TEXTS: Final[dict[str, Pairs]] = {
    "bill": (
        (
            "我这个月账单{amount}元，比我自己算的多，能帮我核对一下明细吗？",
            "My bill this month is {amount} yuan, more than I expected. Could you go through the items with me?",
        ),
        (
            "{month}的账单显示要还{amount}元，最后还款日是哪天？",
            "My {month} bill says {amount} yuan. What is the last day to pay?",
        ),
        (
            "账单{amount}元我已经还了，怎么手机银行上还显示未还清？",
            "I have paid the bill of {amount} yuan, so why does the app still show it as unpaid?",
        ),
        (
            "想问一下{amount}元的账单，如果只还最低还款额，利息怎么算？",
            "If I only pay the minimum on my bill of {amount} yuan, how is the interest worked out?",
        ),
        (
            "我没收到{month}的电子账单，麻烦重新发一份，应还金额是不是{amount}元？",
            "I did not receive the {month} statement. Please send it again; is the amount due {amount} yuan?",
        ),
        (
            "出差忘了还款，欠着{amount}元，现在补上会影响征信吗？",
            "I was travelling and forgot to pay the {amount} yuan. If I pay now, will it hurt my credit record?",
        ),
        (
            "我想改一下账单日，这期{amount}元的账单会不会受影响？",
            "I would like to move my billing date. Will that affect this bill of {amount} yuan?",
        ),
        (
            "帮我查查{amount}元里面有没有重复入账的交易。",
            "Please check whether any purchase was booked twice in the {amount} yuan.",
        ),
        (
            "自动还款扣了两次吗？账单是{amount}元，我怕多扣了。",
            "Did the direct debit run twice? The bill was {amount} yuan and I fear too much was taken.",
        ),
    ),
    "limit": (
        (
            "我的额度是{limit}元，最近要装修，想申请提一点。",
            "My limit is {limit} yuan. I am about to renovate and would like it raised.",
        ),
        (
            "用卡一直挺正常的，为什么固定额度还是{limit}元？",
            "I have always used the card well. Why is my limit still {limit} yuan?",
        ),
        (
            "{limit}元的额度刷不了，提示超限，是怎么回事？",
            "I have a limit of {limit} yuan, yet the payment was declined as over the limit. Why?",
        ),
        (
            "下个月要出国，临时额度能调到多少？现在是{limit}元。",
            "I go abroad next month. How far can the limit be raised for a while? It is {limit} yuan now.",
        ),
        (
            "我想把额度降下来，{limit}元太高了，怕控制不住。",
            "I want a lower limit. {limit} yuan is more than I trust myself with.",
        ),
        (
            "手机银行里申请提额没通过，{limit}元不够用，什么时候可以再申请？",
            "My request for more was turned down in the app. {limit} yuan is not enough; when may I ask again?",
        ),
        (
            "提额需要提供什么材料？目前额度{limit}元。",
            "What papers do you need to raise a limit? Mine is {limit} yuan at present.",
        ),
        (
            "同事的额度比我高一倍，我才{limit}元，是怎么评的？",
            "A colleague has twice my {limit} yuan. How do you decide on a limit?",
        ),
    ),
    "fee": (
        (
            "{date}扣了我{fee}元年费，之前没人告诉我要收，能退吗？",
            "On {date} you took an annual fee of {fee} yuan. Nobody told me of it. Can I have it back?",
        ),
        (
            "账单上多了一笔{fee}元的年费，刷几次可以免？",
            "There is an annual fee of {fee} yuan on my statement. How many purchases would waive it?",
        ),
        (
            "这张卡我基本不用，{fee}元年费太贵了，不减免我就不要了。",
            "I hardly use this card, and {fee} yuan a year is too much. Waive it or I will give the card up.",
        ),
        (
            "请问{fee}元的年费是怎么收的，{date}入账的那笔。",
            "How is the annual fee of {fee} yuan charged, the one booked on {date}?",
        ),
        (
            "当初办卡说首年免年费，现在一年{fee}元也太高了吧。",
            "The first year was free, but {fee} yuan a year now is steep, is it not?",
        ),
        ("我用积分抵{fee}元年费行不行？", "May I pay the annual fee of {fee} yuan with points?"),
        (
            "别的银行都免年费，你们{date}收{fee}元，说不过去。",
            "Other banks charge nothing. Taking {fee} yuan on {date} is hard to justify.",
        ),
        (
            "年费{fee}元我认，但请给我开一份收费说明。",
            "I accept the fee of {fee} yuan, but please send me an explanation of it.",
        ),
        (
            "能不能换成没有年费的卡？这次{fee}元先帮我申请减免。",
            "Could I change to a card without a fee? And please ask for a waiver of the {fee} yuan this time.",
        ),
    ),
    "fee_question": (
        (
            "我的{product}一年要收多少年费？不用的话也收吗？",
            "What does my {product} cost a year? Also if I do not use it?",
        ),
        ("请问{product}的年费怎么才能免？", "How can I avoid the annual fee of the {product}?"),
        (
            "取现和分期的手续费分别是多少？有点想不明白要不要留着这张卡。",
            "What do cash advances and instalments cost? I wonder whether to keep this card.",
        ),
        ("逾期一天会收多少违约金？", "What is the charge for being a day late?"),
        ("别家银行年费全免，你们{product}收不收？", "Other banks have no annual fee. Does your {product}?"),
        (
            "境外刷卡要不要手续费？收得多的话我就换一家。",
            "Is there a fee for payments abroad? If it is high I will go elsewhere.",
        ),
        ("想了解一下这张卡一年下来都有哪些费用。", "I would like to know all that this card costs in a year."),
        (
            "{month}起收费标准有变化吗？我在考虑还用不用这张卡。",
            "Do charges change from {month}? I am thinking about whether to go on using this card.",
        ),
        (
            "如果我一年不用{product}，会不会产生费用？",
            "If I do not use the {product} for a year, does it cost anything?",
        ),
    ),
    "points": (
        ("我有{points}分，什么时候到期？", "I have {points} points. When do they expire?"),
        (
            "积分商城兑换不了，页面一直转圈，我账上有{points}分。",
            "The points mall will not load when I redeem. I hold {points} points.",
        ),
        ("{points}分能换什么？有没有航空里程？", "What can I get for {points} points? Are there air miles?"),
        ("上个月消费了不少，积分怎么才{points}分？", "I spent a lot last month. Why do I have only {points} points?"),
        (
            "兑换的礼品一直没发货，剩下的{points}分我都不敢换了。",
            "The gift I redeemed was never sent. Now I dare not use the other {points} points.",
        ),
        ("交水电费有没有积分？我现在是{points}分。", "Do utility bills earn points? I have {points} now."),
        ("我想把{points}分转给家人，可以吗？", "May I pass my {points} points on to my family?"),
        (
            "听说年底清零，{points}分来得及换吗？",
            "I hear that points lapse at the year's end. Is there time to use {points}?",
        ),
    ),
    "instalment": (
        (
            "{amount}元的账单想分12期，每期手续费多少？",
            "I want to pay a bill of {amount} yuan in 12 instalments. What is the fee for each?",
        ),
        (
            "分期之后能提前还清吗？账单是{amount}元。",
            "Once I choose instalments, may I pay off early? The bill is {amount} yuan.",
        ),
        (
            "看到分期打折的活动，{amount}元可以参加吗？",
            "I saw a discount on instalments. Does my {amount} yuan qualify?",
        ),
        (
            "我没申请过分期，怎么{amount}元里面有一笔手续费？",
            "I never asked for instalments. Why is there a fee within the {amount} yuan?",
        ),
        (
            "{amount}元分3期和分6期，年化利率各是多少？",
            "For {amount} yuan, what is the yearly rate over 3 and over 6 instalments?",
        ),
        (
            "手机银行分期按钮是灰的，{amount}元不能分吗？",
            "The instalment button is grey in the app. Can I not split {amount} yuan?",
        ),
        (
            "刚办的分期想取消，账单{amount}元我一次还清。",
            "I want to undo the instalments I just set up and pay the {amount} yuan at once.",
        ),
        (
            "{month}账单{amount}元压力有点大，能分期吗？",
            "The {month} bill of {amount} yuan is a strain. Can I split it?",
        ),
    ),
    "lost_card": (
        (
            "我的卡丢了，{date}才发现，请马上挂失。",
            "I have lost my card and only noticed on {date}. Please block it at once.",
        ),
        ("钱包被偷了，{product}要挂失补办。", "My wallet was stolen. Block my {product} and send a new one."),
        (
            "卡片磁条坏了，刷不出来，想换一张{product}。",
            "The stripe of my {product} is damaged and will not read. I need a new one.",
        ),
        (
            "{date}以后就找不到卡了，挂失要收费吗？",
            "I have not seen the card since {date}. Does blocking it cost anything?",
        ),
        ("挂失之后手机支付还能用吗？", "Will payment by phone still work once the card is blocked?"),
        ("卡被自动取款机吞了，我人在外地，怎么办？", "A cash machine kept my card and I am away from home. What now?"),
        (
            "卡又找到了，昨天挂失的能解除吗？",
            "I found the card after all. Can you lift the block I asked for yesterday?",
        ),
        ("补办的{product}寄到哪里了？我换了住址。", "Where was the new {product} sent? I have moved."),
    ),
    "fraud": (
        (
            "有一笔{amount}元不是我刷的，请先帮我止付。",
            "A payment of {amount} yuan was not mine. Please stop it first.",
        ),
        (
            "刚收到短信说有人要刷{amount}元，我根本没用卡！",
            "A message says that someone tried to spend {amount} yuan. I did not use the card at all!",
        ),
        (
            "这笔{amount}元的商户我没听说过，是不是被盗刷了？",
            "I have never heard of the merchant behind the {amount} yuan. Was my card abused?",
        ),
        (
            "有人冒充你们客服要验证码，说要付{amount}元，我没给，请帮我查查。",
            "Someone posing as your service asked for a code to pay {amount} yuan. I gave none; please look into it.",
        ),
        (
            "卡一直在我手上，{date}怎么会提示一笔{amount}元的交易？",
            "The card never left me. Why was I told of {amount} yuan on {date}?",
        ),
        ("请冻结我的卡，{amount}元那笔我要做争议处理。", "Freeze my card. I dispute the purchase of {amount} yuan."),
        (
            "孩子玩游戏差点付了{amount}元，能关掉小额免密吗？",
            "My child nearly paid {amount} yuan in a game. Can payments without a code be switched off?",
        ),
        ("那笔{amount}元的可疑交易拦截成功了吗？", "Was the suspicious payment of {amount} yuan stopped?"),
    ),
    "contact": (
        (
            "{date}又收到你们的{channel}，说什么{offer}，我说过不要再联系了！",
            "On {date} I got {channel} again about {offer}. I told you to stop!",
        ),
        (
            "我要投诉，{channel}太频繁了，严重打扰我的生活。",
            "I want to complain. There is {channel} far too often, and it disturbs me.",
        ),
        (
            "请把我从营销名单里去掉，{date}的{channel}我很反感。",
            "Take me off your marketing list. I resented {channel} on {date}.",
        ),
        (
            "上班时间收到{channel}推销{offer}，你们有没有考虑客户感受？",
            "I got {channel} at work to sell me {offer}. Do you ever think of your customers?",
        ),
        (
            "{offer}我不需要，以后请不要再发了，否则我向监管投诉。",
            "I do not need {offer}. Send no more of it, or I go to the regulator.",
        ),
        (
            "{date}联系我之前，你们征得我同意了吗？个人信息是怎么用的？",
            "Did I agree to be contacted on {date}? How do you use my data?",
        ),
        (
            "同样的{offer}说了好几遍，我明确拒绝过，怎么又有{channel}？",
            "I have refused {offer} more than once, and still there is {channel}.",
        ),
        ("如果再有{channel}打扰我，我就把卡销了。", "If I am troubled by {channel} once more, I will cancel the card."),
        (
            "投诉一下：{date}的{channel}口气很差，{offer}也说不清楚。",
            "A complaint: {channel} on {date} was rude, and {offer} was not even explained.",
        ),
    ),
    "cancel_card": (
        (
            "我想销卡，{product}用不上了，怎么办理？",
            "I want to cancel my card. I have no use for the {product}. How do I do it?",
        ),
        (
            "请问注销{product}要不要收费，多久生效？",
            "Does cancelling a {product} cost anything, and when does it take effect?",
        ),
        ("手上卡太多了，想把你们这张注销掉。", "I hold too many cards and would like to close yours."),
        (
            "别的银行额度更高、活动更多，你们{limit}元的这张我不想留了。",
            "Another bank gives me more limit and more offers. I do not want to keep yours with {limit} yuan.",
        ),
        ("销卡之后剩下的积分怎么处理？", "What happens to my points once the card is cancelled?"),
        (
            "我在手机银行找不到销卡入口，是故意藏起来的吗？",
            "I cannot find where to cancel in the app. Is it hidden on purpose?",
        ),
        (
            "家里人不让用信用卡了，{product}帮我注销吧。",
            "My family want me to stop using credit cards. Please close my {product}.",
        ),
        (
            "注销前需要把账单全部还清吗？我想{month}就办完。",
            "Must I pay everything before closing? I would like it done in {month}.",
        ),
        ("如果没有什么优惠，我就把{product}销了。", "If there is nothing in it for me, I will cancel the {product}."),
    ),
}
OPENINGS: Final[Pairs] = (
    ("", ""),
    ("您好，", "Hello. "),
    ("你好，", "Hi. "),
    ("麻烦问一下，", "May I ask something? "),
    ("打了半天才打通。", "It took ages to get through. "),
    ("不好意思，", "Excuse me. "),
)
CLOSINGS: Final[Pairs] = (
    ("", ""),
    ("谢谢。", " Thank you."),
    ("尽快给我回复。", " Please answer soon."),
    ("麻烦帮忙处理一下。", " Please see to it."),
    ("我等你们回电。", " I will wait for your call."),
    ("辛苦了。", " Thanks for your trouble."),
)
OFFER_WORDS: Final = {
    "reminder": ("用卡提醒", "a reminder to use my card"),
    "points_gift": ("送积分的活动", "a gift of points"),
    "voucher": ("30元优惠券", "a voucher of 30 yuan"),
    "fee_waiver": ("减免年费", "a waiver of the annual fee"),
    "add_wecom": ("加企业微信的邀请", "an invitation to add a manager on WeCom"),
    "bigger_card": ("升级卡的推荐", "an offer of a bigger card"),
}
CHANNEL_WORDS: Final = {
    "sms": ("营销短信", "a marketing text"),
    "app_push": ("推送消息", "a push message"),
    "wecom": ("企业微信消息", "a WeCom message"),
    "call": ("推销电话", "a sales call"),
    "branch": ("到店邀约", "an invitation to the branch"),
}
PRODUCT_WORDS: Final = {
    "young": ("青春卡", "Young card"),
    "classic": ("普卡", "Classic card"),
    "gold": ("金卡", "Gold card"),
    "platinum": ("白金卡", "Platinum card"),
}
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
