-- Applications and all that happened to them. `events` is the truth; state, due day and the tasks below are read from
-- it for lists. What is personal stands in `applicant` and `answers` alone, where it can be erased.
CREATE TABLE applications (
  centre_id TEXT NOT NULL,
  number TEXT NOT NULL,
  bundle TEXT NOT NULL,
  service_id TEXT NOT NULL,
  state TEXT NOT NULL,
  channel TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  applicant_name TEXT NOT NULL,
  applicant_folded TEXT NOT NULL,
  applicant TEXT NOT NULL,
  answers TEXT NOT NULL,
  events TEXT NOT NULL,
  version BIGINT NOT NULL,
  submitted_at_ms BIGINT NOT NULL,
  due_at_ms BIGINT,
  changed_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, number)
)/*clustered*/;
CREATE UNIQUE INDEX applications_by_number ON applications (number);
-- Applications that were handed in together have the number of the first of them.
CREATE INDEX applications_by_bundle ON applications (centre_id, bundle, number);
CREATE INDEX applications_by_state ON applications (centre_id, state, due_at_ms);
CREATE INDEX applications_by_name ON applications (centre_id, applicant_folded);

-- What somebody has to do, or has done.
CREATE TABLE application_tasks (
  centre_id TEXT NOT NULL,
  number TEXT NOT NULL,
  task_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  department_id TEXT NOT NULL,
  state TEXT NOT NULL,
  assignee TEXT NOT NULL,
  case_state TEXT NOT NULL,
  due_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, number, task_id)
)/*clustered*/;
CREATE INDEX application_tasks_by_department ON application_tasks (centre_id, department_id, state, due_at_ms, number, task_id);
CREATE INDEX application_tasks_by_state ON application_tasks (centre_id, state, due_at_ms, number, task_id);
CREATE INDEX application_tasks_by_assignee ON application_tasks (centre_id, assignee, state, due_at_ms, number, task_id);

-- What somebody is filling in, for one service or several. Kept for 30 days.
CREATE TABLE application_drafts (
  centre_id TEXT NOT NULL,
  draft_id TEXT NOT NULL,
  services TEXT NOT NULL,
  channel TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  applicant TEXT NOT NULL,
  answers TEXT NOT NULL,
  papers TEXT NOT NULL,
  numbers TEXT NOT NULL,
  changed_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, draft_id)
)/*clustered*/;
CREATE INDEX application_drafts_by_staff ON application_drafts (centre_id, staff_id, changed_at_ms);
CREATE INDEX application_drafts_by_time ON application_drafts (centre_id, changed_at_ms);
