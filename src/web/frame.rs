//! The frame around every page: its head, what stands before the content and after it.
//!
//! Each piece is a template of its own, compiled once: what stands in `base.html` itself is compiled anew with each page that
//! extends it, and the frame was more than half of the code of all pages.

use askama::Template;

use super::PageContext;

#[derive(Template)]
#[template(path = "web/frame/head.html")]
struct FrameHead<'a> {
    t: &'a PageContext,
}

#[derive(Template)]
#[template(path = "web/frame/top.html")]
struct FrameTop<'a> {
    t: &'a PageContext,
}

#[derive(Template)]
#[template(path = "web/frame/foot.html")]
struct FrameFoot<'a> {
    t: &'a PageContext,
}

#[derive(Template)]
#[template(path = "web/frame/end.html")]
struct FrameEnd<'a> {
    t: &'a PageContext,
}

/// Markup; insert with `|safe`.
impl PageContext {
    /// What stands before the title.
    pub fn frame_head(&self) -> impl Template + '_ {
        FrameHead { t: self }
    }
    /// From the beginning of the body to the content.
    pub fn frame_top(&self) -> impl Template + '_ {
        FrameTop { t: self }
    }
    /// From the end of the content to the page's own keys.
    pub fn frame_foot(&self) -> impl Template + '_ {
        FrameFoot { t: self }
    }
    /// From the page's own keys on.
    pub fn frame_end(&self) -> impl Template + '_ {
        FrameEnd { t: self }
    }
}
