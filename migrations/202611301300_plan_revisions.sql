-- How often a plan or a prepared one-to-one was changed: a save names the revision it was made on, so that two tabs never
-- overwrite each other.
ALTER TABLE plans ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE one_to_ones ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
