//! Who may do what: the roles of people, and the one function that decides.

use super::RegionCode;

/// What somebody is to Cakupan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Looks after accounts, and may do everything else.
    Admin,
    /// Enters figures of any region.
    CentralEditor,
    /// Enters figures of one region and what is below it.
    RegionalEditor,
    /// The second person, who publishes what others have entered.
    Checker,
    /// Reads pages that are not public.
    Reader,
}

impl Role {
    /// Every role, from the most to the least powerful.
    pub const ALL: [Self; 5] =
        [Self::Admin, Self::CentralEditor, Self::RegionalEditor, Self::Checker, Self::Reader];

    /// The role as users read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::CentralEditor => "Editor pusat",
            Self::RegionalEditor => "Editor daerah",
            Self::Checker => "Pemeriksa",
            Self::Reader => "Pembaca",
        }
    }

    /// The role in forms, commands and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::CentralEditor => "editor_pusat",
            Self::RegionalEditor => "editor_daerah",
            Self::Checker => "pemeriksa",
            Self::Reader => "pembaca",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Read pages, where they are not public.
    Read,
    /// Bring figures in.
    Import,
    /// Take a batch back.
    WithdrawBatch,
    /// Choose between sources that contradict each other.
    DecideConflict,
    /// Let what somebody else has entered onto the pages.
    Publish,
    /// Add, change and lock accounts.
    ManageAccounts,
    /// Read what others did.
    ReadAudit,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Import,
        Self::WithdrawBatch,
        Self::DecideConflict,
        Self::Publish,
        Self::ManageAccounts,
        Self::ReadAudit,
    ];
}

/// A role, with the region of an [`Role::RegionalEditor`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    role: Role,
    region: Option<RegionCode>,
}

/// A role and a region that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// A regional editor needs a region.
    #[error("a regional editor needs a region")]
    NoRegion,
    /// No other role has one.
    #[error("only a regional editor has a region")]
    NeedlessRegion,
}

impl Grant {
    /// A role with its region.
    ///
    /// # Errors
    /// When the region is missing, or the role has none.
    pub fn new(role: Role, region: Option<RegionCode>) -> Result<Self, Mismatch> {
        match (role, &region) {
            (Role::RegionalEditor, None) => Err(Mismatch::NoRegion),
            (Role::RegionalEditor, Some(_)) | (_, None) => Ok(Self { role, region }),
            (_, Some(_)) => Err(Mismatch::NeedlessRegion),
        }
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The region, which only a regional editor has.
    pub fn region(&self) -> Option<&RegionCode> {
        self.region.as_ref()
    }
}

/// Whether somebody may do something with a region; `None` stands for all regions at once.
pub fn may(grant: &Grant, act: Act, region: Option<&RegionCode>) -> bool {
    let enters = matches!(act, Act::Import | Act::WithdrawBatch | Act::DecideConflict);
    let own = || grant.region.as_ref().zip(region).is_some_and(|(own, other)| own.covers(other));
    act == Act::Read
        || match grant.role {
            Role::Admin => true,
            // Whoever enters figures does not publish them too: that is for a second person.
            Role::CentralEditor => enters,
            Role::RegionalEditor => enters && own(),
            Role::Checker => matches!(act, Act::Publish | Act::ReadAudit),
            Role::Reader => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    /// What each role may do with all regions, with Jambi, with Batanghari in Jambi, and with Aceh.
    #[test]
    fn every_role_and_every_act() {
        let jambi = Some(code("15"));
        let everywhere = [true; 4];
        let nowhere = [false; 4];
        let jambi_only = [false, true, true, false];
        for (role, region, allowed) in [
            (Role::Admin, None, [everywhere; 7]),
            (
                Role::CentralEditor,
                None,
                [everywhere, everywhere, everywhere, everywhere, nowhere, nowhere, nowhere],
            ),
            (
                Role::RegionalEditor,
                jambi,
                [everywhere, jambi_only, jambi_only, jambi_only, nowhere, nowhere, nowhere],
            ),
            (
                Role::Checker,
                None,
                [everywhere, nowhere, nowhere, nowhere, everywhere, nowhere, everywhere],
            ),
            (
                Role::Reader,
                None,
                [everywhere, nowhere, nowhere, nowhere, nowhere, nowhere, nowhere],
            ),
        ] {
            let grant = Grant::new(role, region).unwrap();
            for (act, wanted) in Act::ALL.into_iter().zip(allowed) {
                let regions = [None, Some(code("15")), Some(code("15.04")), Some(code("11"))];
                let found = regions.map(|region| may(&grant, act, region.as_ref()));
                assert_eq!(found, wanted, "{role:?} {act:?}");
            }
        }
    }

    #[test]
    fn a_regional_editor_stays_inside_the_own_region() {
        let grant = Grant::new(Role::RegionalEditor, Some(code("15.04"))).unwrap();
        for (region, wanted) in [
            ("15.04", true),
            ("15.04.01", true),
            ("15.04.01.2001", true),
            ("15", false),
            ("ID", false),
            ("15.05", false),
        ] {
            assert_eq!(may(&grant, Act::Import, Some(&code(region))), wanted, "{region}");
        }
        let nation = Grant::new(Role::RegionalEditor, Some(RegionCode::nation())).unwrap();
        assert!(may(&nation, Act::Import, Some(&code("91.01"))));
    }

    #[test]
    fn a_region_belongs_to_a_regional_editor_only() {
        assert_eq!(Grant::new(Role::RegionalEditor, None), Err(Mismatch::NoRegion));
        for role in Role::ALL.into_iter().filter(|role| *role != Role::RegionalEditor) {
            assert_eq!(Grant::new(role, Some(code("15"))), Err(Mismatch::NeedlessRegion));
            assert!(Grant::new(role, None).is_ok());
        }
    }

    #[test]
    fn codes_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::find(role.code()), Some(role));
        }
        assert_eq!(Role::find("Admin"), None);
    }
}
