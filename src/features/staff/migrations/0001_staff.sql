-- People, devices and who is signed in. Secrets are kept as hashes only.
CREATE TABLE staff (
  centre_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  active BIGINT NOT NULL,
  made_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, staff_id)
)/*clustered*/;
CREATE UNIQUE INDEX staff_by_login ON staff (login);

CREATE TABLE devices (
  centre_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  token_sha256 TEXT NOT NULL,
  made_at_ms BIGINT NOT NULL,
  revoked BIGINT NOT NULL,
  PRIMARY KEY (centre_id, device_id)
)/*clustered*/;
CREATE UNIQUE INDEX devices_by_token ON devices (token_sha256);

-- Of a person, or of a device that shows pages.
CREATE TABLE sessions (
  centre_id TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  made_at_ms BIGINT NOT NULL,
  used_at_ms BIGINT NOT NULL,
  PRIMARY KEY (centre_id, secret_sha256)
)/*clustered*/;
CREATE UNIQUE INDEX sessions_by_secret ON sessions (secret_sha256);

-- Grows with every change above that ends or changes somebody's rights, so that other programs notice.
CREATE TABLE staff_version (
  one BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (one)
)/*clustered*/;
INSERT INTO staff_version (one, version) VALUES (1, 1);
