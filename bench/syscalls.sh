#!/usr/bin/env bash
# System calls per request: 100,000 requests for hello on 64 kept connections (CONNECTIONS=N for others), counted by strace.
# Holds when recv and send each equal the requests within 1 %, futex stays below 1 per 1,000 requests, and epoll_ctl below
# 1 per 1,000 and what the connections' coming and going takes.
# Without tiered compilation, whose threads make more futex calls in these seconds than all requests (0.3 to 1.4 per 1,000).
# The hand-off limit is raised, for the monitor of the loops looks at them twice within it.
#
#   dotnet build -c Release src/Supervisor && bench/syscalls.sh
set -euo pipefail
cd "$(dirname "$0")/.."
requests=${REQUESTS:-100000} warmup=${WARMUP:-300000} connections=${CONNECTIONS:-64}
server=artifacts/${RUNTIME:-Embedded}/bin/HttpActors.Supervisor/release/HttpActors.Supervisor
work=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

load() {
  if command -v h2load >/dev/null; then
    h2load --h1 -n "$1" -c "$connections" "$url/"
  else
    ab -q -k -n "$1" -c "$connections" "$url/"
  fi
}

DOTNET_TieredCompilation=0 HTTPACTORS_HAND_OFF_MS=3600000 "$server" hello --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
pid=$!
until url=$(sed -n 's/^listening on //p' "$work/out") && [ -n "$url" ]; do
  kill -0 "$pid" || { cat "$work/err"; exit 2; }
  read -rt 0.1 <> <(:) || true
done

load "$warmup" >/dev/null
strace -f -c -o "$work/counts" -p "$pid" 2>"$work/strace" &
tracer=$!
until grep -q attached "$work/strace"; do read -rt 0.1 <> <(:) || true; done
load "$requests" | grep -E '^requests:|^Complete requests|^Failed requests'
kill -INT "$tracer"
wait "$tracer" || true
head -12 "$work/counts"

# The last word of a line is the call's name; the fourth field is how often.
awk -v n="$requests" -v connections="$connections" '
  $NF == "recvfrom" { recv = $4 }
  $NF == "sendto" { send = $4 }
  $NF == "futex" { futex = $4 }
  $NF == "epoll_ctl" { control = $4 }

  # The end of a connection is seen by one recv and lingers for another.
  function off(calls) { return calls > n ? (calls - n - 2 * connections) / n : (n - calls) / n }
  END {
    printf "recv %d, send %d, futex %.2f and epoll_ctl %.2f per 1,000 requests\n", recv, send, futex * 1000 / n, control * 1000 / n
    held = off(recv) <= 0.01 && off(send) <= 0.01 && futex * 1000 < n && (control - 2 * connections) * 1000 < n
    print held ? "passed" : "FAILED"
    exit !held
  }' "$work/counts"
