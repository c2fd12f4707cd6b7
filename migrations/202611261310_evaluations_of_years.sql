-- Means over years of evaluations: each row carries its answers and the card it was made with, so what a mean needs must be
-- found without reading the rows. (An index by the time of publication makes lists of one manager slower, not faster.)
CREATE INDEX evaluations_means ON evaluations (state, manager_id, version_id, picked, total, id);
