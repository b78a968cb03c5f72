-- Who of the centre has opened an application is among them.
DROP INDEX events_views;
CREATE INDEX events_views ON events (centre_id, subject, seq) WHERE kind IN ('document_viewed', 'paper_viewed', 'application_viewed');
