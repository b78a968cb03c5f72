-- The application whose applicant was taken over into a draft at a window; its documents may be used again.
ALTER TABLE application_drafts ADD COLUMN taken_from TEXT NOT NULL DEFAULT '';
