"""Measures the release build of Cakupan. Called by scripts/bench; standard library only.

Every figure is a median; what is compared runs in turns (one round of the one, one of the other),
so that a busy moment of the machine meets both.
"""

import argparse
import contextlib
import datetime
import http.client
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import bench_import

REGION, NATION = "/wilayah/15", "/"
BROTLI = {"Accept-Encoding": "br"}
KB = 1024

# What `sqlite3 .import` took for the same rows where the targets in seconds were set.
REFERENCE_IMPORT = 1.28

# Settings of whoever runs this must not reach the program.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("CAKUPAN_")}


def main():
    options = read_options()
    rounds = Rounds(quick=options.quick)
    table = Table()
    small, gauge = fill(options, table, "795k", "province,regency")
    measure_size(options, table)
    measure_start(options, table, rounds, small["SQLite"])
    measure_cached(options, table, rounds, small["SQLite"])
    uncached = measure_uncached(options, table, rounds, small, "795k", gauge, None)
    bench_import.measure(options, table, rounds, sys.modules[__name__], small["SQLite"])
    if options.big:
        large, _ = fill(options, table, "9.5M", "province,regency,district", gauge)
        measure_uncached(options, table, rounds, large, "9.5M", gauge, uncached)
    gauge.summary(table)
    text = report(table, options, rounds)
    print(text)
    if options.write:
        Path("docs/measured.md").write_text(text, encoding="utf-8")
        print("written to docs/measured.md")
    return 1 if table.missed else 0


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


class Rounds:
    """How often and how long."""

    def __init__(self, quick):
        self.pairs = 3 if quick else 9
        self.seconds = 1 if quick else 3
        self.starts = 5 if quick else 15


class Table:
    """The rows of the answer: what, the promise, what was measured, whether it was kept."""

    def __init__(self):
        self.rows = []
        self.missed = False

    def add(self, what, target, result, kept):
        self.rows.append((what, target, result, kept))
        self.missed |= kept is False
        word = {True: "ok", False: "MISSED", None: ""}[kept]
        print(f"{what}: {result} (target {target or 'none'}) {word}".rstrip(), flush=True)


# --- the program under test ------------------------------------------------------------------------


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`cakupan serve`, ended by its id."""

    def __init__(self, options, database):
        self.port = free_port()
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [options.binary, "serve", "--database", database, "--listen", f"127.0.0.1:{self.port}"],
            env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(options.work / "cakupan.log").open("ab"),
        )
        self.first_answer = self.wait()

    def wait(self):
        """Seconds from the start of the process to the last byte of the first page."""
        while time.perf_counter() - self.began < 60:
            if self.process.poll() is not None:
                raise SystemExit(f"cakupan ended with {self.process.returncode}; see its log")
            try:
                status, _, _ = get(self.port, NATION)
            except ConnectionRefusedError:
                time.sleep(0.0005)
                continue
            if status == 200:
                return time.perf_counter() - self.began
        raise SystemExit("cakupan did not answer within 60 s")

    def memory(self):
        """Resident bytes now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * KB

    def stop(self):
        stop(self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def wire_bytes(port, path):
    """Bytes of the whole response: status line, headers, compressed body."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        total = 0
        while chunk := connection.recv(65536):
            total += len(chunk)
    return total


# --- load ------------------------------------------------------------------------------------------


def wrk(port, path, seconds, headers):
    """Requests per second over 32 connections; any failed request ends the run."""
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True, timeout=seconds + 60,
    ).stdout
    # wrk counts 4xx and 5xx; a 304 is as good as a 200.
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"requests failed:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


def latencies(port, paths):
    """Milliseconds of each request, one after the other over one connection."""
    times = []
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for path in paths:
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n"
            began = time.perf_counter()
            connection.sendall(request.encode())
            answer = connection.recv(262144)
            while b"\r\n\r\n" not in answer:
                answer += connection.recv(262144)
            head, _, body = answer.partition(b"\r\n\r\n")
            length = int(re.search(rb"content-length: (\d+)", head, re.I).group(1))
            missing = length - len(body)
            while missing > 0:
                missing -= len(connection.recv(262144))
            times.append((time.perf_counter() - began) * 1000)
            if not head.startswith(b"HTTP/1.1 200") or b"content-encoding: br" not in head.lower():
                raise SystemExit(f"{path}: {head.decode()}")
    return times


# --- the measurements ------------------------------------------------------------------------------


class Gauge:
    """How slow this machine is just now: `sqlite3 .import` of the simulated rows beside the figure."""

    def __init__(self, options, database):
        self.options = options
        self.rows = options.work / "gauge.csv"
        self.seconds = []
        with self.rows.open("w") as file:
            subprocess.run(
                ["sqlite3", "-csv", database.removeprefix("sqlite:"),
                 "select region_id, segment_id, as_of, precision, kind, source_id, batch_id, active, "
                 "workforce, published_pct from observation"],
                check=True, stdout=file, stdin=subprocess.DEVNULL,
            )

    def slowness(self):
        """How many times as long as on the machine of the targets, now."""
        target = self.options.work / "gauge.db"
        for path in self.options.work.glob("gauge.db*"):
            path.unlink()
        began = time.perf_counter()
        subprocess.run(
            ["sqlite3", target, "pragma journal_mode = wal", "pragma synchronous = normal",
             "pragma cache_size = -65536",
             "create table o (r integer, g integer, d text, p integer, k integer, s integer, b integer,"
             " active integer, workforce integer, pct integer, primary key (r, g, d, p, k, s, b))"
             " without rowid", ".mode csv", f".import {self.rows} o"],
            check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )
        self.seconds.append(time.perf_counter() - began)
        return self.seconds[-1] / REFERENCE_IMPORT

    def summary(self, table):
        middle = statistics.median(self.seconds)
        table.add(
            "gauge: `sqlite3 .import` of the 795k rows", None,
            f"{middle:.2f} s ({min(self.seconds):.2f} to {max(self.seconds):.2f}); "
            f"{REFERENCE_IMPORT} s where the targets were set", None,
        )


def fill(options, table, size, levels, gauge=None):
    """Fills a new database of each kind with `cakupan simulate`; their addresses by kind, the gauge."""
    name = "cakupan_" + re.sub(r"\W", "_", size.lower())
    psql(options, "postgres", f"create database {name}")
    databases = {
        "SQLite": f"sqlite:{options.work / name}.db",
        "Postgres": options.postgres.rsplit("/", 1)[0] + f"/{name}",
    }
    promises = {("795k", "SQLite"): 4.0, ("795k", "Postgres"): 8.0}
    for kind, database in databases.items():
        # The gauge needs rows, which the first database of a run brings.
        before = gauge and gauge.slowness()
        began = time.perf_counter()
        subprocess.run(
            [options.binary, "simulate", "--months", "240", "--levels", levels, "--seed", "1",
             "--database", database],
            check=True, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, timeout=900,
        )
        seconds = time.perf_counter() - began
        gauge = gauge or Gauge(options, databases["SQLite"])
        slowness = statistics.mean(filter(None, (before, gauge.slowness())))
        promise = promises.get((size, kind))
        table.add(
            f"simulate {size} rows, {kind}", promise and f"<= {promise:.0f} s",
            f"{seconds:.1f} s; {seconds / slowness:.1f} s by the gauge",
            None if promise is None else seconds / slowness <= promise,
        )
    return databases, gauge


def psql(options, database, statement):
    subprocess.run(
        ["psql", "-q", options.postgres.rsplit("/", 1)[0] + f"/{database}", "-c", statement],
        check=True, stdin=subprocess.DEVNULL,
    )


def measure_size(options, table):
    size = Path(options.binary).stat().st_size / KB / KB
    table.add("binary", "<= 20 MB", f"{size:.1f} MB", size <= 20)


def measure_start(options, table, rounds, database):
    times = []
    for _ in range(rounds.starts):
        with Server(options, database) as server:
            times.append(server.first_answer * 1000)
    middle = statistics.median(times)
    table.add(
        "start to first response, filled database", "<= 50 ms",
        f"{middle:.0f} ms ({min(times):.0f} to {max(times):.0f}, {len(times)} starts)", middle <= 50,
    )
    with Server(options, database) as server:
        time.sleep(1)
        idle = server.memory() / KB / KB
    table.add("memory, idle", "<= 20 MB", f"{idle:.0f} MB", idle <= 20)


def measure_cached(options, table, rounds, database):
    with Server(options, database) as server, Nginx(options, server.port) as nginx:
        # The style sheet gets its best compression in the background of the start.
        time.sleep(1)
        for what, path, promise in (("national page", NATION, 45), ("region page", REGION, 35)):
            total = wire_bytes(server.port, path) + sum(
                wire_bytes(server.port, url) for url in linked_files(server.port, path))
            table.add(
                f"{what} and its files without the font, first visit", f"<= {promise} KB",
                f"{total / KB:.1f} KB", total <= promise * KB,
            )

        for what, url, promise in (
            ("cached page (brotli) / nginx", "/page", 1.0),
            ("cached page (brotli) / nginx that keeps its files open", "/held", None),
            ("304 / nginx", "/page", 0.85),
        ):
            path, ours, theirs = REGION, BROTLI, BROTLI
            if what.startswith("304"):
                ours = BROTLI | {"If-None-Match": get(server.port, path, BROTLI)[1]["ETag"]}
                theirs = BROTLI | {"If-None-Match": get(nginx.port, url, BROTLI)[1]["ETag"]}
                for port, where, headers in ((server.port, path, ours), (nginx.port, url, theirs)):
                    assert get(port, where, headers)[0] == 304, "no 304"
            pairs = []
            for _ in range(rounds.pairs):
                pairs.append((
                    wrk(server.port, path, rounds.seconds, ours),
                    wrk(nginx.port, url, rounds.seconds, theirs),
                ))
            ratios = [ours / theirs for ours, theirs in pairs]
            middle = statistics.median(ratios)
            table.add(
                f"{what}, same bytes", promise and f">= {promise}",
                f"{middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}; "
                f"{statistics.median(pair[0] for pair in pairs):,.0f} against "
                f"{statistics.median(pair[1] for pair in pairs):,.0f} per second)",
                None if promise is None else middle >= promise,
            )

        # Every region page once, then the hot one again: what a working day leaves behind.
        for code in region_links(server.port):
            get(server.port, code, BROTLI)
        wrk(server.port, REGION, rounds.seconds, BROTLI)
        after = server.memory() / KB / KB
        table.add("memory, after load", "<= 96 MB", f"{after:.0f} MB", after <= 96)


def linked_files(port, path):
    """Style sheet, script and icon of a page; no font, which the style sheet brings."""
    html = get(port, path)[2].decode()
    urls = re.findall(r'<(?:link|script)[^>]+(?:href|src)="?([^" >]+)', html)
    return sorted({url for url in urls if url.startswith("/static/") and "woff2" not in url})


def region_links(port):
    """Addresses of all provinces and their parts, from the pages themselves."""
    links = re.compile(r'href="?(/wilayah/[\d.]+)["> ]')
    provinces = {url for url in links.findall(get(port, NATION)[2].decode()) if "." not in url}
    parts = set()
    for province in sorted(provinces):
        parts.update(links.findall(get(port, province)[2].decode()))
    return sorted(provinces | parts)


def measure_uncached(options, table, rounds, databases, size, gauge, before):
    """p50 of pages that are queried, drawn and compressed for this request; by page and database.

    Each request asks for another day, and each round starts a new program: no page is asked for
    twice, so the page cache never helps. Rows of the same region that an earlier page read are
    still in memory; what the very first page takes, when nothing is, is told beside it.
    """
    promises = {"SQLite": 2.0, "Postgres": 5.0}
    times, scaled, firsts = {}, {}, {}
    for _ in range(rounds.pairs):
        for kind, database in databases.items():
            slowness = gauge.slowness()
            with Server(options, database) as server:
                newest = newest_day(server.port)
                for what, path in (("region", REGION), ("national", NATION)):
                    days = (newest - datetime.timedelta(days=back) for back in range(1, 221))
                    paths = [f"{path}?per={day.isoformat()}" for day in days]
                    # The first ones open connections and fill the database's own cache.
                    first, *_ = all_ = latencies(server.port, paths)
                    round_ = all_[20:]
                    firsts.setdefault((kind, what), []).append(first)
                    times.setdefault((kind, what), []).extend(round_)
                    scaled.setdefault((kind, what), []).extend(ms / slowness for ms in round_)
    result = {}
    for (kind, what), values in times.items():
        values.sort()
        p50, p99 = statistics.median(values), values[len(values) * 99 // 100]
        by_gauge = statistics.median(scaled[kind, what])
        result[kind, what] = by_gauge
        promise = promises[kind] if before is None else before[kind, what] * 1.5
        words = f"<= {promise:.0f} ms" if before is None else f"<= {promise:.2f} ms (1.5 x 795k)"
        table.add(
            f"{what} page not cached, {kind}, {size} rows, p50", words,
            f"{p50:.2f} ms (p99 {p99:.1f}, {len(values)} pages; the first one "
            f"{statistics.median(firsts[kind, what]):.0f}); {by_gauge:.2f} ms by the gauge",
            by_gauge <= promise,
        )
    return result


def newest_day(port):
    """The newest date in the data, which the date field of the front page names."""
    html = get(port, NATION)[2].decode()
    field = re.search(r'<input[^>]*name="per"[^>]*>', html).group(0)
    return datetime.date.fromisoformat(re.search(r'max="([\d-]+)"', field).group(1))


# --- nginx -----------------------------------------------------------------------------------------

NGINX = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=512;
    root {folder}/root;
    location = /page {{
      default_type "text/html; charset=utf-8";
{headers}
    }}
    location = /held {{
      alias {folder}/root/page;
      open_file_cache max=16 inactive=60s;
      default_type "text/html; charset=utf-8";
{headers}
    }}
  }}
}}
"""


class Nginx:
    """nginx with the compressed bytes of our own page as a file."""

    def __init__(self, options, port):
        folder = options.work / "nginx"
        (folder / "root").mkdir(parents=True)
        status, headers, body = get(port, REGION, BROTLI)
        assert status == 200 and headers["Content-Encoding"] == "br"
        (folder / "root" / "page").write_bytes(body)
        # Workers of nginx run as another user when root starts it.
        for path in (folder, folder / "root", folder / "root" / "page"):
            path.chmod(0o755)
        self.port = free_port()
        # What nginx has of its own it sends by itself; the rest is what it would have to add.
        own = {"content-type", "content-length", "date", "etag"}
        added = "\n".join(
            f'      add_header {name} "{value}";' for name, value in headers.items()
            if name.lower() not in own
        )
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, port=self.port, headers=added))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen(
            [program, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "error.log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        for _ in range(100):
            with contextlib.suppress(ConnectionRefusedError):
                assert get(self.port, "/page")[2] == get(self.port, "/held")[2] == body
                return
            time.sleep(0.05)
        raise SystemExit("nginx did not answer: " + (folder / "error.log").read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)


# --- the answer ------------------------------------------------------------------------------------


def report(table, options, rounds):
    def version(*command):
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        return (answer.stdout or answer.stderr).strip().splitlines()[0]

    lines = [
        "# Measured",
        "",
        f"By `scripts/bench{' --quick' if options.quick else ''}{' --big' if options.big else ''}`"
        f" on {datetime.date.today():%Y-%m-%d}, {os.cpu_count()} cores,"
        f" {platform.machine()}, {version('rustc', '--version')},"
        f" {version(shutil.which('nginx') or '/usr/sbin/nginx', '-v').removeprefix('nginx version: ')}"
        f", {version('psql', '--version')}. The machine also makes the load.",
        "",
        f"Rates: wrk with 1 thread and 32 connections, {rounds.pairs} pairs of {rounds.seconds} s in"
        " turns, median of the ratios; nginx has 2 workers, sendfile and tcp_nopush, as Debian configures it, and"
        " sends the very bytes and headers of our page, without access log; Cakupan logs as it comes, a line for"
        " each page it builds and none for answers from its cache. Pages not cached: one connection"
        " kept open, each request for another day, brotli included. Postgres as it comes, without"
        " TLS. Targets are those the project set itself. Times in"
        " seconds depend on the machine: each stands beside a gauge that runs right before it, and is"
        " also given as it would be where the targets were set; that figure is held against them.",
        "",
        "| figure | target | result | |",
        "| --- | --- | --- | --- |",
    ]
    for what, target, result, kept in table.rows:
        word = {True: "ok", False: "**missed**", None: ""}[kept]
        lines.append(f"| {what} | {target or ''} | {result} | {word} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
