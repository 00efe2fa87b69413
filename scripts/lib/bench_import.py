"""Measures imports: long files on both databases, workbooks, and pages read meanwhile.

Called by bench.py, which hands over what it measures with. Standard library only.
"""

import contextlib
import datetime
import itertools
import random
import re
import statistics
import subprocess
import time
import zipfile
from pathlib import Path

# What every import is told: all else stands in the file.
STATED = [
    "--source", "ukur", "--source-publisher", "Ukur", "--source-title", "Ukur",
    "--source-authority", "other", "--accept", "Angka buatan.",
]

# Tables that the database's own command fills with the same file: one with the key alone, and one
# that holds what ours holds of a row, checks, references and the second index included. An import of
# ours also leaves the rollup that pages read: the figures by segment, and the sums of parts. The
# database's own command has to be followed by plain SQL for that.
KEYED = """
create table o (kode text, segmen text, tanggal text, peserta integer, pekerja integer,
    primary key (kode, segmen, tanggal)){rowid};
"""
HELD = """
create table region (code text primary key){rowid};
create table segment (code text primary key){rowid};
create table o (
    kode text not null references region (code),
    segmen text not null references segment (code),
    tanggal {date} not null {date_check},
    peserta integer check (peserta >= 0),
    pekerja integer check (pekerja >= 0),
    check (coalesce(peserta, pekerja) is not null),
    primary key (kode, segmen, tanggal)){rowid};
create index o_segment on o (segmen);
"""
ROLLUP = (
    """
create table shown (
    segmen text not null, kode text not null, tanggal {date} not null,
    peserta integer, pekerja integer,
    bagian integer not null, peserta_bagian {sum}, pekerja_bagian {sum},
    primary key (segmen, kode, tanggal)){rowid}
""",
    """
insert into shown select o.segmen, o.kode, o.tanggal, o.peserta, o.pekerja, 0, null, null
from segment g cross join region r cross join o where o.kode = r.code and o.segmen = g.code
""",
    *(
        f"""
insert into shown (segmen, kode, tanggal, bagian, peserta_bagian, pekerja_bagian)
select segmen, {parent}, tanggal, count(*), sum(peserta), sum(pekerja)
from o where length(kode) = {length} group by 1, 2, 3
on conflict (segmen, kode, tanggal) do update set bagian = excluded.bagian,
    peserta_bagian = excluded.peserta_bagian, pekerja_bagian = excluded.pekerja_bagian
"""
        for parent, length in (("substr(kode, 1, 2)", 5), ("'ID'", 2))
    ),
)


class Imports:
    """Files to import, and the ways to import them."""

    def __init__(self, options, tools, database):
        self.options, self.tools = options, tools
        self.folder = options.work / "imports"
        self.folder.mkdir()
        self.long = self.folder / "panjang.csv"
        self.codes = self.query(database, "select code from region_version where valid_to is null")
        self.segments = self.query(database, "select code from segment")
        self.rows = self.write_long(database)

    def query(self, database, statement):
        path = database.removeprefix("sqlite:")
        answer = subprocess.run(
            ["sqlite3", path, statement], check=True, capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
        )
        return answer.stdout.split()

    def write_long(self, database):
        with self.long.open("w") as file:
            file.write("kode,segmen,tanggal,peserta,pekerja\n")
            file.flush()
            subprocess.run(
                ["sqlite3", "-csv", database.removeprefix("sqlite:"),
                 "select v.code, g.code, o.as_of, o.active, o.workforce from observation o "
                 "join region_version v on v.region_id = o.region_id and v.valid_to is null "
                 "join segment g on g.id = o.segment_id "
                 "where o.active is not null and o.workforce is not null and o.precision = 0 "
                 "and o.kind = 0 order by o.as_of, v.code, g.code"],
                check=True, stdout=file, stdin=subprocess.DEVNULL,
            )
        # A published figure of the same key is another source; a key twice is none of a file.
        seen, kept = set(), []
        with self.long.open() as file:
            title = next(file)
            for line in file:
                line = line.replace("\r", "")
                key = tuple(line.split(",")[:3])
                if key not in seen:
                    seen.add(key)
                    kept.append(line)
        self.long.write_text(title + "".join(kept))
        return len(kept)

    def arrange(self, order):
        """Brings the rows of the long file into an order; by month is how such files come."""
        title, *lines = self.long.read_text().splitlines(keepends=True)
        if order == "in no order":
            random.Random(1).shuffle(lines)
        else:
            by_month = order == "by month"
            lines.sort(key=lambda line: (line.split(",")[2] if by_month else "", line))
        self.long.write_text(title + "".join(lines))

    def change(self):
        """Changes the participants of each row by one."""
        title, *lines = self.long.read_text().splitlines()
        rows = (line.rsplit(",", 2) for line in lines)
        lines = [f"{key},{int(active) - 1 if int(active) else 1},{base}\n" for key, active, base in rows]
        self.long.write_text(title + "\n" + "".join(lines))

    def sqlite(self, schema, then=()):
        """Seconds of `.import` and what follows, with the pragmas of our own connection."""
        path = self.folder / "shell.db"
        for old in self.folder.glob("shell.db*"):
            old.unlink()
        words = {"rowid": " without rowid", "date": "text", "sum": "integer",
                 "date_check": "check (date(tanggal) is tanggal)"}
        lists = []
        if "references" in schema:
            lists = [f"insert into region values ('{code}');" for code in self.codes]
            lists += [f"insert into segment values ('{code}');" for code in self.segments]
        setup = "".join(["pragma journal_mode = wal;", schema.format(**words), *lists])
        subprocess.run(["sqlite3", path], input=setup, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        return timed([
            "sqlite3", str(path), "pragma synchronous = normal", "pragma foreign_keys = on",
            "pragma cache_size = -4096", ".mode csv", f".import --skip 1 {self.long} o",
            *(statement.format(**words) for statement in then),
        ])[0]

    def postgres(self, schema, then=()):
        r"""Seconds of `\copy` and what follows."""
        address = self.address("cakupan_copy")
        words = {"rowid": "", "date": "date", "sum": "numeric", "date_check": ""}
        setup = schema.format(**words)
        if "references" in schema:
            for table, codes in (("region", self.codes), ("segment", self.segments)):
                values = ",".join(f"('{code}')" for code in codes)
                setup += f"insert into {table} values {values};"
        subprocess.run(["psql", "-q", address], input=setup, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        more = (part for statement in then for part in ("-c", statement.format(**words)))
        return timed(
            ["psql", "-q", address, "-c", f"\\copy o from '{self.long}' csv header", *more])[0]

    def address(self, name):
        self.tools.psql(self.options, "postgres", f"drop database if exists {name}")
        self.tools.psql(self.options, "postgres", f"create database {name}")
        return self.options.postgres.rsplit("/", 1)[0] + f"/{name}"

    def fresh(self, kind):
        """A new database with the published figures."""
        if kind == "Postgres":
            database = self.address("cakupan_import")
        else:
            for old in self.folder.glob("import.db*"):
                old.unlink()
            database = f"sqlite:{self.folder / 'import.db'}"
        subprocess.run(
            [self.options.binary, "migrate", "--database", database], check=True,
            env=self.tools.ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        return database

    def ours(self, database, path, *more):
        """Seconds and peak bytes of `cakupan import`."""
        return timed(
            [self.options.binary, "import", str(path), "--database", database, *STATED, *more],
            env=self.tools.ENVIRONMENT,
        )


def timed(command, env=None):
    """Seconds and peak resident bytes of a command that must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    # Not the peak that waiting for it gives: that counts what this program held when it began.
    peak = 0
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        with contextlib.suppress(OSError):
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
            peak = max(peak, int(found.group(1)) * 1024 if found else 0)
        time.sleep(0.01)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return seconds, peak


def measure(options, table, rounds, tools, database):
    """All figures of imports; `database` has the simulated rows."""
    imports = Imports(options, tools, database)
    measure_long(imports, table, rounds)
    measure_workbooks(imports, table, rounds)
    measure_meanwhile(imports, table, rounds, database)
    measure_quality(imports, table, rounds, database)


def measure_long(imports, table, rounds):
    """Long files in any order of rows, then the same with every value changed."""
    ways = {
        "SQLite": ("sqlite3's .import", imports.sqlite),
        "Postgres": ("\\copy", imports.postgres),
    }
    for order, times in (("by month", max(3, rounds.pairs // 2)), ("in key order", 3),
                         ("in no order", 3)):
        imports.arrange(order)
        for kind, way in ways.items():
            measure_order(imports, table, order, times, kind, way)
    for kind in ways:
        imports.arrange("by month")
        database = imports.fresh(kind)
        first, _ = imports.ours(database, imports.long)
        imports.change()
        again, _ = imports.ours(database, imports.long)
        table.add(
            f"import that changes all {imports.rows:,} values, {kind} / that brought them", None,
            f"{again / first:.2f} ({again:.1f} s against {first:.1f} s)", None,
        )


def measure_order(imports, table, order, rounds, kind, way):
    name, reference = way
    times, peak = [], 0
    for _ in range(rounds):
        keyed, held, rolled = reference(KEYED), reference(HELD), reference(HELD, ROLLUP)
        seconds, bytes_ = imports.ours(imports.fresh(kind), imports.long)
        times.append((seconds, keyed, held, rolled))
        peak = max(peak, bytes_)
    ours = statistics.median(time[0] for time in times)
    for what, place, promise in (
        ("into tables that hold the same, the rollup by plain SQL", 3, 1.6),
        ("into a table that holds the same rows, no rollup", 2, None),
        ("into a table with the key alone", 1, None),
    ):
        ratios = [time[0] / time[place] for time in times]
        middle = statistics.median(ratios)
        table.add(
            f"import of {imports.rows:,} rows {order}, {kind} / {name} {what}",
            promise and f"<= {promise}",
            f"{middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}; {ours:.1f} s against "
            f"{statistics.median(time[place] for time in times):.1f} s)",
            None if promise is None else middle <= promise,
        )
    table.add(
        f"memory of that import, {kind}", "<= 300 MB", f"{peak / 1024 / 1024:.0f} MB",
        peak <= 300 << 20,
    )


def measure_workbooks(imports, table, rounds):
    regencies = sorted(code for code in imports.codes if len(code) == 5)
    wide = imports.folder / "lebar.xlsx"
    segments = ["PU", "BPU", "Jakon", "PMI", "Rentan", "Total"]
    titles = [["Kode wilayah", *(name for name in segments for _ in range(2))],
              ["", *(["Peserta aktif", "Pekerja"] * len(segments))]]
    body = [[code, *(value for nth in range(len(segments))
                     for value in (40_000 + nth + number, 100_000 + nth))]
            for number, code in enumerate(regencies)]
    write_workbook(wide, titles + body)
    long = imports.folder / "panjang.xlsx"
    body = [[code, f"{2016 + month // 12}-{month % 12 + 1:02}-28", 30_000 + month + number, 100_000]
            for month in range(-(-60_000 // len(regencies)))
            for number, code in enumerate(regencies)]
    write_workbook(long, [["Kode wilayah", "Tanggal data", "Peserta aktif", "Pekerja"], *body[:60_000]])
    for what, path, promise, more in (
        (f"preview of an XLSX of {len(regencies)} rows and 6 segments", wide, 1,
         ["--as-of", "2025-04-30", "--dry-run"]),
        ("import of an XLSX of 60,000 rows", long, 10, ["--segment", "total"]),
    ):
        times = [imports.ours(imports.fresh("SQLite"), path, *more)[0]
                 for _ in range(rounds.pairs)]
        middle = statistics.median(times)
        table.add(what, f"<= {promise} s", f"{middle:.2f} s ({min(times):.2f} to {max(times):.2f})",
                  middle <= promise)


def write_workbook(path, rows):
    """The least that is a workbook: text as inline strings, numbers as numbers."""
    def cell(value):
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value else "<c/>"
        return f"<c><v>{value}</v></c>"
    lines = (f'<row r="{number}">{"".join(map(cell, row))}</row>'
             for number, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", head +
            f'<Types xmlns="{package}content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}worksheet+xml"/>'
            "</Types>")
        archive.writestr("_rels/.rels", head +
            f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", head +
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", head +
            f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", head +
            f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>')


def measure_meanwhile(imports, table, rounds, database):
    """p99 of pages while a large file goes into the database that they are read from."""
    copy = imports.folder / "dibaca.db"
    subprocess.run(["sqlite3", database.removeprefix("sqlite:"), f"vacuum into '{copy}'"], check=True,
                   stdin=subprocess.DEVNULL)
    with imports.tools.Server(imports.options, f"sqlite:{copy}") as server:
        newest = imports.tools.newest_day(server.port)
        days = (newest - datetime.timedelta(days=back) for back in range(1, 2_000))
        # No page is asked for twice, so that each is queried and drawn.
        paths = (f"/wilayah/{code}?per={day}" for day, code in
                 itertools.product(days, sorted(code for code in imports.codes if len(code) == 5)))
        imports.tools.latencies(server.port, itertools.islice(paths, 500))
        alone = imports.tools.latencies(server.port, itertools.islice(paths, 1_000))
        process = subprocess.Popen(
            [imports.options.binary, "import", str(imports.long), "--database", f"sqlite:{copy}",
             *STATED],
            env=imports.tools.ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        during = []
        while process.poll() is None and len(during) < 200_000:
            during += imports.tools.latencies(server.port, itertools.islice(paths, 20))
        if process.wait(600):
            raise SystemExit(f"the import ended with {process.returncode}")
    p99 = [sorted(times)[len(times) * 99 // 100] for times in (alone, during)]
    ratio = p99[1] / p99[0]
    table.add(
        "p99 of pages while a large file goes in / before, SQLite", "<= 2",
        f"{ratio:.2f} ({p99[1]:.2f} ms against {p99[0]:.2f} ms, {len(during):,} pages)", ratio <= 2,
    )


def measure_quality(imports, table, rounds, database):
    """The page of completeness and findings, when nothing of it is in memory."""
    times = []
    for _ in range(rounds.pairs):
        with imports.tools.Server(imports.options, database) as server:
            imports.tools.latencies(server.port, ["/metodologi"])
            times += imports.tools.latencies(server.port, ["/mutu"])
    table.add("/mutu after a start, 795k rows, SQLite", "<= 50 ms",
              f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})",
              statistics.median(times) <= 50)
