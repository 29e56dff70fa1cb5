"""start.py is tried on a copy of its own in a folder whose name has a space and Chinese characters."""

import ast
import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PIP_NO_NETWORK = (
    "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError(\"Failed to establish a new "
    "connection: [Errno -3] Temporary failure in name resolution\")': /simple/uv/\nERROR: No matching distribution found"
)
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"


# ---- what a person types, and what they are told


def test_it_needs_nothing_but_an_old_pythons_standard_library():
    tree = ast.parse((HOME / "start.py").read_text("utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_kindly(start, monkeypatch, capsys):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(start.shutil, "which", lambda name: name == "python3.12")
    assert start.main([]) == 1
    english, chinese = capsys.readouterr().err.strip().splitlines()
    assert english.startswith("This is Python 3.9.2; the course needs 3.11 or newer.")
    assert "python3.12 start.py" in english
    assert "3.11" in chinese


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--lang", "fr"], "zh"),
        (["--scale", "huge"], "tiny"),
        (["--port", "x"], "int"),
        (["--wheels", "no such folder"], "no such folder"),
        (["tset"], "test"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_a_mistyped_command_is_one_line_in_each_language(start, capsys, arguments, named):
    assert start.main(arguments) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert all(named in line for line in lines)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN.GB18030"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_systems(start, monkeypatch, variables, language):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert start.system_language() == language


def test_the_readers_language_comes_first(start, capsys):
    start.main(["--lang", "zh", "--port", "70000"])
    assert capsys.readouterr().err.startswith("端口 70000")


def test_a_taken_port_is_found_before_anything_is_installed(start, house, capsys):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert start.main(["--port", str(port)]) == 1
    assert f"Port {port} is taken" in capsys.readouterr().err
    assert not (house / ".venv").exists()


@pytest.mark.parametrize(
    ("output", "sign"),
    [
        (FULL, "disk full"),
        ("error: failed to copy: No space left on device (os error 28)", "disk full"),
        ("error: failed to write: There is not enough space on the disk. (os error 112)", "disk full"),
        ("OSError: [Errno 122] Disk quota exceeded: 'x'", "disk full"),
        (str(PermissionError(errno.EACCES, "Permission denied", "x")), "read-only"),
        (str(OSError(errno.EROFS, "Read-only file system", "x")), "read-only"),
        ("PermissionError: [WinError 5] Access is denied: 'x'", "read-only"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "no venv"),
        ("/usr/bin/python3: No module named venv", "no venv"),
        (PIP_NO_NETWORK, "no network"),
        ("error: Failed to fetch\n  Caused by: error sending request for url", "no network"),
        ("Could not fetch URL: There was a problem confirming the ssl certificate", "no network"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "no network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", ""),
    ],
)
def test_trouble_is_recognised_in_what_programs_print(start, output, sign):
    failed = start.Failed(output)
    assert failed.sign == sign
    assert all(failed.text[language] for language in ("en", "zh"))
    assert sign or output in failed.text["en"]


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "x"), "Cannot write to"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told(start, monkeypatch, capsys, error, answer):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(start.Path, "mkdir", refuse)
    assert start.main([]) == 1
    assert answer in capsys.readouterr().err


def test_ctrl_c_ends_without_a_traceback(start, machine, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "run", interrupt)
    assert start.main([]) == 130
    assert "Run the same command again" in capsys.readouterr().out


# ---- the environment


def test_first_start_installs_and_the_second_does_nothing(start, machine):
    start.set_up("learner", None, {})
    assert machine.went("-m venv .venv")
    assert machine.went("uv pip install --require-hashes --no-deps -r requirements.lock")
    assert machine.went("uv pip install --no-deps --no-build-isolation -e")
    machine.said.clear()
    start.set_up("learner", None, {})
    assert not machine.said


def test_tests_bring_the_learners_environment_with_them_but_not_the_reverse(start, machine):
    start.set_up("test", None, {})
    assert machine.went("-r requirements-test.lock")
    machine.said.clear()
    start.set_up("learner", None, {})
    assert not machine.said
    (start.ROOT / "requirements.lock").write_text("# newer", encoding="utf-8")
    start.set_up("learner", None, {})
    assert machine.went("-r requirements.lock")
    assert not machine.went("-m venv"), "a sound environment is brought up to date, not made anew"
    machine.said.clear()
    start.set_up("test", None, {})
    assert machine.went("-r requirements-test.lock")


@pytest.mark.parametrize("step", ["-m venv", "requirements-uv.lock", "-r requirements.lock", "-e"])
def test_an_install_that_was_cut_off_is_mended_by_the_next_start(start, machine, monkeypatch, step):
    def cut_off(command, env):
        machine.run(command, env)
        if step in machine.said[-1]:
            raise KeyboardInterrupt
        return ""

    with monkeypatch.context() as patched:
        patched.setattr(start, "run", cut_off)
        with pytest.raises(KeyboardInterrupt):
            start.set_up("learner", None, {})
    half_copied = start.VENV / "half a package"
    half_copied.write_text("", encoding="utf-8")
    machine.said.clear()
    start.set_up("learner", None, {})
    assert machine.went("-m venv .venv")
    assert not half_copied.exists()
    machine.said.clear()
    start.set_up("learner", None, {})
    assert not machine.said


@pytest.mark.parametrize("change", [{"root": "/elsewhere"}, {"python": "3.12.1"}])
def test_a_moved_folder_or_another_python_gets_a_new_environment(start, machine, change):
    start.set_up("learner", None, {})
    start.RECORD.write_text(json.dumps({**json.loads(start.RECORD.read_text("utf-8")), **change}), "utf-8")
    machine.said.clear()
    start.set_up("learner", None, {})
    assert machine.went("-m venv .venv")


def test_an_environment_that_does_not_run_is_made_anew(start, machine):
    start.set_up("learner", None, {})
    machine.python = None
    machine.said.clear()
    start.set_up("learner", None, {})
    assert machine.went("-m venv .venv")


def test_an_environment_that_someone_else_made_is_kept(start, machine):
    start.VENV.mkdir()
    (start.VENV / "theirs").write_text("", encoding="utf-8")
    machine.python = "3.13.0"
    start.set_up("learner", None, {})
    assert (start.VENV / "theirs").exists()
    assert not machine.went("-m venv")


def test_a_python_without_its_venv_module_is_told_how_to_get_it(start, machine, capsys):
    machine.answers["-m venv"] = "The virtual environment was not created successfully: ensurepip is not available."
    assert start.main([]) == 1
    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_tests_run_by_root_on_debian_get_it_themselves(start, machine, monkeypatch):
    monkeypatch.setattr(start.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")

    def without_ensurepip(command, env):
        if "venv" in command and not machine.went("apt-get -qq install"):
            raise start.Failed("ensurepip is not available")
        return machine.run(command, env)

    monkeypatch.setattr(start, "run", without_ensurepip)
    start.set_up("test", None, {})
    assert machine.said[1].endswith(f" python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    assert machine.went("-r requirements-test.lock")


@pytest.mark.parametrize("sign", ["requirements-uv.lock", "uv pip install --require-hashes"])
def test_without_uv_it_goes_on_with_pip(start, machine, sign):
    machine.answers[sign] = "error: something about this machine"
    start.set_up("learner", None, {})
    assert machine.said[-2].endswith("-m pip install --require-hashes --no-deps -r requirements.lock")
    assert "-m pip install --no-deps --no-build-isolation -e" in machine.said[-1]


@pytest.mark.parametrize(
    ("sign", "output", "answer"),
    [
        ("requirements-uv.lock", PIP_NO_NETWORK, "Cannot reach the Python package index"),
        ("uv pip install", FULL, "The disk is full"),
    ],
)
def test_what_pip_cannot_mend_either_is_told_at_once(start, machine, capsys, sign, output, answer):
    machine.answers[sign] = output
    assert start.main(["test"]) == 1
    assert answer in capsys.readouterr().err
    assert not machine.went("-m pip install --require-hashes --no-deps -r requirements-test.lock")


def test_a_folder_of_wheels_needs_no_network(start, machine, tmp_path):
    machine.pip_config = "global.index-url='https://mirror.example/simple'"
    start.set_up("learner", tmp_path, {})
    installs = machine.went("install")
    assert len(installs) == 3
    assert all("--no-index --find-links" in command for command in installs)
    assert "UV_DEFAULT_INDEX" not in machine.env


def test_pips_mirror_settings_are_passed_on_to_uv(start, machine):
    machine.pip_config = "\n".join(
        [
            ":env:.trusted-host='mirror.example'",
            "global.cert='/etc/bank.pem'",
            "global.extra-index-url='https://a.example/simple\\nhttps://b.example/simple'",
            "global.find-links='/wheels /more'",
            "global.index-url='https://old.example/simple'",
            "install.index-url='https://mirror.example/simple'",
            "global.proxy='http://proxy.example:3128'",
            "global.timeout='60'",
            "list.format='columns'",
        ]
    )
    start.set_up("learner", None, {"UV_HTTP_TIMEOUT": "300"})
    passed = {name: value for name, value in machine.env.items() if name.startswith(("UV_", "SSL_", "ALL_"))}
    assert passed == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://a.example/simple https://b.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_HTTP_TIMEOUT": "300",  # what is said to uv itself counts for more
        "SSL_CERT_FILE": "/etc/bank.pem",
        "ALL_PROXY": "http://proxy.example:3128",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "1",
    }


def test_programs_get_the_courses_own_surroundings(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    env = start.surroundings("zh")
    assert env["PATH"].split(os.pathsep)[0] == str(start.in_venv("alembic").parent)
    assert (env["TWINLINE_LANG"], env["PYTHONUTF8"]) == ("zh", "1")
    assert not {"PYTHONPATH", "PIP_USER", "PYTHONDONTWRITEBYTECODE"} & set(env)


# ---- running programs


def test_a_programs_output_comes_back_and_its_failure_holds_it(start, monkeypatch):
    monkeypatch.setattr(start.signal, "signal", lambda *_: None)  # leave pytest's own handlers as they are
    assert start.run([sys.executable, "-X", "utf8", "-c", "print('好')"], dict(os.environ)) == "好\n"
    with pytest.raises(start.Failed, match="ended for a reason"):
        start.run([sys.executable, "-c", "raise SystemExit('ended for a reason')"], dict(os.environ))
    assert start.hand_over([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)) == 3


def test_this_environments_python_is_recognised(start, monkeypatch):
    monkeypatch.setattr(start, "in_venv", lambda _: Path(sys.executable))
    assert start.venv_version() == ".".join(map(str, sys.version_info[:3]))
    monkeypatch.setattr(start, "in_venv", lambda _: Path("nothing here"))
    assert start.venv_version() is None


def test_two_starts_take_turns(start, house):
    other = "import start, sys\nwith start.one_at_a_time(): print('has it', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-B", "-c", other], cwd=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "has it\n"
        with (start.SCRATCH / "lock").open("a") as lock:
            assert start.taken(lock)
        first.stdin.close()
        first.wait()
    with start.one_at_a_time():
        pass


def test_opening_makes_data_and_workspace_and_then_starts_lab(start, machine, monkeypatch):
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda command, env: handed.append((command[1:], env)) or 0)
    assert start.main(["--lang", "zh", "--scale", "tiny", "--no-browser", "--port", "0"]) == 0
    assert [" ".join(map(str, command)) for command, _ in handed] == [
        "-m twinline data ensure --scale tiny",
        "-m twinline workspace --lang zh",
        "-m twinline.lab --lang zh --no-browser",
    ]
    assert handed[-1][1]["TWINLINE_SCALE"] == "tiny"


def test_opening_stops_where_the_data_cannot_be_made(start, machine, monkeypatch):
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda command, env: handed.append(command) or 2)
    assert start.main([]) == 2
    assert len(handed) == 1


def test_arguments_after_test_go_to_pytest(start, machine, monkeypatch):
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda command, env: handed.append(command) or 5)
    assert start.main(["test", "-k", "bank", "--lang"]) == 5
    assert [str(part) for part in handed[-1][-3:]] == ["-k", "bank", "--lang"]


def test_programs_that_tests_need_come_first_and_coverage_only_in_full(start, machine, monkeypatch):
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda command, env: handed.append(" ".join(map(str, command[1:]))) or 0)
    for arguments in (["--module", "m10"], ["--full"]):
        assert start.main(["test", *arguments]) == 0
    first, some, again, full = handed
    assert first == again == "-m tests.support.needs"
    assert some.endswith("--durations 10 --module m10")
    assert "--cov" not in some
    assert "--cov" in full
    assert full.endswith("--full")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_begin_with_the_two_commands(name):
    commands = [line for line in (HOME / name).read_text("utf-8").splitlines()[:8] if line.startswith("python ")]
    assert [command.split("#")[0].strip() for command in commands] == ["python start.py", "python start.py test"]
