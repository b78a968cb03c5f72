// A register over a real database, for tests: the reference centre, a clock that stands still, a key of its
// own.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "features/catalogue/test_files.hpp"
#include "features/results/results.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/processes.hpp"
#include "results_migrations.hpp"

namespace biroyna::results::testing {

inline const CentreId kSergeli("sergeli");
inline constexpr std::string_view kHolder = "Karimova Zuhra Anvar qizi";

inline NewResult certificate(Language language = Language::uz_latn) {
  return {.centre = kSergeli,
          .case_number = "7K4M9QX2",
          .service = ServiceId("kindergarten-referral"),
          .kind = "certificate",
          .language = language,
          .title = "Bogʻchaga yoʻllanma",
          .holder = {.name = std::string(kHolder)},
          .lines = {{"Bola", "Karimov Ali"}, {"Bogʻcha", "35-sonli"}},
          .body = {"Yoʻllanma bir oy ichida bogʻchaga topshiriladi."},
          .ground = "VMQ 244, 23.05.2020",
          .valid_until = parse_iso_day("2027-11-24"),
          .issued_by = "staff:aziza",
          .official = "A. Karimova"};
}

using db::testing::said_of;

// An empty database with the tables of everything that a register stands on.
struct Migrated : db::testing::Fresh {
  explicit Migrated(db::testing::Where engine) : Fresh(engine) {
    db::migrate(**this, db::migrations({{"audit", embedded::audit_migrations()},
                                        {"commands", embedded::commands_migrations()},
                                        {"catalogue", embedded::catalogue_migrations()},
                                        {"results", embedded::results_migrations()}}));
  }
};

class Register {
 public:
  explicit Register(db::testing::Where engine) : db(engine) {
    yaml::Problems problems;
    catalogues.import(catalogue::reference_files(), "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }

  void make_key(signing::Kind kind = signing::Kind::rsa3072) {
    signing::make(key, "Sergeli tuman Yagona oyna markazi", kind, now);
  }
  // Throws std::logic_error with the code of a refusal.
  Issued issue(const NewResult& result) {
    Issued issued;
    db->write_and_wait([&](db::Tx& tx) {
      auto done = results.issue(tx, result);
      if (!done) throw std::logic_error(done.error().code);
      issued = *std::move(done);
    });
    return issued;
  }
  // "" or the code of the refusal.
  std::string refusal_of(const NewResult& result) {
    try {
      issue(result);
      return "";
    } catch (const std::logic_error& error) {
      return error.what();
    }
  }
  std::string revoke(const std::string& code, const std::string& reason = "A wrong name",
                     const CentreId& centre = kSergeli) {
    std::string refusal;
    db->write_and_wait([&](db::Tx& tx) {
      const auto done = results.revoke(tx, centre, code, reason, "staff:sardor");
      refusal = done ? "" : done.error().code;
    });
    return refusal;
  }
  // "kind subject actor data" of every event after the catalogue's.
  std::vector<std::string> events(const CentreId& centre = kSergeli) {
    std::vector<std::string> found;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, centre, 0, 1000, [&](const audit::StoredEvent& event) {
        if (event.kind != "catalogue_imported")
          found.push_back(event.kind + " " + event.subject + " " + event.actor + " " + event.data);
        return true;
      });
    });
    return found;
  }

  Time now = *parse_rfc3339("2026-11-24T05:00:00Z");  // a Tuesday, 10:00 in Tashkent
  Migrated db;
  db::testing::TemporaryFolder folder;
  signing::Files key = signing::files_in(folder.path());
  audit::EventLog log{*db};
  catalogue::Catalogues catalogues{*db, log, catalogue::read_once};
  Results results{*db,
                  log,
                  catalogues,
                  key,
                  [this] { return now; },
                  "https://biroyna.example",
                  auth::CheckedSecrets(auth::Digest{7})};
};

}  // namespace biroyna::results::testing
