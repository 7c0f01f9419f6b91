# Sourced: runs checks one after the other and counts them. Each is told in one line; the output of one that fails is shown.

export NO_COLOR=1 FORCE_COLOR=0
passed=0
failed=0
logs=${PORTICO_LOGS:-test-results/logs}
mkdir -p "$logs"

# check NAME COMMAND…
check() {
  local name=$1 log started=$SECONDS
  shift
  log="$logs/$(tr -c 'a-zA-Z0-9\n' '-' <<<"$name").log"
  if "$@" >"$log" 2>&1 </dev/null; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - started)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - started)) s): $*"
    tail -n 150 "$log" | sed 's/^/        /'
  fi
}

# count PASSED FAILED NAME: what a runner counted itself.
count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  echo "$([[ $2 == 0 ]] && echo 'ok     ' || echo 'FAILED ') $3: $1 good, $2 bad"
}

# The closing line, and the exit code that goes with it.
finish() {
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
}
