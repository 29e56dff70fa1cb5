"""The page: controls above, what lies ahead, the result and the rounds below; and what happens on a click."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final

import ipywidgets as w

from generators.errors import BilingualError
from twinline.base.text import say, t
from twinline.cockpit import fragments, pictures
from twinline.cockpit.choice import fitted
from twinline.cockpit.controls import Controls
from twinline.cockpit.game import Game, Progress, Trial
from twinline.twin.result import Score

_LIMITS: Final = {"budget", "customers", "hours"}  # problems that fewer customers would mend


@cache
def _style() -> str:
    return f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"


class CockpitPage:
    """The cockpit on a game. `box` is what is displayed; `still` the same as a picture without controls."""

    def _ipython_display_(self) -> None:
        """As a cell's value it adds nothing to the page that is there already."""

    def __init__(self, game: Game) -> None:
        self.game, self.shown = game, game.latest
        # One at a time, beside the page: a run waits for no comparison. A loop holds its tasks but weakly.
        self._judges = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cockpit")
        self._comparing: set[asyncio.Task[None]] = set()
        self.head, self.ahead, self.refusals, self.code = (w.HTML() for _ in range(4))
        self.status, self.figures, self.picture, self.rounds = (w.HTML() for _ in range(4))
        self.run_button = self._button(t("Run", "执行"), self.run, "primary")
        self.fit_button = self._button("", self.fit)
        self.next_button = self._button(t("Carry it out: next round", "落地执行，进入下一轮"), self.go_on)
        self.new_button = self._button(t("New game", "重新开局"), self.start_again)
        self.controls = Controls(game, self.look)
        if game.latest:
            self.controls.set(game.latest.choice)
        buttons = w.Box([self.run_button, self.fit_button, self.next_button, self.new_button, self.status])
        result = w.Box([self.figures, self.picture]).add_class("tw-result")
        self.box = w.Box(
            [
                w.HTML(_style()),
                self.head,
                self.controls.columns(),
                self.ahead.add_class("tw-ahead"),
                self.refusals,
                buttons.add_class("tw-buttons"),
                result,
                self.rounds,
                self.code,
            ]
        ).add_class("tw-cockpit")
        self.still: Any = None  # the display of what a saved notebook keeps
        self._draw()
        if self.shown:
            self._judge(self.shown)

    # ------------------------------------------------------------------ what a person does

    def look(self) -> None:
        """Show what the choice would do; called on each change."""
        look = self.game.preview(self.controls.choice)
        self.ahead.value, self.refusals.value = fragments.ahead(look), fragments.refusals(look)
        self.code.value = fragments.same_in_code(look)
        self.run_button.disabled = not (look.check.ok and look.check.customers)
        fits = look.fits if _LIMITS & {problem.code for problem in look.check.problems} else None
        self.fit_button.layout.display = "none" if not fits else ""
        if fits:
            self.fit_button.description = t(f"Cut the list to {fits:,} customers", f"把名单减到 {fits:,} 位")

    def run(self) -> None:
        """Run the choice, show what it brought, and begin to compare it with the best policies."""
        going = t("Running it beside the same months without it …", "正在推演：同样的月份，执行与不执行并行……")
        self.shown = self.game.run(self.controls.choice, self._telling(going))
        self._draw()
        self._judge(self.shown)
        self.tell(t("Done.", "推演完成。"))

    def fit(self) -> None:
        """Cut the list to what the limits allow."""
        look = self.game.preview(self.controls.choice)
        if look.fits is not None:
            self.controls.set(fitted(self.controls.choice, look.fits))

    def go_on(self) -> None:
        """Carry the last strategy out; the next round begins."""
        trial = self.game.latest
        if trial is None:
            return
        self.tell(t("The months pass …", "时间推进中……"))
        self.game.advance(trial)
        happened = trial.happened.profit if trial.happened else 0.0
        self.controls.show(self.game)
        self._draw()
        self.tell(
            t(
                f"Round {trial.round} is over: expected {trial.score.profit:,.0f} yuan, happened {happened:,.0f}.",
                f"第 {trial.round} 轮结束：预期增量 {trial.score.profit:,.0f} 元，实际 {happened:,.0f} 元。",
            )
        )

    def start_again(self) -> None:
        """Begin a new game; the old log is kept under another name."""
        self.game.start_again()
        self.shown = None
        self.controls.show(self.game)
        self._draw()
        self.tell(t("A new game. The old one's log is kept.", "新的一局开始了，上一局的记录已另存。"))

    # ------------------------------------------------------------------ how it is shown

    def _draw(self) -> None:
        """Everything below the controls."""
        trial, here = self.shown, self.game.latest
        self.head.value = fragments.header(self.game)
        self.figures.value = fragments.came(trial, judging=False) if trial else _hint()
        if trial is None:
            self.picture.value = ""
        elif trial is here:
            self.picture.value = pictures.waterfall(self.game.result(trial))
        self._draw_rounds()
        self.next_button.layout.display = "" if here else "none"
        self.new_button.layout.display = "" if self.game.trials else "none"
        self.look()
        self._keep()

    def _draw_rounds(self) -> None:
        trials = self.game.trials
        self.rounds.value = fragments.rounds(trials) + pictures.side_by_side(trials) if trials else ""

    def snapshot(self) -> str:
        """The page as it stands, without controls, for where widgets cannot run. Hidden beside the living page."""
        parts = (self.head, self.ahead, self.figures, self.picture, self.rounds)
        body = "".join(part.value for part in parts)
        note = t("The last state of the cockpit; run the cell to use it.", "驾驶舱的最后状态；运行该单元即可操作。")
        return f"<div class='tw-still'>{body}<p><i>{note}</i></p></div>"

    def text(self) -> str:
        """The page in plain text."""
        if self.shown is None:
            return t("Strategy cockpit: nothing has been run yet.", "策略驾驶舱：尚未执行策略。")
        return f"{t('Strategy cockpit', '策略驾驶舱')}: {self.shown.choice.name}\n{self.shown.score!r}"

    def display(self) -> None:
        """Display the page, and beneath it what a saved notebook shows where widgets cannot run."""
        from IPython.display import HTML, display

        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        display({"application/vnd.jupyter.widget-view+json": view, "text/plain": self.text()}, raw=True)
        self.still = display(HTML(self.snapshot()), display_id=True)

    def _keep(self) -> None:
        if self.still is not None:
            from IPython.display import HTML

            self.still.update(HTML(self.snapshot()))

    def _judge(self, trial: Trial) -> None:
        """Compare a trial with the best policies: beside the page where a loop runs, at once where none does."""
        if trial.score.best_observable is not None or trial is not self.game.latest:
            return
        work = self.game.comparison(trial)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._judged(trial, work())
            return
        self.figures.value = fragments.came(trial, judging=True)

        async def compare() -> None:
            self._judged(trial, await loop.run_in_executor(self._judges, work))

        self._comparing.add(task := loop.create_task(compare()))
        task.add_done_callback(self._comparing.discard)

    def _judged(self, trial: Trial, score: Score) -> None:
        self.game.note(trial, score)
        if self.shown is trial:
            self.figures.value = fragments.came(trial, judging=False)
        self._draw_rounds()
        self._keep()

    def _telling(self, text: str) -> Progress:
        self.tell(text)
        return lambda done, total: self.tell(text, done, total)

    def tell(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say something beside the buttons, with a bar where it is known how far it is."""
        self.status.value = fragments.message(text, done, total)

    def _button(self, title: str, act: Callable[[], None], style: str = "") -> w.Button:
        """A button; what a person can mend is said in the page when it is pressed."""

        def pressed(_: object) -> None:
            self.run_button.disabled = True
            try:
                act()
            except BilingualError as error:
                self.tell(say(error))
            finally:
                self.look()

        button = w.Button(description=title, button_style=style)
        button.on_click(pressed)
        return button


def _hint() -> str:
    return f"<p class='tw-hint'>{t('Set who, what and limits above, look at what lies ahead, then press Run.', '先在上方选好对谁、做什么、有何限制，看过预估后点“执行”。')}</p>"
