#!/usr/bin/env bash
# What slow peers cost the honest ones: slowhttptest (Debian package of that name) with 1,000 connections in each of
# its four modes against `serve`, while 64 connections ask 640 times a second. Ends by itself after about nine minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
connections=1000
bin=artifacts/Embedded/bin

command -v slowhttptest >/dev/null || { echo "slowhttptest is missing: apt-get install slowhttptest" >&2; exit 1; }
dotnet build -c Release -v q src/Supervisor >/dev/null
dotnet build -c Release -v q bench/Load.Generator >/dev/null

dir=$(mktemp -d)
mkdir "$dir/site"
echo hello >"$dir/site/index.html"
head -c 100000 /dev/urandom | base64 >"$dir/site/big.txt"
ulimit -n 8192
dotnet $bin/HttpActors.Supervisor/release/HttpActors.Supervisor.dll \
  serve "$dir/site" --listen 127.0.0.1:0 >"$dir/out" 2>"$dir/err" &
server=$!
trap 'kill -TERM $server 2>/dev/null || true; wait $server || true; rm -rf "$dir"' EXIT
for _ in $(seq 100); do grep -q listening "$dir/out" && break; sleep 0.1; done
origin=$(sed -n 's/^listening on http:\/\///p' "$dir/out" | head -1)

facts() { awk '/VmRSS/ {printf "%.1f MB", $2 / 1024}' /proc/$server/status; printf ', %s descriptors' "$(ls /proc/$server/fd | wc -l)"; }

value() { sed -E "s/.*\"$1\":([0-9.]+).*/\1/" "$dir/honest"; }

honest() {
  dotnet $bin/HttpActors.Bench.Load.Generator/release/HttpActors.Bench.Load.Generator.dll --target "$origin" \
    --connections 64 --rate 640 --warmup 1 --duration "$2" >"$dir/honest"
  p99=$(value p99)
  printf '%-8s %6d requests, %d errors, p50 %.2f ms, p99 %.2f ms; server %s\n' \
    "$1" "$(value requests)" "$(value errors)" "$(value p50)" "$p99" "$(facts)"
}

attack() {
  local name=$1
  shift
  honest alone 15
  local before=$p99
  chrt --idle 0 slowhttptest "$@" -c $connections -r 200 -l "$seconds" -p 3 >"$dir/slow" 2>&1 &
  local peer=$!
  # Measured when all are there: until then the honest ones share the loops with a thousand ordinary beginnings.
  sleep 8
  honest "$name" $((seconds - 11))
  awk -v before="$before" -v during="$p99" 'BEGIN { printf "         %.2f x\n", during / before }'
  wait $peer || true
  sed 's/\x1b\[[0-9;]*m//g' "$dir/slow" | grep -E 'service available|connected|closed|error' | tail -4
}

echo "server $server at $origin, $(facts)"
attack headers -H -i 10 -u "http://$origin/"
attack body -B -i 10 -s 8192 -u "http://$origin/"
attack read -X -w 512 -y 1024 -n 5 -z 32 -k 3 -u "http://$origin/big.txt"
attack range -R -a 1 -b 3000 -u "http://$origin/"
