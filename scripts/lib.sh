# What ./check and ./demo share: the tools they need, the packages they need, and steps with a name and a duration.
# Sourced by bash with "set -euo pipefail" from the root of the repository.

readonly JAVA_MIN=17
readonly NODE_MIN=20

# The major version that a tool is said to have, or 0: "javac 17.0.15" → 17, "v20.1.0" → 20, "1:9.2" → 9.
major_version() {
  local version
  version=$(sed -E 's/^(javac )?v?([0-9]+:)?([0-9]+).*/\3/;q' <<<"$1")
  [[ $version =~ ^[0-9]+$ ]] && echo "$version" || echo 0
}

# Whether a command is there; its output says nothing.
has() {
  command -v "$1" >/dev/null 2>&1
}

# Prints the Debian packages that are missing, one a line. Argument: "browser" when a browser is needed too.
missing_packages() {
  if ! has javac || (($(major_version "$(javac -version 2>&1)") < JAVA_MIN)); then
    if [[ -n $(apt_version openjdk-17-jdk-headless) ]]; then
      echo openjdk-17-jdk-headless
    else
      echo default-jdk-headless
    fi
  fi
  has mvn || echo maven
  if ! has node; then
    echo nodejs
  elif ! has npm; then
    echo npm
  fi
  if [[ ${1:-} == browser ]]; then
    [[ -n ${CHROMIUM:-} ]] || has chromium || echo chromium
    # Without any font Chromium does not start a page.
    [[ -n $(find /usr/share/fonts -name '*.[to]tf' -print -quit 2>/dev/null) ]] || echo fonts-dejavu-core
  fi
}

# The version that apt would install of a package; nothing where there is none, or no apt.
apt_version() {
  has apt-cache || return 0
  apt-cache policy "$1" 2>/dev/null | sed -nE 's/^ *Candidate: *([^(].*)$/\1/p'
}

# Ends the script with what has to be installed by hand.
ask_for() {
  printf '%s\n' "$@" >&2
  exit 2
}

# Runs a command as root: directly, or by a sudo that asks for no password.
as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo -n "$@"
  fi
}

# Installs what is missing where that is possible without a question, else says what to install and exits with 2.
ensure_tools() {
  local -a packages
  local _
  # Twice, because npm comes with some packages of Node and is a package of its own beside others.
  for _ in 1 2; do
    mapfile -t packages < <(missing_packages "$@")
    if ((${#packages[@]} > 0)); then
      install_packages "${packages[@]}"
    fi
  done
  ensure_recent_node "$(node --version)"
}

install_packages() {
  if ! has apt-get || ! as_root true 2>/dev/null; then
    ask_for "Missing: $*" "On Debian: sudo apt-get install $*"
  fi
  echo "Installing $*"
  as_root apt-get update -qq
  if [[ " $* " == *' nodejs '* ]]; then
    ensure_recent_node "$(apt_version nodejs)"
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

# Exits with 2 when a version of Node, installed or about to be, is too old.
ensure_recent_node() {
  if (($(major_version "$1") < NODE_MIN)); then
    ask_for "Node $NODE_MIN or newer is needed; this machine has or offers ${1:-none}." \
      "Install it from https://nodejs.org/en/download, npm included, and run this again."
  fi
}

# Brings node_modules to what package-lock.json says, unless it was made from this very file.
ensure_node_modules() {
  local installed=node_modules/.tabularium-lock.json
  if cmp -s package-lock.json "$installed"; then
    return
  fi
  npm ci --prefer-offline
  cp package-lock.json "$installed"
}

# Prints a duration that began at the given value of SECONDS.
duration_since() {
  local seconds=$((SECONDS - $1))
  printf '%d:%02d min' $((seconds / 60)) $((seconds % 60))
}
