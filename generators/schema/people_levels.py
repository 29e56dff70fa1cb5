"""The codes that the categories about people hold, with their titles."""

from typing import Final

from generators.schema.levels import Levels

TEAM: Final[Levels] = {
    "activation": ("Activation team", "促活组"),
    "retention": ("Retention team", "挽留组"),
    "credit": ("Credit team", "信贷组"),
    "wealth": ("Wealth team", "财富组"),
}
INDUSTRY: Final[Levels] = {
    "manufacturing": ("Manufacturing", "制造"),
    "technology": ("Technology", "科技"),
    "retail": ("Retail trade", "商贸"),
    "construction": ("Construction", "建筑"),
    "catering": ("Catering", "餐饮管理"),
    "logistics": ("Logistics", "物流"),
    "health": ("Health services", "医疗服务"),
}
TIE: Final[Levels] = {
    "payroll": ("Wages paid through us", "代发工资"),
    "spouse": ("Spouse", "配偶"),
    "parent_child": ("Parent and child", "父母子女"),
    "colleague": ("Colleague", "同事"),
    "transaction_chain": ("Supplier or buyer", "上下游"),
}
TIE_SOURCE: Final[Levels] = {
    "declared": ("Declared by the customer", "客户申报"),
    "inferred": ("Inferred from records", "数据推断"),
}
SCENE: Final[Levels] = {
    "bank_lobby": ("Bank lobby", "网点大堂"),
    "payroll_visit": ("Visit to a payroll client", "代发单位进驻"),
    "app_banner": ("Banner in the app", "手机银行横幅"),
    "app_search": ("Search in the app", "手机银行搜索"),
    "fuel_partner": ("Fuel partner", "加油联名"),
    "checkout": ("E-commerce checkout", "电商收银台"),
    "friends_link": ("A friend's link", "好友分享链接"),
    "campus": ("Campus stand", "高校进驻"),
    "mall_stand": ("Stand in a mall", "商场驻点"),
}
DEVICE: Final[Levels] = {
    "android": ("Android phone", "安卓手机"),
    "iphone": ("iPhone", "苹果手机"),
    "staff_tablet": ("Staff tablet", "员工平板"),
    "terminal": ("Branch terminal", "网点智能终端"),
    "computer": ("Computer", "电脑"),
}
STEP: Final[Levels] = {
    "start": ("Start", "进入申请"),
    "identity": ("Identity check", "身份核验"),
    "income": ("Income and job", "收入与职业"),
    "consent": ("Consent to the bureau query", "征信授权"),
    "submit": ("Submit", "提交"),
    "decision": ("Decision", "审批"),
}
HOLDING: Final[Levels] = {
    "debit": ("Debit card", "借记卡"),
    "savings": ("Time deposit", "定期存款"),
    "fund": ("Funds", "基金理财"),
    "mortgage": ("Mortgage", "住房按揭"),
    "insurance": ("Insurance", "代理保险"),
    "second_card": ("Second credit card", "第二张信用卡"),
}
BAND: Final[Levels] = {
    "below_10k": ("Below 10,000 yuan", "1万元以下"),
    "10k_50k": ("10,000 to 50,000 yuan", "1万至5万元"),
    "50k_200k": ("50,000 to 200,000 yuan", "5万至20万元"),
    "200k_1m": ("200,000 to 1 million yuan", "20万至100万元"),
    "above_1m": ("Above 1 million yuan", "100万元以上"),
}
