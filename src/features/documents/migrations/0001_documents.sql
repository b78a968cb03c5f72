-- Papers that people hand in, and the cases that they belong to. The contents lie in the vault under sha256.
CREATE TABLE papers (
  centre_id TEXT NOT NULL,
  paper_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  purpose TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  failures BIGINT NOT NULL,
  next_try_ms BIGINT NOT NULL,
  taken_at_ms BIGINT NOT NULL,
  attached BIGINT NOT NULL,
  kept_until_ms BIGINT NOT NULL, -- as long as it is attached to nothing
  PRIMARY KEY (centre_id, paper_id)
)/*clustered*/;
CREATE UNIQUE INDEX papers_by_id ON papers (paper_id);
CREATE INDEX papers_by_content ON papers (sha256);
CREATE INDEX papers_by_owner ON papers (centre_id, owner, taken_at_ms);
CREATE INDEX papers_to_scan ON papers (state, next_try_ms);
CREATE INDEX papers_by_age ON papers (attached, kept_until_ms);

-- Each paper that a case was ever given for one of the documents it asks for; the highest version counts.
CREATE TABLE paper_versions (
  centre_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  document_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  paper_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, case_number, document_id, version)
)/*clustered*/;
CREATE INDEX paper_versions_by_paper ON paper_versions (centre_id, paper_id);
