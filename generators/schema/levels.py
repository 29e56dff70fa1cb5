"""The codes that categories hold, with their titles. Codes are stored; titles are what a learner reads."""

from typing import Final

from generators import parameters as p

Levels = dict[str, tuple[str, str]]

GENDER: Final[Levels] = {"f": ("Female", "女"), "m": ("Male", "男")}
PRODUCT: Final[Levels] = {
    "young": ("Young card", "青春卡"),
    "classic": ("Classic card", "普卡"),
    "gold": ("Gold card", "金卡"),
    "platinum": ("Platinum card", "白金卡"),
}
SMALLER_CARD: Final[Levels] = {code: PRODUCT[code] for code in p.PRODUCTS[:-1]}
BIGGER_CARD: Final[Levels] = {code: PRODUCT[code] for code in p.PRODUCTS[1:]}
OCCUPATION: Final[Levels] = {
    "service": ("Service worker", "服务业人员"),
    "worker": ("Production or transport worker", "生产运输人员"),
    "clerk": ("Company clerk", "企业职员"),
    "self_employed": ("Self-employed", "个体工商户"),
    "public": ("Public servant", "机关事业单位人员"),
    "professional": ("Professional", "专业技术人员"),
    "manager": ("Company manager", "企业管理人员"),
    "student": ("Student", "学生"),
    "retired": ("Retired", "退休人员"),
}
ACQUISITION: Final[Levels] = {
    "branch": ("Branch", "网点"),
    "app": ("Mobile app", "手机银行"),
    "partner_scene": ("Partner scene", "合作场景"),
    "referral": ("Referral", "老客推荐"),
    "outbound": ("Outbound sales", "直销外拓"),
}
STATUS: Final[Levels] = {
    "new": ("Not activated", "未激活"),
    "active": ("Activated", "已激活"),
    "closed": ("Closed by the customer", "客户销户"),
    "written_off": ("Written off", "呆账核销"),
}
SIDE: Final[Levels] = {"online": ("Online", "线上"), "offline": ("Offline", "线下")}
PURCHASE_CHANNEL: Final[Levels] = {
    "ecommerce": ("E-commerce", "电商网购"),
    "in_app": ("In-app payment", "应用内支付"),
    "pos": ("POS terminal", "POS刷卡"),
    "qr": ("QR code in a shop", "门店扫码"),
}
CATEGORY: Final[Levels] = {
    "dining": ("Dining", "餐饮"),
    "supermarket": ("Supermarket", "超市便利"),
    "apparel": ("Apparel", "服饰"),
    "electronics": ("Electronics", "数码家电"),
    "home": ("Home", "家居"),
    "travel": ("Travel", "旅游酒店"),
    "transport": ("Transport", "出行"),
    "fuel": ("Fuel", "加油"),
    "health": ("Health", "医疗健康"),
    "education": ("Education", "教育"),
    "leisure": ("Leisure", "休闲娱乐"),
    "utilities": ("Utilities", "生活缴费"),
}
CONTACT_CHANNEL: Final[Levels] = {
    "sms": ("SMS", "短信"),
    "app_push": ("App push", "手机银行推送"),
    "wecom": ("WeCom", "企业微信"),
    "call": ("Phone call", "电话"),
    "branch": ("Branch invitation", "网点邀约"),
}
OFFER: Final[Levels] = {
    "reminder": ("Reminder only", "仅提醒"),
    "points_gift": ("Gift of points", "赠送积分"),
    "voucher": ("Voucher of 30 yuan", "30元券"),
    "fee_waiver": ("Annual fee waived", "减免年费"),
    "add_wecom": ("Invitation to add the manager on WeCom", "邀请添加企业微信"),
    "bigger_card": ("Invitation to a bigger card", "升级卡邀约"),
}
# What a strategy may order on the twin: the offers of the history, and more.
ACTION: Final[Levels] = {
    **OFFER,
    "limit_rise": ("Bigger limit, with consent", "提额（经客户同意）"),
    "instalment": ("Instalments at the usual fee", "消费分期（标准费率）"),
    "instalment_70": ("Instalments at 70 % of the fee", "消费分期（费率7折）"),
    "instalment_50": ("Instalments at half the fee", "消费分期（费率5折）"),
    "sop_message": ("WeCom message by the standard rhythm", "企业微信 SOP 消息"),
    "service_fix": ("Service fix", "服务补救"),
}
CAMPAIGN: Final[Levels] = {
    "welcome": ("Welcome", "迎新"),
    "keep": ("Keep them", "挽留"),
    "festival": ("Festival promotion", "节庆促销"),
    "care_call": ("Care by phone", "关怀电话"),
    "care_sms": ("Care by SMS", "关怀短信"),
    "retention_call": ("Pilot: a call to stay", "试点：挽留电话"),
    "call_waves": ("Pilot: one, two or three calls", "试点：打一通、两通还是三通"),
    "after_enquiry": ("Pilot: a call after an enquiry", "试点：咨询后回访"),
    "bigger_card": ("Pilot: an invitation to a bigger card", "试点：升级卡邀约"),
    "points_reminder": ("Pilot: your points are waiting", "试点：积分提醒"),
    "hook_timing": ("Pilot: when to welcome a new card", "试点：迎新的时机"),
    "add_wecom": ("Pilot: an invitation to WeCom", "试点：邀请添加企业微信"),
    "voucher_for_all": ("Pilot 1: a voucher for all", "试点一：人人发券"),
    "voucher_where_it_counts": ("Pilot 2: a voucher where it counts", "试点二：把券用在刀刃上"),
}
PILOT: Final[Levels] = {test.campaign: CAMPAIGN[test.campaign] for test in (*p.PILOTS, p.HOOK)}
SEGMENT: Final[Levels] = {
    "new_unused": ("New card, never used", "新户未用卡"),
    "asleep": ("Asleep for two months", "沉睡两个月"),
    "regular": ("Everyone else", "其他客户"),
}
ARM: Final[Levels] = {
    "treated": ("Treated", "触达组"),
    "control": ("Control", "对照组"),
    "one_wave": ("One wave", "一波"),
    "two_waves": ("Two waves", "两波"),
    "three_waves": ("Three waves", "三波"),
    "month_0": ("In the month of opening", "开卡当月"),
    "month_1": ("One month after opening", "开卡后第1个月"),
    "month_5": ("Five months after opening", "开卡后第5个月"),
}
ASSIGNMENT: Final[Levels] = {
    "targeted": ("Chosen by rule", "按名单规则"),
    "randomised": ("Drawn at random", "随机抽取"),
}
POINTS_ENTRY: Final[Levels] = {
    "carry": ("Carried over", "期初结转"),
    "earn": ("Earned", "消费积分"),
    "redeem": ("Redeemed", "积分兑换"),
    "expire": ("Expired", "积分过期"),
    "gift": ("Given by the bank", "活动赠送"),
}
LATENT_TYPE: Final[Levels] = {
    "loyal": ("Loyal", "忠诚型"),
    "persuadable": ("Persuadable", "可打动型"),
    "lost_cause": ("Lost cause", "留不住型"),
    "sleeping_dog": ("Sleeping dog", "勿扰型"),
    "deal_hunter": ("Deal hunter", "薅羊毛型"),
    "growth": ("Growth", "成长型"),
}
LEAVE_REASON: Final[Levels] = {
    "contact": ("Annoyed by contact", "被打扰"),
    "no_use": ("No use for the card", "用不上"),
    "own_reasons": ("Reasons of their own", "个人原因"),
    "default": ("Default", "违约"),
}
