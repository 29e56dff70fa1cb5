"""What people post about the bank in public, by topic and mood: (Chinese, English)."""

from typing import Final

from generators.streams.call_texts import Pairs

NEGATIVE, NEUTRAL, POSITIVE = range(3)
POST_TEXTS: Final[dict[str, tuple[Pairs, Pairs, Pairs]]] = {
    "fee": (
        (
            (
                "云渡的卡{month}扣了{fee}元年费，完全没提醒，差评！",
                "Yundu took {fee} yuan as an annual fee in {month} without a word. Poor show!",
            ),
            (
                "一年没刷几次，被收{fee}元年费，准备销卡。",
                "Hardly used it all year and got charged {fee} yuan. Time to cancel.",
            ),
            (
                "年费{fee}元，客服说不能减免，心凉了。",
                "An annual fee of {fee} yuan, and the desk will not waive it. Disappointing.",
            ),
            (
                "避雷：云渡这张卡的{fee}元年费藏在小字里。",
                "Beware: the {fee} yuan fee of this Yundu card is in the small print.",
            ),
        ),
        (
            (
                "有人知道云渡的{fee}元年费刷几次能免吗？",
                "Does anyone know how many purchases waive Yundu's {fee} yuan fee?",
            ),
            (
                "记录一下：{month}云渡年费{fee}元入账。",
                "For the record: Yundu's fee of {fee} yuan was booked in {month}.",
            ),
        ),
        (
            (
                "打客服问年费，{fee}元直接给免了，好评。",
                "Asked about the annual fee and they waived the {fee} yuan on the spot. Nice.",
            ),
        ),
    ),
    "contact": (
        (
            (
                "云渡银行的{channel}能不能停一停，{month}都第几次了？",
                "Could Yundu stop it? That is {channel} again this {month}.",
            ),
            (
                "又是{channel}，推销{offer}，烦死了，已投诉。",
                "Yet again {channel}, selling {offer}. So tiresome. I complained.",
            ),
            (
                "说了不要{offer}还来骚扰，云渡的营销太没分寸。",
                "I said no to {offer} and they keep on. Yundu's marketing knows no limit.",
            ),
            (
                "个人信息是不是被卖了？云渡的{channel}一个接一个。",
                "Has my data been sold? From Yundu there is {channel} after another.",
            ),
        ),
        (
            ("收到云渡的{channel}，说有{offer}，是真的吗？", "Got {channel} from Yundu about {offer}. Is it real?"),
            ("云渡的{channel}怎么退订，有人会吗？", "Yundu sent {channel}. How does one unsubscribe?"),
        ),
        (
            (
                "云渡的{channel}还挺及时，{offer}正好用上。",
                "For once {channel} from Yundu came in time: {offer} was just what I needed.",
            ),
        ),
    ),
    "campaign": (
        (
            ("云渡{month}的活动名额秒没，纯属套路。", "Yundu's {month} campaign was gone in a second. A trick."),
            ("券领了用不了，云渡的规则写得像天书。", "Got the coupon, cannot use it. Yundu's rules are a riddle."),
            ("老客户没优惠，新户才有，云渡寒了人心。", "Offers for newcomers only; Yundu forgets its old customers."),
        ),
        (
            ("云渡{month}有什么活动？求汇总。", "What is on at Yundu in {month}? A list, please."),
            ("云渡的满减和别家能叠加吗？", "Can Yundu's discount be combined with others?"),
            ("{month}云渡的活动页更新了，大家自己看。", "Yundu's campaign page for {month} is up. See for yourselves."),
        ),
        (
            ("用云渡的{offer}省了一笔，真香。", "Saved a bit with {offer} from Yundu. Sweet."),
            ("云渡{month}的活动力度可以，已经用上了。", "Yundu's {month} campaign is a good one. Used it already."),
            ("晒单！云渡的{offer}到账秒用。", "Look: {offer} from Yundu, used at once."),
        ),
    ),
    "points": (
        (
            (
                "云渡积分又贬值了，{points}分换不到什么。",
                "Yundu's points are worth less again. {points} get you nothing.",
            ),
            ("积分到期没提醒，{points}分白攒了。", "Nobody told me my points would lapse. {points} for nothing."),
            (
                "积分商城东西少还贵，{points}分留着也没用。",
                "The points mall is poor and dear. No use for my {points} points.",
            ),
        ),
        (
            ("{points}分在云渡换什么最划算？", "What is the best use of {points} points at Yundu?"),
            ("云渡积分什么时候清零？我还有{points}分。", "When do Yundu's points lapse? I still hold {points}."),
        ),
        (
            (
                "用{points}分换了好东西，云渡积分还是有用的。",
                "Got something nice for {points} points. Yundu's points are good for something.",
            ),
            ("攒到{points}分了，继续努力！", "Up to {points} points. Keep going!"),
        ),
    ),
    "app": (
        (
            ("云渡的手机银行又闪退，{month}第三次了。", "Yundu's app crashed again, the third time in {month}."),
            ("找个账单要点五层菜单，云渡的应用谁设计的？", "Five menus deep to find a bill. Who designs Yundu's app?"),
            ("登录验证码半天收不到，云渡的应用急死人。", "No login code for ages. Yundu's app drives me mad."),
        ),
        (
            ("云渡手机银行{month}更新了，界面变了样。", "Yundu's app was updated in {month} and looks different."),
            ("云渡的应用在哪里设置自动还款？", "Where in Yundu's app do I set up direct debit?"),
        ),
        (
            ("云渡新版应用快多了，查账单很方便。", "Yundu's new app is much faster. Bills are easy to find."),
            ("在云渡应用里调额度，一分钟搞定，赞。", "Changed my limit in Yundu's app in a minute. Great."),
        ),
    ),
    "service": (
        (
            (
                "云渡客服转了三次都没解决，{month}最糟体验。",
                "Passed on three times and nothing solved. Yundu was my worst service in {month}.",
            ),
            ("想销卡被一再挽留，云渡放过我吧。", "Trying to cancel, and they will not let go. Have mercy, Yundu."),
            ("机器人客服答非所问，云渡能不能来个真人？", "The chatbot talks past me. Is there a human at Yundu?"),
        ),
        (
            ("云渡的人工客服几点上班？", "When do the humans at Yundu's service desk start?"),
            ("{month}去了趟云渡网点，人不多。", "Went to a Yundu branch in {month}. Not many people."),
        ),
        (
            (
                "云渡客服小姐姐很耐心，问题{month}就解决了。",
                "Yundu's service was patient and solved it within {month}.",
            ),
            (
                "去云渡网点办业务，经理讲得很清楚，点赞。",
                "At the Yundu branch the manager explained it all. Thumbs up.",
            ),
        ),
    ),
}
TAGS: Final[Pairs] = (
    ("", ""),
    ("#信用卡", " #creditcard"),
    ("#云渡银行", " #YunduBank"),
    ("#用卡日常", " #mycards"),
    ("大家怎么看？", " What do you think?"),
    ("随手记一下。", " Just saying."),
)
