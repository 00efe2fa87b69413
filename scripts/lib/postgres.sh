# A Postgres server of our own on a free port of 127.0.0.1, in $work, gone at the end. Sourced.
#
# start_postgres [NAME=VALUE ...]   settings on top of ours; sets postgres_url and postgres_pid
# stop_postgres

postgres_pid=

# The newest installed server: Debian keeps them out of PATH, one folder a version.
postgres_bin() {
    local newest
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
        printf '%s' "$newest"
    elif have initdb; then
        dirname "$(readlink -f "$(command -v initdb)")"
    else
        return 1
    fi
}

# Postgres refuses to run as root, so root runs it as the user `postgres` of the package.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
    else
        "$@"
    fi
}

start_postgres() {
    local bin data=$work/postgres port options=() setting
    bin=$(postgres_bin) || fail "no Postgres server found"
    mkdir "$data" "$work/socket"
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null 2>&1 || fail "running as root, and there is no user postgres"
        chown postgres "$data" "$work/socket"
    fi

    as_postgres "$bin/initdb" --pgdata="$data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$work/initdb.log" 2>&1 || {
        cat "$work/initdb.log" >&2
        fail "initdb failed"
    }

    # A certificate made on the spot, for the tests of TLS.
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=localhost" \
        -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
        -keyout "$data/server.key" -out "$data/server.crt" 2>"$work/openssl.log" || {
        cat "$work/openssl.log" >&2
        fail "openssl could not make a certificate"
    }
    cp "$data/server.crt" "$work/postgres-ca.crt"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$data/server.key" "$data/server.crt"; fi
    chmod 600 "$data/server.key"

    for setting in "$@"; do options+=(-c "$setting"); done
    # The port may be taken between the look and the start: try again a few times.
    for _ in 1 2 3; do
        port=$(free_port) || fail "no free port"
        launch_postgres "$bin" "$data" "$port" "${options[@]}"
        for _ in $(seq 100); do
            kill -0 "$postgres_pid" 2>/dev/null || break
            if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
                postgres_url=postgres://postgres@127.0.0.1:$port/postgres
                return 0
            fi
            sleep 0.1
        done
        stop_postgres
    done
    cat "$work/postgres.log" >&2
    fail "Postgres did not start"
}

# The id of the background job is that of the server: setpriv and exec keep it. The server is told
# to quit when this shell dies, so that not even `kill -9` on the script leaves it behind.
launch_postgres() { # bin, data, port, options
    local bin=$1 data=$2 port=$3 user=()
    shift 3
    [ "$(id -u)" -ne 0 ] || user=(--reuid=postgres --regid=postgres --init-groups)
    (cd / && exec setpriv "${user[@]}" --pdeathsig QUIT -- "$bin/postgres" -D "$data" \
        -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$work/socket" \
        -c ssl=on -c max_connections=200 "$@") >"$work/postgres.log" 2>&1 </dev/null &
    postgres_pid=$!
}

stop_postgres() {
    # INT is the fast shutdown: it does not wait for clients.
    end_process "$postgres_pid" INT 10
    postgres_pid=
}
