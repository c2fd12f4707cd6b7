//! A recording and the states it goes through.

use crate::db::JsonText;
use crate::i18n::Locale;
use crate::id::{PersonId, RecordingId};
use crate::side::Side;
use crate::speech::audio::ReadBy;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// How far a recording is.
    pub enum RecordingState {
        /// Waits for its transcription.
        Queued = "queued",
        /// Is being transcribed.
        Transcribing = "transcribing",
        /// Has a transcript.
        Ready = "ready",
        /// Has none and will not get one by itself.
        Failed = "failed",
    }
}

impl RecordingState {
    /// Is this step one that may happen? Staying is always allowed.
    pub const fn may_become(self, to: Self) -> bool {
        use RecordingState::{Failed, Queued, Ready, Transcribing};
        match (self, to) {
            (Queued | Transcribing, _) | (Ready | Failed, Queued) | (Failed, Ready) => true,
            (from, to) => from as u8 == to as u8,
        }
    }

    /// Does it still move without a person?
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Queued | Self::Transcribing)
    }
}

crate::db::text_enum! {
    /// Who called whom.
    pub enum Direction {
        /// The client called.
        In = "in",
        /// The manager called.
        Out = "out",
    }
}

crate::db::text_enum! {
    /// What kind of call it was; guide values of the conversation differ by it.
    pub enum CallType {
        /// The first call to somebody who did not ask for it.
        First = "first",
        /// An inbound request.
        Request = "request",
        /// A further call in a deal.
        Repeat = "repeat",
        /// After the offer was sent.
        Offer = "offer",
        /// Looking after a client.
        Service = "service",
        /// Anything else.
        Other = "other",
    }
}

crate::db::text_enum! {
    /// How the call ended for the manager's aim.
    pub enum CallOutcome {
        /// The aim of the call was reached: a visit, a meeting, an order.
        Reached = "reached",
        /// The client thinks, or asked to call later.
        Later = "later",
        /// The client refused.
        Refused = "refused",
        /// Not a client of ours: wrong number, another need.
        Unfit = "unfit",
    }
}

/// A call recording with the facts of the call.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Recording {
    /// Identifier.
    pub id: RecordingId,
    /// Whose call it is.
    pub manager_id: PersonId,
    /// Their full name.
    pub manager_name: String,
    /// Who brought the file; absent when they are gone.
    pub uploaded_by: Option<PersonId>,
    /// SHA-256 of the file, hexadecimal.
    pub file_hash: String,
    /// The file's name where it came from.
    pub file_name: String,
    /// Size of the file.
    pub bytes: i64,
    /// Content type for players.
    pub content_type: String,
    /// Usual ending of such files, without the dot.
    pub extension: String,
    /// Length in milliseconds; what the headers promise until the file was read through.
    pub duration_ms: i64,
    /// 1 or 2, as in the file.
    pub channels: i32,
    /// Where the sound breaks off, in milliseconds, when it does.
    pub damaged_at_ms: Option<i64>,
    /// Whose decoder reads the file.
    pub read_by: ReadBy,
    /// What is spoken.
    pub language: Locale,
    /// Where the manager is heard in a stereo call.
    pub manager_channel: Side,
    /// The other party, as people call it; may be empty.
    pub client: String,
    /// Their telephone number as entered; may be empty.
    pub phone: String,
    /// Who called whom, when known.
    pub direction: Option<Direction>,
    /// When the call began.
    pub called_at: Timestamp,
    /// What kind of call, when said.
    pub call_type: Option<CallType>,
    /// How it ended, when said.
    pub outcome: Option<CallOutcome>,
    /// Free words.
    pub note: String,
    /// Words people gave it.
    pub tags: JsonText<Vec<String>>,
    /// How far it is.
    pub state: RecordingState,
    /// Why it failed or waits: text `error-<code>`.
    pub error_code: Option<String>,
    /// Values for that text.
    pub error_args: Option<JsonText<Vec<(String, String)>>>,
    /// When it was taken in.
    pub created_at: Timestamp,
}

impl Recording {
    /// What to call it: the client, else the number, else the file.
    pub fn title(&self) -> &str {
        [&self.client, &self.phone, &self.file_name]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", String::as_str)
    }

    /// Read by the ffmpeg of the machine, not by ourselves.
    pub const fn is_foreign(&self) -> bool {
        matches!(self.read_by, ReadBy::Ffmpeg)
    }

    /// Both parties on one channel: nobody can say who speaks.
    pub const fn is_mono(&self) -> bool {
        self.channels < 2
    }
}

#[cfg(test)]
mod tests {
    use super::RecordingState;

    #[test]
    fn the_steps_that_may_happen() {
        let steps: Vec<String> = RecordingState::ALL
            .iter()
            .map(|from| {
                let to: Vec<&str> = RecordingState::ALL
                    .iter()
                    .filter(|to| from != *to && from.may_become(**to))
                    .map(|to| to.as_str())
                    .collect();
                format!("{from} → {}", to.join(", "))
            })
            .collect();
        assert_eq!(
            steps,
            [
                "queued → transcribing, ready, failed",
                "transcribing → queued, ready, failed",
                "ready → queued",
                "failed → queued, ready",
            ]
        );
    }
}
