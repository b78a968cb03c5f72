-- How an application was decided: "granted", "partly" or "refused"; empty before. Its state goes on to "issued".
ALTER TABLE applications ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
CREATE INDEX applications_by_outcome ON applications (centre_id, outcome, submitted_at_ms, number);
