//! The rules of axe-core over the page a window shows: what a person without sight, a mouse or sharp eyes would meet.
//!
//! Loaded into the page by the driver, past the page's own content policy; nothing of it is shipped.

use std::sync::LazyLock;
use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;

use super::browser::{Window, absolute};

/// How long the rules may take over one page, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(5);

static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = absolute("target/web/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}; `make setup-test` installs it"))
});

/// Unfolds the page, lets nothing move, goes through it in light, and leaves it as it was. In dark nothing but colours is
/// another, and no colour depends on the width, so a telephone is looked at in light alone.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const root = document.documentElement;
    const theme = root.dataset.theme;
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
    document.adoptedStyleSheets = [still];
    const folds = [...document.querySelectorAll('details:not([open])')];
    for (const fold of folds) fold.open = true;
    const look = async () => {
      const found = [];
      const all = { resultTypes: ['violations'] };
      const themes = { light: all };
      if (innerWidth > 600) themes.dark = { ...all, runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };
      for (const [theme, rules] of Object.entries(themes)) {
        root.dataset.theme = theme;
        const { violations } = await axe.run(document, rules);
        for (const { id, nodes } of violations)
          for (const { html, failureSummary } of nodes) found.push(`${theme} ${id}: ${html}\\n${failureSummary}`);
      }
      if (theme === undefined) delete root.dataset.theme;
      else root.dataset.theme = theme;
      for (const fold of folds) fold.open = false;
      document.adoptedStyleSheets = [];
      return found;
    };
    look().then(done, (problem) => done([String(problem)]));";

impl Window {
    /// Nothing on the page breaks a rule of axe-core, with every fold open; on a desk its colours in dark neither.
    pub async fn assert_accessible(&self) {
        let patience = TimeoutConfiguration::new(Some(PATIENCE), None, None);
        self.client.update_timeouts(patience).await.unwrap();
        self.client.execute(&AXE, Vec::new()).await.unwrap();
        let found = self.client.execute_async(RUN, Vec::new()).await.unwrap();
        let found = found.as_array().unwrap();
        assert!(found.is_empty(), "{}: {found:#?}", self.path().await);
    }
}
