"""The codes that the categories of the event streams hold, with their titles."""

from typing import Final

from generators.schema.levels import Levels

PAGE: Final[Levels] = {
    "home": ("Home", "首页"),
    "bill": ("Bill", "账单"),
    "points_mall": ("Points mall", "积分商城"),
    "offers": ("Offers", "优惠活动"),
    "instalment": ("Instalments", "分期"),
    "limit": ("Credit limit", "额度管理"),
    "fees": ("Fees and charges", "费用说明"),
    "service": ("Customer service", "客服中心"),
    "cancel_card": ("How to cancel a card", "销卡指引"),
    "card_application": ("Card application", "办卡申请"),
    "log_out": ("Log-out", "退出登录"),
}
ACTION: Final[Levels] = {
    "view": ("View", "浏览"),
    "click": ("Click", "点击"),
    "submit": ("Submit", "提交"),
}
APP_OFFER: Final[Levels] = {
    "voucher": ("Voucher", "优惠券"),
    "double_points": ("Double points", "双倍积分"),
    "cheap_instalment": ("Instalments at a discount", "分期折扣"),
    "higher_limit": ("Higher limit", "临时提额"),
    "card_upgrade": ("Card upgrade", "卡片升级"),
}
APP_DEVICE: Final[Levels] = {
    "android": ("Android phone", "安卓手机"),
    "iphone": ("iPhone", "苹果手机"),
    "harmony": ("HarmonyOS phone", "鸿蒙手机"),
}
WECOM_EVENT: Final[Levels] = {
    "added": ("Added as a friend", "添加好友"),
    "message": ("Message from the manager", "经理发消息"),
    "read": ("Message read", "已读"),
    "replied": ("Customer replied", "客户回复"),
    "shared": ("Poster shared", "转发海报"),
    "deleted": ("Friend deleted", "删除好友"),
}
JOIN_PLACE: Final[Levels] = {
    "first_meeting": ("First meeting", "首面激活"),
    "counter": ("Branch counter", "网点柜面"),
    "hotline_end": ("End of a hotline call", "热线挂机短信"),
    "app_banner": ("Banner in the app", "手机银行横幅"),
    "sms_link": ("Link in a text", "短信链接"),
}
CALL_TOPIC: Final[Levels] = {
    "bill": ("Bill", "账单"),
    "limit": ("Credit limit", "额度"),
    "fee": ("Annual fee charged", "年费入账"),
    "fee_question": ("Question about fees", "费用咨询"),
    "points": ("Points", "积分"),
    "instalment": ("Instalments", "分期"),
    "lost_card": ("Lost card", "挂失"),
    "fraud": ("Suspected fraud", "疑似盗刷"),
    "contact": ("Complaint about contact", "投诉打扰"),
    "cancel_card": ("Cancel the card", "销卡"),
}
CALL_CHANNEL: Final[Levels] = {
    "hotline": ("Hotline", "客服热线"),
    "online_chat": ("Online chat", "在线客服"),
}
PLATFORM: Final[Levels] = {
    "microblog": ("Microblog", "微博客"),
    "short_video": ("Short video", "短视频"),
    "lifestyle": ("Lifestyle notes", "生活笔记"),
    "card_forum": ("Card forum", "用卡论坛"),
}
POST_AUTHOR: Final[Levels] = {
    "public": ("The public", "公众"),
    "bank": ("The bank", "本行官方账号"),
}
POST_TOPIC: Final[Levels] = {
    "fee": ("Fees", "费用"),
    "contact": ("Being contacted", "被打扰"),
    "campaign": ("Campaigns", "活动"),
    "points": ("Points", "积分"),
    "app": ("The app", "手机银行"),
    "service": ("Service", "服务"),
}
SENTIMENT: Final[Levels] = {
    "negative": ("Negative", "负面"),
    "neutral": ("Neutral", "中性"),
    "positive": ("Positive", "正面"),
}
DEFECT: Final[Levels] = {
    "duplicate": ("Row twice", "重复行"),
    "missing": ("Value missing", "缺失值"),
    "wrong_type": ("Text where a number belongs", "数字里混入文字"),
    "impossible_age": ("Impossible age", "年龄不可能"),
    "date_format": ("Another date format", "日期格式不一"),
    "yuan_as_fen": ("Yuan given as fen", "元分混淆"),
    "spaces": ("Trailing spaces", "多余空格"),
    "full_width": ("Full-width digits", "全角数字"),
    "swapped_city": ("Wrong city", "城市填错"),
    "outlier": ("Outlier", "异常大值"),
    "orphan": ("Key without a match", "孤立键"),
}
DIRTY_TABLE: Final[Levels] = {
    "dirty_customers": ("Dirty customers", "脏数据：客户"),
    "dirty_transactions": ("Dirty transactions", "脏数据：交易"),
}
