-- Who looked at a document is an event of this name now; the log keeps those of the name before.
DROP INDEX events_views;
CREATE INDEX events_views ON events (centre_id, subject, seq) WHERE kind IN ('document_viewed', 'paper_viewed');
