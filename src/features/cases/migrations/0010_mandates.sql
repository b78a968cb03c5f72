-- The words of the field: who may act for an applicant has a mandate; what is handed in together is a submission.
ALTER TABLE application_powers RENAME TO mandates;
ALTER TABLE mandates RENAME COLUMN power_id TO mandate_id;
ALTER TABLE mandates RENAME COLUMN bundle TO submission;
UPDATE mandates SET reach = 'submission' WHERE reach = 'bundle';
ALTER TABLE applications RENAME COLUMN bundle TO submission;
UPDATE applications SET events =
  replace(replace(events, '"power_given"', '"mandate_given"'), '"power_revoked"', '"mandate_revoked"')
  WHERE events LIKE '%"power\_%' ESCAPE '\';
