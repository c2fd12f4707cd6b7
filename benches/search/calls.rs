//! The table of what is said in calls: a hundred thousand and a million segments in the project's own tables, asked as the
//! list of recordings asks as one types, in process and over HTTP.
//!
//! Recordings and transcripts are written by the project's own functions. The words of each call, too, for a few calls more;
//! for the rest, which would take a transaction each, the same rows are written stem by stem.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use salesbook::auth::password;
use salesbook::db::{Cursor, Db, JsonText, Tx};
use salesbook::i18n::Locale;
use salesbook::id::{PersonId, Randomness, RecordingId, TranscriptId};
use salesbook::people::{Person, Role, Scope};
use salesbook::playbook::Library;
use salesbook::recordings::filter::{self, RecordingFilter};
use salesbook::recordings::{CallFacts, Recording, RecordingState, store};
use salesbook::search::tokenizer::{Stems, words};
use salesbook::side::Side;
use salesbook::speech::audio::{AudioFacts, Peaks, ReadBy};
use salesbook::time::Timestamp;
use salesbook::transcripts::{spoken, store as transcripts};
use tokio::runtime::Runtime;

use super::corpus::{Corpus, TURNS, transcript, vocabulary};
use super::peer::Segments;
use super::rounds::time_each;
use super::service::{Browser, DATABASE, Service, encoded};
use super::took::Took;

/// Calls in the database.
const SIZES: [usize; 2] = [2_000, 20_000];
/// Calls that come in afterwards, to time one; and questions that are asked as often.
const MORE: usize = 20;
/// Whose calls they are.
const MANAGERS: usize = 20;
/// Said in no call: every one has to be passed over.
const NOWHERE: &str = "ыыыыы";
/// Recordings of a page of the list that also shows what is said.
const ROWS: usize = 20;
/// Calls of one transaction while filling.
const BATCH: usize = 500;
/// The first call; the others follow every ten minutes.
const FIRST: Timestamp = Timestamp(1_767_225_600_000);
const ADMIN: &str = "admin";
const PASSWORD: &str = "four ordinary words here";

/// Who is here: the managers, and an administrator who may sign in.
async fn people(db: &Db, randomness: &Randomness) -> Vec<PersonId> {
    let hash = password::hash(PASSWORD.to_owned(), randomness).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let mut managers = Vec::new();
    for number in 0..=MANAGERS {
        let (login, role) = if number == MANAGERS {
            (ADMIN.to_owned(), Role::Admin)
        } else {
            (format!("manager-{number}"), Role::Manager)
        };
        let person = Person {
            id: PersonId::new(FIRST, randomness),
            name: login.clone(),
            login,
            role,
            team_id: None,
            function: None,
            locale: None,
            active: true,
            single_keys: true,
            created_at: FIRST,
        };
        salesbook::people::store::insert(&mut tx, &person, Some(hash.clone()))
            .await
            .unwrap();
        if role == Role::Manager {
            managers.push(person.id);
        }
    }
    tx.commit().await.unwrap();
    managers
}

/// Writes one call with its text as uploading and transcribing do; its words are due.
async fn insert(
    tx: &mut Tx,
    number: usize,
    managers: &[PersonId],
    randomness: &Randomness,
    turns: &[String],
) -> RecordingId {
    let at = FIRST.plus_ms(number as i64 * 600_000);
    let manager = &managers[number % managers.len()];
    let text = transcript(turns);
    let recording = Recording {
        id: RecordingId::new(at, randomness),
        manager_id: manager.clone(),
        manager_name: String::new(),
        uploaded_by: None,
        file_hash: randomness.secret(),
        file_name: format!("{number}.wav"),
        bytes: 1_000_000,
        content_type: "audio/wav".to_owned(),
        extension: "wav".to_owned(),
        duration_ms: text.duration_ms,
        channels: 2,
        damaged_at_ms: None,
        read_by: ReadBy::Salesbook,
        language: Locale::Ru,
        manager_channel: Side::Left,
        client: String::new(),
        phone: String::new(),
        direction: None,
        called_at: at,
        call_type: None,
        outcome: None,
        note: String::new(),
        tags: JsonText(Vec::new()),
        state: RecordingState::Ready,
        error_code: None,
        error_args: None,
        created_at: at,
    };
    store::insert(tx, &recording).await.unwrap();
    let facts = CallFacts {
        client: format!("ООО «Склад {number}»"),
        phone: format!("+7 495 {number:07}"),
        direction: None,
        called_at: at,
        call_type: None,
        outcome: None,
        note: String::new(),
        tags: Vec::new(),
        language: Locale::Ru,
        manager_channel: Side::Left,
    };
    store::set_facts(tx, &recording.id, manager, &facts, &recording.file_name, at)
        .await
        .unwrap();
    let sound = AudioFacts {
        duration_ms: text.duration_ms,
        channels: 2,
        sample_rate: 8_000,
        container: "wave".to_owned(),
        codec: "pcm_alaw".to_owned(),
        mime: recording.content_type.clone(),
        extension: recording.extension.clone(),
        damaged_at_ms: None,
        read_by: ReadBy::Salesbook,
    };
    // As long as those of a real call.
    let loudness = (0..salesbook::speech::audio::peaks::MAX_BINS).map(|bin| (bin * 37 % 256) as u8);
    let peaks = Peaks {
        channels: vec![loudness.collect(); 2],
    };
    store::set_sound(tx, &recording.id, &sound, &peaks).await.unwrap();
    let id = TranscriptId::new(at, randomness);
    transcripts::insert(tx, id, &recording.id, &text, &[], at)
        .await
        .unwrap();
    recording.id
}

/// Writes everything; returns how many words were ever said.
async fn fill(db: &Db, corpus: &Corpus, managers: &[PersonId], randomness: &Randomness) -> usize {
    let mut ids = Vec::new();
    for batch in corpus.0.chunks(BATCH) {
        let mut tx = db.write().await.unwrap();
        for turns in batch {
            ids.push(insert(&mut tx, ids.len(), managers, randomness, turns).await);
            // Their words are written below.
            tx.query("UPDATE transcripts SET words_due = $1 WHERE recording_id = $2")
                .bind_all((false, &ids[ids.len() - 1]))
                .execute_exactly(1)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
    let mut stems = Stems::default();
    let mut terms: HashMap<String, String> = HashMap::new();
    let mut said: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (call, turns) in corpus.texts() {
        for word in turns.iter().flat_map(|text| words(text)) {
            let stem = terms
                .entry(word.folded)
                .or_insert_with_key(|word| stems.stem(word));
            if !said.contains_key(stem) {
                said.insert(stem.clone(), Vec::new());
            }
            if let Some(calls) = said.get_mut(stem)
                && calls.last() != Some(&call)
            {
                calls.push(call);
            }
        }
    }
    let mut tx = db.write().await.unwrap();
    // Only while filling: this connection is closed afterwards.
    tx.query("PRAGMA cache_size = -1000000").execute().await.unwrap();
    for (stem, calls) in said {
        let calls: Vec<&RecordingId> = calls.into_iter().map(|call| &ids[call]).collect();
        tx.query("INSERT INTO spoken_words (stem, recording_id) SELECT $1, value FROM json_each($2)")
            .bind_all((stem, serde_json::to_string(&calls).unwrap()))
            .execute()
            .await
            .unwrap();
    }
    let count = terms.len();
    let terms: BTreeMap<String, String> = terms.into_iter().collect();
    tx.query("INSERT INTO spoken_terms (word, stem) SELECT key, value FROM json_each($1)")
        .bind(serde_json::to_string(&terms).unwrap())
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    count
}

/// More calls come in: how long the words of one take to be written down.
async fn more(db: &Db, corpus: &Corpus, managers: &[PersonId], randomness: &Randomness) -> Took {
    let mut took = Took::default();
    for (number, turns) in corpus.texts().take(MORE) {
        let mut tx = db.write().await.unwrap();
        insert(&mut tx, corpus.0.len() + number, managers, randomness, turns).await;
        tx.commit().await.unwrap();
        let begun = Instant::now();
        assert_eq!(spoken::index_due(db).await.unwrap(), 1);
        took.add(begun.elapsed());
    }
    took
}

/// Measures and prints; the last line tells how the cost grows.
pub fn table() {
    println!("What is said in calls, phrases typed letter by letter");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let vocabulary = vocabulary(&Library::open(&shipped).unwrap().snapshot());
    let measured = SIZES.map(|calls| measure(calls, &vocabulary, &shipped));
    let [small, large] = measured;
    println!(
        "from {} to {} calls p95 of everybody's calls grows {:.1} times, of one manager's {:.1} times, that of FTS5 {:.1} times",
        SIZES[0],
        SIZES[1],
        large[0] / small[0],
        large[1] / small[1],
        large[2] / small[2]
    );
}

/// p95 in ms: everybody's calls, one manager's, FTS5.
fn measure(calls: usize, vocabulary: &[String], library: &Path) -> [f64; 3] {
    let runtime = Runtime::new().unwrap();
    let randomness = Randomness::seeded(7);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(DATABASE);
    let corpus = Corpus::of(calls, vocabulary);
    let begun = Instant::now();
    let (managers, terms) = runtime.block_on(async {
        let db = Db::open_file(&file).await.unwrap();
        db.migrate().await.unwrap();
        let managers = people(&db, &randomness).await;
        let terms = fill(&db, &corpus, &managers, &randomness).await;
        db.close().await;
        (managers, terms)
    });
    println!(
        "{} segments in {calls} calls, {terms} different words: {} MB, filled in {} s",
        calls * TURNS,
        std::fs::metadata(&file).unwrap().len() / 1_000_000,
        begun.elapsed().as_secs()
    );
    let (took, all, own) = runtime.block_on(async {
        let db = Db::open_file(&file).await.unwrap();
        let took = more(&db, &corpus, &managers, &randomness).await;
        (
            took,
            listed(db.clone(), Scope::All),
            listed(db, Scope::Own(managers[0].clone())),
        )
    });
    println!("  words of one more call written down: {took}");
    let nowhere = again(|| runtime.block_on(all(NOWHERE)));
    let all = time_each(|typed| runtime.block_on(all(typed)));
    println!(
        "  statement of the list, everybody's calls: {all}; a word that nobody says: {:.2} ms",
        nowhere.ms(50)
    );
    let nowhere = again(|| runtime.block_on(own(NOWHERE)));
    let own = time_each(|typed| runtime.block_on(own(typed)));
    println!(
        "  statement of the list, one manager's calls: {own}; a word that nobody says: {:.2} ms",
        nowhere.ms(50)
    );
    let mut peer = Segments::of(&folder.path().join("peer.sqlite"), &corpus);
    let theirs = time_each(|typed| {
        black_box(peer.ask(typed, ROWS + 1));
    });
    println!("  FTS5: {theirs}");
    println!(
        "  FTS5 built in {:.0} s, {} MB",
        peer.built.as_secs_f64(),
        peer.bytes() / 1_000_000
    );
    let service = Service::start(folder.path(), library);
    let mut browser = Browser::sign_in(&service, ADMIN, PASSWORD);
    let page = time_each(|typed| {
        let _: Duration = browser.get(&format!("/recordings?q={}", encoded(typed)), Some("calls"));
    });
    println!("  the list with the moments found, over HTTP, everybody's calls: {page}");
    [all.ms(95), own.ms(95), theirs.ms(95)]
}

fn again(mut ask: impl FnMut()) -> Took {
    let mut took = Took::default();
    for _ in 0..MORE {
        let begun = Instant::now();
        ask();
        took.add(begun.elapsed());
    }
    took
}

/// The statement of the list of recordings for whoever sees so much.
fn listed(db: Db, scope: Scope) -> impl AsyncFn(&str) {
    async move |typed: &str| {
        let mut tx = db.read().await.unwrap();
        let filter = RecordingFilter::from_words(typed);
        let page = filter::list(&mut tx, &scope, &filter, &Cursor::newest(), ROWS).await;
        black_box(page.unwrap());
    }
}
