CREATE TABLE contact (id bigint PRIMARY KEY, name text NOT NULL);
