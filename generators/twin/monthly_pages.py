"""Monthly pages: what the bank wrote down about every customer. Nothing in them is the simulator's truth."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from generators.arrays import Flags
from generators.draws import Draws
from generators.month import Events
from generators.month.state import NO_CHANNEL
from generators.month.ties import friends
from generators.parameters import World
from generators.population import Population
from generators.streams.app import visits

Small = npt.NDArray[np.int8]
Middle = npt.NDArray[np.int16]
Money = npt.NDArray[np.int32]  # in fen: up to 21 million yuan


@dataclass(frozen=True)
class MonthlyPage:
    """What is on record of one month, one entry a customer of the bank."""

    EMPTY: ClassVar = {"campaign": -1, "arm": -1, "channel": -1, "offer": -1}  # what stands on an empty line, if not 0

    open: Flags  # has an account that is not closed, as the month ends
    activated: Flags
    spent_fen: Money
    count: Middle  # purchases
    opening_fen: Money
    closing_fen: Money
    interest_fen: Money
    limit_fen: Money  # as the month ends
    product: Small  # as the month ends
    bucket: Small
    points: npt.NDArray[np.int32]  # as the month ends
    points_used: Flags
    campaign: Small  # of yesterday's rules and pilots; -1 for none
    arm: Small
    channel: Small  # of the contact made, -1 for none
    offer: Small
    redeemed: Flags
    complained: Flags
    enquired: Flags
    friend: Flags  # of the manager on WeCom, as the month ends
    no_texts: Flags  # asked a campaign's text to be the last one, as the month ends
    visits: Middle  # to the app


def monthly_page(population: Population, events: Events, draws: Draws, world: World) -> MonthlyPage:
    """What the bank writes down about a month, in types small enough to keep every month in memory."""
    actions, account, after = events.actions, events.statement, events.after
    listed = (actions.channel != NO_CHANNEL) & events.open
    made = listed & actions.treated
    stop = (world.month_start(events.month + 1) - world.start).days
    return MonthlyPage(
        open=after.open,
        activated=after.activated,
        spent_fen=account.purchases_fen.astype(np.int32),
        count=events.purchases.count_by_row(len(population)).astype(np.int16),
        opening_fen=account.opening_fen.astype(np.int32),
        closing_fen=account.closing_fen.astype(np.int32),
        interest_fen=account.interest_fen.astype(np.int32),
        limit_fen=after.limit_fen.astype(np.int32),
        product=after.product.astype(np.int8),
        bucket=account.bucket.astype(np.int8),
        points=(after.points_this_year + after.points_last_year).astype(np.int32),
        points_used=events.points.redeemed > 0,
        campaign=np.where(listed, actions.campaign, -1).astype(np.int8),
        arm=np.where(listed, actions.arm, -1).astype(np.int8),
        channel=np.where(made, actions.channel, -1).astype(np.int8),
        offer=np.where(made, actions.offer, -1).astype(np.int8),
        redeemed=events.redeemed,
        complained=events.contacts.complained,
        enquired=after.enquired,
        friend=friends(population, after, stop),
        no_texts=after.no_texts,
        visits=visits(population, events, draws).astype(np.int16),
    )
