//! The columns and examples of each kind of file.

use super::templates::{Column, Form, Known, Subject, Template, Value, Word};
use crate::db::funding::{self, Payer};
use crate::db::targets;
use crate::domain::{Authority, Basis, Percent, RegionKind};
use crate::import::{AUTHORITIES, Field};

use Value::{Count, Empty, Text};

const CODE_MEANING: &str = "Kode Kemendagri, misalnya 15.01; ada di lembar Wilayah.";
const NAME_MEANING: &str =
    "Nama wilayah; boleh kosong bila kodenya ada. Bila keduanya ada, harus cocok.";
const SOURCE_MEANING: &str =
    "Kode sumber seperti di halaman Sumber. Boleh kosong bila sumbernya dipilih saat mengunggah.";
const NOTE_MEANING: &str = "Keterangan untuk pembaca; boleh kosong.";

/// Describes the template of a subject.
pub(super) fn describe(subject: Subject, known: &Known) -> Template {
    let plain = |columns, examples| Template {
        subject,
        above: None,
        over: Vec::new(),
        columns,
        examples,
        regions: known.regions.clone(),
    };
    match subject {
        Subject::Figures => plain(figures(known), figure_rows()),
        Subject::FiguresWide => Template {
            above: Some("Posisi Mei 2025"),
            over: vec![(2, 3, "PU"), (4, 5, "BPU"), (6, 7, "Jakon"), (8, 9, "Total")],
            ..plain(wide(), wide_rows())
        },
        Subject::Targets => plain(target_columns(), target_rows()),
        Subject::Funding => plain(funding_columns(), funding_rows()),
        Subject::Regulations => plain(regulation_columns(), regulation_rows()),
        Subject::Regions => plain(region_columns(), region_rows()),
        Subject::Sources => {
            Template { regions: Vec::new(), ..plain(source_columns(), source_rows()) }
        }
    }
}

fn column(title: &'static str, needed: bool, form: Form, meaning: &'static str) -> Column {
    Column { title, meaning, needed, form }
}

/// Code and name of the region of a row.
fn region() -> Vec<Column> {
    vec![
        column(Field::Code.label(), true, Form::Code, CODE_MEANING),
        column(Field::Name.label(), false, Form::Text, NAME_MEANING),
    ]
}

fn source_of_row() -> Column {
    column(Field::Source.label(), false, Form::Code, SOURCE_MEANING)
}

fn note() -> Column {
    column(Field::Note.label(), false, Form::Text, NOTE_MEANING)
}

fn word(word: &str, meaning: &str) -> Word {
    Word { word: word.to_owned(), meaning: meaning.to_owned() }
}

fn percent(hundredths: i32) -> Value {
    Value::Percent(Percent(hundredths))
}

fn active() -> Column {
    let meaning = "Pekerja yang menjadi peserta aktif BPJS Ketenagakerjaan pada tanggal itu.";
    column(Field::Active.label(), false, Form::Count, meaning)
}

fn workforce() -> Column {
    let meaning = "Pembagi: pekerja dalam semesta segmen itu, di luar ASN, TNI, dan Polri.";
    column(Field::Workforce.label(), false, Form::Count, meaning)
}

fn figures(known: &Known) -> Vec<Column> {
    let segments = known.segments.iter().map(|s| word(s.code.as_str(), &s.name)).collect();
    let mut columns = region();
    columns.extend([
        column(
            Field::Segment.label(),
            true,
            Form::Words(segments),
            "Kelompok pekerja yang dihitung; total untuk semua segmen.",
        ),
        column(
            Field::AsOf.label(),
            true,
            Form::Date,
            "Tanggal posisi data, bukan tanggal surat atau tanggal unggah.",
        ),
        active(),
        workforce(),
        column(
            Field::Percent.label(),
            false,
            Form::Percent,
            "Persen seperti tertulis di sumber; dicocokkan dengan peserta dan pekerja.",
        ),
        source_of_row(),
        note(),
    ]);
    columns
}

fn figure_rows() -> Vec<Vec<Value>> {
    let row = |segment, active, workforce, share, source, note| {
        let region = [Text("19.71"), Text("Kota Pangkalpinang"), Text(segment), Text("Mei 2025")];
        let values = [Count(active), Count(workforce), percent(share), Text(source), note];
        [region.as_slice(), values.as_slice()].concat()
    };
    vec![
        row("pu", 24_286, 47_010, 5_166, "posbelitung20250519", Empty),
        row("bpu", 4_754, 23_416, 2_030, "posbelitung20250519", Empty),
        row("total", 29_040, 70_426, 4_123, "vission7615", Text("Semesta pekerja dari BPS")),
    ]
}

fn wide() -> Vec<Column> {
    let workers = "Pekerja";
    let mut columns = region();
    for _ in 0..4 {
        columns.extend([active(), Column { title: workers, ..workforce() }]);
    }
    columns
}

fn wide_rows() -> Vec<Vec<Value>> {
    vec![vec![
        Text("19.71"),
        Text("Kota Pangkalpinang"),
        Count(24_286),
        Count(47_010),
        Count(4_754),
        Count(23_416),
        Empty,
        Empty,
        Count(29_040),
        Count(70_426),
    ]]
}

fn target_columns() -> Vec<Column> {
    let bases =
        targets::bases().iter().map(|(basis, _)| word(basis.label(), basis_meaning(*basis)));
    let mut columns = region();
    columns.extend([
        column("Tahun", true, Form::Year, "Tahun yang pada akhirnya target harus tercapai."),
        column(
            "Target (persen)",
            false,
            Form::Percent,
            "Cakupan yang harus tercapai. Isi ini atau target dalam pekerja.",
        ),
        column(
            "Target (pekerja)",
            false,
            Form::Count,
            "Jumlah pekerja yang harus terlindungi, bila sumber tidak menyebut persennya.",
        ),
        column("Dasar", true, Form::Words(bases.collect()), "Siapa yang menetapkan target itu."),
        column(
            "Uraian dasar",
            false,
            Form::Text,
            "Nama dokumen atau keputusan seperti disebut sumber.",
        ),
        source_of_row(),
        note(),
    ]);
    columns
}

fn basis_meaning(basis: Basis) -> &'static str {
    match basis {
        Basis::Kemendagri => "Target tahunan Kemendagri, juga yang disebut target pusat",
        Basis::Rpjmn => "Rencana pembangunan jangka menengah nasional",
        Basis::Rkp => "Rencana kerja pemerintah",
        Basis::Rpjpn => "Rencana pembangunan jangka panjang nasional",
        Basis::Rpjmd => "Rencana pembangunan jangka menengah daerah",
        Basis::Regional => "Ditetapkan oleh daerah atau kepala daerah",
        Basis::Other => "Dasar lain, atau tidak disebut",
        Basis::Rpjpd => "Rencana pembangunan jangka panjang daerah",
    }
}

fn target_rows() -> Vec<Vec<Value>> {
    let row = |code, name, share, basis, text, source| {
        let set = [Count(2025), percent(share), Empty, Text(basis), Text(text)];
        [[Text(code), Text(name)].as_slice(), &set, &[Text(source), Empty]].concat()
    };
    let national = "target nasional UCJ 2025 (Kemendagri)";
    vec![
        row("ID", "Indonesia", 5_215, Basis::Kemendagri.label(), national, "ayonusa97831"),
        row("ID", "Indonesia", 3_215, Basis::Rpjmn.label(), "RPJMN 2025-2029", "ayonusa97831"),
        row(
            "51",
            "Provinsi Bali",
            6_728,
            Basis::Kemendagri.label(),
            "target UCJ Kemendagri",
            "antarabali376813",
        ),
    ]
}

fn funding_columns() -> Vec<Column> {
    let kinds = funding::kinds().iter().map(|(kind, _)| word(kind.label(), ""));
    let payers =
        funding::payers().iter().map(|(payer, _)| word(payer.label(), payer_meaning(*payer)));
    let mut columns = region();
    columns.extend([
        column("Periode", false, Form::Date, "Masa yang dimaksud; tahun saja boleh."),
        column("Jenis", true, Form::Words(kinds.collect()), "Apa yang dihitung baris ini."),
        column("Pembayar", true, Form::Words(payers.collect()), "Sumber dana."),
        column("Uraian pembayar", false, Form::Text, "Sumber dana seperti disebut sumber data."),
        column("Penerima manfaat", false, Form::Text, "Untuk kelompok pekerja mana."),
        column("Pekerja", false, Form::Count, "Jumlah pekerja."),
        column("Jumlah (rupiah)", false, Form::Rupiah, "Jumlah uang."),
        column("Program", false, Form::Text, "Program atau manfaat, misalnya JKK+JKM 12 bulan."),
        column("Kasus", false, Form::Count, "Jumlah kasus atau klaim."),
        source_of_row(),
        note(),
    ]);
    columns
}

fn payer_meaning(payer: Payer) -> &'static str {
    match payer {
        Payer::ProvinceBudget => "APBD provinsi",
        Payer::RegencyBudget => "APBD kabupaten atau kota",
        Payer::VillageBudget => "APB Desa",
        Payer::VillageFund => "Dana Desa",
        Payer::SpecialAid => "Bantuan keuangan khusus",
        Payer::PalmOilShare => "Dana bagi hasil sawit",
        Payer::TobaccoShare => "Dana bagi hasil cukai hasil tembakau",
        Payer::Csr => "Tanggung jawab sosial perusahaan",
        Payer::Zis => "Zakat, infak, dan sedekah",
        Payer::SelfPaid => "Pekerja sendiri, atau orang yang menanggungnya",
        Payer::Bpjs => "BPJS Ketenagakerjaan, berupa manfaat",
        Payer::Mixed => "Beberapa sumber dana",
        Payer::Other => "Sumber lain, atau tidak disebut",
    }
}

fn funding_rows() -> Vec<Vec<Value>> {
    vec![
        vec![
            Text("53"),
            Text("Provinsi Nusa Tenggara Timur"),
            Text("2026"),
            Text(funding::FundingKind::Budget.label()),
            Text(Payer::ProvinceBudget.label()),
            Text("APBD provinsi"),
            Text("pekerja rentan"),
            Count(50_000),
            Count(10_080_000_000),
            Text("JKK+JKM 12 bulan"),
            Empty,
            Text("haluanntt20260131"),
            Text("50.000 x 12 x 16.800 = 10,08 miliar, konsisten"),
        ],
        vec![
            Text("17"),
            Text("Provinsi Bengkulu"),
            Text("Desember 2025"),
            Text(funding::FundingKind::WorkersCovered.label()),
            Text(Payer::ProvinceBudget.label()),
            Text("APBD provinsi"),
            Text("pekerja rentan"),
            Count(71_935),
            Empty,
            Empty,
            Empty,
            Text("bpjstk29549"),
            Empty,
        ],
    ]
}

fn regulation_columns() -> Vec<Column> {
    let mut columns = region();
    columns.extend([
        column(
            "Jenis",
            true,
            Form::Text,
            "Jenis peraturan seperti disingkat sumber: Perda, Pergub, Perbup, Perwali, SE, Instruksi Gubernur.",
        ),
        column("Nomor", false, Form::Code, "Nomornya seperti tertulis; boleh kosong."),
        column("Tahun", false, Form::Year, "Tahun penetapan; boleh kosong bila tidak disebut."),
        column("Tentang", true, Form::Text, "Isi peraturan dalam satu kalimat pendek."),
        source_of_row(),
    ]);
    columns
}

fn regulation_rows() -> Vec<Vec<Value>> {
    let row = |code, name, number, year, about, source| {
        let kind = [Text(code), Text(name), Text("Pergub"), Text(number), Count(year)];
        [kind.as_slice(), &[Text(about), Text(source)]].concat()
    };
    let jambi = "Dasar penganggaran iuran pekerja rentan dan miskin ekstrem";
    let lampung = "Memperkuat penyelenggaraan jaminan sosial ketenagakerjaan";
    vec![
        row("15", "Provinsi Jambi", "16", 2022, jambi, "akselnewsjambi"),
        row("18", "Provinsi Lampung", "13", 2024, lampung, "hariansatelit27783"),
    ]
}

/// Kinds of region that a file may add, by their words.
const REGION_KINDS: [(RegionKind, &str); 3] = [
    (RegionKind::Kecamatan, "kecamatan"),
    (RegionKind::Kelurahan, "kelurahan"),
    (RegionKind::Desa, "desa"),
];

fn region_columns() -> Vec<Column> {
    let kinds = REGION_KINDS.iter().map(|(_, code)| word(code, "")).collect();
    vec![
        column(
            "Kode",
            true,
            Form::Code,
            "Kode Kemendagri: kecamatan seperti 15.01.01, desa atau kelurahan seperti 15.01.01.2001.",
        ),
        column("Nama", true, Form::Text, "Nama tanpa kata kecamatan, kelurahan, atau desa."),
        column("Jenis", true, Form::Words(kinds), "Provinsi, kabupaten, dan kota tidak diimpor."),
        column("Kode induk", false, Form::Code, "Wilayah di atasnya; harus cocok dengan kodenya."),
        column(
            "Dasar hukum",
            false,
            Form::Text,
            "Keputusan atau undang-undang yang menetapkannya.",
        ),
    ]
}

fn region_rows() -> Vec<Vec<Value>> {
    let row = |code, name, kind, parent| {
        vec![
            Text(code),
            Text(name),
            Text(kind),
            Text(parent),
            Text("Kepmendagri 300.2.2-2430/2025"),
        ]
    };
    vec![
        row("31.71.01", "Gambir", "kecamatan", "31.71"),
        row("31.71.01.1001", "Gambir", "kelurahan", "31.71.01"),
    ]
}

fn source_columns() -> Vec<Column> {
    let authorities = AUTHORITIES.iter().map(|(kind, _)| word(kind.label(), "")).collect();
    vec![
        column(
            "Kode",
            true,
            Form::Code,
            "Kode pilihan Anda yang tidak berubah lagi: huruf kecil dan angka, misalnya bpjsjambi20241202.",
        ),
        column("Penerbit", true, Form::Text, "Siapa yang menerbitkan."),
        column("Judul", true, Form::Text, "Judul tulisan, atau nomor dan hal surat."),
        column("Tanggal terbit", false, Form::Date, "Tanggal terbit; boleh kosong."),
        column("Alamat web", false, Form::Text, "Alamat lengkap; boleh kosong."),
        column(
            "Jenis penerbit",
            true,
            Form::Words(authorities),
            "Menentukan angka mana yang dipakai bila sumber berbeda.",
        ),
    ]
}

fn source_rows() -> Vec<Vec<Value>> {
    vec![vec![
        Text("persadakita20250509"),
        Text("persadakita.id"),
        Text("Upaya Kolaboratif Tingkatkan Universal Coverage Jaminan Sosial Ketenagakerjaan"),
        Text("2025-05-09"),
        Text(
            "https://persadakita.id/pemerintah-konawe-perluas-perlindungan-jamsostek-bagi-pekerja-informal-dan-umkm",
        ),
        Text(Authority::Press.label()),
    ]]
}
