-- The register of issued documents. See features/results/results.hpp.
CREATE TABLE results (
  centre_id TEXT NOT NULL,
  code TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  case_number TEXT NOT NULL,
  service_id TEXT NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  holder TEXT NOT NULL,
  holder_is_person BIGINT NOT NULL,
  valid_until TEXT NOT NULL, -- the last day, "2027-11-24"; empty: without end
  sheet TEXT NOT NULL, -- what it says, as it was issued: JSON
  issued_at_ms BIGINT NOT NULL,
  issued_by TEXT NOT NULL,
  supersedes TEXT NOT NULL, -- the code of the version before it
  standing TEXT NOT NULL,
  changed_at_ms BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT NOT NULL, -- why it was revoked
  PRIMARY KEY (centre_id, code)
);
CREATE UNIQUE INDEX results_by_code ON results (code);
CREATE UNIQUE INDEX results_by_number ON results (centre_id, year, number, version);
CREATE INDEX results_by_case ON results (centre_id, case_number);

-- The signed document, made when it is first asked for.
CREATE TABLE result_files (
  centre_id TEXT NOT NULL,
  code TEXT NOT NULL,
  pdf BYTEA NOT NULL,
  PRIMARY KEY (centre_id, code)
);
