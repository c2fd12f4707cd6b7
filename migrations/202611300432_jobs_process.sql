-- Which process has a job, by its file in the data directory: one whose process is gone is taken at once.
ALTER TABLE jobs ADD COLUMN process TEXT;
