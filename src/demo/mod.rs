//! Demonstration data: the example company «Ярус», so that a newcomer sees every room with something in it.
//!
//! Decides what is put into an *empty* database by `serve --demo`: people who can sign in, four calls (with their own
//! texts in `calls/`), a calibration of two heads, a published evaluation with the manager's own marks, appeals and a
//! plan whose targets were met and missed, another manager's open target with a rule, a one-to-one, quotas of the
//! listening plan, snippets with a playlist and comments at their moments, and a manager's suggestion to the book.
//! Everything goes through the acts a person would use: uploads are real uploads, and the calls are transcribed by the
//! queue after the start. A database with people in it is never touched.

mod best;
mod calls;
mod sign_ins;
mod story;

pub use sign_ins::{DemoSignIn, is_open};

use crate::app::App;
use crate::audit::{self, Act, AuditSubject, Performer};
use crate::auth::password;
use crate::authoring::suggestions;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::id::{PersonId, TeamId};
use crate::listening::QuotasForm;
use crate::people::{Person, Role, Team, store};
use crate::playbook::EntryId;

/// Everybody's password in a demonstration that only this machine reaches; printed at the start.
pub const PASSWORD: &str = "yarus-demo-2026";

/// Sign-in name, name, role, in the team, language.
const PEOPLE: [(&str, &str, Role, bool, Locale); 8] = [
    ("m.sokolova", "Марина Соколова", Role::Head, true, Locale::Ru),
    ("i.savelev", "Игорь Савельев", Role::Head, true, Locale::Ru),
    ("a.kuznetsova", "Анна Кузнецова", Role::Manager, true, Locale::Ru),
    ("n.zhukov", "Никита Жуков", Role::Manager, true, Locale::Ru),
    ("t.akhmetov", "Тимур Ахметов", Role::Manager, true, Locale::Ru),
    ("o.vetrov", "Олег Ветров", Role::Trainer, false, Locale::Ru),
    ("d.lebedeva", "Дарья Лебедева", Role::Trainer, false, Locale::Ru),
    ("admin", "Ирина Белова", Role::Admin, false, Locale::Ru),
];

/// The entry a manager suggests a change to.
const SUGGESTED: &str = "ru/objections/too-expensive";

/// Who leads the team the story is told of.
const HEAD: &str = "m.sokolova";
/// Who learns in it.
const MANAGER: &str = "n.zhukov";

/// Fills an empty database; returns everybody of the demonstration who can sign in (added now or at an earlier start), nobody
/// when the database is somebody else's. Where others than this machine reach the service (`exposed`), passwords are random.
pub async fn fill(app: &App, exposed: bool) -> Result<Vec<DemoSignIn>> {
    let mut tx = app.db.read().await?;
    let somebody = store::count(&mut tx).await? > 0;
    drop(tx);
    if somebody {
        return sign_ins::list(app, exposed).await;
    }
    let cast = people(app, exposed).await?;
    let recordings = calls::upload(app).await?;
    story::write(app, &recordings).await?;
    best::pick(app, &recordings).await?;
    quotas(app).await?;
    suggestion(app).await?;
    Ok(cast)
}

async fn people(app: &App, exposed: bool) -> Result<Vec<DemoSignIn>> {
    let now = app.clock.now();
    let mut passwords = Vec::new();
    if exposed {
        for _ in PEOPLE {
            let password = sign_ins::random_password(&app.randomness);
            let hash = password::hash(password.clone(), &app.randomness).await?;
            passwords.push((password, hash));
        }
    } else {
        let hash = password::hash(PASSWORD.to_owned(), &app.randomness).await?;
        passwords = vec![(PASSWORD.to_owned(), hash); PEOPLE.len()];
    }
    let mut cast = Vec::new();
    let team = Team {
        id: TeamId::new(now, &app.randomness),
        name: "Отдел продаж".to_owned(),
    };
    let mut tx = app.db.write().await?;
    store::insert_team(&mut tx, &team, now).await?;
    for ((login, name, role, in_team, locale), (password, hash)) in PEOPLE.into_iter().zip(passwords) {
        let person = Person {
            id: PersonId::new(now, &app.randomness),
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            team_id: in_team.then(|| team.id.clone()),
            function: None,
            locale: Some(locale),
            active: true,
            single_keys: true,
            created_at: now,
        };
        store::insert(&mut tx, &person, Some(hash)).await?;
        cast.push(DemoSignIn {
            role,
            login: person.login,
            name: person.name,
            password: Some(password),
        });
    }
    let made = Act::DemonstrationMade.on(AuditSubject::Service);
    audit::record(&mut tx, &app.core, Performer::Shell, made).await?;
    tx.commit().await?;
    Ok(cast)
}

/// A manager's suggestion that waits for the trainer, when the book is the shipped one.
async fn suggestion(app: &App) -> Result<()> {
    let id: EntryId = SUGGESTED.parse().map_err(Error::internal)?;
    let book = app.parts.library.snapshot();
    let part = suggestions::EntryPart::Answer(1);
    let text = book
        .get(&id)
        .and_then(|entry| suggestions::read(&id, &entry.source, part));
    let Some((before, _)) = text else {
        return Ok(());
    };
    let input = suggestions::SuggestionInput {
        part,
        after: &before.replace("сумма заметная", "сумма немаленькая"),
        before: &before,
        comment: "Клиенты чаще говорят «немаленькая», так и отвечаем.",
    };
    app.authoring
        .suggest(&person(app, MANAGER).await?, &id, &input)
        .await
}

/// What the head wants to hear of everybody, and more of one; the calls of the week before take part, since a Monday has
/// none of its own.
async fn quotas(app: &App) -> Result<()> {
    let newcomer = person(app, "t.akhmetov").await?;
    let form = QuotasForm {
        calls: "1".to_owned(),
        min: "1".to_owned(),
        unheard: "yes".to_owned(),
        days_before: "7".to_owned(),
        manager: vec![newcomer.id.to_string()],
        own: vec!["2".to_owned()],
        ..QuotasForm::default()
    };
    app.listening.set_quotas(&person(app, HEAD).await?, &form).await
}

/// Somebody of the cast.
async fn person(app: &App, login: &str) -> Result<Person> {
    let mut tx = app.db.read().await?;
    let found = store::person_by_login(&mut tx, login).await?;
    found.ok_or(Error::not_found("person-not-found"))
}
