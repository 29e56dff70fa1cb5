"""What a policy did wrong, as far as a question may speak of it: by the customers it chose, or by what the bank refused."""

from enum import StrEnum

from twinline.base.words import Words


class Habit(StrEnum):
    """Which simple list a policy follows; found by `twinline.questions.policies` in the customers that it contacts."""

    NOBODY = "nobody"
    TIRED = "tired"
    """The same customers again and again."""
    EVERYONE = "everyone"
    RISK = "risk"
    """Those who are likeliest to leave."""
    RICH = "rich"
    """Those who are worth most."""
    WEAK = "weak"
    """None of these lists, yet it earns little."""


# Of a plan that the bank may not carry out: the codes of `twinline.twin.problems.PlanProblem`.
REFUSALS = (
    *("columns", "unknown", "closed", "month", "channel", "offer", "duplicate", "no_friend", "no_app", "ban"),
    *("opt_out_sms", "opt_out_call", "opt_out_wecom", "budget", "customers", "hours", "manager", "capacity"),
)

# What is usually said; a question may say it in its own words.
USUALLY: dict[Habit, Words] = {
    Habit.NOBODY: Words(
        en="Your policy contacts nobody. It must return `tw.segment(…).action(…)`.",
        zh="您的策略谁也没触达。要返回 `tw.segment(…).action(…)`。",
    ),
    Habit.TIRED: Words(
        en="Fatigue ignored: you contact the same customers month after month. They stop listening, and complain.",
        zh="没管触达疲劳：您每个月都触达同一批人。他们不再理会，还会投诉。",
    ),
    Habit.EVERYONE: Words(
        en="This is nearly everyone. It changes little, and wakes some who would rather not be disturbed.",
        zh="您几乎触达了所有人。这改变不了多少，还会惊动不愿被打扰的人。",
    ),
    Habit.RISK: Words(
        en="Most of your customers are among those likeliest to leave. Likely to leave is not the same as likely to be kept. "
        "Who changes their mind after a contact?",
        zh="您选的多数是最可能流失的人。“最可能走”不等于“最可能留住”。谁会因为一次触达改主意？",
    ),
    Habit.RICH: Words(
        en="Your customers are simply the most valuable ones. Most of them stay anyway, and some take a call amiss.",
        zh="您选的就是价值最高的那批人。他们大多本来就会留，有的反而嫌打扰。",
    ),
}
