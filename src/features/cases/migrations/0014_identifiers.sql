-- By what somebody is found again who was served here before: telephone, PINFL, passport, TIN. Erased with the case.
CREATE TABLE applicant_identifiers (
  centre_id TEXT NOT NULL,
  identifier TEXT NOT NULL,
  number TEXT NOT NULL,
  PRIMARY KEY (centre_id, identifier, number)
)/*clustered*/;
CREATE INDEX applicant_identifiers_by_number ON applicant_identifiers (centre_id, number);

/*sqlite*/ INSERT INTO applicant_identifiers (centre_id, identifier, number)
  SELECT DISTINCT a.centre_id, part.value, a.number
  FROM applications a, json_each(CASE WHEN json_valid(a.applicant) THEN a.applicant ELSE '{}' END) part
  WHERE part.key IN ('phone', 'pinfl', 'passport', 'tin') AND part.value <> '';
/*postgresql*/ INSERT INTO applicant_identifiers (centre_id, identifier, number)
  SELECT DISTINCT a.centre_id, part.value, a.number
  FROM applications a CROSS JOIN LATERAL (VALUES (substring(a.applicant FROM '"phone":"([^"]+)"')),
    (substring(a.applicant FROM '"pinfl":"([^"]+)"')), (substring(a.applicant FROM '"passport":"([^"]+)"')),
    (substring(a.applicant FROM '"tin":"([^"]+)"'))) AS part (value)
  WHERE part.value IS NOT NULL;
