//! What the audit log knows of: one word for each thing that somebody did.

/// Something that somebody did and that is kept for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Signed in.
    SignIn,
    /// Signed out.
    SignOut,
    /// Ended all own sessions.
    SignOutEverywhere,
    /// Ended one own session from another one.
    EndSession,
    /// Changed the own password.
    ChangePassword,
    /// Added an account.
    AddAccount,
    /// Changed name, role or region of an account.
    ChangeAccount,
    /// Locked an account.
    LockAccount,
    /// Let a locked account in again.
    UnlockAccount,
    /// Gave an account a new password.
    ResetPassword,
    /// Brought figures in.
    Import,
    /// Took a batch back.
    WithdrawBatch,
    /// Chose between sources.
    DecideConflict,
    /// Put a change before a second person.
    Propose,
    /// Let what was entered onto the pages.
    Publish,
    /// Gave a proposed change back.
    GiveBack,
    /// Took back an own proposal.
    TakeBack,
}

impl Event {
    /// Every event, in the order of the list on the page.
    pub const ALL: [Self; 17] = [
        Self::Import,
        Self::WithdrawBatch,
        Self::DecideConflict,
        Self::Propose,
        Self::Publish,
        Self::GiveBack,
        Self::TakeBack,
        Self::SignIn,
        Self::SignOut,
        Self::SignOutEverywhere,
        Self::EndSession,
        Self::ChangePassword,
        Self::AddAccount,
        Self::ChangeAccount,
        Self::LockAccount,
        Self::UnlockAccount,
        Self::ResetPassword,
    ];

    /// The event in addresses and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "masuk",
            Self::SignOut => "keluar",
            Self::SignOutEverywhere => "keluar_semua",
            Self::EndSession => "akhiri_sesi",
            Self::ChangePassword => "ganti_sandi",
            Self::AddAccount => "tambah_pengguna",
            Self::ChangeAccount => "ubah_pengguna",
            Self::LockAccount => "kunci_pengguna",
            Self::UnlockAccount => "buka_pengguna",
            Self::ResetPassword => "sandi_baru",
            Self::Import => "impor",
            Self::WithdrawBatch => "batalkan_impor",
            Self::DecideConflict => "putuskan_angka",
            Self::Propose => "usulkan",
            Self::Publish => "terbitkan",
            Self::GiveBack => "kembalikan_usulan",
            Self::TakeBack => "tarik_usulan",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }

    /// The event as users read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::SignIn => "Masuk",
            Self::SignOut => "Keluar",
            Self::SignOutEverywhere => "Keluar dari semua perangkat",
            Self::EndSession => "Mengakhiri sesi",
            Self::ChangePassword => "Mengganti kata sandi",
            Self::AddAccount => "Menambah pengguna",
            Self::ChangeAccount => "Mengubah pengguna",
            Self::LockAccount => "Mengunci pengguna",
            Self::UnlockAccount => "Membuka kunci pengguna",
            Self::ResetPassword => "Membuat kata sandi baru",
            Self::Import => "Mengimpor data",
            Self::WithdrawBatch => "Menarik versi data",
            Self::DecideConflict => "Memilih angka",
            Self::Propose => "Mengusulkan perubahan",
            Self::Publish => "Menerbitkan data",
            Self::GiveBack => "Mengembalikan usulan",
            Self::TakeBack => "Menarik usulan",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_its_own_code_and_label() {
        let mut labels = std::collections::BTreeSet::new();
        for event in Event::ALL {
            assert_eq!(Event::find(event.code()), Some(event));
            assert!(labels.insert(event.label()), "{event:?}");
        }
    }
}
