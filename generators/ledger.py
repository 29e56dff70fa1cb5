"""The ledger: a block's life turned into the tables of the dictionary."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from generators import parameters as p
from generators.arrays import Ints
from generators.draws import STATIC, Draws, Purpose
from generators.given_back import fraud_pages, instalment_pages, refunds_page
from generators.journal import account_id, journal
from generators.limit_page import limit_offers_page
from generators.month import Events, start_state
from generators.month.state import DEFAULT, LEAVE_REASONS, NO_CHANNEL
from generators.month.step import contact_cost
from generators.month.ties import friends
from generators.names import with_surname_of
from generators.pages import Columns, recode, to_arrow
from generators.parameters import World
from generators.people import PEOPLE
from generators.people.households import households
from generators.places import FIRST_BRANCH_ID, Streets
from generators.policy import CAMPAIGNS
from generators.population import Population
from generators.schema import levels
from generators.schema.credit_levels import AUTOPAY
from generators.streams import STREAMS
from generators.streams.calls import contact_days
from generators.streams.dirty import dirty_copies, to_be_copied

_NEVER = -1


class Ledger:
    """Collects a block's events month by month and turns them into Arrow tables in the dictionary's columns."""

    def __init__(self, population: Population, draws: Draws, world: World, names: dict[str, list[str]]) -> None:
        self.population, self.draws, self.world, self.names = population, draws, world, names
        self.streets = Streets.lay_out()
        self.pages: dict[str, list[Columns]] = defaultdict(list)
        self.to_be_copied: list[Columns] = []  # a hundredth of the purchases, until the block's end
        self.start = start_state(population, draws)
        size = len(population)
        self.activated_on = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
        self.closed_on = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
        self.leave_reason = np.full(size, _NEVER, dtype=np.intp)
        self.friend = np.zeros(size, dtype=bool)
        self.product, self.limit_fen = population.product, population.limit_fen

    def write_up(self, history: Iterable[Events]) -> dict[str, pa.Table]:
        """The block's tables by name, in the dictionary's columns."""
        whole: dict[str, list[Columns]] = defaultdict(list)
        for part in self.month_by_month(history):
            for name, pages in part.items():
                whole[name] += pages
        return {name: to_arrow(name, pages) for name, pages in whole.items()}

    def month_by_month(self, history: Iterable[Events]) -> Iterator[dict[str, list[Columns]]]:
        """The same as pages by table, handed over after each month: none is kept, so a block of any size needs little."""
        self._points_page(_NEVER, "carry", self.start.points_last_year)
        for events in history:
            self._month(events)
            yield self._handed_over()
        for traits in PEOPLE:
            self._add(traits(self.population, self.draws, self.world))
        self.pages["customers"] = [self._customers()]
        self._add(dirty_copies(self.pages["customers"][0], self.to_be_copied, self.draws))
        self.pages["accounts"] = [self._accounts()]
        self.pages["truth_customers"] = [self._truth()]
        yield self._handed_over()

    def _handed_over(self) -> dict[str, list[Columns]]:
        pages, self.pages = dict(self.pages), defaultdict(list)
        return pages

    def _month(self, events: Events) -> None:
        month = events.month
        first = np.datetime64(self.world.month_start(month), "D")
        newly = events.activity.newly_activated
        self.activated_on[newly] = first + events.activity.first_day[newly]
        closing_day = np.floor(self.draws.uniform(month, Purpose.LEAVE_DAY) * p.DAYS_OF_ANY_MONTH).astype(np.int64)
        self.closed_on[events.closed] = first + closing_day[events.closed]
        self.leave_reason[events.closed] = events.reason[events.closed]
        after, stop = events.after, (self.world.month_start(month + 1) - self.world.start).days
        self.friend = np.where(events.open, friends(self.population, after, stop), self.friend)
        self.pages["upgrades"].append(self._upgrades(events))
        self.pages["limit_offers"].append(limit_offers_page(self.population, events, self.draws, self.world))
        self.product, self.limit_fen = after.product, after.limit_fen

        bought = journal(self.population, events, self.streets, self.draws, self.world)
        self.pages["transactions"].append(bought)
        self.to_be_copied.append(to_be_copied(bought, self.draws))
        self.pages["refunds"].append(refunds_page(self.population, events, bought, self.draws, self.world))
        self._add(instalment_pages(self.population, events, bought, self.world))
        self._add(fraud_pages(self.population, events, bought, self.draws, self.world))
        self.pages["touches"].append(self._touches(events))
        self.pages["statements"].append(self._statements(events))
        for stream in STREAMS:
            self._add(stream(self.population, events, self.draws, self.world))
        self._points_page(month, "earn", events.points.earned)
        self._points_page(month, "gift", events.points.given)
        self._points_page(month, "redeem", -events.points.redeemed)
        self._points_page(month, "expire", -events.points.expired)

    def _add(self, pages: dict[str, Columns]) -> None:
        for name, page in pages.items():
            self.pages[name].append(page)

    def _touches(self, events: Events) -> Columns:
        actions, month = events.actions, events.month
        # A contact planned for an account that closed in the meantime was never made.
        rows = np.flatnonzero((actions.channel != NO_CHANNEL) & events.open)
        first = np.datetime64(self.world.month_start(month), "D")
        columns: Columns = {
            "touch_id": self.population.customer_id * 100 + month,
            "customer_id": self.population.customer_id,
            "date": first + contact_days(self.population, events, self.draws, self.world),
            "campaign": recode(CAMPAIGNS, levels.CAMPAIGN)[actions.campaign],
            "wave": actions.wave.astype(np.int32),
            "channel": recode(p.CHANNEL_NAMES, levels.CONTACT_CHANNEL)[actions.channel],
            "offer": recode(p.OFFER_NAMES, levels.OFFER)[actions.offer],
            "segment": recode(p.SEGMENTS, levels.SEGMENT)[actions.segment],
            "arm": recode(p.ARM_NAMES, levels.ARM)[actions.arm],
            "assignment": np.where(actions.randomised, 1, 0).astype(np.int8),
            "propensity": actions.propensity,
            "delivered": events.contacts.reached,
            "redeemed": events.redeemed,
            "complained": events.contacts.complained,
            "cost_fen": contact_cost(actions, events.redeemed),
        }
        return {name: values[rows] for name, values in columns.items()}

    def _statements(self, events: Events) -> Columns:
        account = events.statement
        # The month in which an account closes still has a statement, its last; a written-off one has none.
        rows = np.flatnonzero(events.open | (events.closed & (events.reason != DEFAULT)))
        limit = events.limit_fen
        columns: Columns = {
            "customer_id": self.population.customer_id,
            "account_id": account_id(self.population),
            "month": np.full(len(limit), np.datetime64(self.world.month_start(events.month), "D")),
            "opening_fen": account.opening_fen,
            "payments_fen": account.payments_fen,
            "purchases_fen": account.purchases_fen,
            "refunds_fen": account.refunds_fen,
            "cash_fen": account.cash_fen,
            "interest_fen": account.interest_fen,
            "fees_fen": account.fees_fen,
            "credits_fen": account.credit_fen,
            "closing_fen": account.closing_fen,
            "unbilled_fen": account.unbilled_fen,
            "minimum_due_fen": account.minimum_due_fen,
            "limit_fen": limit,
            "utilisation": account.closing_fen / limit,
            "bucket": account.bucket.astype(np.int32),
        }
        return {name: values[rows] for name, values in columns.items()}

    def _upgrades(self, events: Events) -> Columns:
        rows, month, after = np.flatnonzero(events.upgraded), events.month, events.after
        day = np.floor(self.draws.uniform(month, Purpose.UPGRADE_DAY) * p.DAYS_OF_ANY_MONTH).astype(np.int64)
        smaller, bigger = recode(p.PRODUCTS[:-1], levels.SMALLER_CARD), recode(p.PRODUCTS[1:], levels.BIGGER_CARD)
        columns: Columns = {
            "upgrade_id": self.population.customer_id * 100 + month,
            "customer_id": self.population.customer_id,
            "account_id": account_id(self.population),
            "date": np.datetime64(self.world.month_start(month), "D") + day,
            "from_product": smaller[np.minimum(self.product, len(smaller) - 1)],
            "to_product": bigger[after.product - 1],
            "old_limit_fen": self.limit_fen,
            "new_limit_fen": after.limit_fen,
        }
        return {name: values[rows] for name, values in columns.items()}

    def _points_page(self, month: int, entry: str, points: Ints) -> None:
        rows = np.flatnonzero(points)
        self.pages["points"].append(
            {
                "customer_id": self.population.customer_id[rows],
                "month": np.full(len(rows), np.datetime64(self.world.month_start(month), "D")),
                "entry": np.full(len(rows), list(levels.POINTS_ENTRY).index(entry), dtype=np.int8),
                "points": points[rows].astype(np.int32),
            }
        )

    def _customers(self) -> Columns:
        people = self.population
        names = {sex: np.array(pool, dtype=object) for sex, pool in self.names.items()}
        name = np.where(
            people.female,
            names["f"][people.name % len(names["f"])],
            names["m"][people.name % len(names["m"])],
        )
        home = households(self.world, int(people.number[0]), int(people.number[-1]) + 1)
        fathers = names["m"][home.fathers_name[home.father] % len(names["m"])]
        name[home.father] = with_surname_of(fathers, name[home.father])
        return {
            "customer_id": people.customer_id,
            "name": name,
            "gender": np.where(people.female, 0, 1).astype(np.int8),
            "birth_year": people.birth_year.astype(np.int32),
            "income_fen": people.income_fen,
            "occupation": recode([*p.OCCUPATIONS, "student", "retired"], levels.OCCUPATION)[people.occupation],
            "city": np.array([city.name for city in p.CITIES], dtype=object)[people.city],
            "branch_id": people.branch + FIRST_BRANCH_ID,
            "acquisition": recode(p.ACQUISITION, levels.ACQUISITION)[people.acquisition],
            "wecom_friend": self.friend,
            "app_user": people.app,
        }

    def _accounts(self) -> Columns:
        people = self.population
        first = (np.datetime64(self.world.start, "M") + people.open_month).astype("datetime64[D]")
        opened = first + people.open_day
        # Cards from before the history were activated, if ever, within weeks of opening.
        wait = np.floor(self.draws.uniform(STATIC, Purpose.ACTIVATION_DAY) * p.ACTIVATED_WITHIN).astype(np.int64)
        eve = np.datetime64(self.world.start, "D") - 1
        activated = np.where(self.start.activated, np.minimum(opened + wait, eve), self.activated_on)
        status = np.where(np.isnat(activated), 0, 1)
        status = np.where(~np.isnat(self.closed_on), np.where(self.leave_reason == DEFAULT, 3, 2), status)
        return {
            "account_id": account_id(people),
            "customer_id": people.customer_id,
            "product": recode(p.PRODUCTS, levels.PRODUCT)[self.product],
            "limit_fen": self.limit_fen,
            "bill_day": people.bill_day.astype(np.int32),
            "due_day": (people.bill_day + p.DAYS_TO_PAY).astype(np.int32),
            "autopay": recode(("none", "minimum", "full"), AUTOPAY)[
                np.where(people.autopay, np.where(people.pay_style == p.FULL_PAYER, 2, 1), 0)
            ],
            "open_date": opened,
            "activation_date": activated,
            "close_date": self.closed_on,
            "status": status.astype(np.int8),
        }

    def _truth(self) -> Columns:
        return {
            "customer_id": self.population.customer_id,
            "latent_type": recode(p.TYPE_NAMES, levels.LATENT_TYPE)[self.population.latent_type],
            # Exponentials differ in their last digits from one processor to the next; four digits do not.
            "digital_affinity": np.round(self.population.affinity, 4),
            "forged": self.population.forged,
            "leave_reason": np.append(recode(LEAVE_REASONS, levels.LEAVE_REASON), -1)[self.leave_reason].astype(
                np.int8
            ),
        }
