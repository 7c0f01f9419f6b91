# Sourced after setup.sh: builds the console when something that it is made of changed.

build_console() {
  local stamp=.cache/console-built-from wanted
  wanted=$(node script/lib/digest.ts console contract package-lock.json) || return 1
  [[ -f console/dist/index.html && -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  echo 'Building the console…'
  # Said outright, since a caller that looks at the result switches `set -e` off.
  npm run --silent build || return 1
  mkdir -p .cache
  printf '%s' "$wanted" >"$stamp"
}
