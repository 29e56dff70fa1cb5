"""The codes of the credit books, with their titles."""

from typing import Final

from generators.schema.levels import Levels

AUTOPAY: Final[Levels] = {
    "none": ("Pays by hand", "未绑定自动还款"),
    "minimum": ("The minimum, automatically", "自动还最低还款额"),
    "full": ("The whole bill, automatically", "自动全额还款"),
}
PAYMENT_METHOD: Final[Levels] = {
    "autopay": ("Automatic", "自动扣款"),
    "app": ("The bank's app", "手机银行"),
    "third_party": ("Another payment app", "第三方支付"),
    "transfer": ("Transfer from another bank", "跨行转账"),
    "branch": ("In a branch", "网点柜面"),
}
CHARGE: Final[Levels] = {
    "annual_fee": ("Annual fee", "年费"),
    "late_fee": ("Late fee", "违约金"),
    "cash_fee": ("Fee of a cash advance", "取现手续费"),
    "voucher": ("Voucher used", "抵用券"),
    "fee_waiver": ("Fee waived", "费用减免"),
}
PLAN_KIND: Final[Levels] = {
    "purchase": ("Of a purchase", "消费分期"),
    "cash": ("Of cash", "现金分期"),
}
DISPUTE: Final[Levels] = {
    "accepted": ("Accepted: fraud", "成立（盗刷）"),
    "rejected": ("Turned down", "不成立"),
}
FRAUD_KIND: Final[Levels] = {"card_not_present": ("Stolen card number, online", "线上盗刷（无卡交易）")}
