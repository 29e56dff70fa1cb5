"""The list of modules on the course's first page."""

from pathlib import Path

from twinline.base.text import Language
from twinline.syllabus.modules import Module, for_learners, kind_of, notebook_name, short_title

# The line of lessons/index.md that the list takes the place of.
DIRECTIVE = "<!-- modules -->"
LABELS: dict[str, dict[Language, str]] = {
    "lesson": {"en": "Lesson", "zh": "课程"},
    "extra": {"en": "Extra", "zh": "加餐"},
    "exercise": {"en": "Exercise", "zh": "练习"},
    "coming": {"en": "Coming next", "zh": "陆续上线"},
}


def module_list(modules: list[Module], language: Language) -> str:
    """Markdown for the modules in order: a row for each one that can be opened, then the names of those to come."""
    ready = [module for module in modules if module.sources]
    coming = [module for module in modules if not module.sources]
    head = {"en": "| | Module | Open |", "zh": "| | 模块 | 打开 |"}[language]
    rows = [head, "|:--|:--|:--|"]
    for module in ready:
        links = " · ".join(_link(path, language, module.sources) for path in module.sources if for_learners(path))
        rows.append(f"| **{module.id[1:]}** | **{short_title(module, language)}** | {links} |")
    parts = ["\n".join(rows)] if ready else []
    if coming:
        names = " · ".join(f"{module.id[1:]} {short_title(module, language)}" for module in coming)
        mark = {"en": ": ", "zh": "："}[language]
        parts.append(f"<small>**{LABELS['coming'][language]}**{mark}{names}</small>")
    return "\n\n".join(parts)


def _link(path: Path, language: Language, siblings: list[Path]) -> str:
    """A link as the notebooks lie in a learner's workspace, where a module's lesson and exercise share a folder."""
    kind = kind_of(path)
    alike = [other for other in siblings if kind_of(other) == kind]
    number = f" {alike.index(path) + 1}" if len(alike) > 1 else ""
    return f"[{LABELS[kind][language]}{number}]({path.parent.name}/{notebook_name(path)})"
