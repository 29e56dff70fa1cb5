"""Hostile notebooks that end, fill, reach out, stay behind or put scripts before whoever looks at them."""

from tests.support.hostile import FORGED, Hostile, answer

HARM = (
    Hostile("exits", "ends its kernel by exit() and sys.exit()", ("exit()", "import sys; sys.exit(0)"), keeps=False),
    Hostile("os-exit", "ends its kernel when it is asked", answers={"q1": answer("import os\nos._exit(0)")}),
    Hostile("kills-itself", "kills its own kernel", ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",)),
    Hostile(
        "signals",
        "signals everything: the first process, its group, everybody",
        (
            "import os, signal\nfor number in (2, 3, 9, 15, 19):\n    for target in (1, -1, 0):\n"
            "        if (target, number) not in ((0, 9), (0, 15), (0, 3), (0, 19), (0, 2)):\n"
            "            try: os.kill(target, number)\n            except (OSError, KeyboardInterrupt): pass\n"
            "for pid in range(2, 400):\n    if pid != os.getpid():\n"
            "        try: os.kill(pid, 9); print('KILLED', pid)\n        except OSError: pass",
        ),
        keeps=False,
    ),
    Hostile("segfault", "crashes Python", ("import ctypes; ctypes.string_at(0)",)),
    Hostile(
        "endless",
        "loops and takes no interrupt",
        ("import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass",),
        says="could not be interrupted",
    ),
    Hostile(
        "endless-answer",
        "answers without an end, ignoring signals",
        answers={
            "q1": answer(
                "import signal, time\nsignal.pthread_sigmask(0, range(1, 64))\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass"
            )
        },
    ),
    Hostile("slow", "sleeps, but may be stopped", ("import time; time.sleep(600)",), says="ran for too long"),
    Hostile("memory", "fills the memory", ("held = []\nwhile True: held.append(bytearray(b'1') * (1 << 28))",)),
    Hostile(
        "hidden-memory",
        "fills memory that no process's limit counts",
        (
            "import ctypes, os\nlibc = ctypes.CDLL(None)\ngot = []\n"
            "try: got.append(os.memfd_create('x'))\nexcept OSError: pass\n"
            "if libc.shmget(0, 1 << 20, 0o1600) != -1: got.append('shm')\n"
            "if libc.unshare(0x10020000) != -1: got.append('namespace')\n"
            "if libc.syscall(425, 8, 0) != -1: got.append('io_uring')\n"
            "if libc.ptrace(0, 0, 0, 0) != -1: got.append('ptrace')\n"
            "import mmap\n"
            "for what in (-1, os.open('/dev/zero', os.O_RDWR)):\n"
            "    try: mmap.mmap(what, 1 << 20); got.append('mapping')\n    except (OSError, ValueError): pass\n"
            "if got: print('GOT', got)",
        ),
    ),
    Hostile(
        "leftovers",
        "reads what was handed in for others",
        (
            "import pathlib\nleft = [path.name for path in pathlib.Path('/given').iterdir()]\n"
            "if left != ['m90.pkl']: print('GOT', left)",
        ),
    ),
    Hostile(
        "unread-replies",
        "sends replies that nobody waits for",
        (
            "import time\nkernel = get_ipython().kernel\n"
            "line = getattr(kernel.shell_stream, 'socket', kernel.shell_stream)\nfor _ in range(60):\n"
            "    line.send_multipart([*kernel._parent_ident['shell'], b'<IDS|MSG>', b'x' * (15 << 20)], flags=1)\n"
            "    time.sleep(0.02)",
        ),
        says="too much",
    ),
    Hostile(
        "many-pictures",
        "has one picture put back three hundred times",
        (
            "from IPython.display import HTML, display\n"
            "display(HTML('<img src=\"data:image/png;base64,' + 'A' * 100_000 + '\">' + 'da<x>ta:image/png;base64,aside/0 ' * 300))",
        ),
    ),
    Hostile(
        "forks",
        "forks without an end",
        (
            "import os, time\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(60)\n    except OSError: time.sleep(1)",
        ),
    ),
    Hostile(
        "threads",
        "starts threads without an end",
        ("import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",),
        keeps=False,
    ),
    Hostile(
        "prints",
        "prints 75 MB",
        ("for _ in range(300): print('x' * (1 << 18), flush=True)",),
        says="printed or showed too much",
    ),
    Hostile(
        "floods",
        "sends a flood of messages that answer nothing",
        (
            FORGED + "for _ in range(300):\n    kernel.session.send(kernel.iopub_socket, 'stream', "
            "content={'name': 'stdout', 'text': 'x' * (1 << 20)}, parent=None, ident=b'x')\nimport time; time.sleep(8)",
        ),
        says="printed or showed too much",
    ),
    Hostile(
        "disk",
        "fills every folder that it can write to",
        (
            "import os\nwritten = 0\nfor place in ('/learner', '/dev/shm', '/exchange', '/given', '/tmp', '/var/tmp', '/dev', '/run'):\n"
            "    for number in range(40):\n        try:\n            with open(f'{place}/{number}', 'wb') as file:\n"
            "                while True: written += file.write(b'x' * (1 << 24))\n        except OSError: pass\n"
            "        if place not in ('/learner', '/dev/shm') and os.path.exists(f'{place}/{number}'): print('WROTE', place)\n"
            "    [os.remove(f'{place}/{n}') for n in range(40) if os.path.exists(f'{place}/{n}')]\n"
            "print('WROTE too much') if written > 400 << 20 else None",
        ),
    ),
    Hostile(
        "files", "opens files without an end", ("held = []\nwhile True: held.append(open('/dev/null'))",), keeps=False
    ),
    Hostile(
        "network",
        "calls the grader's machine and the world",
        (
            "import socket\nfor family, address in ((socket.AF_INET, ('127.0.0.1', int('PORT'))), (socket.AF_UNIX, '\\0SOCKET'),\n"
            "        (socket.AF_INET, ('192.0.2.1', 80)), (40, (2, 1))):\n    try:\n        s = socket.socket(family)\n"
            "        s.settimeout(2); s.connect(address); s.send(b'hello'); print('CONNECTED', address)\n    except OSError: pass\n"
            "try: socket.getaddrinfo('example.com', 80); print('CONNECTED name')\nexcept OSError: pass",
        ),
    ),
    Hostile(
        "detached",
        "leaves processes that wait, in sessions of their own",
        (
            "import os, subprocess, sys\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
            "        if os.fork() == 0:\n            import time, pathlib\n"
            "            while True:\n                time.sleep(1)\n"
            "                try: pathlib.Path('COURSE/gradebook.db').write_text('evil')\n                except OSError: pass\n"
            "        os._exit(0)\n"
            "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(999)  # CANARY-DETACHED'], start_new_session=True)",
        ),
    ),
    Hostile(
        "shadows",
        "writes modules that shadow the kernel's and the kit's own",
        (
            "import pathlib, subprocess, sys\n"
            "for name in ('pandas', 'ipykernel_launcher', 'sitecustomize', 'usercustomize', 'json', 'cloudpickle'):\n"
            "    pathlib.Path(f'{name}.py').write_text('raise SystemExit')\n"
            "import os; os._exit(0)",
        ),
    ),
    Hostile(
        "script-outputs",
        "shows scripts in every kind of output",
        (
            FORGED
            + "bad = '<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=\"javascript:alert(1)\"></iframe>'\n"
            'bad += \'<svg onload=alert(1)><a href="java\\tscript:alert(1)">x</a><a href="&#106;avascript&colon;alert(1)">y</a>\'\n'
            "bad += '\\\\(\\\\href{javascript:alert(1)}{z}\\\\)'\n"
            "for mime in ('text/html', 'text/markdown', 'text/latex', 'text/plain', 'image/svg+xml', 'application/javascript',\n"
            "             'image/png', 'image/jpeg', 'application/vnd.jupyter.widget-view+json', 'text/vnd.mermaid'):\n"
            "    forge('display_data', data={mime: bad}, metadata={mime: {'width': bad}, 'width': bad, 'filenames': {mime: bad}})\n"
            "    forge('execute_result', data={mime: bad}, metadata={}, execution_count=bad)\n"
            "forge('stream', name='\"><script>alert(1)</script>', text=bad)\n"
            "forge('error', ename=bad, evalue=bad, traceback=[bad])",
        ),
    ),
    Hostile(
        "endless-cleaning",
        "shows HTML whose cleaning would take days",
        ("from IPython.display import HTML, display\ndisplay(HTML('<b>' * 2_000_000))",),
    ),
)

SCRIPTS = r"""
<script>alert(1)</script> <img src=x onerror=alert(1)> <iframe srcdoc="<script>alert(1)</script>"></iframe>
[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java&#115;cript:alert(1)) [d](javascript&colon;alert(1))
[e](javascript\:alert(1)) [f](&#x6A;avascript&#58;alert(1)) <javascript:alert(1)> [g][ref]
![h](x "y" onerror=alert(1)) [i](vbscript:alert(1)) [j](data:text/html;base64,PHNjcmlwdD4=) [k](java&Tab;script:alert(1))
$\href{javascript:alert(1)}{x}$ `&lt;script>alert(1)&lt;/script>` <details open ontoggle=alert(1)>

# x" onmouseover="alert(1)

[ref]: javascript:alert(1)
Our data: 30 % of 1 < 2 customers.
"""
