//! The acts that are kept, each with its word and the group it is filtered by.

macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident = $word:tt in $group:ident),* $(,)?) => {
        crate::db::text_enum! {
            /// What was done.
            pub enum Act { $($(#[$doc])* $variant = $word),* }
        }
        impl Act {
            /// The group it is filtered by.
            pub const fn group(self) -> ActGroup {
                match self { $(Self::$variant => ActGroup::$group),* }
            }
        }
    };
}

crate::db::text_enum! {
    /// What acts are about, for the log's filter.
    pub enum ActGroup {
        /// Who works here, as what and where.
        People = "people",
        /// Links, sign-ins, sessions, passwords, tokens: for the administrator, and for each person their own.
        Access = "access",
        /// Recordings, their texts, and what is said about them.
        Calls = "calls",
        /// Evaluations, checklists, calibrations, what is to be heard.
        Scores = "scores",
        /// Plans, warnings, one-to-ones.
        Plans = "plans",
        /// The playbook and the glossary.
        Book = "book",
        /// The queue and the service itself.
        System = "system",
    }
}

acts! {
    /// Somebody was added.
    PersonAdded = "person-added" in People,
    /// Name, role or team of somebody was changed. Detail: which.
    PersonChanged = "person-changed" in People,
    /// Somebody got another role. Detail: before and after.
    RoleChanged = "role-changed" in People,
    /// Somebody moved to another team.
    TeamChanged = "team-changed" in People,
    /// Somebody may not sign in any more.
    PersonLeft = "person-left" in People,
    /// Somebody may sign in again.
    PersonReturned = "person-returned" in People,
    /// It was said which part of selling a manager does. Detail: before and after.
    FunctionSet = "function-set" in People,
    /// What is kept about a person was taken out as a file.
    DataExported = "data-exported" in People,
    /// A team was added.
    TeamAdded = "team-added" in People,
    /// The first link was made for somebody who has no password yet.
    PersonInvited = "person-invited" in Access,
    /// Somebody chose their first password by such a link. Detail: from where.
    InvitationUsed = "invitation-used" in Access,
    /// A link was made with which the password of somebody who has one can be chosen anew.
    LinkMade = "link-made" in Access,
    /// Such a link was used. Detail: from where.
    LinkUsed = "link-used" in Access,
    /// Somebody has read which links were made for them.
    LinkNoticeSeen = "link-notice-seen" in Access,
    /// Somebody signed in. Detail: from where.
    SignedIn = "signed-in" in Access,
    /// Somebody signed in from a browser that was new to them. Detail: from where.
    NewBrowser = "new-browser" in Access,
    /// Somebody said that a sign-in was not theirs, and ended all others.
    SignInDisowned = "sign-in-disowned" in Access,
    /// Somebody did not get in. Detail: from where; kept once an hour with how often.
    SignInFailed = "sign-in-failed" in Access,
    /// Somebody signed out. Detail: from where.
    SignedOut = "signed-out" in Access,
    /// Somebody ended another of their sessions.
    SessionEnded = "session-ended" in Access,
    /// Somebody changed their password. Detail: from where.
    PasswordChanged = "password-changed" in Access,
    /// A second factor was added. Detail: which.
    SecondFactorAdded = "second-factor-added" in Access,
    /// A second factor was removed by its owner. Detail: which.
    SecondFactorRemoved = "second-factor-removed" in Access,
    /// All second factors of somebody were taken away.
    SecondFactorReset = "second-factor-reset" in Access,
    /// Somebody who knew the password failed at the second step. Detail: from where.
    SecondFactorFailed = "second-factor-failed" in Access,
    /// New recovery codes were made.
    RecoveryCodesMade = "recovery-codes-made" in Access,
    /// A recovery code was used. Detail: how many are left.
    RecoveryCodeUsed = "recovery-code-used" in Access,
    /// A token of the API was made.
    TokenMade = "token-made" in Access,
    /// A token of the API was ended.
    TokenRevoked = "token-revoked" in Access,
    /// A recording came in.
    RecordingUploaded = "recording-uploaded" in Calls,
    /// Facts of a recording were changed. Detail: which.
    RecordingChanged = "recording-changed" in Calls,
    /// A recording was given to another manager.
    RecordingReassigned = "recording-reassigned" in Calls,
    /// Somebody other than the manager played a recording.
    RecordingHeard = "recording-heard" in Calls,
    /// Somebody other than the manager took a copy of a recording's sound.
    RecordingDownloaded = "recording-downloaded" in Calls,
    /// A recording was deleted.
    RecordingDeleted = "recording-deleted" in Calls,
    /// A recording was deleted with every trace of its sound.
    RecordingErased = "recording-erased" in Calls,
    /// The same sound was brought again for a recording whose file was lost or rotten. Detail: which.
    FileMended = "file-mended" in Calls,
    /// Files without a recording were put to the found ones. Detail: how many.
    FilesSetAside = "files-set-aside" in Calls,
    /// A found file was played.
    FileHeard = "file-heard" in Calls,
    /// A found file became a recording.
    FileTakenIn = "file-taken-in" in Calls,
    /// A found file was removed for good.
    FileForgotten = "file-forgotten" in Calls,
    /// A recording was to be transcribed again.
    TranscriptionAsked = "transcription-asked" in Calls,
    /// The transcription of a recording was called off.
    TranscriptionCancelled = "transcription-cancelled" in Calls,
    /// A transcript came as a file.
    TranscriptImported = "transcript-imported" in Calls,
    /// Words of a transcript were changed.
    TranscriptEdited = "transcript-edited" in Calls,
    /// An earlier text of a transcript was put back.
    TranscriptRestored = "transcript-restored" in Calls,
    /// Another version of the transcript is shown.
    TranscriptChosen = "transcript-chosen" in Calls,
    /// Words that were filtered out were put back.
    TranscriptUnfiltered = "transcript-unfiltered" in Calls,
    /// Somebody other than the manager took a transcript as a file.
    TranscriptDownloaded = "transcript-downloaded" in Calls,
    /// It was said anew who speaks in a recording.
    SpeakersChanged = "speakers-changed" in Calls,
    /// A snippet was cut out of a recording.
    SnippetMade = "snippet-made" in Calls,
    /// A snippet was renamed or filed elsewhere.
    SnippetChanged = "snippet-changed" in Calls,
    /// Somebody other than the manager played a snippet.
    SnippetHeard = "snippet-heard" in Calls,
    /// A snippet was removed.
    SnippetDeleted = "snippet-deleted" in Calls,
    /// A removed snippet was taken back.
    SnippetRestored = "snippet-restored" in Calls,
    /// It was said on what ground the client of a shared snippet may be heard.
    GroundStated = "ground-stated" in Calls,
    /// A manager's consent to let everybody hear a snippet was put down.
    ConsentGiven = "consent-given" in Calls,
    /// That consent was taken back.
    ConsentWithdrawn = "consent-withdrawn" in Calls,
    /// Somebody commented on a moment, or answered there.
    CommentMade = "comment-made" in Calls,
    /// A comment was closed, or the question in it given up.
    CommentSettled = "comment-settled" in Calls,
    /// A comment was deleted.
    CommentDeleted = "comment-deleted" in Calls,
    /// A playlist was put together.
    PlaylistMade = "playlist-made" in Calls,
    /// A playlist was changed.
    PlaylistChanged = "playlist-changed" in Calls,
    /// A playlist was deleted.
    PlaylistDeleted = "playlist-deleted" in Calls,
    /// A deleted playlist was taken back.
    PlaylistRestored = "playlist-restored" in Calls,
    /// A draft of an evaluation was begun.
    EvaluationBegun = "evaluation-begun" in Scores,
    /// A draft was thrown away.
    EvaluationDiscarded = "evaluation-discarded" in Scores,
    /// A draft that was thrown away was taken back.
    EvaluationRestored = "evaluation-restored" in Scores,
    /// An evaluation became final. Detail: its total.
    EvaluationPublished = "evaluation-published" in Scores,
    /// A manager acknowledged their evaluation.
    EvaluationAcknowledged = "evaluation-acknowledged" in Scores,
    /// A mark of a published evaluation was corrected. Detail: item, total before, total since.
    EvaluationCorrected = "evaluation-corrected" in Scores,
    /// A manager said their own opinion of a call.
    OpinionGiven = "opinion-given" in Scores,
    /// A manager appealed a mark. Detail: item.
    AppealLodged = "appeal-lodged" in Scores,
    /// A manager took an appeal back. Detail: item.
    AppealWithdrawn = "appeal-withdrawn" in Scores,
    /// An appeal was decided. Detail: item, outcome.
    AppealDecided = "appeal-decided" in Scores,
    /// A version of a checklist was published. Detail: its number.
    ChecklistPublished = "checklist-published" in Scores,
    /// A checklist was put away.
    ChecklistArchived = "checklist-archived" in Scores,
    /// A checklist was taken back.
    ChecklistRestored = "checklist-restored" in Scores,
    /// A checklist became the standard one.
    ChecklistStandard = "checklist-standard" in Scores,
    /// A checklist was made of a sheet.
    ChecklistImported = "checklist-imported" in Scores,
    /// A checklist left as a sheet.
    ChecklistDownloaded = "checklist-downloaded" in Scores,
    /// Evaluations left as a file. Detail: how many, in which form.
    EvaluationsExported = "evaluations-exported" in Scores,
    /// A calibration was begun.
    CalibrationBegun = "calibration-begun" in Scores,
    /// A reviewer handed a card of a calibration in.
    CalibrationHandedIn = "calibration-handed-in" in Scores,
    /// A calibration's results were opened with cards missing.
    CalibrationRevealed = "calibration-revealed" in Scores,
    /// A mark was agreed in a calibration.
    CalibrationAgreed = "calibration-agreed" in Scores,
    /// A calibration was ended.
    CalibrationEnded = "calibration-ended" in Scores,
    /// A calibration nobody had handed a card in for was deleted.
    CalibrationDeleted = "calibration-deleted" in Scores,
    /// A head changed how many calls are to be heard, or which.
    QuotaChanged = "quota-changed" in Scores,
    /// Calls of a manager were drawn by lot.
    CallsDrawn = "calls-drawn" in Scores,
    /// A drawn call was given up for another. Detail: why.
    PickReplaced = "pick-replaced" in Scores,
    /// An action plan was written.
    PlanWritten = "plan-written" in Plans,
    /// A plan's words or targets were changed.
    PlanChanged = "plan-changed" in Plans,
    /// A manager acknowledged their plan.
    PlanAcknowledged = "plan-acknowledged" in Plans,
    /// It was said what became of a target. Detail: its position, counted from 0, and the outcome.
    TargetDecided = "target-decided" in Plans,
    /// A written warning was issued. Detail: item.
    WarningIssued = "warning-issued" in Plans,
    /// A manager acknowledged a written warning; the detail says whether they agree.
    WarningAcknowledged = "warning-acknowledged" in Plans,
    /// A one-to-one was planned.
    OneToOnePlanned = "one-to-one-planned" in Plans,
    /// The notes of a one-to-one were changed.
    OneToOneChanged = "one-to-one-changed" in Plans,
    /// A one-to-one took place.
    OneToOneHeld = "one-to-one-held" in Plans,
    /// A one-to-one was called off.
    OneToOneCancelled = "one-to-one-cancelled" in Plans,
    /// The book was begun: with the sample, with templates or with files that are brought.
    BookBegun = "book-begun" in Book,
    /// An entry of the book was written.
    EntryMade = "entry-made" in Book,
    /// An entry of the book was changed.
    EntrySaved = "entry-saved" in Book,
    /// An earlier text of an entry was put back.
    EntryRestored = "entry-restored" in Book,
    /// An entry got another name.
    EntryRenamed = "entry-renamed" in Book,
    /// An entry was published, made a draft or archived.
    EntryStatusSet = "entry-status-set" in Book,
    /// An entry was deleted; it can be taken back.
    EntryRemoved = "entry-removed" in Book,
    /// A deleted entry was taken back.
    EntryReturned = "entry-returned" in Book,
    /// An entry was found to be still right.
    EntryVerified = "entry-verified" in Book,
    /// A picture was added to the book.
    ImageAdded = "image-added" in Book,
    /// A change to an entry was suggested.
    SuggestionMade = "suggestion-made" in Book,
    /// A suggested change was taken over.
    SuggestionAccepted = "suggestion-accepted" in Book,
    /// A suggested change was declined.
    SuggestionDeclined = "suggestion-declined" in Book,
    /// A question without an answer was settled.
    QuestionSettled = "question-settled" in Book,
    /// A term was added to the glossary.
    TermAdded = "term-added" in Book,
    /// A term of the glossary was changed.
    TermChanged = "term-changed" in Book,
    /// A term was removed from the glossary.
    TermRemoved = "term-removed" in Book,
    /// A job of the queue was tried again. Detail: which kind of work, as for the next two.
    JobRetried = "job-retried" in System,
    /// A job of the queue was called off.
    JobCancelled = "job-cancelled" in System,
    /// A job was put at the head of the queue.
    JobFirst = "job-first" in System,
    /// The queue was paused.
    QueuePaused = "queue-paused" in System,
    /// The queue went on.
    QueueResumed = "queue-resumed" in System,
    /// Somebody asked what erasing a client or a person would take.
    ErasureAsked = "erasure-asked" in System,
    /// Such an erasing was confirmed.
    ErasureConfirmed = "erasure-confirmed" in System,
    /// Such an erasing was given up before it began.
    ErasureWithdrawn = "erasure-withdrawn" in System,
    /// A client or a person was erased.
    ErasureDone = "erasure-done" in System,
    /// What was kept for its time was removed by the service. Detail: how many of each kind.
    RetentionSwept = "retention-swept" in System,
    /// All data was copied into a backup by hand.
    BackupMade = "backup-made" in System,
    /// Database and directory of recordings were said to be one installation.
    InstallationAdopted = "installation-adopted" in System,
    /// The demonstration's data was put in.
    DemonstrationMade = "demonstration-made" in System,
}
