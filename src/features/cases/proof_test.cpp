// Cases held against the event log: whatever is edited in a row is found, and erasure leaves the log whole.
#include "features/cases/proof.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "features/cases/test_centre.hpp"
#include "features/documents/test_documents.hpp"

namespace biroyna::cases::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kChanged = "the case was changed after this event was written";
constexpr const char* kFile = "who applies, the answers or how it began were changed after this event";
constexpr const char* kDocuments = "the documents were changed after this event";
constexpr const char* kColumns = "what lists show of it is not what its events say";

class ProvenCases : public CentreTest {
 protected:
  // Handed in with an answer and a document, asked, answered, noted and decided.
  std::string told() {
    const auto document =
        program->documents.take({kSergeli, "visitor", "identity", "a.jpg", documents::testing::jpeg()});
    const std::string number = handed_in(3, kApplicant, {{"child", {"Karimov Ali"}}},
                                         {{DocumentTypeId("identity"), document->document.id}});
    EXPECT_EQ(claim(number, kAziza), "");
    EXPECT_EQ(change(number,
                     [](const Case& subject, Time at) {
                       return subject.ask_applicant("placement", kAziza, {"applicant/phone"},
                                                    "Is she the mother?", at);
                     }),
              "");
    EXPECT_EQ(change(number,
                     [](const Case& subject, Time at) { return subject.answer(kApplicant, at, "She is."); }),
              "");
    EXPECT_EQ(
        change(number, [](const Case& subject,
                          Time at) { return subject.note("Called.", Actor{ActorKind::staff, "aziza"}, at); }),
        "");
    EXPECT_EQ(
        change(number, [](const Case& subject, Time at) { return subject.write("When?", kApplicant, at); }),
        "");
    EXPECT_EQ(approve(number, kAziza), "");
    return number;
  }
  std::string change(const std::string& number, std::function<Case::Decided(const Case&, Time)> decide) {
    return program->change(number, std::move(decide));
  }
  // "what, event: reason" of all that is wrong.
  std::vector<std::string> wrong() const {
    std::vector<std::string> found;
    covered = db->reading([&](db::Tx& tx) {
      return verify(tx, kSergeli, [&](const audit::Mismatch& mismatch) {
        found.push_back(mismatch.what + ", " + std::to_string(mismatch.event) + ": " + mismatch.reason);
      });
    });
    return found;
  }
  void sql(const std::string& statement, const std::string& number) {
    db->write_and_wait([&](db::Tx& tx) { EXPECT_GT(tx.exec(statement, {number}), 0) << statement; });
  }
  std::string column(const std::string& name, const std::string& number) const {
    return db->reading([&](db::Tx& tx) {
      return tx
          .first("SELECT " + name + " FROM applications WHERE number = $1", {number},
                 [](const db::Row& row) { return std::string(row.text(0)); })
          .value();
    });
  }
  void set(const std::string& name, const std::string& number, const std::string& value) {
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec("UPDATE applications SET " + name + " = $2 WHERE number = $1", {number, value});
    });
  }
  // The number of the first event of this kind in the log.
  std::int64_t logged(EventKind kind) const {
    std::int64_t seq = 0;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 1'000, [&](const audit::StoredEvent& event) {
        if (event.kind == name(kind)) seq = event.seq;
        return seq == 0;
      });
    });
    return seq;
  }
  // The number of the last event that proves this part of a case.
  std::int64_t proven(const std::string& number, std::string Proof::* part) const {
    std::int64_t seq = 0;
    for (const Event& event : stored(number).process.timeline) {
      if (!(event.proof.*part).empty()) seq = event.proof.seq;
    }
    return seq;
  }
  // As all cases and their events were stored and logged before there were proofs.
  void forget_proofs(const std::vector<std::string>& numbers) {
    for (const auto& number : numbers) {
      std::string events = column("events", number);
      for (const std::string member : {",\"seq\":", ",\"file\":", ",\"documents\":"}) {
        for (auto place = events.find(member); place != std::string::npos; place = events.find(member))
          events.erase(place, events.find_first_of(",}", place + 1) - place);
      }
      set("events", number, events);
      set("salt", number, "");
    }
    db->write_and_wait([&](db::Tx& tx) {
      std::int64_t after = 0;
      for (auto found = audit::proven_events(tx, kSergeli, kSubject, after, 100); !found.empty();
           found = audit::proven_events(tx, kSergeli, kSubject, after, 100)) {
        for (const auto& event : found) {
          after = event.seq;
          std::string data = event.data.substr(0, event.data.find("\"proof\":"));
          if (data.back() == ',') data.pop_back();
          tx.exec("UPDATE events SET data = $2 WHERE seq = $1", {event.seq, data + "}"});
        }
      }
    });
  }
  mutable audit::Covered covered;
};
INSTANTIATE_TEST_SUITE_P(Engines, ProvenCases, db::testing::engines(), db::testing::engine_name);

TEST_P(ProvenCases, AreAsTheirEventsSay) {
  told();
  handed_in();
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.items, 2);
  EXPECT_EQ(covered.events, std::ssize(events()) - 4)
      << "all but the catalogue's, the document's and the result's";
  EXPECT_EQ(covered.not_covered, 0);
  EXPECT_THAT(events(),
              Each(AllOf(Not(HasSubstr("mother")), Not(HasSubstr("Called")), Not(HasSubstr("Ali")))));
}

TEST_P(ProvenCases, AWordAMarkOrARouteThatIsEditedIsFoundWithItsEvent) {
  const std::string number = told();
  const std::string events = column("events", number);
  const std::int64_t proven_file = proven(number, &Proof::file);
  struct Edit {
    const char* from;
    const char* to;
    EventKind event;
    const char* reason;
  };
  for (const Edit& edit :
       {Edit{"Is she the mother?", "Is she?", EventKind::applicant_asked, kChanged},
        Edit{"applicant/phone", "applicant/email", EventKind::applicant_asked, kChanged},
        Edit{"She is.", "She is not.", EventKind::applicant_answered, kChanged},
        Edit{"Called.", "Came.", EventKind::noted, kChanged},
        Edit{"When?", "Never.", EventKind::message_sent, kChanged},
        Edit{"She lives next door.", "", EventKind::task_decided, kChanged},
        Edit{R"("approved":1)", R"("approved":0)", EventKind::task_decided, kChanged},
        Edit{R"("assignee":"aziza")", R"("assignee":"bobur")", EventKind::task_claimed, kChanged},
        Edit{R"("department":"preschool")", R"("department":"land")", EventKind::case_submitted, kFile},
        Edit{R"("channel":"online")", R"("channel":"window")", EventKind::case_submitted, kFile}}) {
    SCOPED_TRACE(edit.from);
    std::string edited = events;
    const auto place = edited.find(edit.from);
    ASSERT_NE(place, std::string::npos) << events;
    edited.replace(place, std::string_view(edit.from).size(), edit.to);
    set("events", number, edited);
    const std::int64_t event = edit.reason == kFile ? proven_file : logged(edit.event);
    EXPECT_THAT(wrong(), Contains("case " + number + ", " + std::to_string(event) + ": " + edit.reason));
  }
  set("events", number, events);
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_P(ProvenCases, AnEventThatIsTakenOutIsFound) {
  const std::string number = told();
  const std::string events = column("events", number);
  const auto issued = std::to_string(stored(number).process.timeline.back().proof.seq);
  const auto last = events.rfind(",{");
  set("events", number, events.substr(0, last) + "]}");
  EXPECT_THAT(wrong(),
              Contains("case " + number + ", " + issued + ": the case does not have this event any more"));
  // As if it were of before there were proofs.
  std::string unproven = events;
  for (auto place = unproven.find(",\"seq\":"); place != std::string::npos;
       place = unproven.find(",\"seq\":"))
    unproven.erase(place, unproven.find('}', place) - place);
  set("events", number, unproven);
  EXPECT_THAT(wrong(), Contains(HasSubstr("does not have this event any more")));
  set("events", number, "{}");
  EXPECT_THAT(wrong(), Contains("case " + number + ", 0: it cannot be read"));
  sql("DELETE FROM applications WHERE number = $1", number);
  EXPECT_THAT(wrong(),
              Contains("case " + number + ", " + issued + ": the case does not have this event any more"));
}

TEST_P(ProvenCases, EachColumnThatIsEditedIsFound) {
  const std::string number = told();
  const std::string begin = "case " + number + ", ";
  const std::string file = begin + std::to_string(proven(number, &Proof::file)) + ": " + kFile;
  const std::string first = begin + std::to_string(logged(EventKind::case_submitted)) + ": " + kChanged;
  const std::string lists = begin + "0: " + kColumns;
  const std::map<std::string, std::pair<std::string, std::string>> edits = {
      {"answers", {R"({"child":"Karimov Vali"})", file}},
      {"applicant", {"", file}},
      {"submission", {"7K4M9QX2", file}},
      {"ticket_id", {"t", file}},
      {"secret_sha256", {"guessed", file}},
      {"salt", {"another", first}},
      {"service_id", {"land", lists}},
      {"state", {"refused", lists}},
      {"channel", {"window", lists}},
      {"applicant_name", {"Karimova Zulfiya", lists}},
      {"applicant_folded", {"karimova zulfiya", lists}},
      {"outcome", {"refused", lists}}};
  for (auto [name, edit] : edits) {
    SCOPED_TRACE(name);
    const std::string before = column(name, number);
    if (name == "applicant") (edit.first = before).replace(before.find("Zuhra"), 5, "Zulfi");
    set(name, number, edit.first);
    EXPECT_THAT(wrong(), Contains(edit.second));
    set(name, number, before);
  }
  for (const std::string name : {"version", "unanswered", "submitted_at_ms"}) {
    SCOPED_TRACE(name);
    sql("UPDATE applications SET " + name + " = " + name + " + 1 WHERE number = $1", number);
    EXPECT_THAT(wrong(), Contains(lists));
    sql("UPDATE applications SET " + name + " = " + name + " - 1 WHERE number = $1", number);
  }
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_P(ProvenCases, ADocumentThatIsExchangedOrRemovedIsFound) {
  const std::string number = told();
  const std::string found =
      "case " + number + ", " + std::to_string(logged(EventKind::case_submitted)) + ": " + kDocuments;
  const std::string documents = "(SELECT document_id FROM document_versions WHERE case_number = $1)";
  sql("UPDATE documents SET sha256 = 'x' || sha256 WHERE document_id IN " + documents, number);
  EXPECT_THAT(wrong(), ElementsAre(found));
  sql("UPDATE documents SET sha256 = substr(sha256, 2) WHERE document_id IN " + documents, number);
  EXPECT_THAT(wrong(), IsEmpty());
  sql("UPDATE document_versions SET document_type = 'birth-certificate' WHERE case_number = $1", number);
  EXPECT_THAT(wrong(), ElementsAre(found));
  sql("DELETE FROM document_versions WHERE case_number = $1", number);
  EXPECT_THAT(wrong(), ElementsAre(found));
}

TEST_P(ProvenCases, AnAnswerWithDocumentsIsProvenAnew) {
  const std::string number = told(), other = handed_in(3);
  ASSERT_EQ(claim(other, kAziza), "");
  ASSERT_EQ(change(other,
                   [](const Case& subject, Time at) {
                     return subject.ask_applicant("placement", kAziza, {"documents/identity"}, "Whose?", at);
                   }),
            "");
  const auto document =
      program->documents.take({kSergeli, "visitor", "identity", "b.jpg", documents::testing::jpeg()});
  db->write_and_wait([&](db::Tx& tx) {
    const auto changed = program->applications.change(
        tx, {.number = other,
             .decide = [](const Application& application,
                          Time at) { return application.process.answer(kApplicant, at); },
             .applicant = {},
             .answers = {},
             .documents = {{DocumentTypeId("identity"), document->document.id}}});
    EXPECT_TRUE(changed.has_value());
  });
  EXPECT_THAT(wrong(), IsEmpty());
  sql("DELETE FROM document_versions WHERE case_number = $1", other);
  const std::int64_t answered = proven(other, &Proof::documents);
  EXPECT_GT(answered, logged(EventKind::applicant_answered));
  EXPECT_THAT(wrong(), ElementsAre("case " + other + ", " + std::to_string(answered) + ": " + kDocuments));
}

TEST_P(ProvenCases, ErasureLeavesTheLogWholeAndProvesWhatStays) {
  const std::string number = told();
  const std::string salt = column("salt", number);
  const auto before = events();
  now += std::chrono::years(100);
  ASSERT_EQ(erased_after_notice(), 1u);
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.not_covered, 0);
  EXPECT_NE(column("salt", number), salt) << "nobody can try what the words may have been";
  EXPECT_EQ(db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); }).broken_at, 0);
  const std::string events = column("events", number);
  EXPECT_THAT(events, AllOf(Not(HasSubstr("mother")), Not(HasSubstr(salt))));
  EXPECT_EQ(this->events().size(), before.size() + 2);
  const std::string erased = std::to_string(logged(EventKind::case_erased));
  std::string edited = events;
  edited.replace(edited.find(R"("department":"preschool")"), 24, R"("department":"landland")");
  set("events", number, edited);
  EXPECT_THAT(wrong(), Contains(AllOf(HasSubstr(number), HasSubstr(erased))));
  set("events", number, events);
  set("answers", number, R"({"child":"Karimov Vali"})");
  EXPECT_THAT(wrong(), Contains(AllOf(HasSubstr(number), HasSubstr(kFile))));
}

TEST_P(ProvenCases, WordsThatAreTakenAwayAsIfErasedAreFound) {
  const std::string number = told();
  db->write_and_wait([&](db::Tx& tx) {
    auto application = find(tx, number).value();
    application.process.apply({.kind = EventKind::case_erased, .at = now, .actor = kProgram});
    forget_person(application);
    erase(tx, application, now);
  });
  EXPECT_THAT(wrong(), Contains(HasSubstr(number)));
}

TEST_P(ProvenCases, WhatHappenedBeforeThereWereProofsIsCountedAndWhatComesAfterIsProven) {
  const std::string number = told(), before = handed_in();
  forget_proofs({number, before});
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.events, 0);
  EXPECT_GT(covered.not_covered, 7);
  ASSERT_EQ(claim(before, kAziza), "");
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.events, 1);
  set("answers", before, R"({"child":"Karimov Vali"})");
  EXPECT_THAT(wrong(), Contains(HasSubstr(before)))
      << "the first event with a proof covers the case as it was then";
}

TEST_P(ProvenCases, OneThatIsMovedToACentreWithoutALogIsFound) {
  const std::string number = told();
  const auto submitted = std::to_string(logged(EventKind::case_submitted));
  sql("UPDATE applications SET centre_id = 'elsewhere' WHERE number = $1", number);
  EXPECT_THAT(wrong(),
              Contains("case " + number + ", " + submitted + ": the case does not have this event any more"));
  EXPECT_THAT(db->reading([](db::Tx& tx) { return centres(tx); }), ElementsAre(CentreId("elsewhere")));
}

TEST_P(ProvenCases, WhatTheLogHasOfACaseFromBeforeThereWereProofsIsHeldAgainstIt) {
  const std::string number = told(), other = handed_in();
  const auto issued = std::to_string(stored(number).process.timeline.back().proof.seq);
  forget_proofs({number, other});
  ASSERT_THAT(wrong(), IsEmpty());
  const std::string events = column("events", number), begin = "case " + number + ", ";
  struct Edit {
    std::string from, to;
    EventKind event;
  };
  for (const Edit& edit :
       {Edit{R"("approved":1,)", "", EventKind::task_decided},
        Edit{R"("assignee":"aziza")", R"("assignee":"bobur")", EventKind::task_claimed},
        Edit{R"("actor":"applicant")", R"("actor":"staff:bobur")", EventKind::case_submitted},
        Edit{R"("at":1)", R"("at":2)", EventKind::case_submitted},
        Edit{R"("kind":"noted")", R"("kind":"message_sent")", EventKind::noted}}) {
    SCOPED_TRACE(edit.from);
    std::string edited = events;
    const auto place = edited.find(edit.from);
    ASSERT_NE(place, std::string::npos) << events;
    set("events", number, edited.replace(place, edit.from.size(), edit.to));
    EXPECT_THAT(wrong(), ElementsAre(begin + std::to_string(logged(edit.event)) + ": " + kChanged));
  }
  set("events", number, events.substr(0, events.rfind(",{")) + "]}");
  EXPECT_THAT(wrong(), ElementsAre(begin + issued + ": the case does not have this event any more"));
  const auto last = events.rfind(",{");
  set("events", number, events.substr(0, events.size() - 2) + events.substr(last));
  EXPECT_THAT(wrong(), ElementsAre(begin + issued + ": what the case has after event " + issued +
                                   " is not in the log"));
  set("events", number, events);
  set("state", number, "refused");
  EXPECT_THAT(wrong(), ElementsAre(begin + "0: " + kColumns));
  set("state", number, "issued");
  EXPECT_THAT(wrong(), IsEmpty());
  sql("DELETE FROM applications WHERE number = $1", number);
  EXPECT_THAT(wrong(), AllOf(Each(HasSubstr("does not have this event any more")),
                             Contains(HasSubstr(begin + issued + ": "))));
}

TEST_P(ProvenCases, ACaseThatIsPutInAsIfItWereOfBeforeThereWereProofsIsFound) {
  const std::string number = told();
  forget_proofs({number});
  std::string forged = number;
  forged[0] = forged[0] == '0' ? '1' : '0';
  sql("INSERT INTO applications (centre_id, number, submission, service_id, state, channel, ticket_id, "
      "secret_sha256, applicant_name, applicant_folded, applicant, answers, events, version, "
      "submitted_at_ms, changed_at_ms, outcome) SELECT centre_id, $1, submission, service_id, state, "
      "channel, ticket_id, secret_sha256, applicant_name, applicant_folded, applicant, answers, events, "
      "version, submitted_at_ms, changed_at_ms, outcome FROM applications",
      forged);
  EXPECT_THAT(wrong(),
              ElementsAre("case " + forged + ", 0: what the case has after event 0 is not in the log"));
}

TEST_P(ProvenCases, OlderLogsCallAMandateAPower) {
  const std::string number = handed_in();
  db->write_and_wait([&](db::Tx& tx) {
    for (const EventKind kind : {EventKind::mandate_given, EventKind::mandate_revoked}) {
      auto application = find(tx, number).value();
      application.process.apply({.kind = kind, .at = now, .actor = kApplicant, .reference = "m1"});
      log_last_event(tx, program->log, application);
      update(tx, application, program->applications.due_times(application), now);
    }
  });
  forget_proofs({number});
  db->write_and_wait([](db::Tx& tx) {
    tx.exec("UPDATE events SET kind = replace(kind, 'mandate', 'power') WHERE subject LIKE 'application:%'");
  });
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(covered.not_covered, 3);
  sql("DELETE FROM applications WHERE number = $1", number);
  EXPECT_THAT(wrong(), ::testing::SizeIs(3));
}

TEST_P(ProvenCases, OneOfBeforeThereWereProofsMayBeErased) {
  const std::string number = told();
  forget_proofs({number});
  now += std::chrono::years(100);
  ASSERT_EQ(erased_after_notice(), 1u);
  EXPECT_THAT(wrong(), IsEmpty());
  forget_proofs({number});
  EXPECT_THAT(wrong(), IsEmpty()) << "as if it had been erased then";
}

TEST_P(ProvenCases, TheNextEventOfACaseOfBeforeThereWereProofsProvesItsDocuments) {
  const std::string number = told();
  forget_proofs({number});
  ASSERT_EQ(
      change(number, [](const Case& subject,
                        Time at) { return subject.note("Seen.", Actor{ActorKind::staff, "aziza"}, at); }),
      "");
  ASSERT_THAT(wrong(), IsEmpty());
  const auto noted = std::to_string(stored(number).process.timeline.back().proof.seq);
  sql("DELETE FROM document_versions WHERE case_number = $1", number);
  EXPECT_THAT(wrong(), ElementsAre("case " + number + ", " + noted + ": " + kDocuments));
}

TEST_P(ProvenCases, ADamagedCaseHoldsUpTheErasureOfNoOther) {
  std::vector<std::string> over;
  for (int i = 0; i < 4; ++i) over.push_back(told());
  for (int i = 0; i < 3; ++i) sql("UPDATE applications SET events = 'x' WHERE number = $1", over[i]);
  now += std::chrono::years(100);
  EXPECT_EQ(program->retention.announce(2), 1u);
  now += kErasureNotice;
  EXPECT_EQ(program->retention.erase(2), 1u);
  EXPECT_TRUE(stored(over[3]).process.erased);
}

TEST_P(ProvenCases, AnEditedDayOfErasureErasesNothing) {
  const std::string over = told(), worked_on = handed_in();
  const auto planned = [&] {
    return db->reading([&](db::Tx& tx) {
      return tx
          .first("SELECT erase_at_ms FROM applications WHERE number = $1", {over},
                 [](const db::Row& row) { return row.integer(0); })
          .value();
    });
  };
  const std::int64_t right = planned();
  sql("UPDATE applications SET erase_at_ms = 1, erasure_announced_at_ms = 1 WHERE centre_id = 'sergeli' AND "
      "$1 "
      "<> ''",
      over);
  ASSERT_EQ(program->retention.due(), 2);
  EXPECT_EQ(program->retention.erase(10), 0u);
  EXPECT_FALSE(stored(over).process.erased);
  EXPECT_FALSE(stored(worked_on).process.erased);
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(program->retention.due(), 0);
  EXPECT_EQ(planned(), right);
  now += std::chrono::years(100);
  EXPECT_EQ(program->retention.erase(10), 0u) << "an edited notice erases nothing either";
  EXPECT_EQ(erased_after_notice(), 1u);
  sql("UPDATE applications SET erase_at_ms = 1 WHERE number = $1", over);
  EXPECT_EQ(program->retention.erase(10), 0u);
  EXPECT_EQ(program->retention.due(), 0);
}

}  // namespace
}  // namespace biroyna::cases::testing
