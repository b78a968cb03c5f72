-- What the watch over terms, the figures and the keeping of applications need of each.
ALTER TABLE application_tasks ADD COLUMN at_risk_at_ms BIGINT;
-- When the program looks at a task again; nothing when nothing more is to be said of it.
ALTER TABLE application_tasks ADD COLUMN next_look_at_ms BIGINT;
ALTER TABLE application_tasks ADD COLUMN for_head BIGINT NOT NULL DEFAULT 0;
ALTER TABLE application_tasks ADD COLUMN done_at_ms BIGINT;
ALTER TABLE application_tasks ADD COLUMN in_term BIGINT;
CREATE INDEX application_tasks_by_look ON application_tasks (next_look_at_ms);
CREATE INDEX application_tasks_by_end ON application_tasks (centre_id, done_at_ms);
UPDATE application_tasks SET next_look_at_ms = 0 WHERE state IN ('open', 'claimed');

-- Of an application that is over. `in_term` is nothing for one that was withdrawn.
ALTER TABLE applications ADD COLUMN ended_at_ms BIGINT;
ALTER TABLE applications ADD COLUMN in_term BIGINT;
ALTER TABLE applications ADD COLUMN contacts BIGINT;
ALTER TABLE applications ADD COLUMN visits BIGINT;
ALTER TABLE applications ADD COLUMN visits_replaced BIGINT;
ALTER TABLE applications ADD COLUMN erase_at_ms BIGINT;
CREATE INDEX applications_by_end ON applications (centre_id, ended_at_ms);
CREATE INDEX applications_to_erase ON applications (erase_at_ms);

-- Who is away, and who stands in. Days are those of the centre, "2026-11-24".
CREATE TABLE absences (
  centre_id TEXT NOT NULL,
  absence_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  substitute_id TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  PRIMARY KEY (centre_id, absence_id)
)/*clustered*/;
CREATE INDEX absences_by_end ON absences (centre_id, to_day);
