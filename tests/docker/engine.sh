#!/usr/bin/env bash
# Makes sure that a Docker engine runs, with buildx and compose. An engine that runs already is used as it is. Where there
# is none (a Debian machine without systemd, as root) Debian's is installed and started; it goes on running afterwards,
# its process id is in engine.pid of the folder given.
# Use: engine.sh [FOLDER for the engine's data, preset .data/docker]
set -euo pipefail
folder=${1:-$(cd "$(dirname "$0")/../.." && pwd)/.data/docker}
apt() { apt-get -o DPkg::Lock::Timeout=300 -qq "$@"; }

start_engine() {
  mkdir -p "$folder"
  if ! command -v dockerd >/dev/null || ! command -v iptables >/dev/null; then
    apt update
    DEBIAN_FRONTEND=noninteractive apt install -y --no-install-recommends docker.io iptables >"$folder/apt.log" 2>&1
  fi
  setsid nohup dockerd --data-root "$folder/data" --storage-driver overlay2 >"$folder/engine.log" 2>&1 </dev/null &
  echo $! >"$folder/engine.pid"
  for _ in $(seq 150); do
    docker info >/dev/null 2>&1 && return 0
    sleep 0.2
  done
  tail -20 "$folder/engine.log" >&2
  return 1
}

# Debian 12 has neither plugin. The packages of Debian 13 are static programs: taken out of the archive, not installed.
install_plugins() {
  local root mirror plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  mkdir -p "$folder" "$plugins"
  root=$(mktemp -d "$folder/apt.XXXXXX")
  mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$root/sources.list"
  local options=(-o "Dir::Etc::SourceList=$root/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State=$root/state" -o "Dir::Cache=$root/cache" -o APT::Sandbox::User=root)
  apt-get -qq "${options[@]}" update
  (cd "$root" && apt-get -qq "${options[@]}" download docker-buildx docker-compose)
  for package in "$root"/*.deb; do dpkg-deb -x "$package" "$root/files"; done
  find "$root/files" -path '*/cli-plugins/*' -type f -exec install -m 755 -t "$plugins" {} +
  rm -rf "$root"
}

docker info >/dev/null 2>&1 || start_engine
docker buildx version >/dev/null 2>&1 && docker compose version >/dev/null 2>&1 || install_plugins
docker version --format 'Docker engine {{.Server.Version}}'
docker buildx version
docker compose version
