//! The navigation: which places there are, who sees them, and where the visitor is.
//!
//! Decides what stands in it for whom, and what the phone's bar leaves out. Leaves the right to a place to its routes.

use super::PageContext;
use crate::people::{Permission, Role};

/// One place in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// Address.
    pub href: &'static str,
    /// Icon name.
    pub icon: &'static str,
    /// Translation key.
    pub text_key: &'static str,
    /// Is the visitor there?
    pub current: bool,
    /// Left out of the phone's bar.
    pub desk_only: bool,
    /// A gap before it.
    pub gap: bool,
}

/// Of the navigation: href, icon, text, permission, desk only, gap before.
type NavigationEntry = (
    &'static str,
    &'static str,
    &'static str,
    Option<Permission>,
    bool,
    bool,
);

impl PageContext {
    /// The navigation for this person.
    #[expect(clippy::too_many_lines, reason = "one table")]
    pub fn nav(&self) -> Vec<NavItem> {
        // Who must set a second factor up finds nothing anywhere else.
        let person = self.visitor().person().filter(|_| !self.visitor().must_enrol());
        let Some(person) = person else {
            return Vec::new();
        };
        let path = self.path();
        let places: [NavigationEntry; 11] = [
            (
                "/search",
                "search",
                "nav-search",
                Some(Permission::ReadPlaybook),
                false,
                false,
            ),
            (
                "/",
                "today",
                "nav-today",
                None,
                person.role == Role::Manager,
                false,
            ),
            (
                "/recordings",
                "recordings",
                "nav-recordings",
                Some(Permission::ReadRecordings),
                false,
                false,
            ),
            (
                "/evaluations",
                "scores",
                "nav-scores",
                Some(Permission::ReadEvaluations),
                true,
                false,
            ),
            (
                "/plans",
                "plans",
                "nav-plans",
                Some(Permission::ReadPlans),
                false,
                false,
            ),
            (
                "/snippets",
                "star",
                "nav-snippets",
                Some(Permission::ReadPlaybook),
                // The phone's bar has room for five.
                !matches!(person.role, Role::Manager | Role::Trainer),
                false,
            ),
            (
                "/playbook",
                "book",
                "nav-book",
                Some(Permission::ReadPlaybook),
                false,
                true,
            ),
            (
                "/checklists",
                "check",
                "nav-checklists",
                Some(Permission::EditChecklists),
                person.role == Role::Head,
                false,
            ),
            (
                "/people",
                "people",
                "nav-people",
                Some(Permission::ReadPeople),
                true,
                true,
            ),
            (
                "/jobs",
                "queue",
                "nav-jobs",
                Some(Permission::ManageJobs),
                true,
                false,
            ),
            (
                "/health",
                "verified",
                "nav-health",
                Some(Permission::SeeHealth),
                true,
                false,
            ),
        ];
        places
            .into_iter()
            .filter(|(.., permission, _, _)| permission.is_none_or(|needed| person.may(needed)))
            .map(|(href, icon, text_key, _, desk_only, gap)| {
                // A manager's recordings and plans are their own.
                let text_key = match (person.role, text_key) {
                    (Role::Manager, "nav-recordings") => "nav-my-calls",
                    (Role::Manager, "nav-plans") => "nav-my-plan",
                    _ => text_key,
                };
                // One-to-ones and what repeats are rooms of the plans.
                let coaching = ["/one-to-ones", "/defects", "/managers/"];
                let among_plans = href == "/plans" && coaching.iter().any(|room| path.starts_with(room));
                let inside = path
                    .strip_prefix(href)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                let current = if href == "/" {
                    path == "/"
                } else {
                    inside || among_plans
                };
                NavItem {
                    href,
                    icon,
                    text_key,
                    current,
                    desk_only,
                    gap,
                }
            })
            .collect()
    }
}
