-- Since when somebody is to come for what was issued, or for an original that the centre keeps.
ALTER TABLE applications ADD COLUMN to_collect_since_ms BIGINT;
CREATE INDEX applications_to_collect ON applications (centre_id, to_collect_since_ms);
