-- Who looked at what: few among all events, and asked for by what was looked at.
CREATE INDEX events_views ON events (centre_id, subject, seq) WHERE kind = 'paper_viewed';
