-- Every version of a centre's catalogue, as the files it was loaded from.
CREATE TABLE catalogue_versions (
  centre_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  files TEXT NOT NULL,
  imported_at_ms BIGINT NOT NULL,
  imported_by TEXT NOT NULL,
  PRIMARY KEY (centre_id, version)
)/*clustered*/;
