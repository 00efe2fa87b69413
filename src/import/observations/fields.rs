//! What a row says about its figures beside the numbers: date, segment, kind, source and unit.

use super::plan::SEGMENTS;
use super::{REMEMBERED, RowReader, said};
use crate::domain::{AsOf, Kind, SegmentCode};
use crate::import::finding::Rule;
use crate::import::header::{Field, segment_of};
use crate::import::sheet::Cell;
use crate::import::{date, total, unread};

impl RowReader<'_, '_> {
    /// The word of a row that sums up others.
    pub(super) fn total(&self) -> Option<&'static str> {
        total::word(&self.field(Field::Code), &self.field(Field::Name))
    }

    /// Refuses a row whose own cell says that its numbers are not people or percents.
    pub(super) fn hold_unit(&mut self) {
        let Some(place) = self.plan.unit else { return };
        let unit = self.text_at(place);
        let refused = unread::other_unit(self.row.line, self.title(place), &unit, unread::PEOPLE);
        if let Some(refused) = refused {
            self.sound = false;
            self.findings.push(refused);
        }
    }

    pub(super) fn date(&mut self) -> Option<AsOf> {
        if !self.filled(Field::AsOf) {
            let stated = self.context.options.as_of.or(self.header.sheet_as_of);
            if stated.is_none() && self.plan.groups.iter().any(|group| group.as_of.is_none()) {
                self.refuse(
                    Rule::R11,
                    Field::AsOf,
                    "tanggal data di baris ini kosong.".to_owned(),
                    "Isi tanggalnya, atau nyatakan satu tanggal untuk seluruh berkas.",
                );
            }
            return None;
        }
        let place = *self.plan.fields.get(&Field::AsOf)?;
        if !self.context.options.fixes.contains_key(&(self.row.line, place))
            && let Some(Cell::Date(day)) = self.row.cells.get(place)
        {
            let own = AsOf::day(*day);
            self.hold_date(own);
            return Some(own);
        }
        match date::as_of(&self.field(Field::AsOf), self.plan.date_style) {
            Ok(as_of) => as_of.inspect(|own| self.hold_date(*own)),
            Err(error) => {
                self.refuse(Rule::R11, Field::AsOf, error.to_string(), "");
                None
            }
        }
    }

    /// Holds the date of the row against the one that was stated for the whole file.
    fn hold_date(&mut self, own: AsOf) {
        if let Some(stated) = self.context.options.as_of
            && !own.agrees_with(stated)
        {
            self.sound = false;
            if !std::mem::replace(&mut self.memory.told_date, true) {
                self.findings.push(said::other_date(self.row.line, own, stated));
            }
        }
    }

    /// Holds the segment of the row against the one that was stated for the whole file.
    fn hold_segment(&mut self, own: &SegmentCode) {
        if let Some(stated) = &self.context.options.segment
            && stated != own
        {
            self.sound = false;
            if !std::mem::replace(&mut self.memory.told_segment, true) {
                let name = |code| self.context.segment_name(code);
                self.findings.push(said::other_segment(self.row.line, &name(own), &name(stated)));
            }
        }
    }

    pub(super) fn segment(&mut self) -> Option<i32> {
        if !self.filled(Field::Segment) {
            if let Some(code) = &self.context.options.segment {
                return self.context.segments.get(code).copied();
            }
            if self.plan.groups.iter().any(|group| group.segment.is_none()) {
                self.refuse(
                    Rule::Value,
                    Field::Segment,
                    "segmen di baris ini kosong.".to_owned(),
                    "Isi segmennya, atau nyatakan satu segmen untuk seluruh berkas.",
                );
            }
            return None;
        }
        let stated = self.field(Field::Segment);
        if let Some(id) = self.memory.segments.get(stated.as_ref()) {
            return Some(*id);
        }
        let stated = stated.into_owned();
        let code = self.context.named_segment(&stated).or_else(|| segment_of(&stated));
        let id = code.as_ref().and_then(|code| self.context.segments.get(code).copied());
        if let (Some(code), Some(_)) = (&code, id) {
            self.hold_segment(code);
            if !self.sound {
                return id;
            }
        }
        if let Some(id) = id
            && self.memory.segments.len() < REMEMBERED
        {
            self.memory.segments.insert(stated.clone(), id);
        }
        if id.is_none() {
            let reason = format!("segmen {} tidak dikenal.", stated.trim());
            self.refuse(Rule::Value, Field::Segment, reason, SEGMENTS);
        }
        id
    }

    pub(super) fn kind(&mut self) -> Option<Kind> {
        if !self.filled(Field::Kind) {
            return Some(self.context.options.kind.unwrap_or(Kind::Active));
        }
        let stated = self.field(Field::Kind).trim().to_lowercase();
        let kind = match stated.as_str() {
            "active" | "aktif" | "cakupan" => Some(Kind::Active),
            "registered" | "terdaftar" => Some(Kind::Registered),
            "committed" | "komitmen" => Some(Kind::Committed),
            "paid_once" | "bayar sekali" => Some(Kind::PaidOnce),
            "share_of_target" | "capaian target" => Some(Kind::ShareOfTarget),
            "other" | "lain" => Some(Kind::Other),
            _ => None,
        };
        if kind.is_none() {
            let reason = format!("jenis angka {stated} tidak dikenal.");
            self.refuse(
                Rule::Value,
                Field::Kind,
                reason,
                "Tulis aktif, terdaftar, atau capaian target.",
            );
        }
        kind
    }

    pub(super) fn source(&mut self) -> Option<i32> {
        let stated = self.field(Field::Source);
        let code = match (stated.trim(), self.context.options.source.as_deref()) {
            ("", None) => {
                self.refuse(
                    Rule::Value,
                    Field::Source,
                    "sumber di baris ini kosong.".to_owned(),
                    "Isi kode sumbernya, atau nyatakan satu sumber untuk seluruh berkas.",
                );
                return None;
            }
            ("", Some(code)) | (code, _) => code,
        };
        if code.is_empty() {
            let so = "Tulis kode sumbernya, atau nyatakan satu sumber untuk berkas ini.";
            self.refuse(Rule::Value, Field::Source, "sumber kosong.".to_owned(), so);
            return None;
        }
        let id = self.context.sources.get(code).copied();
        if id.is_none() {
            let code = code.to_owned();
            let reason = format!("sumber {code} tidak dikenal.");
            self.refuse(Rule::Value, Field::Source, reason, "Tambahkan sumbernya lebih dahulu.");
        }
        id
    }
}
