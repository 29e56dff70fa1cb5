#!/bin/bash
# Sets up a class's server on Debian or Ubuntu, as root, from a copy of the course. Run it again to update.
#
#   sudo deploy/jupyterhub/install.sh --instructor wang --trainees class.xlsx --lang zh
#
# The options go to `python -m twinline.hub.setup`; on later runs none is needed. STEPS="kit class" does only these.
set -euo pipefail
source="$(cd "$(dirname "$0")/../.." && pwd)"
kit=/opt/twinline
steps="${STEPS:-packages kit environment proxy data class service}"
export TWINLINE_DATASETS="$kit/datasets"

# What Debian has: Python, Node.js for the proxy, a sandbox for grading.
packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends python3 python3-venv nodejs npm bubblewrap >/dev/null
}

# The course, once for all, owned by root: people's notebooks are copies in their homes. Exercises come through the
# exchange, so the index points to where they are fetched to.
kit() {
  mkdir -p "$kit"
  chmod 755 "$kit"
  for part in twinline generators course exercises lessons solutions deploy; do
    rm -rf "${kit:?}/$part.new"
    cp -r "$source/$part" "$kit/$part.new"
    [ ! -e "$kit/$part" ] || mv "$kit/$part" "$kit/$part.old"
    mv "$kit/$part.new" "$kit/$part"
    rm -rf "${kit:?}/$part.old"
  done
  mkdir -p "$kit/datasets"
  cp -r "$source"/datasets/{datapackage.json,README.md,sample} "$kit/datasets/"
  cp "$source"/{pyproject.toml,README.md,README.zh-CN.md,LICENSE,requirements-uv.lock,requirements-hub.lock} "$kit/"
  chown -R root:root "$kit"/{twinline,generators,course,exercises,lessons,solutions,deploy,datasets}
  chmod -R u=rwX,go=rX "$kit"/{twinline,generators,course,exercises,deploy,datasets}
  chmod -R u=rwX,g=rX,o= "$kit"/{lessons,solutions}
  chmod o+rx "$kit/lessons"
  chmod o+r "$kit"/lessons/*.yml # the modules' titles, which a learner's progress shows
  sed -i -E 's#\((m[0-9]+_[a-z0-9_]+/m[0-9]+-exercise\.ipynb)\)#(homework/\1)#g' "$kit"/course/*/index.ipynb
}

# Every package pinned and checked by its hash, the hub's own among them; learners' machines do without those.
environment() {
  [ -x "$kit/.venv/bin/python" ] || python3 -m venv "$kit/.venv"
  "$kit/.venv/bin/python" -m pip install -q --require-hashes --no-deps -r "$kit/requirements-hub.lock"
  "$kit/.venv/bin/python" -m pip install -q --no-deps --no-build-isolation -e "$kit"
  chmod -R go+rX "$kit/.venv"
}

proxy() {
  mkdir -p "$kit/proxy"
  cp "$source"/deploy/jupyterhub/package{,-lock}.json "$kit/proxy/"
  npm ci --prefix "$kit/proxy" --omit=dev --no-audit --no-fund
  chmod -R go+rX "$kit/proxy"
}

# The bank's data, once for all.
data() {
  "$kit/.venv/bin/python" -m twinline data ensure --scale "${TWINLINE_SCALE:-course}"
  chmod -R go+rX "$TWINLINE_DATASETS"
}

# Accounts, folders, settings.
class() {
  "$kit/.venv/bin/python" -m twinline.hub.setup "$@"
}

service() {
  install -m 644 "$source/deploy/jupyterhub/twinline-hub.service" /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable twinline-hub
  systemctl restart twinline-hub
}

umask 022
for step in $steps; do
  if [ "$step" = class ]; then class "$@"; else "$step"; fi
done
