-- The events of the log that prove an entry: that of its issue, and that of what became of it later (0: none). They hash
-- the row with this salt.
ALTER TABLE results ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE results ADD COLUMN issued_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE results ADD COLUMN changed_seq BIGINT NOT NULL DEFAULT 0;
