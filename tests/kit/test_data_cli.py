"""`twinline data …` as a person at a terminal meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from twinline.base import paths
from twinline.data.pilots import CAMPAIGNS

MOST = 9223372036854775807
WRONG = [
    (
        ["data", "generate", "--scale", "huge"],
        "Unknown scale 'huge': choose one of tiny, course, city, bank.",
        "没有数据规模“huge”，可选：tiny、course、city、bank。",
    ),
    (
        ["data", "ensure", "--scale", ""],
        "Unknown scale '': choose one of tiny, course, city, bank.",
        "没有数据规模“”，可选：tiny、course、city、bank。",
    ),
    *(
        (
            ["data", "generate", "--seed", seed],
            f"Unknown seed '{seed}': use a whole number from 0 to {MOST}.",
            f"随机种子“{seed}”不可用：请用 0 到 {MOST} 之间的整数。",
        )
        for seed in ("-1", "1.5", "abc", "", str(MOST + 1), "九九八十一")
    ),
    (
        ["data", "generate", "--workers", "0"],
        "Unknown number of workers '0': use a whole number from 1 to 1024.",
        "进程数“0”不可用：请用 1 到 1024 之间的整数。",
    ),
    (
        ["data", "generate", "--format", "xlsx"],
        "Unknown format 'xlsx': choose one of parquet, csv, duckdb.",
        "没有数据格式“xlsx”，可选：parquet、csv、duckdb。",
    ),
    (
        ["data", "mend"],
        "twinline data takes: generate, ensure, check, report, dictionary, sample, names.",
        "可用：generate, ensure, check, report, dictionary, sample, names。",
    ),
    (
        ["dta"],
        "twinline takes: build, cockpit, measure, new-module, progress, syllabus, workspace, data, twin, class.",
        "可用：build, cockpit, measure, new-module, progress, syllabus, workspace, data, twin, class。",
    ),
    (
        ["data", "generate", "--sede", "1"],
        "twinline data generate takes: --scale, --seed, --out, --workers, --format, --headers, --customers, --months, --start, --cluster, --scheduler.",
        "--scale, --seed",
    ),
    (
        ["data", "generate", "--headers", "fr"],
        "Unknown kind of headers 'fr': choose one of code, en, zh.",
        "没有表头“fr”，可选：code、en、zh。",
    ),
    (
        ["data", "generate", "--headers", "zh"],
        "--headers zh is for spreadsheets: use it with --format csv.",
        "请与 --format csv 一起使用。",
    ),
    (
        ["data", "generate", "--customers", "0"],
        "Unknown number of customers '0': use a whole number from 1 to 1000000000.",
        "客户数“0”不可用：请用 1 到 1000000000 之间的整数。",
    ),
    (
        ["data", "generate", "--months", "-3"],
        "Unknown number of months '-3': use a whole number from 1 to 100.",
        "月数“-3”不可用：请用 1 到 100 之间的整数。",
    ),
    (
        ["data", "generate", "--start", "2024-13"],
        "Unknown start '2024-13': use a month from 2000-01 to 2100-01, written YYYY-MM.",
        "起始月份“2024-13”不可用",
    ),
    (["data", "generate", "--start", "1999-12"], "Unknown start '1999-12'", "起始月份“1999-12”不可用"),
    (["data", "check"], "Missing argument 'folder'. twinline data check takes: folder.", "可用：folder。"),
    (["data", "generate", "--seed"], "requires an argument", "命令有误"),
]


@pytest.mark.parametrize(("arguments", "en", "zh"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_a_wrong_word_gets_one_line_with_what_is_allowed(twinline, arguments, en, zh, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_DATASETS", str(tmp_path))
    for lang, text in (("en", en), ("zh", zh)):
        code, out, err = twinline(*arguments, lang=lang)
        assert code == 2
        assert out == ""
        assert text in err
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_language_gets_one_line_with_what_is_allowed(twinline):
    code, out, err = twinline("data", "ensure", lang="fr")
    assert (code, out) == (2, "")
    assert err in ("Unknown language 'fr': choose one of en, zh.\n", "没有语言“fr”，可选：en、zh。\n")


def test_help_is_shown_where_nothing_is_asked(twinline):
    code, out, err = twinline("data", "--help")
    assert code == 0
    assert "generate" in out
    code, out, err = twinline("data")
    assert code == 2
    assert "generate" in out + err


def test_ctrl_c_ends_with_one_line(twinline, monkeypatch, tmp_path):
    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("generators.run.generate", interrupted)
    code, _, err = twinline("data", "generate", "--scale", "tiny", "--out", tmp_path / "out", lang="zh")
    assert code == 130
    assert err == "已停止。重新运行同一命令即可继续。\n"


def test_generate_into_a_relative_folder_with_spaces_and_chinese(twinline, tmp_path, monkeypatch, tiny_folder):
    monkeypatch.chdir(tmp_path)
    code, out, err = twinline("data", "generate", "--scale", "tiny", "--out", "我的 data/第1家 bank")
    assert (code, err) == (0, "")
    rows, fingerprint = out.splitlines()[-2:]
    assert rows.endswith(str(Path("我的 data/第1家 bank")))
    _, checked, _ = twinline("data", "check", tiny_folder)
    assert checked.endswith(f" is whole: {fingerprint}\n")
    code, out, _ = twinline("data", "check", "我的 data/第1家 bank", lang="zh")
    assert code == 0
    assert "完好" in out
    assert out.strip().endswith(fingerprint.split()[-1])


@pytest.mark.parametrize(("form", "made"), [("csv", "csv"), ("duckdb", "twinline.duckdb"), ("parquet", "")])
def test_generate_says_where_the_other_form_is(twinline, tiny_folder, form, made):
    code, out, err = twinline("data", "generate", "--scale", "tiny", "--out", tiny_folder, "--format", form)
    assert (code, err) == (0, "")
    assert out.splitlines()[-2].endswith(f"rows in {tiny_folder / made}")
    assert (tiny_folder / made).exists()


def test_a_bank_of_ones_own_size_lies_apart_and_says_how_it_was_made(twinline, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_DATASETS", str(tmp_path))
    own = ("--customers", 60, "--months", 3, "--start", "2023-06")
    code, out, err = twinline("data", "generate", *own, "--seed", 7)
    assert (code, err) == (0, "")
    assert out.splitlines()[-3].endswith(str(tmp_path / "custom"))
    held = json.loads((tmp_path / "custom" / "manifest.json").read_text(encoding="utf-8"))["world"]
    assert (held["customers"], held["months"], held["start"]) == (60, 3, "2023-06-01")
    (tmp_path / "custom" / "points" / "part-00000.parquet").unlink()
    _, _, err = twinline("data", "check", tmp_path / "custom")
    command = "twinline data generate --customers 60 --months 3 --start 2023-06 --seed 7 --out"
    assert f'Run {command} "{tmp_path / "custom"}" to mend it' in err
    assert twinline("data", "generate", *own, "--seed", 7)[0] == 0
    assert twinline("data", "check", tmp_path / "custom")[0] == 0
    assert twinline("data", "generate", "--customers", 61)[0] == 2


def test_a_short_history_says_which_pilots_it_lacks(twinline, tmp_path):
    def said(months: int, lang: str) -> str:
        _, out, _ = twinline(
            "data", "generate", "--customers", 300, "--months", months, "--out", tmp_path / str(months), lang=lang
        )
        return out.splitlines()[-1]

    late = (
        said(12, "en").removeprefix("The history ends before these pilots begin, so they are not in it: ").split(", ")
    )
    begun = set(pq.read_table(tmp_path / "12" / "touches")["campaign"].to_pylist())
    assert "voucher_where_it_counts" in late
    assert set(late) == set(CAMPAIGNS) - begun
    assert said(12, "zh") == f"历史在以下试点开始前就结束了，因此数据里没有它们：{'、'.join(late)}"
    assert said(24, "en").startswith("content hash ")


def test_check_names_the_damaged_file_and_the_command_that_mends_it(twinline, tmp_path):
    from generators.run import generate
    from tests.support.banks import small_world

    out = tmp_path / "bank"
    generate(small_world(customers=50), out)
    (out / "points" / "part-00000.parquet").write_bytes(b"no")
    code, _, err = twinline("data", "check", out)
    assert code == 1
    assert err == (
        f"{out / 'points' / 'part-00000.parquet'}: is cut short or changed\n"
        f'Run twinline data generate --scale tiny --seed 5 --out "{out}" to mend it; good files are kept.\n'
    )
    code, _, err = twinline("data", "check", out, lang="zh")
    assert code == 1
    assert "不完整或被改动" in err
    assert "完好的文件会保留" in err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_of_no_dataset_is_one_line(twinline, tmp_path, lang):
    for folder in (tmp_path, tmp_path / "nowhere"):
        code, out, err = twinline("data", "check", folder, lang=lang)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert str(folder) in err


def test_ensure_makes_the_data_once_and_loads_nothing_heavy_the_second_time(tmp_path):
    env = {**os.environ, "TWINLINE_DATASETS": str(tmp_path / "数据"), "TWINLINE_LANG": "zh"}
    command = [sys.executable, "-X", "importtime", "-m", "twinline", "data", "ensure", "--scale", "tiny"]

    def run() -> tuple[str, list[str], set[str]]:
        done = subprocess.run(command, env=env, check=True, capture_output=True, text=True, encoding="utf-8")
        timed = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
        said = [line for line in done.stderr.splitlines() if line not in timed]
        return done.stdout, said, {line.rsplit("|", 1)[-1].strip() for line in timed}

    out, said, imported = run()
    assert "正在生成银行数据" in out
    assert said == []
    assert "generators.run" in imported
    assert imported.isdisjoint({"pandas", "duckdb", "faker", "matplotlib"})
    out, said, imported = run()
    assert (out, said) == ("", [])
    assert "generators.manifest" in imported
    assert imported.isdisjoint({"pandas", "pyarrow", "duckdb", "scipy", "faker", "matplotlib", "rich.progress"})


def test_the_dictionary_on_disk_is_what_the_code_says(twinline, tmp_path, monkeypatch):
    assert twinline("data", "dictionary", "--check") == (0, "", "")
    stale = tmp_path / "datapackage.json"
    monkeypatch.setattr(paths, "DICTIONARY", stale)
    code, _, err = twinline("data", "dictionary", "--check")
    assert (code, err) == (2, "datapackage.json is not what the code says. Run: twinline data dictionary\n")
    assert twinline("data", "dictionary")[0] == 0
    assert twinline("data", "dictionary", "--check")[0] == 0
    stale.write_text(stale.read_text(encoding="utf-8").replace("Amount", "Sum"), encoding="utf-8")
    assert twinline("data", "dictionary", "--check")[0] == 2


def test_the_names_on_disk_are_what_faker_says(twinline, tmp_path, monkeypatch):
    assert twinline("data", "names", "--check") == (0, "", "")
    monkeypatch.setattr("generators.names.NAMES", tmp_path / "names.json")
    code, _, err = twinline("data", "names", "--check")
    assert (code, err) == (2, "names.json is not what the code says. Run: twinline data names\n")
    assert twinline("data", "names")[0] == twinline("data", "names", "--check")[0] == 0
