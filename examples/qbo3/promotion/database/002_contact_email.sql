-- A column that may be empty: the servers before this release go on working while the new ones start.
ALTER TABLE contact ADD COLUMN email text;
