"""What the bank observes: its monthly pages up to a morning, a row a customer. Reads no trait that a bank could not know."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Codes, Ints, Rows
from generators.pages import Columns, recode
from generators.people.referrers import NOBODY
from generators.places import FIRST_BRANCH_ID
from generators.schema import levels
from generators.twin.money import margin
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.snapshot import NO_MANAGER, Snapshot

LONGEST_QUIET = 24  # months without a purchase that are told apart
YEAR, QUARTER = 12, 3


def observed_rows(pages: tuple[MonthlyPage, ...]) -> Rows:
    """Rows of the customers whose accounts are open on the morning after the last page."""
    return np.flatnonzero(pages[-1].open)


def observed(now: Snapshot, pages: tuple[MonthlyPage, ...], rows: Rows | None = None) -> Columns:
    """The columns of the view "observed" on the morning after the last of `pages`, for the accounts open then.

    `now` lends what is known of customers besides the pages. `rows` receives nothing but customers of the bank; all by
    default. Money is in fen, categories are codes, missing ids are 0.
    """
    month, last, people = len(pages), pages[-1], now.population
    rows = observed_rows(pages) if rows is None else rows
    year, quarter = pages[-YEAR:], pages[-QUARTER:]

    def total(some: tuple[MonthlyPage, ...], read: Callable[[MonthlyPage], npt.NDArray[np.generic]]) -> Ints:
        found = np.zeros(len(rows), dtype=np.int64)
        for page in some:
            found += read(page)[rows].astype(np.int64)
        return found

    brought_by = now.presence.row[rows]
    morning = np.datetime64(now.world.month_start(month), "D")
    said = now.traits.opt_out_day[rows] < morning  # a NaT is before nothing
    # Whoever has not allowed marketing may be contacted no more than whoever refused.
    never_allowed = people.consent_day[rows] > (now.world.month_start(month) - now.world.start).days
    tenure = month - people.open_month[rows]
    spent, interest = total(year, lambda page: page.spent_fen), total(year, lambda page: page.interest_fen)
    earned = margin(spent.astype(float), interest, total(year, lambda page: page.opening_fen))
    limit, balance = last.limit_fen[rows].astype(np.int64), last.closing_fen[rows].astype(np.int64)
    channels = recode(p.CHANNEL_NAMES, levels.CONTACT_CHANNEL)
    here = (brought_by != NOBODY) & (people.open_month[brought_by] < month)
    return {
        "customer_id": people.customer_id[rows],
        "product": recode(p.PRODUCTS, levels.PRODUCT)[last.product[rows]],
        "limit_fen": limit,
        "city": np.array([city.name for city in p.CITIES], dtype=object)[people.city[rows]],
        "branch_id": people.branch[rows] + FIRST_BRANCH_ID,
        "manager_id": np.where(now.traits.manager[rows] == NO_MANAGER, 0, now.traits.manager[rows]),
        "acquisition": recode(p.ACQUISITION, levels.ACQUISITION)[people.acquisition[rows]],
        "referrer_id": np.where(here, people.customer_id[brought_by], 0),
        "brought": _brought(now, month)[rows],
        "age": now.world.month_start(month).year - people.birth_year[rows],
        "income_fen": people.income_fen[rows],
        "tenure_months": tenure,
        "activated": last.activated[rows],
        "app_user": people.app[rows],
        "wecom_friend": last.friend[rows],
        "sms_opt_out": (now.traits.sms_opt_out[rows] & said) | never_allowed | last.no_texts[rows],
        "call_opt_out": (now.traits.call_opt_out[rows] & said) | never_allowed,
        "wecom_opt_out": (now.traits.wecom_opt_out[rows] & said) | never_allowed,
        "spend_1m_fen": last.spent_fen[rows].astype(np.int64),
        "spend_3m_fen": total(quarter, lambda page: page.spent_fen),
        "spend_12m_fen": spent,
        "purchases_3m": total(quarter, lambda page: page.count),
        "months_since_purchase": _quiet(pages, rows, tenure),
        "active_12m": total(year, lambda page: page.count > 0),
        "balance_fen": balance,
        "utilisation": balance / limit,
        "bucket": last.bucket[rows].astype(np.int64),
        "interest_3m_fen": total(quarter, lambda page: page.interest_fen),
        "margin_12m_fen": np.rint(earned / np.clip(tenure, 1, min(YEAR, month))).astype(np.int64),
        "points": last.points[rows].astype(np.int64),
        "points_used_12m": total(year, lambda page: page.points_used),
        "contacts_3m": total(quarter, lambda page: page.channel >= 0),
        "contacts_12m": total(year, lambda page: page.channel >= 0),
        "calls_12m": total(year, lambda page: page.channel == p.CHANNEL_NAMES.index("call")),
        "last_channel": np.append(channels, -1)[_last_channel(year, rows)],
        "redeemed_12m": total(year, lambda page: page.redeemed),
        "complaints_12m": total(year, lambda page: page.complained),
        "enquired_1m": last.enquired[rows],
        "enquiries_12m": total(year, lambda page: page.enquired),
        "visits_3m": total(quarter, lambda page: page.visits),
        "visits_12m": total(year, lambda page: page.visits),
    }


def _brought(now: Snapshot, month: int) -> Ints:
    """How many customers each one has brought by now."""
    by = now.presence.row[(now.presence.row != NOBODY) & (now.population.open_month < month)]
    return np.bincount(by, minlength=len(now))


def _quiet(pages: tuple[MonthlyPage, ...], rows: Rows, tenure: Ints) -> Ints:
    quiet, buying = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=bool)
    for page in pages[: -LONGEST_QUIET - 1 : -1]:
        buying |= page.count[rows] > 0
        quiet += ~buying
    return np.minimum(quiet, tenure)


def _last_channel(year: tuple[MonthlyPage, ...], rows: Rows) -> Codes:
    last = np.full(len(rows), -1, dtype=np.intp)
    for page in year:
        channel = page.channel[rows]
        last = np.where(channel >= 0, channel, last)
    return last
