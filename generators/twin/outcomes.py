"""Outcomes: what some months made of each customer, in yuan and in counts, with a plan or without."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows
from generators.month import Events, State
from generators.month.state import DEFAULT, NO_CHANNEL, STAYS
from generators.month.ties import won
from generators.rows import take
from generators.twin.money import expected_loss, margin, terminal_months, volume_fen
from generators.twin.scenario import Scenario
from generators.twin.snapshot import Snapshot

_BROADCAST = np.array([name in p.BROADCAST for name in p.CHANNEL_NAMES])


@dataclass(frozen=True)
class Outcome:
    """One future of some customers, one entry each; money in yuan, over all the months watched."""

    earned: Floats  # margin and annual fees, less operations
    lost_credit: Floats  # written off, times the loss given default
    terminal: Floats  # what those who stay are worth beyond, less what is expected to be lost of what they owe
    contact_cost: Floats
    offer_cost: Floats
    complaints: Ints
    unsubscribed: Ints  # asked for no more texts
    upkeep: Floats  # of friends who were won by an invitation
    volume: Floats  # each one's part of what too many texts and pushes in a month cost the bank
    contacts: Ints
    reached: Ints  # contacts that got through
    redeemed: Ints
    responded: Flags  # bought in a month in which a contact got through
    spent: Floats
    active: Ints  # months with a purchase
    open: Flags  # as the months end: has an account and has not decided to close it
    made: npt.NDArray[np.int16]  # contacts by channel: (customers, channels)
    interest: Floats
    owed: Floats  # balances as the months began, added up
    months_open: Ints
    taken: npt.NDArray[np.int16]  # actions taken, by action: (customers, actions)

    @property
    def complaint_cost(self) -> Floats:
        """Yuan that complaints cost."""
        return np.asarray(self.complaints * (p.COMPLAINT_COST_FEN / p.FEN))

    @property
    def unsubscribe_cost(self) -> Floats:
        """Yuan that lost permissions cost."""
        return np.asarray(self.unsubscribed * (p.UNSUBSCRIBE_COST_FEN / p.FEN))

    @property
    def worth(self) -> Floats:
        """What each customer brings before the plan's own costs."""
        return np.asarray(self.earned - self.lost_credit + self.terminal)

    @property
    def cost(self) -> Floats:
        """What the plan costs: contacts, offers, complaints, lost permissions, friends' upkeep, and its volume."""
        own = self.contact_cost + self.offer_cost + self.complaint_cost + self.unsubscribe_cost
        return np.asarray(own + self.upkeep + self.volume)

    @property
    def profit(self) -> Floats:
        """Worth less cost."""
        return np.asarray(self.worth - self.cost)

    def take(self, rows: Rows) -> "Outcome":
        """The outcome of the customers at positions `rows`, in that order."""
        return take(self, rows)


class Tally:
    """Adds up the `months` months of a run, for the customers at `rows` of a snapshot (all by default).

    `accounts` are the open cards of the whole bank, which the cost of volume goes by. Takes `note` month after month, in their order, then `close` once.
    """

    def __init__(self, now: Snapshot, months: int, scenario: Scenario, accounts: int, rows: Rows | None = None) -> None:
        self.months, self.rows = months, slice(None) if rows is None else rows
        self.size = len(now) if rows is None else len(rows)
        self.attempt = scenario.attempt_fen()
        self.offer = np.array([action.cost_fen for action in p.ACTIONS], dtype=float)
        # The level that a customer is worth goes by these months of the past, too.
        more = max(p.RECENT_MONTHS - months, 0)
        past = now.monthly_pages[len(now.monthly_pages) - more :]
        self.margin_fen, self.past_months = np.zeros(self.size), len(past)
        for page in past:
            self.margin_fen += margin(
                page.spent_fen[self.rows].astype(float), page.interest_fen[self.rows], page.opening_fen[self.rows]
            )
        self.margin_fen -= p.OPERATIONS_FEN * np.sum([page.open[self.rows] for page in past], axis=0) if past else 0.0
        self.before_fen = self.margin_fen.copy()
        self.tenure = now.month + months - now.population.open_month[self.rows]
        self.fees_fen, self.lost_fen = (np.zeros(self.size, dtype=np.int64) for _ in range(2))
        self.interest_fen, self.owed_fen, self.months_open = (np.zeros(self.size, dtype=np.int64) for _ in range(3))
        self.complaints, self.reached, self.active = (np.zeros(self.size, dtype=np.int64) for _ in range(3))
        self.spent_fen = np.zeros(self.size, dtype=np.int64)
        self.unsubscribed, self.friend_months = (np.zeros(self.size, dtype=np.int64) for _ in range(2))
        self.volume_fen, self.free = np.zeros(self.size), scenario.texts_free
        self.accounts, self.world, self.unasked = accounts, now.world, now.population.friend_since[self.rows]
        self.responded = np.zeros(self.size, dtype=bool)
        self.made = np.zeros((self.size, len(p.CHANNELS)), dtype=np.int16)
        self.taken = np.zeros((self.size, len(p.ACTIONS)), dtype=np.int16)
        self.after: State | None = None

    def note(self, before: State, events: Events) -> None:
        """Add a month: the state of those customers before it, and its events."""
        account, contacts = events.statement, events.contacts
        self.margin_fen += margin(account.purchases_fen, account.interest_fen, account.opening_fen)
        self.margin_fen -= p.OPERATIONS_FEN * events.open
        self.fees_fen += account.fees_fen
        self.interest_fen += account.interest_fen
        self.owed_fen += account.opening_fen
        self.months_open += events.open
        self.lost_fen += np.where(events.reason == DEFAULT, before.balance_fen, 0)
        self.spent_fen += account.purchases_fen
        buys = account.purchases_fen > 0
        self.active += buys
        self.complaints += contacts.complained
        self.unsubscribed += contacts.unsubscribed
        self.friend_months += won(self.unasked, before, self.world) & events.open
        self.reached += contacts.reached
        self.responded |= contacts.reached & buys
        # A contact planned for an account that closed in the meantime is never made.
        made = np.flatnonzero((events.actions.channel != NO_CHANNEL) & events.actions.treated & events.open)
        self.made[made, events.actions.channel[made]] += 1
        sent = made[_BROADCAST[events.actions.channel[made]]]
        if len(sent):
            self.volume_fen[sent] += volume_fen(len(sent), self.accounts, self.free) / len(sent)
        taken = np.flatnonzero(events.redeemed)
        self.taken[taken, events.actions.offer[taken]] += 1
        self.after = events.after

    def close(self) -> Outcome:
        """The outcome, with what lies beyond the last month."""
        if self.after is None:  # nobody was watched
            no, nil = np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64)
            stays, gone_bad, owed, bucket = no, no, nil, nil
        else:
            stays = self.after.open & (self.after.leaving == STAYS)
            gone_bad, owed = self.after.leaving == DEFAULT, self.after.balance_fen
            bucket = self.after.bucket
        span = np.clip(self.tenure, 1, self.months + self.past_months)
        level = np.where(bucket <= p.WORTH_UNTIL_BUCKET, np.maximum(self.margin_fen / span, 0.0), 0.0)
        beyond = terminal_months(self.months)
        lost = self.lost_fen + np.where(gone_bad, owed, 0)
        return Outcome(
            earned=(self.margin_fen - self.before_fen + self.fees_fen) / p.FEN,
            lost_credit=np.asarray(lost * p.LOSS_GIVEN_DEFAULT / p.FEN, dtype=np.float64),
            terminal=np.where(stays, beyond * level - expected_loss(owed, bucket, beyond), 0.0) / p.FEN,
            contact_cost=self.made @ self.attempt / p.FEN,
            offer_cost=self.taken @ self.offer / p.FEN,
            complaints=self.complaints,
            unsubscribed=self.unsubscribed,
            upkeep=np.asarray(self.friend_months * (p.FRIEND_MINUTES * p.MINUTE_FEN / p.FEN), dtype=np.float64),
            volume=self.volume_fen / p.FEN,
            contacts=self.made.sum(axis=1, dtype=np.int64),
            reached=self.reached,
            redeemed=self.taken.sum(axis=1, dtype=np.int64),
            responded=self.responded,
            spent=self.spent_fen / p.FEN,
            active=self.active,
            open=stays,
            made=self.made,
            interest=self.interest_fen / p.FEN,
            owed=self.owed_fen / p.FEN,
            months_open=self.months_open,
            taken=self.taken,
        )
