-- Where a document that is used again was handed in first: the number of the case, and when. Empty and 0 for others.
ALTER TABLE documents ADD COLUMN origin_case TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN origin_at_ms BIGINT NOT NULL DEFAULT 0;
