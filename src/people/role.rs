//! The one table of who may do what.

crate::db::text_enum! {
    /// What a person does in the department.
    pub enum Role {
        /// Менеджер: the salesperson.
        Manager = "manager",
        /// РОП: leads a team, listens, scores, plans.
        Head = "head",
        /// Trainer: keeps the playbook.
        Trainer = "trainer",
        /// Administrator: installs, manages people.
        Admin = "admin",
    }
}

crate::db::text_enum! {
    /// Which part of selling a manager does; scripts and checklists differ by it.
    pub enum Function {
        /// Finds new customers.
        Hunter = "hunter",
        /// Closes deals and raises the bill.
        Closer = "closer",
        /// Keeps customers and grows them.
        Farmer = "farmer",
        /// Is still learning.
        Newcomer = "newcomer",
    }
}

crate::db::text_enum! {
    /// One thing somebody may do. Whose work it reaches is decided by [`super::Scope`].
    pub enum Permission {
        /// Read and search the playbook.
        ReadPlaybook = "read-playbook",
        /// See the playbook's lint report.
        CheckPlaybook = "check-playbook",
        /// Change the playbook: write it in the browser, put earlier texts back, verify, decide on suggestions and on what has
        /// no answer. To suggest needs reading alone.
        EditPlaybook = "edit-playbook",
        /// See the glossary, add, change and remove its terms.
        EditGlossary = "edit-glossary",
        /// See and hear recordings, read transcripts.
        ReadRecordings = "read-recordings",
        /// Upload recordings and change their facts.
        UploadRecordings = "upload-recordings",
        /// Delete recordings.
        DeleteRecordings = "delete-recordings",
        /// See the queue of background work, retry, cancel, put first.
        ManageJobs = "manage-jobs",
        /// Pause the whole queue and let it go on.
        PauseJobs = "pause-jobs",
        /// See which recordings lost their files, take found files in again, remove them.
        ManageFiles = "manage-files",
        /// See how the service is: disks, database, backups, clock.
        SeeHealth = "see-health",
        /// Read evaluations and checklists' results.
        ReadEvaluations = "read-evaluations",
        /// Fill in and publish evaluations.
        Evaluate = "evaluate",
        /// Write checklists: drafts, versions, which one is standard.
        EditChecklists = "edit-checklists",
        /// Say one's own opinion of one's call before the score is shown.
        SelfAssess = "self-assess",
        /// Acknowledge one's own published evaluation and appeal its marks.
        AnswerEvaluations = "answer-evaluations",
        /// See the appeals of those one leads and decide on them.
        DecideAppeals = "decide-appeals",
        /// Read action plans.
        ReadPlans = "read-plans",
        /// Write action plans and decide whether targets were met.
        WritePlans = "write-plans",
        /// Acknowledge one's own plan.
        AcknowledgePlans = "acknowledge-plans",
        /// See people and teams.
        ReadPeople = "read-people",
        /// Say which part of selling a manager does.
        SetFunctions = "set-functions",
        /// Read the audit log: the administrator's whole, a head's of the team.
        ReadAudit = "read-audit",
        /// Add people, change roles, reset passwords.
        ManagePeople = "manage-people",
        /// Cut snippets out of recordings one sees, say and take back the manager's consent to share them.
        CutSnippets = "cut-snippets",
        /// Put playlists together. To hear them needs reading the playbook alone.
        ArrangePlaylists = "arrange-playlists",
        /// See for how long what is kept, and what goes next: a head of the team's.
        ReadRetention = "read-retention",
        /// Erase clients and people who left, and take out what is kept about a person.
        Forget = "forget",
    }
}

impl Role {
    /// May somebody with this role do it at all?
    pub const fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::ReadPlaybook => true,
            P::CheckPlaybook | P::EditGlossary => matches!(self, Self::Trainer | Self::Head | Self::Admin),
            P::EditPlaybook | P::EditChecklists | P::ArrangePlaylists => {
                matches!(self, Self::Trainer | Self::Head)
            }
            P::ReadRecordings | P::UploadRecordings => {
                matches!(self, Self::Manager | Self::Head | Self::Admin)
            }
            P::DeleteRecordings
            | P::ManageJobs
            | P::ReadPeople
            | P::SetFunctions
            | P::ReadAudit
            | P::ReadRetention => {
                matches!(self, Self::Head | Self::Admin)
            }
            P::ReadEvaluations | P::ReadPlans | P::CutSnippets => matches!(self, Self::Manager | Self::Head),
            P::Evaluate | P::WritePlans | P::DecideAppeals => matches!(self, Self::Head),
            P::SelfAssess | P::AnswerEvaluations | P::AcknowledgePlans => matches!(self, Self::Manager),
            P::ManagePeople | P::PauseJobs | P::ManageFiles | P::SeeHealth | P::Forget => {
                matches!(self, Self::Admin)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_matrix() {
        use std::fmt::Write as _;
        let mut text = format!("{:18}", "");
        for role in Role::ALL {
            write!(text, "{:>9}", role.as_str()).unwrap();
        }
        for permission in Permission::ALL {
            write!(text, "\n{:18}", permission.as_str()).unwrap();
            for role in Role::ALL {
                write!(text, "{:>9}", if role.allows(*permission) { "yes" } else { "–" }).unwrap();
            }
        }
        insta::assert_snapshot!(text);
    }
}
