"""The form of a scenario file: its fields, what each may hold, and every mistake in one line that a learner can act on."""

import ast
from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from generators import parameters as p
from generators.errors import BilingualError
from generators.schema import VIEWS
from twinline.data.tables import yuan_name

MOST_MONTHS = 24
HORIZONS = (6, 12, 24)
OBSERVED = tuple(yuan_name(column.name) for column in VIEWS["observed"].columns)
_CITIES = {name: city.name for city in p.CITIES for name in (city.name, city.name_en)}
# What a condition on customers may be made of: it comes from a file, so it may compare, and call nothing.
_VALUES = (ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple)
_LOGIC = (ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Invert, ast.BitAnd, ast.BitOr)
_COMPARISONS = (ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
_SUMS = (ast.BinOp, ast.USub, ast.Add, ast.Sub, ast.Mult, ast.Div)
_IN_CONDITIONS = (ast.Expression, *_VALUES, *_LOGIC, *_COMPARISONS, *_SUMS)


class ScenarioError(BilingualError):
    """A scenario file that cannot be used: a line for each mistake, with the file, the field and what is allowed."""


def _field(en: str, zh: str, **limits: Any) -> Any:
    """A field that says in both languages what it may hold."""
    return Field(json_schema_extra={"allowed": [en, zh]}, **limits)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, allow_inf_nan=False)


class Words(_Part):
    """A text in both languages."""

    en: str = _field("a text in English", "英文文字", min_length=1)
    zh: str = _field("a text in Chinese", "中文文字", min_length=1)


_MONTH_EN, _MONTH_ZH = f"a month of the game, 1 to {MOST_MONTHS}", f"第几个月，1 到 {MOST_MONTHS}"


class ShockForm(_Part):
    """Something that comes over customers."""

    first: int = _field(_MONTH_EN, _MONTH_ZH, ge=1, le=MOST_MONTHS)
    last: int = _field(
        f"a month of the game, from `first` to {MOST_MONTHS}",
        f"第几个月，不早于 first，最大 {MOST_MONTHS}",
        ge=1,
        le=MOST_MONTHS,
    )
    leave: float = _field("a number from -3 to 3", "-3 到 3 的数", default=0.0, ge=-3, le=3)
    buy: float = _field("a number from -2 to 2", "-2 到 2 的数", default=0.0, ge=-2, le=2)
    cities: list[str] = _field(
        f"a list of {', '.join(city.name_en for city in p.CITIES)}",
        f"城市列表，可选 {'、'.join(city.name for city in p.CITIES)}",
        default=[],
    )

    @field_validator("cities")
    @classmethod
    def _known(cls, cities: list[str]) -> list[str]:
        unknown = [city for city in cities if city not in _CITIES]
        if unknown:
            raise ValueError(unknown[0])
        return [_CITIES[city] for city in cities]

    @field_validator("last")
    @classmethod
    def _after(cls, last: int, info: Any) -> int:
        if last < info.data.get("first", last):
            raise ValueError(str(last))
        return last


_CHANNELS = ", ".join(p.CHANNEL_NAMES), "、".join(p.CHANNEL_NAMES)


class BanForm(_Part):
    """Contacts that are forbidden."""

    channel: str = _field(f"one of {_CHANNELS[0]}", f"以下之一：{_CHANNELS[1]}")
    where: str = _field(
        "a comparison of columns of bank.observed(), such as complaints_12m > 0 and not app_user",
        "用 bank.observed() 的字段写成的条件，如 complaints_12m > 0 and not app_user",
    )
    first: int = _field(_MONTH_EN, _MONTH_ZH, default=1, ge=1, le=MOST_MONTHS)
    reason: Words = _field("a text in each language: en and zh", "中英文各一段：en 和 zh")

    @field_validator("channel")
    @classmethod
    def _known(cls, channel: str) -> str:
        if channel not in p.CHANNEL_NAMES:
            raise ValueError(channel)
        return channel

    @field_validator("where")
    @classmethod
    def _comparison(cls, where: str) -> str:
        import pandas as pd

        try:
            nodes = list(ast.walk(ast.parse(where, mode="eval")))
            foreign = [node for node in nodes if not isinstance(node, _IN_CONDITIONS)]
            names = [node.id for node in nodes if isinstance(node, ast.Name) and node.id not in OBSERVED]
            if not foreign and not names:
                # On a customer of zeros: whether the comparison can be made, and answers yes or no.
                pd.DataFrame(_specimen(), index=[0]).query(where)
                return where
        except Exception as error:  # whatever Python or pandas cannot do with it
            raise ValueError(where) from error
        raise ValueError(where)


def _specimen() -> dict[str, Any]:
    kinds = {"flag": False, "category": "", "text": ""}
    return {yuan_name(column.name): kinds.get(column.kind, 0) for column in VIEWS["observed"].columns}


class RivalForm(_Part):
    """A rival that answers each round in the next one."""

    cities: int = _field(
        f"a number of cities, 1 to {len(p.CITIES)}", f"城市个数，1 到 {len(p.CITIES)}", ge=1, le=len(p.CITIES)
    )
    months: int = _field(f"months, 1 to {MOST_MONTHS}", f"月数，1 到 {MOST_MONTHS}", ge=1, le=MOST_MONTHS)
    leave: float = _field("a number from -3 to 3", "-3 到 3 的数", default=0.0, ge=-3, le=3)
    buy: float = _field("a number from -2 to 2", "-2 到 2 的数", default=0.0, ge=-2, le=2)


class ScenarioForm(_Part):
    """A whole scenario file."""

    title: Words = _field("a text in each language: en and zh", "中英文各一段：en 和 zh")
    briefing: Words = _field("a text in each language: en and zh", "中英文各一段：en 和 zh")
    months: int = _field(
        f"a whole number of months, 1 to {MOST_MONTHS}",
        f"月数，1 到 {MOST_MONTHS} 的整数",
        default=6,
        ge=1,
        le=MOST_MONTHS,
    )
    budget: float | None = _field("yuan a round, 0 or more", "每轮预算（元），不小于 0", default=None, ge=0)
    share: float | None = _field(
        "a share of the open accounts, above 0 and up to 1",
        "可触达客户占比，大于 0、不超过 1",
        default=None,
        gt=0,
        le=1,
    )
    hours: float | None = _field("staff hours a month, 0 or more", "每月人力小时数，不小于 0", default=None, ge=0)
    costs: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = _field(
        f"yuan an attempt, 0 or more, for any of {_CHANNELS[0]}",
        f"每次触达成本（元），不小于 0，渠道可选 {_CHANNELS[1]}",
        default={},
    )
    horizon: int | None = _field(
        "6, 12 or 24: months for which outcomes are watched, where these are more than the round's",
        "6、12 或 24：结果看多少个月（比一轮长时才有作用）",
        default=None,
    )
    texts_free: float = _field(
        "a share of the open accounts that may be texted or pushed a month before volume costs, from 0 to 1",
        "每月群发（短信、推送）多大占比以内不产生超量成本，0 到 1",
        default=p.BROADCAST_SHARE,
        ge=0,
        le=1,
    )
    shocks: list[ShockForm] = _field(
        "a list of shocks, each with `first` and `last`", "冲击列表，每项须有 first 和 last", default=[]
    )
    bans: list[BanForm] = _field(
        "a list of bans, each with `channel`, `where` and `reason`",
        "禁令列表，每项须有 channel、where 和 reason",
        default=[],
    )

    newcomers: bool = _field(
        "true or false: whether cards open in the months of the game",
        "true 或 false：游戏期间是否有新户开卡",
        default=False,
    )

    rival: RivalForm | None = _field(
        "a rival that answers, with `cities` and `months`", "会还手的对手，须有 cities 和 months", default=None
    )

    @field_validator("horizon")
    @classmethod
    def _long(cls, horizon: int | None) -> int | None:
        if horizon not in (None, *HORIZONS):
            raise ValueError(horizon)
        return horizon

    @field_validator("costs")
    @classmethod
    def _channels(cls, costs: dict[str, float]) -> dict[str, float]:
        unknown = [name for name in costs if name not in p.CHANNEL_NAMES]
        if unknown:
            raise ValueError(unknown[0])
        return costs


def filled_in(content: Any, file: str) -> ScenarioForm:
    """A scenario file's content as its form; raises `ScenarioError` with every mistake in it."""
    if not isinstance(content, dict):
        raise ScenarioError(
            f"{file}: a scenario has fields such as title, briefing and budget; this file has none.",
            f"{file}：情景文件应有 title、briefing、budget 等字段，这个文件没有。",
        )
    try:
        return ScenarioForm.model_validate(content)
    except ValidationError as error:
        lines = list(dict.fromkeys(_lines(error, file)))
        raise ScenarioError(*("\n".join(line[place] for line in lines) for place in (0, 1))) from None


def _lines(error: ValidationError, file: str) -> Iterator[tuple[str, str]]:
    for found in error.errors():
        path = found["loc"]
        where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        owner, en, zh = _allowed(path)
        if found["type"] == "extra_forbidden":
            fields = list(owner.model_fields)
            yield (
                f"{file}: {where}: there is no such field; choose among {', '.join(fields)}.",
                f"{file}：{where}：没有这个字段，可用 {'、'.join(fields)}。",
            )
        elif found["type"] == "missing":
            yield f"{file}: {where}: is missing; it takes {en}.", f"{file}：{where}：缺少这一项，应为{zh}。"
        else:
            given = _short(found["input"])
            yield (
                f"{file}: {where}: {given} will not do; it takes {en}.",
                f"{file}：{where}：{given} 不可用，应为{zh}。",
            )


def _allowed(path: tuple[int | str, ...]) -> tuple[type[BaseModel], str, str]:
    """The part of the form that a place in the file belongs to, and what the innermost known field there takes."""
    owner: type[BaseModel] = ScenarioForm
    en = zh = ""
    for step in path:
        if isinstance(step, int) or step not in owner.model_fields:
            continue
        field = owner.model_fields[step]
        assert isinstance(field.json_schema_extra, dict)
        words: Any = field.json_schema_extra["allowed"]
        en, zh = words
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        owner = next((kind for kind in inner if issubclass(kind, BaseModel)), owner)
    return owner, en, zh


def _short(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}…"
