# Shared by the scripts of this folder: words on the screen, packages, ports. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$root/$target ;; esac
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}

say() { printf '%s\n' "$*"; }
heading() { printf '\n== %s ==\n' "$*"; }
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# minutes_since SECONDS_AT_START -> "3 min 07 s"
minutes_since() {
    local gone=$((SECONDS - $1))
    printf '%d min %02d s' $((gone / 60)) $((gone % 60))
}

# Packages that are missing are gathered with `want` and installed together by `install_wanted`.
wanted=()
want() { # what is needed, why, package
    say "missing: $1 ($2), from the Debian package $3"
    wanted+=("$3")
}

install_wanted() {
    [ ${#wanted[@]} -gt 0 ] || return 0
    local command="apt-get install -y --no-install-recommends ${wanted[*]}"
    have apt-get || fail "this is no Debian machine; please install by hand: ${wanted[*]}"
    [ "${CAKUPAN_NO_INSTALL:-}" != 1 ] || fail "CAKUPAN_NO_INSTALL=1 is set; please run: $command"

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "not root and no sudo; please run as root: $command"
        # Without a terminal nobody can type a password.
        [ -t 0 ] || sudo -n true 2>/dev/null || fail "sudo asks for a password; please run as root: $command"
        as_root=(sudo)
    fi
    say "installing ${wanted[*]}"
    "${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists at hand"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $command >"$work/apt.log" 2>&1 </dev/null || {
        tail -20 "$work/apt.log" >&2
        fail "could not install ${wanted[*]}"
    }
    wanted=()
}

# A port on 127.0.0.1 that nobody listens on, below the range from which clients take theirs.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s' "$port"
            return 0
        fi
    done
    return 1
}

# Ends a process that this script started, by its id, and waits until it is gone.
end_process() { # pid, signal, seconds to wait
    local pid=$1
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 0
    kill "-$2" "$pid" 2>/dev/null || return 0
    for _ in $(seq $(($3 * 10))); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# Everything temporary lives below $work, which is removed at the end whatever happens.
make_work_folder() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/cakupan.XXXXXX") || fail "no temporary folder could be made"
    # Postgres runs as another user and must be able to enter.
    chmod 755 "$work"
}
