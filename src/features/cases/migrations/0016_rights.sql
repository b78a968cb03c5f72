-- Waiting lists: in which line an application stands, and by which of its rules.
ALTER TABLE applications ADD COLUMN waiting_line TEXT;
ALTER TABLE applications ADD COLUMN waiting_rank BIGINT;
CREATE INDEX applications_in_line ON applications (centre_id, service_id, waiting_line, waiting_rank, submitted_at_ms, number);
-- Lines in which there is nothing to give: who applies waits.
CREATE TABLE waiting_lines (
  centre_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  line TEXT NOT NULL,
  closed_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, service_id, line)
)/*clustered*/;
-- What is owed back to who applied, in tiyin.
ALTER TABLE applications ADD COLUMN to_return BIGINT NOT NULL DEFAULT 0;
CREATE INDEX applications_to_return ON applications (centre_id, to_return);
-- On what ground a decision was refused; empty for all else.
ALTER TABLE application_tasks ADD COLUMN refused_ground TEXT NOT NULL DEFAULT '';
CREATE INDEX application_tasks_refused ON application_tasks (centre_id, refused_ground, done_at_ms);
