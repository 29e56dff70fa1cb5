"""What changes about a customer from month to month."""

from dataclasses import dataclass

from generators.arrays import Codes, Flags, Floats, Ints

STAYS = -1  # no reason to leave
NO_CHANNEL = -1
LEAVE_REASONS = ("contact", "no_use", "own_reasons", "default")
CONTACT, NO_USE, OWN_REASONS, DEFAULT = range(len(LEAVE_REASONS))


@dataclass(frozen=True)
class State:
    """How each customer stands between two months: every array has one entry a customer, in the population's order.

    A step returns a new state and changes nothing in the old one. Who has not opened an account yet, and who has closed
    it, is in it too, with `open` false.
    """

    open: Flags  # has an account that is not closed
    activated: Flags
    asleep: Flags  # activated, but out of the habit of buying
    quiet: Ints  # full months since the last purchase, or since opening
    log_rate: Floats  # slow wandering of the purchase rate
    retention: Floats  # fall of the closure logit left by past contacts
    spend: Floats  # rise of the log purchase rate left by past contacts
    pull: Floats  # purchases already pulled forward: log rate this month
    fatigue: Floats  # of contacts that were heard: 1 for each, fading
    last_channel: Codes  # of the last contact that was heard, in `parameters.CHANNELS`; NO_CHANNEL before the first
    balance_fen: Ints  # owed
    refund_fen: Ints  # of the month's purchases, to be given back in the next month
    unbilled_fen: Ints  # of the balance: instalments that are not billed yet
    plan_since: Ints  # month in which the running plan, or the last one, began
    plan_left: Ints  # instalments of it to come
    plan_fee_fen: Ints  # a month
    bucket: Ints  # months overdue; 0 is current
    points_this_year: Ints
    points_last_year: Ints
    first_fen: Ints  # spent in the months of opening and the next
    doubt: Floats  # what is left of past enquiries, which bring leaving nearer
    enquired: Flags  # asked about fees or about leaving in the month before
    friend_since: Ints  # day on which they add, or added, the manager on WeCom; `population.NEVER` if not
    invited: Ints  # invitations to add the manager that got through so far
    last_word: Ints  # month of the last message on WeCom that got through, or in which they joined when asked
    no_texts: Flags  # asked a campaign's text to be the last one
    product: Codes  # the card they have now, in `parameters.PRODUCTS`
    limit_fen: Ints
    raised: Flags  # said yes to a bigger limit
    leaving: Codes  # why the account will close in the coming month, in LEAVE_REASONS, or STAYS

    def __len__(self) -> int:
        return len(self.open)
