-- Whose decoder reads the file: 'salesbook', or 'ffmpeg' where the built-in ones cannot.
ALTER TABLE recordings ADD COLUMN read_by TEXT NOT NULL DEFAULT 'salesbook';
