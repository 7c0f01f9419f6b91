# Sourced by the scripts: goes to the project's folder, installs what the lock file says when it changed, and puts Node 26 first.
# Needs only some Node (20 or later) with npm.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

command -v node >/dev/null && command -v npm >/dev/null ||
  fail 'Node.js (20 or later) with npm is needed to install the rest; it brings its own Node 26.'

install_packages() {
  local stamp=node_modules/.installed-from wanted
  wanted="$(node -p 'process.platform + "-" + process.arch') $(node -p 'require("crypto").createHash("sha256").update(require("fs").readFileSync("package-lock.json")).digest("hex")')"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  echo 'Installing packages (npm ci)…'
  # Whatever this machine leaves out by habit: the tools to build, and Node 26 itself, are among these.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 NODE_ENV=development \
    npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error
  printf '%s' "$wanted" >"$stamp"
}

install_packages
export PATH="$PWD/node_modules/.bin:$PATH"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

[[ $(node -v) == v26.* ]] ||
  fail "Node 26 is pinned as an optional package, but here 'node' is $(node -v)." \
    'Either optional packages were left out (run: npm ci --include=optional)' \
    'or there is none for this platform: install Node 26 and put it first in PATH.'
