//! The killed process: `kill -9` of the real program during an upload and during a transcription. What was acknowledged is
//! there after the restart, the job goes on, no half file stays. The system lives on here, and with it what was written
//! but not flushed; what a power cut takes is tried in `faults::power`.

use std::io::Write as _;
use std::path::PathBuf;

use crate::support::program::{Place, Program, files, multipart, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the speech model: `make test` has it"]
async fn nothing_acknowledged_is_lost_and_no_half_file_stays() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let sound = std::fs::read(root.join("src/demo/calls/lost-on-price.opus")).unwrap();

    // Killed while a call is being transcribed.
    let program = Program::serve(place, &[], &token);
    let id = program.upload("call.opus", &sound);
    until("the transcription begins", || {
        let now = program.recording(&id);
        (now["state"] == "transcribing" && now["job"]["progress"].as_f64() > Some(0.0)).then_some(())
    });
    program.kill();

    // Killed while another file is arriving.
    let program = Program::serve(place, &[], &token);
    assert_eq!(files(&data.path().join("recordings")).len(), 1, "one whole file");
    let body = multipart("other.opus", &sound.repeat(40));
    let mut upload = program.begin("POST /api/v1/recordings", body.len());
    upload.write_all(&body[..body.len() / 2]).unwrap();
    until("half of the file is on the disk", || {
        (files(&data.path().join("recordings")).len() > 1).then_some(())
    });
    program.kill();

    // After the restart the first is finished by itself; of the second nothing is left.
    let program = Program::serve(place, &[], &token);
    until("the half file is gone", || {
        (files(&data.path().join("recordings")).len() == 1).then_some(())
    });
    let (_, list) = program.request("GET /api/v1/recordings", b"");
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let ready = until("the transcript is there", || {
        let now = program.recording(&id);
        (now["state"] == "ready").then_some(now)
    });
    assert_eq!(ready["channels"], 2);
    let (status, transcript) = program.request(
        &format!("GET /api/v1/recordings/{id}/transcript?format=json"),
        b"",
    );
    assert_eq!(status, 200);
    assert!(
        transcript["segments"].as_array().unwrap().len() > 10,
        "{transcript}"
    );
}
