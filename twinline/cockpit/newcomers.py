"""Newcomers: the controls by which a round spends a budget on new cards, by channel and scene."""

from collections.abc import Callable
from typing import Final

import ipywidgets as w

from generators.twin.acquiring import WAYS
from twinline.base.cell_text import digits
from twinline.base.text import t
from twinline.cockpit.choice import MOST_BUDGET
from twinline.twin.acquire import title

_NONE: Final = ("", "")


class Newcomers:
    """What is bought of new cards. `acquire` is what the controls say now; `told` is called on each change."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told, self._silent = told, False
        ways = [(t("none bought", "不投放"), _NONE), *((title(way), way) for way in WAYS)]
        self.way = w.Dropdown(options=ways, value=_NONE, description=t("New cards by", "获客渠道与场景"))
        self.yuan = w.Text(value="", description=t("For, yuan", "投放（元）"), continuous_update=False)
        self.faults: list[str] = []
        for control in (self.way, self.yuan):
            control.observe(self._changed, "value")

    @property
    def acquire(self) -> tuple[tuple[str, str, float], ...]:
        """Channel, scene and yuan of what is bought."""
        yuan = self._amount()
        return () if self.way.value == _NONE or yuan is None else ((*self.way.value, yuan),)

    def set(self, acquire: tuple[tuple[str, str, float], ...]) -> None:
        """Put the controls where a plan says, without telling."""
        self._silent = True
        channel, scene, yuan = acquire[0] if acquire else ("", "", 0.0)
        self.way.value, self.yuan.value = (channel, scene), f"{yuan:,g}" if yuan else ""
        self._silent = False
        self._read()

    def row(self) -> w.Box:
        """The controls beside each other."""
        return w.Box([self.way, self.yuan]).add_class("tw-pair")

    def _amount(self) -> float | None:
        try:
            found = float(digits(self.yuan.value))
        except ValueError:
            return None
        return found if 0 < found <= MOST_BUDGET else None

    def _read(self) -> None:
        self.faults = []
        if self.way.value != _NONE and self._amount() is None:
            said = self.yuan.value.strip()
            self.faults = [
                t(
                    f"{self.yuan.description}: “{said}” is no amount above 0.",
                    f"{self.yuan.description}：“{said}”不是大于 0 的金额。",
                )
            ]

    def _changed(self, _: object) -> None:
        if not self._silent:
            self._read()
            self._told()
