"""`twinline workspace`: lay out or update a learner's own folder."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twinline.base import paths
from twinline.base.text import language, t, use_language
from twinline.lab.workspace import Report, folder, update


def workspace(
    lang: Annotated[str | None, typer.Option(help="Language of the notebooks: en or zh.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the learner's copies (default: workspace/LANG).")] = None,
) -> None:
    """Lay out a learner's own notebooks; never overwrites what they changed. 放好学员自己的笔记本，改过的绝不覆盖。"""
    if lang is not None:
        use_language(lang)
    target = out or folder(language())
    report = update([paths.COURSE / language(), paths.EXERCISES / language()], target, date.today())
    for line in summary(report, target):
        print(line)


def summary(report: Report, target: Path) -> list[str]:
    """What an update did, in the learner's language: a line for the whole, and one for each file of theirs it met."""
    did = [
        (report.added, "{} new", "新增 {} 份"),
        (report.updated, "{} updated", "更新 {} 份"),
        (report.restored, "{} laid out again", "补回 {} 份"),
    ]
    counts = [t(en, zh).format(len(files)) for files, en, zh in did if files]
    whole = t(", ", "，").join(counts) or t("up to date", "已是最新")
    return [
        t(f"Your notebooks are in {target}: {whole}.", f"您的笔记本在 {target}：{whole}。"),
        *(
            t(
                f"  {mine}: you changed it, so it stays as it is; the new version is beside it: {new.name}",
                f"  {mine}：您改过，原样保留；新版放在旁边：{new.name}",
            )
            for mine, new in report.beside
        ),
    ]
