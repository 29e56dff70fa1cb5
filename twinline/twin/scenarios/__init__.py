"""Scenarios: games on the bank, each a YAML file; three of them ready, others written by whoever teaches."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from generators.errors import UnknownChoice
from generators.twin.scenario import OPEN, Ban, Rival, Scenario, Shock
from twinline.base.files import read_text
from twinline.twin.scenarios.form import ScenarioError, ScenarioForm, filled_in

if TYPE_CHECKING:
    import pandas as pd

HOME = Path(__file__).parent
NAMES = ("rival", "lean", "refusal")
_SUFFIXES = (".yml", ".yaml")


def load(scenario: str | Path) -> Scenario:
    """A ready scenario by its name, or the one of a file. Raises `UnknownChoice` or `ScenarioError`."""
    if scenario in NAMES:
        return _ready()[str(scenario)]
    if scenario == OPEN.name:
        return OPEN
    path = Path(scenario).expanduser()
    if path.suffix.lower() not in _SUFFIXES:
        raise UnknownChoice("scenario", "情景", scenario, [OPEN.name, *NAMES, "FILE.yml"])
    return _read(path)


def ready() -> tuple[Scenario, ...]:
    """The bank as it is, then the scenarios that come with the kit."""
    return (OPEN, *_ready().values())


def worlds() -> "pd.DataFrame":
    """The games that come with the kit, in the language in use: name, title, briefing in a line, what is scarce."""
    import pandas as pd

    from twinline.base.text import t
    from twinline.twin.scenarios.briefing import Briefing

    rows = [
        (game.name, Briefing(game).title, Briefing(game).line, game.budget, game.share, game.hours) for game in ready()
    ]
    names = [t("Name", "名称"), t("Title", "标题"), t("Briefing", "简报"), t("Budget (yuan a round)", "预算（元/轮）")]
    names += [t("Share of customers", "可触达占比"), t("Staff hours a month", "每月人力（小时）")]
    return pd.DataFrame(rows, columns=names)


@cache
def _ready() -> dict[str, Scenario]:
    return {name: _read(HOME / f"{name}.yml") for name in NAMES}


def _read(path: Path) -> Scenario:
    try:
        content = yaml.load(read_text(path), Loader=_OnceEach)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = " ".join(str(error.problem or error.context).split())
        raise ScenarioError(
            f"{path.name}: line {line}: this is not YAML ({said}); write `field: value`, indented by spaces.",
            f"{path.name}：第 {line} 行：不是合法的 YAML（{said}）；请写成 `字段: 值`，用空格缩进。",
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # odd characters, impossible dates, endless nesting
        raise ScenarioError(
            f"{path.name}: this is not YAML; write `field: value`, indented by spaces.",
            f"{path.name}：不是合法的 YAML；请写成 `字段: 值`，用空格缩进。",
        ) from error
    return _scenario(path.stem, filled_in(content, path.name))


class _OnceEach(yaml.SafeLoader):
    """YAML in which no field stands twice: plain YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _scenario(name: str, form: ScenarioForm) -> Scenario:
    return Scenario(
        name=name,
        en=form.title.en,
        zh=form.title.zh,
        months=form.months,
        budget=form.budget,
        share=form.share,
        hours=form.hours,
        texts_free=form.texts_free,
        horizon=form.horizon,
        costs=tuple(form.costs.items()),
        shocks=tuple(Shock(each.first, each.last, each.leave, each.buy, tuple(each.cities)) for each in form.shocks),
        bans=tuple(Ban(each.channel, each.where, each.reason.en, each.reason.zh, each.first) for each in form.bans),
        newcomers=form.newcomers,
        rival=Rival(**form.rival.model_dump()) if form.rival else None,
        story_en=form.briefing.en,
        story_zh=form.briefing.zh,
    )


__all__ = ["NAMES", "ScenarioError", "load", "ready", "worlds"]
