// The register held against the event log: whatever is edited in a row is found.
#include <gmock/gmock.h>

#include "features/results/test_register.hpp"

namespace biroyna::results {
namespace {

using testing::certificate;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kSergeli;

class ProvenDocuments : public ::testing::TestWithParam<db::testing::Where>, protected testing::Register {
 protected:
  ProvenDocuments() : Register(GetParam()) {}
  std::vector<std::string> wrong() {
    std::vector<std::string> found;
    covered = db->reading([&](db::Tx& tx) {
      return verify(tx, kSergeli, [&](const audit::Mismatch& mismatch) {
        found.push_back(mismatch.what + ", " + std::to_string(mismatch.event) + ": " + mismatch.reason);
      });
    });
    return found;
  }
  void sql(const std::string& statement, const std::string& code) {
    db->write_and_wait([&](db::Tx& tx) { EXPECT_EQ(tx.exec(statement, {code}), 1) << statement; });
  }
  std::string logged(const std::string& kind, const std::string& code) {
    std::int64_t seq = 0;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 1'000, [&](const audit::StoredEvent& event) {
        if (event.kind == kind && event.subject == "result:" + code) seq = event.seq;
        return true;
      });
    });
    return std::to_string(seq);
  }
  // As all documents and their events were stored and logged before there were proofs.
  void forget_proofs() {
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec("UPDATE results SET salt = '', issued_seq = 0, changed_seq = 0");
      for (const auto& event : audit::proven_events(tx, kSergeli, "result:", 0, 100)) {
        std::string data = event.data.substr(0, event.data.find("\"proof\":"));
        if (data.back() == ',') data.pop_back();
        tx.exec("UPDATE events SET data = $2 WHERE seq = $1", {event.seq, data + "}"});
      }
    });
  }
  audit::Covered covered;
};
INSTANTIATE_TEST_SUITE_P(Engines, ProvenDocuments, db::testing::engines(), db::testing::engine_name);

TEST_P(ProvenDocuments, AreAsTheirEventsSay) {
  const Issued first = issue(certificate()), other = issue(certificate());
  now += Seconds(5);
  NewResult corrected = certificate();
  corrected.supersedes = first.code;
  issue(corrected);
  ASSERT_EQ(revoke(other.code), "");
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.items, 3);
  EXPECT_EQ(covered.events, 5);
  EXPECT_EQ(covered.not_covered, 0);
  EXPECT_THAT(events(), ::testing::Each(
                            ::testing::Not(::testing::AnyOf(HasSubstr("Karimov"), HasSubstr("wrong name")))));
}

TEST_P(ProvenDocuments, EachColumnThatIsEditedIsFound) {
  const Issued document = issue(certificate());
  const std::string issued = "document " + document.code + ", " + logged("result_issued", document.code) +
                             ": the document was changed after this event was written";
  const std::string stands = "document " + document.code + ", " + logged("result_issued", document.code) +
                             ": how it stands was changed after this event was written";
  const std::map<std::string, std::string> edits = {
      {"kind", issued},       {"case_number", issued}, {"service_id", issued},
      {"title", issued},      {"holder", issued},      {"sheet", issued},
      {"supersedes", issued}, {"salt", issued},        {"reason", stands}};
  for (const auto& [column, found] : edits) {
    SCOPED_TRACE(column);
    sql("UPDATE results SET " + column + " = 'x' || " + column + " WHERE code = $1", document.code);
    EXPECT_THAT(wrong(), ElementsAre(found));
    sql("UPDATE results SET " + column + " = substr(" + column + ", 2) WHERE code = $1", document.code);
  }
  for (const std::string column : {"year", "number", "version", "issued_at_ms"}) {
    SCOPED_TRACE(column);
    sql("UPDATE results SET " + column + " = " + column + " + 1 WHERE code = $1", document.code);
    EXPECT_THAT(wrong(), ElementsAre(issued));
    sql("UPDATE results SET " + column + " = " + column + " - 1 WHERE code = $1", document.code);
  }
  const auto exchanged = [&](const std::string& column, const std::string& value, const std::string& back,
                             const std::string& found) {
    SCOPED_TRACE(column);
    sql("UPDATE results SET " + column + " = " + value + " WHERE code = $1", document.code);
    EXPECT_THAT(wrong(), ElementsAre(found));
    sql("UPDATE results SET " + column + " = " + back + " WHERE code = $1", document.code);
  };
  exchanged("valid_until", "'2037-11-24'", "'2027-11-24'", issued);
  exchanged("language", "'ru'", "'uz-Latn'", issued);
  exchanged("holder_is_person", "0", "1", issued);
  exchanged("issued_by", "'staff:other'", "'staff:aziza'", issued);
  exchanged("standing", "'revoked'", "'issued'", stands);
  exchanged("changed_by", "'staff:other'", "'staff:aziza'", stands);
  exchanged("changed_at_ms", "changed_at_ms + 1", "changed_at_ms - 1", stands);
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_P(ProvenDocuments, ARevocationThatIsEditedOrTakenBackIsFound) {
  const Issued document = issue(certificate());
  ASSERT_EQ(revoke(document.code), "");
  const std::string begin =
      "document " + document.code + ", " + logged("result_revoked", document.code) + ": ";
  sql("UPDATE results SET reason = 'A better one' WHERE code = $1", document.code);
  EXPECT_THAT(wrong(), Contains(begin + "how it stands was changed after this event was written"));
  sql("UPDATE results SET standing = 'issued', reason = '', changed_seq = 0, changed_at_ms = issued_at_ms, "
      "changed_by = issued_by WHERE code = $1",
      document.code);
  EXPECT_THAT(wrong(), ElementsAre(begin + "the register does not have this event any more"));
}

TEST_P(ProvenDocuments, ADocumentThatIsTakenOutIsFound) {
  const Issued document = issue(certificate());
  issue(certificate());
  const std::string issued = logged("result_issued", document.code);
  sql("DELETE FROM results WHERE code = $1", document.code);
  EXPECT_THAT(wrong(), ElementsAre("document " + document.code + ", " + issued +
                                   ": the register does not have this event any more"));
}

TEST_P(ProvenDocuments, WhatWasIssuedBeforeThereWereProofsIsCounted) {
  const Issued document = issue(certificate());
  forget_proofs();
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.not_covered, 1);
  ASSERT_EQ(revoke(document.code), "");
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.events, 1) << "how it stands is proven from now on";
}

TEST_P(ProvenDocuments, OneThatIsMovedToACentreWithoutALogIsFound) {
  const Issued document = issue(certificate());
  sql("UPDATE results SET centre_id = 'elsewhere' WHERE code = $1", document.code);
  EXPECT_THAT(wrong(),
              ElementsAre("document " + document.code + ", " + logged("result_issued", document.code) +
                          ": the register does not have this event any more"));
  EXPECT_THAT(db->reading([](db::Tx& tx) { return centres(tx); }), ElementsAre(CentreId("elsewhere")));
}

TEST_P(ProvenDocuments, WhatTheLogHasFromBeforeThereWereProofsIsHeldAgainstTheRegister) {
  const Issued revoked = issue(certificate()), stands = issue(certificate());
  NewResult corrected = certificate();
  corrected.supersedes = stands.code;
  const Issued correction = issue(corrected);
  now += Seconds(5);
  ASSERT_EQ(revoke(revoked.code), "");
  const Check checked = results.check(revoked.code);
  db->write_and_wait([&](db::Tx& tx) { results.note_check(tx, checked, "page"); });
  forget_proofs();
  ASSERT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.not_covered, 5);
  const auto reason = [&](const Issued& document, const std::string& event, const std::string& what) {
    return "document " + document.code + ", " + (event.empty() ? "0" : logged(event, document.code)) + ": " +
           what;
  };
  const std::string changed = "the document was changed after this event was written",
                    standing = "how it stands was changed after this event was written",
                    lost = "the register does not have this event any more";
  for (const std::string column : {"kind", "case_number", "service_id", "issued_by"}) {
    SCOPED_TRACE(column);
    sql("UPDATE results SET " + column + " = 'x' || " + column + " WHERE code = $1", revoked.code);
    EXPECT_THAT(wrong(), ElementsAre(reason(revoked, "result_issued", changed)));
    sql("UPDATE results SET " + column + " = substr(" + column + ", 2) WHERE code = $1", revoked.code);
  }
  sql("UPDATE results SET issued_at_ms = issued_at_ms - 60000 WHERE code = $1", revoked.code);
  EXPECT_THAT(wrong(), ElementsAre(reason(revoked, "result_issued", changed)));
  sql("UPDATE results SET issued_at_ms = issued_at_ms + 60000 WHERE code = $1", revoked.code);
  sql("UPDATE results SET changed_by = 'staff:other' WHERE code = $1", revoked.code);
  EXPECT_THAT(wrong(), ElementsAre(reason(revoked, "result_revoked", standing)));
  sql("UPDATE results SET changed_by = 'staff:sardor', standing = 'superseded' WHERE code = $1",
      revoked.code);
  EXPECT_THAT(wrong(), ElementsAre(reason(revoked, "", standing)));
  sql("UPDATE results SET standing = 'issued', reason = '', changed_at_ms = issued_at_ms, changed_by = "
      "issued_by WHERE code = $1",
      revoked.code);
  EXPECT_THAT(wrong(), ElementsAre(reason(revoked, "result_revoked", lost)));
  sql("DELETE FROM results WHERE code = $1", revoked.code);
  EXPECT_THAT(wrong(),
              ElementsAre(reason(revoked, "result_issued", lost), reason(revoked, "result_revoked", lost)));
}

TEST_P(ProvenDocuments, OneThatIsPutInAsIfItWereOfBeforeThereWereProofsIsFound) {
  issue(certificate());
  forget_proofs();
  const std::string forged = "7K7QM2XRD9V4T0BHE5WN";
  sql("INSERT INTO results (centre_id, code, year, number, version, kind, case_number, service_id, language, "
      "title, holder, holder_is_person, valid_until, sheet, issued_at_ms, issued_by, supersedes, standing, "
      "changed_at_ms, changed_by, reason) SELECT centre_id, $1, year, number + 9000, version, kind, "
      "case_number, service_id, language, title, 'Somebody', holder_is_person, valid_until, sheet, "
      "issued_at_ms, issued_by, supersedes, standing, changed_at_ms, changed_by, reason FROM results",
      forged);
  EXPECT_THAT(wrong(), ElementsAre("document " + forged + ", 0: the log has no event for its issue"));
}

}  // namespace
}  // namespace biroyna::results
