-- Lists and means over years of evaluations: each row carries its answers and the card it was made with, so what lists and
-- means need must be found without reading the rows.
CREATE INDEX evaluations_published ON evaluations (published_at, id) WHERE state = 'published';
CREATE INDEX evaluations_means ON evaluations (state, manager_id, version_id, picked, total, id);
