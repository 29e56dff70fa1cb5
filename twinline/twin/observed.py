"""What the bank knows of its customers on a morning, as numbers for those who learn from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Rows
from generators.pages import Columns
from generators.parameters import Floats
from generators.schema import VIEWS
from generators.twin.money import TERMINAL_MONTHS, expected_loss
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Twin
from generators.twin.scenario import Ban
from generators.twin.snapshot import Snapshot
from twinline.data.tables import to_frame
from twinline.twin.reach import bans_now, reachable
from twinline.twin.trees import Matrix

if TYPE_CHECKING:
    import pandas as pd

FEATURES: Final = [column.name for column in VIEWS["observed"].columns if column.kind not in ("id", "text")]
_SUMS: Final = [name for name in FEATURES if "_12m" in name and name != "margin_12m_fen"]  # that is a month's already


@dataclass(frozen=True, eq=False)
class Observed:
    """The open accounts on a morning: rows of the bank, what is observed of them, and the bans on contacting them."""

    now: Snapshot
    rows: Rows
    columns: Columns
    bans: tuple[Ban, ...] = ()

    @classmethod
    def of(cls, twin: Twin) -> "Observed":
        """Today's, with the bans that hold in the coming month."""
        now = twin.now
        return cls(now, observed_rows(now.monthly_pages), observed(now, now.monthly_pages), bans_now(twin))

    def at(self, places: Rows) -> "Observed":
        """Those at these places alone."""
        columns = {name: values[places] for name, values in self.columns.items()}
        return Observed(self.now, self.rows[places], columns, self.bans)

    @cached_property
    def table(self) -> "pd.DataFrame":
        """The observed columns as a learner sees them."""
        return to_frame("observed", self.columns)

    def features(self) -> Matrix:
        """Observed columns as numbers: a row an account, a column each of FEATURES."""
        return np.column_stack([np.asarray(self.columns[name], dtype=float) for name in FEATURES])

    def rates(self, seen: int) -> Matrix:
        """The same, with sums over a year a month of the `seen` ones: to compare mornings early and late in the history."""
        months = np.array([min(seen, 12) if name in _SUMS else 1 for name in FEATURES])
        return np.asarray(self.features() / months)

    def truth(self) -> Matrix:
        """The simulator's truth as numbers: a row an account."""
        people, state, rows = self.now.population, self.now.state, self.rows
        truth = [people.latent_type == code for code in range(len(p.TYPES))]
        truth += [
            people.response,
            people.closure_logit,
            people.affinity,
            people.rate,
            people.ticket,
            people.pay_style,
            people.care,
        ]
        truth += [state.asleep, state.log_rate, state.retention, state.spend, state.fatigue, state.doubt]
        truth += [state.leaving >= 0]
        truth += [people.join_luck, state.invited, state.last_channel]
        return np.column_stack([np.asarray(trait[rows], dtype=float) for trait in truth])

    def value(self) -> Floats:
        """Yuan that a customer is worth beyond the months watched, if they stay and go on as they are."""
        earned = self.columns["margin_12m_fen"].astype(float) - p.OPERATIONS_FEN
        return np.asarray(np.maximum(earned, 0.0) / 100 * TERMINAL_MONTHS)

    def value_less_losses(self) -> Floats:
        """The same less what is expected to be lost of what they owe; nobody is worth less than nothing."""
        bucket = self.columns["bucket"].astype(np.int64)
        lost = expected_loss(self.columns["balance_fen"].astype(float), bucket) / 100
        return np.where(bucket <= p.WORTH_UNTIL_BUCKET, np.maximum(self.value() - lost, 0.0), 0.0)

    def may_be(self, action: tuple[str, str]) -> npt.NDArray[np.bool_]:
        """With whom an action (channel, offer) makes sense: whom its channel may reach with it, who meets its condition, and has
        not had it where it is given once.
        """
        channel, offer = action
        may = reachable(self.table, channel, self.bans, offer)
        if offer == "limit_rise":  # the bank's own record of whose limit it has raised
            may &= ~self.now.state.raised[self.rows]
        return may & ~np.asarray(self.columns["wecom_friend"], dtype=bool) if offer == "add_wecom" else may

    def may(self, channel: str) -> npt.NDArray[np.bool_]:
        """Whom a channel may reach."""
        return reachable(self.table, channel, self.bans)


__all__ = ["FEATURES", "Observed"]
