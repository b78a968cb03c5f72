-- The questions of a case, for when it is erased.
CREATE INDEX registry_questions_by_case ON registry_questions (centre_id, case_number);
