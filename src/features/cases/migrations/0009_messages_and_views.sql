-- Messages of the applicant's side since the centre last wrote.
ALTER TABLE applications ADD COLUMN unanswered BIGINT NOT NULL DEFAULT 0;
CREATE INDEX applications_unanswered ON applications (centre_id, submitted_at_ms, number) WHERE unanswered > 0;

-- What somebody often looks at in their worklist: the query of its address, under a name of their own.
CREATE TABLE worklist_views (
  centre_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  PRIMARY KEY (centre_id, staff_id, name)
)/*clustered*/;
