-- Whom applicants let see their applications, or act in them. A power stands by the bundle, as it may reach all of it;
-- `number` is the application on whose page it was given. Days are those of the centre, "2026-11-24".
CREATE TABLE application_powers (
  centre_id TEXT NOT NULL,
  bundle TEXT NOT NULL,
  power_id TEXT NOT NULL,
  number TEXT NOT NULL,
  person TEXT NOT NULL,
  relation TEXT NOT NULL,
  extent TEXT NOT NULL,
  reach TEXT NOT NULL,
  until_day TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  given_at_ms BIGINT NOT NULL,
  revoked_at_ms BIGINT,
  PRIMARY KEY (centre_id, bundle, power_id)
)/*clustered*/;
