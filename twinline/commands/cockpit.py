"""`twinline cockpit`: the strategy cockpit in a browser, without code."""

from typing import Annotated

import typer

from twinline.base.text import use_language


def cockpit(
    lang: Annotated[str | None, typer.Option(help="Language of the page: en or zh. 页面语言。")] = None,
    scale: Annotated[str | None, typer.Option(help="The bank: course (default) or tiny. 使用哪家银行。")] = None,
    scenario: Annotated[
        str | None, typer.Option(help="Rules of the game: a name or a file. 推演规则：名称或文件。")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Use this port and no other. 指定端口。")] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser. 是否打开浏览器。")] = True,
) -> None:
    """Open the strategy cockpit in a browser, without any code. 在浏览器里打开策略驾驶舱，不用写代码。"""
    from twinline.cockpit.serve import serve
    from twinline.twin.bank import Bank

    if lang is not None:
        use_language(lang)
    Bank.open(
        scale, scenario=scenario
    )  # what is wrong is said here, and a first history is lived where its bar is seen
    serve(scale, scenario, port, browser)
