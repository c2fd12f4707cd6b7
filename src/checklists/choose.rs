//! Which checklist a new evaluation begins with, unless the reviewer takes another. Pure.

use super::checklist::Checklist;
use super::version::ChecklistVersion;
use crate::people::Function;
use crate::recordings::CallType;

/// How well a checklist fits a call: none when it is for other calls or other people, 0 when it is for any.
///
/// Whose call it is weighs more than what kind: a newcomer's card is for all of a newcomer's calls.
fn fit(list: &Checklist, call_type: Option<CallType>, function: Option<Function>) -> Option<u8> {
    let mut fit = 0;
    if !list.functions.is_empty() {
        function.filter(|it| list.functions.contains(it))?;
        fit += 2;
    }
    if !list.call_types.is_empty() {
        call_type.filter(|it| list.call_types.contains(it))?;
        fit += 1;
    }
    Some(fit)
}

/// Of checklists in use, the standard one first: the one that is for such calls of such people, else the standard one.
/// Among equals the earlier one.
pub fn best_fit(
    in_use: &[ChecklistVersion],
    call_type: Option<CallType>,
    function: Option<Function>,
) -> Option<&ChecklistVersion> {
    let mut best: Option<(u8, &ChecklistVersion)> = None;
    for version in in_use {
        let fit = fit(&version.document.0, call_type, function).unwrap_or_default();
        if fit > best.map_or(0, |(fit, _)| fit) {
            best = Some((fit, version));
        }
    }
    best.map(|(_, version)| version).or(in_use.first())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::editor::blank;
    use crate::db::JsonText;
    use crate::id::{ChecklistId, ChecklistVersionId, Randomness};
    use crate::time::Timestamp;

    fn version(number: i32, call_types: &[CallType], functions: &[Function]) -> ChecklistVersion {
        let (now, randomness) = (Timestamp(1), Randomness::seeded(1));
        let document = Checklist {
            call_types: call_types.to_vec(),
            functions: functions.to_vec(),
            ..blank()
        };
        ChecklistVersion {
            id: ChecklistVersionId::new(now, &randomness),
            checklist_id: ChecklistId::new(now, &randomness),
            number,
            standard: number == 0,
            document: JsonText(document),
        }
    }

    #[test]
    fn the_checklist_for_such_calls_of_such_people_comes_first() {
        use CallType::{First, Offer, Repeat};
        use Function::{Closer, Hunter, Newcomer};
        let all = [
            version(0, &[], &[]),
            version(1, &[First], &[]),
            version(2, &[], &[Newcomer]),
            version(3, &[First], &[Hunter]),
            version(4, &[Repeat], &[Closer]),
            version(5, &[First], &[]),
        ];
        let chosen = |call, function| best_fit(&all, call, function).map(|it| it.number);
        assert_eq!(chosen(None, None), Some(0));
        assert_eq!(chosen(Some(Offer), None), Some(0));
        assert_eq!(chosen(Some(First), None), Some(1), "the earlier of two");
        assert_eq!(chosen(Some(First), Some(Hunter)), Some(3));
        assert_eq!(
            chosen(Some(First), Some(Newcomer)),
            Some(2),
            "whose call weighs more"
        );
        assert_eq!(chosen(None, Some(Newcomer)), Some(2));
        assert_eq!(
            chosen(Some(Offer), Some(Closer)),
            Some(0),
            "for another kind of call"
        );
        assert_eq!(best_fit(&all[..0], None, None).map(|it| it.number), None);
        // A standard one that is for other calls still stands in.
        let narrow = [version(0, &[Repeat], &[]), version(1, &[First], &[])];
        assert_eq!(best_fit(&narrow, Some(Offer), None).map(|it| it.number), Some(0));
    }
}
