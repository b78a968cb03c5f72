// Documents over a real database and a vault in a temporary folder, for tests: a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "audit_migrations.hpp"
#include "documents_migrations.hpp"
#include "features/documents/documents.hpp"
#include "features/documents/test_documents.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::documents::testing {

inline const CentreId kSergeli("sergeli");

class DocumentsTest : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  DocumentsTest() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"documents", embedded::documents_migrations()}}));
    restart();
  }

  // The program anew, over what the last one left. PDFs are checked in this process.
  void restart(std::optional<Clamd> scanner = {}) {
    documents.reset();
    log.reset();
    vault.reset();
    vault = std::make_unique<Vault>(
        Vault::Options{folder.path() / "documents", folder.path() / "documents.key", 0});
    log = std::make_unique<audit::EventLog>(*db);
    documents = std::make_unique<Documents>(
        *db, *log, *vault, [this]() -> Time { return now; },
        Documents::Options{[this](const auth::Principal& who, const Document&) { return who.name == reader; },
                           scanner, pdf_check::check, pictures::draw});
  }

  Result<Documents::Taken> take(std::string_view content, const std::string& owner = "visitor") {
    return documents->take({kSergeli, owner, "identity", "passport.png", content});
  }
  Documents::Taken taken(std::string_view content, const std::string& owner = "visitor") {
    auto result = take(content, owner);
    if (!result) throw std::runtime_error("not taken: " + result.error().code);
    return *std::move(result);
  }
  Document again(const Document& document) const { return documents->find(document.id).value(); }
  Result<std::int64_t> attach(const Document& document, const std::string& case_number,
                              const std::string& type, const CentreId& centre = kSergeli) {
    Result<std::int64_t> version;
    db->write_and_wait([&](db::Tx& tx) {
      version = documents->attach(tx, document.id, centre, case_number, DocumentTypeId(type), "staff:1");
    });
    return version;
  }
  // "kind subject actor" of all events.
  std::vector<std::string> events() const {
    std::vector<std::string> found;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 1000, [&](const audit::StoredEvent& event) {
        found.push_back(event.kind + " " + event.subject + " " + event.actor);
        return true;
      });
    });
    return found;
  }

  // Read by the jobs' threads too.
  class MovedClock {
   public:
    operator Time() const { return from_ms(ms_); }
    MovedClock& operator+=(Milliseconds by) {
      ms_ += by.count();
      return *this;
    }

   private:
    std::atomic<std::int64_t> ms_ = 1'750'000'000'000;
  } now;
  std::string reader = "reader";
  db::testing::Fresh db = db::testing::fresh(GetParam());
  db::testing::TemporaryFolder folder;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<audit::EventLog> log;
  std::unique_ptr<Documents> documents;
};

}  // namespace biroyna::documents::testing
