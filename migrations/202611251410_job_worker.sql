-- Which process does or did the job: the machine's name and the process's number.
ALTER TABLE jobs ADD COLUMN worker TEXT;
