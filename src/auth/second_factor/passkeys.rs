//! Passkeys: a key of the person's device, unlocked there by finger, face or PIN.
//!
//! Decides under what name the service is known to devices: the host of `public_url`. Browsers bind a passkey to it and give
//! none to an address in figures or without https, this machine apart; there is no [`Site`] then. What is asked waits in
//! the database for one answer, so that it may come to another process, and is never sent along. The checks themselves are
//! the library's; the device has to verify its user, so that a passkey found on a desk opens nothing.

use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{
    CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use super::store::PasskeyRow;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::people::Person;

/// The service as devices know it.
pub(crate) struct Site(Webauthn);

/// What a device is asked, and what we keep of the question.
#[derive(Debug)]
pub(crate) struct PasskeyChallenge {
    /// For the browser.
    pub(crate) options: serde_json::Value,
    /// For us.
    pub(crate) state: String,
}

impl Site {
    /// Where passkeys can be used at all.
    pub(crate) fn from_config(config: &Config) -> Option<Self> {
        let origin = url::Url::parse(&config.public_url).ok()?;
        let host = origin.domain()?.to_owned();
        let trusted = origin.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
        let builder = trusted.then(|| WebauthnBuilder::new(&host, &origin).ok())??;
        builder.rp_name(&config.company).build().ok().map(Self)
    }

    /// Asks for a new passkey; devices that have one of these are left out.
    pub(crate) fn ask_new(&self, person: &Person, there: &[PasskeyRow]) -> Result<PasskeyChallenge> {
        let known: Result<Vec<CredentialID>> = there
            .iter()
            .map(|row| stored(row).map(|passkey| passkey.cred_id().clone()))
            .collect();
        let challenge =
            self.0
                .start_passkey_registration(handle(person), &person.login, &person.name, Some(known?));
        let (options, state) = challenge.map_err(Error::internal)?;
        question(&options, &state)
    }

    /// The new passkey out of the device's answer: its credential's name, and what is stored.
    pub(crate) fn new_passkey(&self, state: &str, answer: &str) -> Result<(String, String)> {
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(Error::internal)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(refused)?;
        let passkey = self
            .0
            .finish_passkey_registration(&answer, &state)
            .map_err(refused)?;
        Ok((credential(&passkey), kept(&passkey)?))
    }

    /// Asks for one of these passkeys.
    pub(crate) fn ask(&self, there: &[PasskeyRow]) -> Result<PasskeyChallenge> {
        let known: Result<Vec<Passkey>> = there.iter().map(stored).collect();
        let (options, state) = self
            .0
            .start_passkey_authentication(&known?)
            .map_err(Error::internal)?;
        question(&options, &state)
    }

    /// The passkey that gave this answer, as it is to be stored from now on.
    pub(crate) fn answered(&self, there: Vec<PasskeyRow>, state: &str, answer: &str) -> Result<PasskeyRow> {
        let state: PasskeyAuthentication = serde_json::from_str(state).map_err(Error::internal)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(refused)?;
        let result = self
            .0
            .finish_passkey_authentication(&answer, &state)
            .map_err(refused)?;
        for mut row in there {
            let mut passkey = stored(&row)?;
            if let Some(changed) = passkey.update_credential(&result) {
                if changed {
                    row.passkey = kept(&passkey)?;
                }
                return Ok(row);
            }
        }
        Err(Error::new(ErrorKind::BadInput, "passkey-refused"))
    }
}

/// The name of a person on their devices: it tells nothing, and stays when login and name change.
fn handle(person: &Person) -> Uuid {
    let hash: [u8; 32] = Sha256::digest(person.id.as_str().as_bytes()).into();
    let (half, _) = hash.split_at(16);
    Uuid::from_slice(half).unwrap_or_default()
}

fn question(options: &impl serde::Serialize, state: &impl serde::Serialize) -> Result<PasskeyChallenge> {
    Ok(PasskeyChallenge {
        options: serde_json::to_value(options).map_err(Error::internal)?,
        state: serde_json::to_string(state).map_err(Error::internal)?,
    })
}

fn stored(row: &PasskeyRow) -> Result<Passkey> {
    serde_json::from_str(&row.passkey).map_err(Error::internal)
}

fn kept(passkey: &Passkey) -> Result<String> {
    serde_json::to_string(passkey).map_err(Error::internal)
}

fn credential(passkey: &Passkey) -> String {
    let name: &[u8] = passkey.cred_id().as_ref();
    crate::id::hex(name)
}

fn refused(error: impl Into<anyhow::Error>) -> Error {
    Error::new(ErrorKind::BadInput, "passkey-refused").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    fn has_site(public_url: &str) -> bool {
        let sources = Sources::default().with_flag("public_url", public_url);
        Site::from_config(&Config::load(&sources).unwrap()).is_some()
    }

    #[test]
    fn passkeys_need_a_name_and_https() {
        for good in [
            "https://book.example.ru",
            "https://book.example.ru:8443",
            "http://localhost:8080",
        ] {
            assert!(has_site(good), "{good}");
        }
        for bad in [
            "http://book.example.ru",
            "https://192.0.2.7",
            "http://127.0.0.1:8080",
            "https://[::1]",
        ] {
            assert!(!has_site(bad), "{bad}");
        }
        assert!(Site::from_config(&Config::load(&Sources::default()).unwrap()).is_none());
    }
}
