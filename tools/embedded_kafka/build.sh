#!/usr/bin/env bash
# Builds kafka.wasm.gz from the Go source beside it, byte for byte the same on every machine.
# `build.sh --check` builds into a temporary folder and fails when the committed artefact differs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The compiler's version is part of the result; Go fetches this one by itself.
export GOTOOLCHAIN=go1.26.8 GOOS=js GOARCH=wasm GOFLAGS=-mod=readonly GOWORK=off CGO_ENABLED=0

build() {
  go build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -o "$1" .
}

case "${1:-}" in
  "")
    trap 'rm -f kafka.wasm' EXIT
    build kafka.wasm
    sha256sum kafka.wasm >kafka.wasm.sha256
    gzip -n -9 -c kafka.wasm >kafka.wasm.gz
    cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" wasm_exec.js
    ;;
  --check)
    dir="$(mktemp -d)"
    trap 'rm -rf "$dir"' EXIT
    build "$dir/kafka.wasm"
    (cd "$dir" && sha256sum --check --strict --quiet) <kafka.wasm.sha256
    # The artefact that runs must be the one whose checksum was compared.
    gzip -d -c kafka.wasm.gz | cmp - "$dir/kafka.wasm"
    cmp "$(go env GOROOT)/lib/wasm/wasm_exec.js" wasm_exec.js
    echo "embedded kafka: the committed kafka.wasm.gz is what its source builds"
    ;;
  *)
    echo "usage: build.sh [--check]" >&2
    exit 2
    ;;
esac
