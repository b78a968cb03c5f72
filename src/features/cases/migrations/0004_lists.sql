-- What lists and figures read, in the order in which they read it: none of it grows with what is over.
-- All applications, and those in one state, the newest first.
CREATE INDEX applications_by_time ON applications (centre_id, submitted_at_ms DESC, number);
CREATE INDEX applications_by_state_and_time ON applications (centre_id, state, submitted_at_ms DESC, number);
DROP INDEX applications_by_state;
-- Tasks that somebody has to do are few among those that were done.
CREATE INDEX application_tasks_under_way ON application_tasks (centre_id, due_at_ms, number, task_id)
  WHERE state IN ('open', 'claimed');
CREATE INDEX application_tasks_loads ON application_tasks (centre_id, department_id, assignee, state, at_risk_at_ms, due_at_ms, for_head)
  WHERE state IN ('open', 'claimed');
-- The figures of the last months, without the rows.
DROP INDEX applications_by_end;
CREATE INDEX applications_by_end ON applications (centre_id, ended_at_ms, in_term, contacts, visits, visits_replaced);
DROP INDEX application_tasks_by_end;
CREATE INDEX application_tasks_by_end ON application_tasks (centre_id, done_at_ms, department_id, in_term);
