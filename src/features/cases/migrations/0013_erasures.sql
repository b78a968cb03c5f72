-- Erasure is announced before, and a head may hold it; read from the events.
ALTER TABLE applications ADD COLUMN erasure_announced_at_ms BIGINT;
ALTER TABLE applications ADD COLUMN erasure_held BIGINT NOT NULL DEFAULT 0;
