"""The page: what can be done, the deck and a card's controls above; what lies ahead, the results and the rounds below."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import ipywidgets as w

from generators.errors import BilingualError
from twinline.base.text import say, t
from twinline.cockpit import fragments, history, pictures, results
from twinline.cockpit.board import MOST_BYTES, board
from twinline.cockpit.by_card import by_card
from twinline.cockpit.deck import Deck
from twinline.cockpit.game import Game, Progress
from twinline.cockpit.log import MOST_NAME, Trial
from twinline.cockpit.preview import LIMITS
from twinline.cockpit.round_plan import deal
from twinline.cockpit.tables import interval
from twinline.cockpit.take_away import links, write
from twinline.twin.score import Score


@cache
def _style() -> str:
    return f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"


class CockpitPage:
    """The cockpit on a game. `box` is what is displayed; `still` the same as a picture without controls."""

    def _ipython_display_(self) -> None:
        """As a cell's value it adds nothing to the page that is there already."""

    def __init__(self, game: Game) -> None:
        self.game, self.shown = game, game.latest
        # One at a time, beside the page: a run waits for no comparison. A loop holds its tasks but weakly; by trial.
        self._judges = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cockpit")
        self._comparing: dict[int, asyncio.Task[None]] = {}
        self.head, self.ahead, self.refusals, self.code = (w.HTML() for _ in range(4))
        self.status, self.figures, self.picture, self.rounds = (w.HTML() for _ in range(4))
        self.links, self.ranks = w.HTML(), w.HTML()
        self.run_button = self._button(t("Run", "执行"), self.run, "primary")
        self.fit_button = self._button(t("Cut this card to what fits", "把本卡名单减到限额内"), self.fit)
        self.next_button = self._button(t("Carry it out: next round", "落地执行，进入下一轮"), self.go_on)
        self.new_button = self._button(t("New game", "重新开局"), self.start_again)
        self.take_button = self._button(
            t("Take away: report, Excel, game file", "导出：报告、Excel、推演记录"), self.take_away
        )
        self.player = w.Text(
            value=game.player,
            description=t("Your name", "您的姓名"),
            placeholder=t("as it is to be shown", "用于报告和排行榜"),
        )
        self.player.observe(self._named, "value")
        self.upload = w.FileUpload(
            accept=".json",
            multiple=True,
            description=t("Class leaderboard from game files", "用推演记录生成班级排行榜"),
        )
        self.upload.observe(self._uploaded, "value")
        self.deck = Deck(game, self.look)
        if game.trials:
            self.deck.set(game.trials[-1].plan)
        buttons = [self.run_button, self.fit_button, self.next_button, self.status, self.new_button]
        away = w.Box([self.player, self.take_button, self.upload]).add_class("tw-buttons").add_class("tw-away")
        self.box = w.Box(
            [
                w.HTML(_style()),
                self.head,
                w.Box(buttons).add_class("tw-buttons").add_class("tw-bar"),
                w.Box([self.deck.column(), *self.deck.controls.columns()]).add_class("tw-columns"),
                self.refusals,
                self.ahead.add_class("tw-ahead"),
                w.Box([self.figures, self.picture]).add_class("tw-result"),
                self.rounds,
                away,
                self.links,
                self.ranks,
                self.code,
            ]
        ).add_class("tw-cockpit")
        self.still: Any = None  # the display of what a saved notebook keeps
        self._draw()
        if self.shown:
            self._judge(self.shown)

    # ------------------------------------------------------------------ what a person does

    def look(self) -> None:
        """Show what the plan would do; called on each change."""
        look = self.game.preview(self.deck.plan, self.deck.place)
        faults = self.deck.faults
        self.ahead.value, self.refusals.value = fragments.ahead(look), fragments.refusals(look, faults)
        self.code.value = fragments.same_in_code(look)
        self.deck.tell(look)
        self.run_button.disabled = not look.runnable or bool(faults)
        over = LIMITS & {problem.code for problem in look.check.problems} and look.looked_at is not None
        self.fit_button.layout.display = "" if over else "none"

    def run(self) -> None:
        """Run the plan, show what it brought, and begin to compare it with the best policies."""
        going = t("Running it beside the same months without it …", "正在推演：同样的月份，执行与不执行并行……")
        self.shown = self.game.run(self.deck.plan, self._telling(going))
        self._draw()
        self._judge(self.shown)
        profit = interval(self.shown.profits)
        self.tell(
            t(f"Done: incremental profit {profit} yuan. See below.", f"推演完成：增量利润 {profit} 元，详见下方。")
        )

    def fit(self) -> None:
        """Cut the open card's list to what the limits allow."""
        plan = self.game.fitted(self.deck.plan, self.deck.place)
        if plan is None:
            raise BilingualError(
                "No cut of this card would do: the others are over the limits by themselves. Cut one of them.",
                "只减这张卡不够：其他卡已超出限额，请先减其他卡。",
            )
        self.deck.change(plan)

    def go_on(self) -> None:
        """Carry the last plan out; the next round begins."""
        trial = self.game.latest
        if trial is None:
            return
        self.tell(t("The months pass …", "时间推进中……"))
        self.game.advance(trial)
        happened = trial.happened.profit if trial.happened else 0.0
        self.deck.controls.show(self.game)
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
        self.deck.controls.show(self.game)
        self._draw()
        self.tell(t("A new game. The old one's log is kept.", "新的一局开始了，上一局的记录已另存。"))

    def take_away(self) -> None:
        """Write the report, the workbook and the game's file, and offer them."""
        files = write(self.game)
        self.links.value = links(files)
        self.tell(t("The files are ready below.", "文件已生成，见下方链接。"))

    def rank(self, files: dict[str, bytes]) -> None:
        """Show the class's leaderboard of these files."""
        going = t("Playing the class's games again …", "正在重新推演全班的记录……")
        self.ranks.value = board(files, self.game.first, progress=self._telling(going)).html()
        self.tell(t("The leaderboard is ready below.", "排行榜已生成，见下方。"))

    # ------------------------------------------------------------------ how it is shown

    def _draw(self) -> None:
        """Everything below the controls."""
        trial, here = self.shown, self.game.latest
        self.head.value = fragments.header(self.game)
        self._draw_result()
        if trial is None:
            self.picture.value = ""
        elif trial is here:
            self.picture.value = pictures.waterfall(self.game.result(trial)) + results.waterfall_note()
        self._draw_rounds()
        self.next_button.layout.display = "" if here else "none"
        self.new_button.layout.display = "" if self.game.trials else "none"
        self.links.value = ""
        self.look()
        self._keep()

    def _draw_result(self) -> None:
        trial, game = self.shown, self.game
        if trial is None:
            self.figures.value = _hint()
            return
        parts = ""
        if trial is game.latest:
            dealt = deal(trial.plan, game.morning.seen, game.bank, game.months)
            parts = results.cards(trial, by_card(game.result(trial), dealt))
        self.figures.value = results.came(trial, judging=trial.number in self._comparing) + parts

    def _draw_rounds(self) -> None:
        game, here = self.game, self.game.here
        parts = [results.tried(here), pictures.trials(here), history.played(game), pictures.rounds(game.played)]
        parts += [history.control_group(trial, game.readings.get(trial.number, [])) for trial in reversed(game.played)]
        self.rounds.value = "".join([*parts, history.profit_and_loss(game)])

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
        return f"{t('Strategy cockpit', '策略驾驶舱')}: {self.shown.plan.name}\n{self.shown.score!r}"

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
        if (
            trial.score.best_observable is not None
            or trial is not self.game.latest
            or not trial.plan.played
            or trial.plan.acquire
        ):
            return
        work = self.game.comparison(trial)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._judged(trial, work())
            return

        async def compare() -> None:
            try:
                score = await loop.run_in_executor(self._judges, work)
            finally:
                del self._comparing[trial.number]
            self._judged(trial, score)

        self._comparing[trial.number] = loop.create_task(compare())
        self._draw_result()

    def _judged(self, trial: Trial, score: Score) -> None:
        self._kindly(lambda: self.game.note(trial, score))
        if self.shown is trial:
            self._draw_result()
        self._draw_rounds()
        self._keep()

    def _telling(self, text: str) -> Progress:
        self.tell(text)
        return lambda done, total: self.tell(text, done, total)

    def tell(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say something beside the buttons, with a bar where it is known how far it is."""
        self.status.value = fragments.message(text, done, total)

    def _named(self, change: dict[str, Any]) -> None:
        self.game.player = " ".join(change["new"].split())[:MOST_NAME]
        self._kindly(self.game.save)

    def _uploaded(self, change: dict[str, Any]) -> None:
        files = {each["name"]: bytes(each["content"])[: MOST_BYTES + 1] for each in change["new"]}
        if files:
            self._kindly(lambda: self.rank(files))
            self.upload.value = ()  # so that the same files may be given again

    def _kindly(self, act: Callable[[], None]) -> None:
        """Do something; what a person can mend is said in the page."""
        try:
            act()
        except BilingualError as error:
            self.tell(say(error))

    def _button(self, title: str, act: Callable[[], None], style: str = "") -> w.Button:
        def pressed(_: object) -> None:
            self.run_button.disabled = True
            try:
                self._kindly(act)
            finally:
                self.look()

        button = w.Button(description=title, button_style=style)
        button.on_click(pressed)
        return button


def _hint() -> str:
    return f"<p class='tw-hint'>{t('Set who, what and limits above, look at what lies ahead, then press Run.', '先在上方选好对谁、做什么、有何限制，看过预估后点“执行”。')}</p>"
