"""The fields of a scenario file, as the form has them: for the reference page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from twinline.twin.scenarios.form import ScenarioForm


@dataclass(frozen=True)
class FieldLine:
    """A field: its place in the file (`shocks[].first`), what it takes, whether it must be there, and its value where it is not."""

    place: str
    en: str
    zh: str
    required: bool
    default: Any


def fields(part: type[BaseModel] = ScenarioForm, place: str = "") -> Iterator[FieldLine]:
    """Every field of a scenario file, in the order of the form; those of a part follow the part."""
    for name, field in part.model_fields.items():
        assert isinstance(field.json_schema_extra, dict)
        words: Any = field.json_schema_extra["allowed"]
        en, zh = words
        required = field.is_required()
        yield FieldLine(f"{place}{name}", en, zh, required, None if required else field.default)
        kinds = [field.annotation, *get_args(field.annotation)]
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if inner is not None:
            many = "[]" if field.annotation is not inner else ""
            yield from fields(inner, f"{place}{name}{many}.")
