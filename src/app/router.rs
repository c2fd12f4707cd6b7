//! Every route of the product over its feature, and what the routes say of themselves.

use std::sync::{Arc, LazyLock};

use axum::Router;
use utoipa::openapi::OpenApi;

use super::App;
use crate::accounts::AccountPages;
use crate::authoring::AuthoringPages;
use crate::evaluations::EvaluationPages;
use crate::playbook::PlaybookPages;
use crate::recordings::RecordingPages;
use crate::search::SearchPages;
use crate::today::TodayPages;
use crate::transcripts::TranscriptPages;
use crate::upkeep::UpkeepPages;
use crate::web::layers::Shell;
use crate::web::{NamedSchema, RouteInfo, Routes};
use crate::{
    accounts, api, appeals, authoring, calibration, checklists, coaching, comments, drafts, evaluations,
    forgetting, glossary, listening, operations, playbook, recordings, search, sheets, snippets, today,
    transcripts, unanswered, upkeep, web,
};

impl App {
    /// Every route of the product, by feature, each over its own state; without an application only what they say of
    /// themselves.
    fn routes(app: Option<&Self>) -> Routes {
        Routes::new()
            .merge(web::assets::routes())
            .merge(operations::routes().of(app, |app| app.operations.clone()))
            .merge(api::routes().of(app, |_| api::ApiDocument(Self::openapi)))
            .merge(accounts::routes().of(app, Self::account_pages))
            .merge(playbook::routes().of(app, Self::playbook_pages))
            .merge(search::routes().of(app, Self::search_pages))
            .merge(unanswered::routes().of(app, |app| app.unanswered.clone()))
            .merge(authoring::routes().of(app, Self::authoring_pages))
            .merge(upkeep::routes().of(app, Self::upkeep_pages))
            .merge(glossary::routes().of(app, |app| app.glossary.clone()))
            .merge(recordings::routes().of(app, Self::recording_pages))
            .merge(transcripts::routes().of(app, Self::transcript_pages))
            .merge(snippets::routes().of(app, |app| app.snippets.clone()))
            .merge(snippets::playlists::routes().of(app, |app| app.playlists.clone()))
            .merge(comments::routes().of(app, |app| app.comments.clone()))
            .merge(checklists::routes().of(app, |app| app.checklists.clone()))
            .merge(evaluations::routes().of(app, Self::evaluation_pages))
            .merge(sheets::routes().of(app, |app| app.sheets.clone()))
            .merge(appeals::routes().of(app, |app| app.appeals.clone()))
            .merge(calibration::routes().of(app, |app| app.calibrations.clone()))
            .merge(listening::routes().of(app, |app| app.listening.clone()))
            .merge(coaching::routes().of(app, |app| app.coaching.clone()))
            .merge(coaching::one_to_ones::routes().of(app, |app| app.one_to_ones.clone()))
            .merge(today::routes().of(app, Self::today_pages))
            .merge(drafts::routes().of(app, |app| app.drafts.clone()))
            .merge(forgetting::routes().of(app, |app| app.forgetting.clone()))
    }

    fn account_pages(&self) -> AccountPages {
        AccountPages::new(self.accounts.clone(), Self::route_table)
    }

    /// Parts of calls in the book's entries are snippets.
    fn playbook_pages(&self) -> PlaybookPages {
        PlaybookPages::new(self.playbook.clone(), Arc::new(self.snippets.clone()))
    }

    /// What became of one's own questions stands beside the answers.
    fn search_pages(&self) -> SearchPages {
        SearchPages::new(self.searches.clone(), Arc::new(self.unanswered.clone()))
    }

    /// What clients say about an entry is heard in snippets.
    fn upkeep_pages(&self) -> UpkeepPages {
        UpkeepPages::new(self.upkeep.clone(), Arc::new(self.snippets.clone()))
    }

    fn authoring_pages(&self) -> AuthoringPages {
        AuthoringPages::new(self.authoring.clone(), Arc::new(self.snippets.clone()))
    }

    /// Parts that other features put on a recording's page, in order.
    fn recording_pages(&self) -> RecordingPages {
        RecordingPages::new(
            self.recordings.clone(),
            Arc::new(self.transcripts.clone()),
            vec![
                Box::new(self.comments.clone()),
                Box::new(self.snippets.clone()),
                Box::new(self.forgetting.clone()),
            ],
        )
    }

    fn transcript_pages(&self) -> TranscriptPages {
        TranscriptPages::new(self.transcripts.clone(), self.recording_pages())
    }

    /// Parts that other features put on an evaluation's pages, in order.
    fn evaluation_pages(&self) -> EvaluationPages {
        EvaluationPages::new(
            self.evaluations.clone(),
            vec![Box::new(self.appeals.clone()), Box::new(self.coaching.clone())],
        )
    }

    fn today_pages(&self) -> TodayPages {
        TodayPages::new(
            self.core.clone(),
            Arc::clone(&self.parts.library),
            self.unanswered.clone(),
            self.appeals.clone(),
            self.health.clone(),
        )
    }

    /// The router with all its layers.
    pub fn router(&self) -> Router {
        let (router, _, routes) = Self::routes(Some(self)).into_parts();
        let shell = Shell {
            core: self.core.clone(),
            auth: self.auth.clone(),
            uploads: self.parts.uploads.clone(),
            reserve: self.parts.reserve.clone(),
        };
        web::layers::apply(drafts::settling(router, self.drafts.clone()), &routes, shell)
    }

    /// The list of routes with the access each needs.
    pub fn route_table() -> &'static [RouteInfo] {
        &RouteCatalogue::once().table
    }

    /// The API document.
    pub fn openapi() -> &'static OpenApi {
        &RouteCatalogue::once().document
    }

    /// Every schema as each operation of the API brings it; of two types with one name the document has only one.
    pub fn api_schemas() -> &'static [NamedSchema] {
        &RouteCatalogue::once().schemas
    }
}

/// What the routes say of themselves. The same in every process, and costly to put together: done once.
struct RouteCatalogue {
    table: Vec<RouteInfo>,
    document: OpenApi,
    schemas: Vec<NamedSchema>,
}

impl RouteCatalogue {
    fn once() -> &'static Self {
        static DESCRIBED: LazyLock<RouteCatalogue> = LazyLock::new(|| {
            let routes = App::routes(None);
            let schemas = routes.schemas().to_vec();
            let (_, document, table) = routes.into_parts();
            RouteCatalogue {
                document: api::document(document, &table),
                table,
                schemas,
            }
        });
        &DESCRIBED
    }
}
