-- The staff_version at which a person's rights last ended, and the one at which a session began: a session is
-- over when its person's rights ended after it began.
ALTER TABLE staff ADD COLUMN rights_ended_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN begun_version BIGINT NOT NULL DEFAULT 0;
