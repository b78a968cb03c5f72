-- With what the hashes in the event log are salted that prove the case. Empty: nothing of it is proven yet.
ALTER TABLE applications ADD COLUMN salt TEXT NOT NULL DEFAULT '';
