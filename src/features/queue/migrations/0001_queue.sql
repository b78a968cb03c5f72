-- The days of a hall: where in the event log each began.
CREATE TABLE hall_days (
  centre_id TEXT NOT NULL,
  day TEXT NOT NULL,
  first_seq BIGINT NOT NULL,
  opened_at_ms BIGINT NOT NULL,
  closed_at_ms BIGINT,
  PRIMARY KEY (centre_id, day)
)/*clustered*/;

-- What the events say of each ticket, for reading: never the source of a decision.
CREATE TABLE tickets (
  centre_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  day TEXT NOT NULL,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  services TEXT NOT NULL,
  service TEXT NOT NULL,
  visitor_class TEXT NOT NULL,
  language TEXT NOT NULL,
  channel TEXT NOT NULL,
  people BIGINT NOT NULL,
  catalogue_version BIGINT NOT NULL,
  issued_at_ms BIGINT NOT NULL,
  first_called_at_ms BIGINT,
  changed_at_ms BIGINT NOT NULL,
  window_id TEXT NOT NULL,
  operator_id TEXT NOT NULL,
  PRIMARY KEY (centre_id, ticket_id)
)/*clustered*/;

-- How long each service took at a window: the measured part of the forecasts.
CREATE TABLE service_samples (
  centre_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  minutes DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (centre_id, service_id, at_ms, seq)
)/*clustered*/;

-- By whom a lost ticket can be found at the host's desk. Erased when the next day opens.
CREATE TABLE ticket_contacts (
  centre_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  PRIMARY KEY (centre_id, ticket_id)
)/*clustered*/;
