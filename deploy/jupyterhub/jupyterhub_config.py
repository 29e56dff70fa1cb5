"""JupyterHub for a class on one Linux server. What differs between servers is in /etc/twinline/hub.yml.

Every person is an account of the system: PAM asks for the password, and a person's server runs as that account. The hub
needs root for both. Everything that faces the net is the proxy, which runs as nobody.
"""

import os
import sys
from pathlib import Path
from typing import Any

from twinline.base import paths
from twinline.data.tables import default_scale
from twinline.hub.settings import HubSettings, size
from twinline.hub.spawner import LimitedSpawner

c = get_config()  # noqa: F821
settings = HubSettings.read()
programs = Path(sys.executable).parent

# ---- the hub and its proxy
c.JupyterHub.bind_url = settings.address
c.JupyterHub.db_url = f"sqlite:///{settings.state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(settings.state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(settings.state / "proxy.pid")
proxy = str(paths.HOME / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy")
c.ConfigurableHTTPProxy.command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", proxy]
c.JupyterHub.template_vars = {
    "announcement_login": "用培训账号登录。密码由讲师发放。 · Sign in with the account that your instructor gave you.",
}

# ---- who may come in, and as what
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False  # a session would be the hub's own, not the person's
c.PAMAuthenticator.allowed_groups = {settings.group}
c.JupyterHub.load_roles = [
    {
        # Sees who is there and stops or starts servers; cannot look into them.
        "name": "instructor",
        "scopes": ["self", "admin-ui", "list:users", "read:users:activity", "servers"],
        "users": [settings.instructor],
    },
    {
        "name": "culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["culler"],
    },
]
idle = settings.idle_minutes * 60
c.JupyterHub.services = [
    {"name": "culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={idle}"]}
]

# ---- a person's server
c.JupyterHub.concurrent_spawn_limit = 0  # it would turn people away; our spawner lets them wait
c.Spawner.cmd = [sys.executable, "-P", "-m", "twinline.hub.singleuser"]
c.Spawner.start_timeout = 900  # the wait for one's turn included
c.Spawner.http_timeout = 120
c.Spawner.mem_limit = size(settings.memory)
c.Spawner.cpu_limit = settings.cores
c.Spawner.environment = {
    "PATH": f"{programs}:{os.environ.get('PATH', '/usr/bin:/bin')}",  # nbgrader calls alembic by name
    "TWINLINE_DATASETS": str(paths.datasets()),
    "TWINLINE_SCALE": default_scale(),
    "PYTHONUTF8": "1",
}


def speak(spawner: Any, options: dict[str, Any]) -> None:
    """Hand on the language chosen as /hub/spawn?lang=en; without one it is the class's."""
    lang = options.get("lang")
    chosen = lang if lang in ("zh", "en") else settings.language
    spawner.environment = {**spawner.environment, "TWINLINE_LANG": chosen}


c.Spawner.options_from_form = "simple"
c.Spawner.apply_user_options = speak

if settings.spawner == "systemd":
    # Not run by our tests. Each server is a unit of its own: memory, time and processes are bounded for all of it.
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.default_shell = "/bin/bash"
    c.SystemdSpawner.isolate_tmp = c.SystemdSpawner.isolate_devices = c.SystemdSpawner.disable_user_sudo = True
    c.SystemdSpawner.unit_extra_properties = {"TasksMax": str(settings.processes)}
else:
    c.JupyterHub.spawner_class = LimitedSpawner
    c.LimitedSpawner.starting = settings.starting
    c.LimitedSpawner.processes = settings.processes
    c.LimitedSpawner.largest_file = size(settings.largest_file)
