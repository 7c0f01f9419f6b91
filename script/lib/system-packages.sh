# Sourced: what the tests need of the machine beside Node. Installed where this is Debian or like it; elsewhere it is said.

missing_packages() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  command -v openssl >/dev/null || echo openssl
  command -v chromium-headless-shell chromium chromium-browser >/dev/null || echo chromium
  compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || echo fonts-noto-cjk
}

install_system_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  command -v apt-get >/dev/null ||
    fail "The tests need ${missing[*]} (Debian's names), and there is no apt-get here to install them."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "The tests need ${missing[*]}: run as root: apt-get install ${missing[*]}"
    as_root=(sudo -n)
  fi
  echo "Installing ${missing[*]}…"
  mkdir -p test-results/logs
  {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q && {
      # The same engine without the parts around its windows, where there is such a package: lighter.
      apt-cache show chromium-headless-shell >/dev/null 2>&1 && missing=("${missing[@]/%chromium/chromium-headless-shell}")
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
    }
  } >test-results/logs/apt.log 2>&1 </dev/null ||
    {
      tail -n 30 test-results/logs/apt.log
      fail "These could not be installed: ${missing[*]}. Install them by hand, then run script/test again."
    }
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || fail "Still missing after installing: ${missing[*]}"
}
