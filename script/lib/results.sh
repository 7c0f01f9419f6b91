# Sourced: runs checks and counts them. Each is told in one line, with its time; the output of one that fails is shown.
# What was counted stands in a file, since parts that run beside each other are shells of their own.

export NO_COLOR=1 FORCE_COLOR=0
logs=${PORTICO_LOGS:-test-results/logs}
mkdir -p "$logs"
results=$(mktemp "$logs/results.XXXXXX")
lanes=()
trap end_lanes EXIT

end_lanes() {
  local lane
  for lane in ${lanes[@]+"${lanes[@]}"}; do kill -- "-$lane" 2>/dev/null || true; done
  rm -f "$results"
}

# record PASSED FAILED SECONDS NAME: counts a part.
record() {
  printf '%s %s %s %s\n' "$@" >>"$results"
}

# check NAME COMMAND…: a part that is good or bad as a whole.
check() {
  local name=$1 log started=$SECONDS
  shift
  log="$logs/$(tr -c 'a-zA-Z0-9\n' '-' <<<"$name").log"
  if "$@" >"$log" 2>&1 </dev/null; then
    record 1 0 $((SECONDS - started)) "$name"
    echo "ok      $name ($((SECONDS - started)) s)"
  else
    record 0 1 $((SECONDS - started)) "$name"
    echo "FAILED  $name ($((SECONDS - started)) s): $*"
    tail -n 150 "$log" | sed 's/^/        /'
  fi
}

# runner NAME REPORT COMMAND…: a part that counts. Its output is shown where it failed, its report is what counts. One that ended badly
# without a failed test (an error outside of them) fails too.
runner() {
  local name=$1 log="$logs/$2.log" report="$reports/$2.json" started=$SECONDS code=0 good bad
  shift 2
  echo "        $name…"
  "$@" >"$log" 2>&1 </dev/null || code=$?
  read -r good bad < <(node script/lib/counts.ts "$report")
  ((code != 0 && bad == 0)) && bad=1
  ((bad == 0)) || tail -n 250 "$log" | sed 's/^/        /'
  record "$good" "$bad" $((SECONDS - started)) "$name"
  echo "$( ((bad == 0)) && echo 'ok     ' || echo 'FAILED ') $name: $good good, $bad bad ($((SECONDS - started)) s)"
}

# side_by_side LANE…: runs functions beside each other and waits for all. One that ends badly, and so may have left parts out, counts as
# failed. Each is a process group of its own, so that whoever ends this script ends them too.
side_by_side() {
  local lane i
  lanes=()
  set -m
  for lane in "$@"; do
    "$lane" &
    lanes+=($!)
  done
  set +m
  for i in "${!lanes[@]}"; do
    wait "${lanes[i]}" && continue
    lane=${*:i+1:1}
    record 0 1 0 "$lane could not be run to its end"
    echo "FAILED  $lane could not be run to its end"
  done
  lanes=()
}

# The time of each part, the closing line, and the exit code that goes with it.
finish() {
  local passed failed
  printf '\nSeconds  part\n'
  sort -k3,3nr "$results" | awk '{ seconds = $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); printf "%7d  %s\n", seconds, $0 }'
  printf '%7d  all of it\n' "$SECONDS"
  read -r passed failed < <(awk '{ good += $1; bad += $2 } END { print good + 0, bad + 0 }' "$results")
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
}
