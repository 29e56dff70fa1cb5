"""Tables about applying for a card: applications and their steps."""

from dataclasses import replace

from generators.schema.levels import ACQUISITION
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.people_levels import DEVICE, SCENE, STEP

_APPLICANT = replace(
    CUSTOMER,
    meaning_en="The customer that the applicant became; empty where they never did.",
    meaning_zh="申请人成为的客户；未成为客户则为空。",
    optional=True,
)

APPLICATIONS = Table(
    "applications",
    "Applications",
    "申请",
    "An application for a card, also of those who were declined or stopped half-way.",
    "一行是一次办卡申请，包括被拒绝的和中途放弃的。",
    ("application_id",),
    (
        Column("application_id", "id", "Application", "申请号", "Number of the application.", "申请编号。"),
        _APPLICANT,
        Column(
            "started", "datetime", "Started", "开始时间", "When the form was opened.", "打开申请表的时间。", "personal"
        ),
        Column(
            "submitted",
            "datetime",
            "Submitted",
            "提交时间",
            "When the form was sent; empty if it never was.",
            "提交申请的时间；未提交则为空。",
            privacy="personal",
            optional=True,
        ),
        Column(
            "decided",
            "datetime",
            "Decided",
            "审批时间",
            "When the bank decided; empty if the form was never sent.",
            "审批完成的时间；未提交则为空。",
            privacy="personal",
            optional=True,
        ),
        Column(
            "channel",
            "category",
            "Channel",
            "获客渠道",
            "Channel of the application.",
            "申请办卡的渠道。",
            levels=ACQUISITION,
        ),
        Column(
            "scene",
            "category",
            "Scene",
            "获客场景",
            "Where the offer met them.",
            "客户接触到办卡的场景。",
            levels=SCENE,
        ),
        Column(
            "device",
            "category",
            "Device",
            "申请设备",
            "What the form was filled in on.",
            "填写申请所用的设备。",
            levels=DEVICE,
        ),
        replace(
            CUSTOMER,
            name="referrer_customer_id",
            en="Referred by",
            zh="推荐人客户号",
            meaning_en="The customer who sent them, a few with a card closed by then; empty if nobody did or it was not noted.",
            meaning_zh="推荐其办卡的老客户，少数在推荐时已销卡；无人推荐或未登记则为空。",
            optional=True,
        ),
        Column("approved", "flag", "Approved", "是否批准", "Whether they got a card.", "是否获批。"),
        Column(
            "requested_limit_fen",
            "money",
            "Limit asked for",
            "申请额度",
            "Limit that the applicant asked for.",
            "申请人希望的额度。",
            privacy="sensitive",
            low=0,
        ),
        Column(
            "approved_limit_fen",
            "money",
            "Limit granted",
            "批准额度",
            "Limit that the bank granted; nought if it granted none.",
            "银行批准的额度；未批准则为零。",
            privacy="sensitive",
            low=0,
        ),
    ),
)

APPLICATION_STEPS = Table(
    "application_steps",
    "Steps of applications",
    "申请步骤",
    "A step of an application that was reached.",
    "一行是一次申请走到的一个步骤。",
    ("application_id", "step"),
    (
        Column(
            "application_id",
            "id",
            "Application",
            "申请号",
            "Number of the application.",
            "申请编号。",
            key=("applications", "application_id"),
        ),
        _APPLICANT,
        Column(
            "step",
            "category",
            "Step",
            "步骤",
            "Step of the form, in their order.",
            "申请步骤，按先后排列。",
            levels=STEP,
        ),
        Column(
            "entered_at", "datetime", "Entered", "进入时间", "When the step began.", "进入该步骤的时间。", "personal"
        ),
        Column("left_at", "datetime", "Left", "离开时间", "When it ended.", "离开该步骤的时间。", "personal"),
        Column(
            "abandoned",
            "flag",
            "Abandoned",
            "是否放弃",
            "The applicant stopped here and never sent the form.",
            "申请人在此步骤放弃，未提交申请。",
        ),
    ),
)
