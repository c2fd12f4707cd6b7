//! Puts the shipped checklists into the database, once.
//!
//! Decides what a newer program does with an older database: a checklist that nobody edited gets the newer text as its
//! next version; one that was edited here is left alone. Versions in use never change.

use super::presets::presets;
use super::version::ChecklistVersion;
use super::{Checklists, store};
use crate::db::JsonText;
use crate::error::{Error, Result};
use crate::id::{ChecklistId, ChecklistVersionId};

impl Checklists {
    /// Adds the shipped checklists that are missing. May be called at every start, by several processes.
    pub async fn install(&self) -> Result<()> {
        let now = self.core.now();
        let presets = presets().map_err(Error::internal)?;
        let mut tx = self.core.db.write().await?;
        for preset in presets {
            let known = store::shipped(&mut tx, &preset.key).await?;
            let (checklist_id, number) = match known {
                Some((version, untouched)) if untouched && version.document.0 != preset.checklist => {
                    (version.checklist_id, version.number + 1)
                }
                Some(_) => continue,
                None => {
                    let id = self.core.new_id::<ChecklistId>();
                    if !store::insert_shipped(&mut tx, &id, &preset.key, preset.standard, now).await? {
                        continue;
                    }
                    (id, 1)
                }
            };
            let version = ChecklistVersion {
                id: self.core.new_id::<ChecklistVersionId>(),
                checklist_id,
                number,
                standard: preset.standard,
                document: JsonText(preset.checklist),
            };
            store::insert_version(&mut tx, &version, None, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
