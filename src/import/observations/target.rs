//! Columns of targets among figures, and what they leave open about the others.

use super::plan::Group;
use crate::domain::wording::fold;
use crate::import::finding::Asks;
use crate::import::header::Header;
use crate::import::options::Options;

/// What a column of targets leaves open about those beside it: what is asked, why, and what to do.
pub(super) fn beside(
    header: &Header,
    options: &Options,
    groups: &[Group],
    is_open: bool,
) -> Vec<(Asks, String, &'static str)> {
    let begins = |title: &str, words: &[&str]| {
        fold(title).split(' ').next().is_some_and(|first| words.contains(&first))
    };
    let is_target = |title: &str| begins(title, &["target", "sasaran"]);
    let mut asked = Vec::new();
    let Some(target) = header.columns.iter().find(|column| is_target(&column.title)) else {
        return asked;
    };
    let target = target.title.trim();
    for column in &header.columns {
        let is_result = begins(&column.title, &["realisasi", "capaian", "pencapaian"]);
        if is_result && options.field_of(column).is_none() {
            let title = column.title.trim();
            asked.push((
                Asks::Columns,
                format!("isi kolom {title} di sebelah {target} tidak jelas."),
                "Nyatakan kolom itu sebagai peserta aktif bila demikian, atau abaikan.",
            ));
        }
    }
    let without_base = |group: &Group| group.percent.is_some() && group.workforce.is_none();
    if is_open && groups.iter().any(without_base) {
        asked.push((
            Asks::Percent,
            format!("persennya cakupan, atau capaian terhadap {target}?"),
            "Nyatakan yang mana (pilihan Arti persen, atau --percent).",
        ));
    }
    asked
}
