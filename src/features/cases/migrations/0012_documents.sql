-- One word for what applicants hand in.
ALTER TABLE application_drafts RENAME COLUMN papers TO documents;
