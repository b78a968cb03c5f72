-- Questions to the registries of agencies, from being asked to being answered. See features/integrations.
-- What was asked is kept only until it is answered or dropped; the case itself keeps question and answer.
CREATE TABLE registry_questions (
  centre_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  registry TEXT NOT NULL,
  ask_key TEXT NOT NULL,
  case_number TEXT NOT NULL,
  step TEXT NOT NULL,
  asked_for TEXT NOT NULL,
  body TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  asked_at_ms BIGINT NOT NULL,
  due_at_ms BIGINT NOT NULL,
  changed_at_ms BIGINT NOT NULL,
  reason TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer_sha256 TEXT NOT NULL,
  PRIMARY KEY (centre_id, question_id)
)/*clustered*/;
CREATE UNIQUE INDEX registry_questions_by_key ON registry_questions (centre_id, ask_key);
CREATE INDEX registry_questions_by_due ON registry_questions (state, registry, due_at_ms);
CREATE INDEX registry_questions_by_state ON registry_questions (centre_id, state, question_id);
