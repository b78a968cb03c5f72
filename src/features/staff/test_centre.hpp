// People and devices over a real database, for tests: a clock that stands still, one password for all.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit_migrations.hpp"
#include "features/staff/store.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/db/testing/databases.hpp"
#include "staff_migrations.hpp"

namespace biroyna::staff::testing {

inline const CentreId kSergeli("sergeli");
inline constexpr std::string_view kPassword = "a long password";
inline constexpr std::string_view kPeer = "192.0.2.7";

// Hashed once: it takes a tenth of a second.
inline const std::string& password_hash() {
  static const std::string hash = auth::hash_password(kPassword);
  return hash;
}

inline void migrate(db::Db& db) {
  db::migrate(
      db, db::migrations({{"audit", embedded::audit_migrations()}, {"staff", embedded::staff_migrations()}}));
}

// One program. Several may share a database.
struct Program {
  Program(db::Db& database, const Time& now)
      : db(database), log(db), staff(db, log, [&now] { return now; }) {}
  ~Program() {
    db.write_and_wait([](db::Tx&) {});  // behind what nobody waited for
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  db::Db& db;
  audit::EventLog log;
  Staff staff;
};

class CentreTest : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  CentreTest() { migrate(*db); }

  void write(const db::Db::Job& job) { db->write_and_wait(job); }
  Person person(const std::string& login, auth::Role role = auth::Role::operator_) {
    Person person{StaffId("id-of-" + login), kSergeli, login, login + "'s name", role, true};
    write([&](db::Tx& tx) { add_person(tx, person, password_hash(), now); });
    return person;
  }
  // The kinds and data of all events, in order.
  std::vector<std::string> events() {
    std::vector<std::string> found;
    write([](db::Tx&) {});  // behind what nobody waited for
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 1000, [&](const audit::StoredEvent& event) {
        found.push_back(event.kind + " " + event.subject + " " + event.data);
        return true;
      });
    });
    return found;
  }

  db::testing::Fresh db = db::testing::fresh(GetParam());
  Time now = *parse_rfc3339("2026-11-23T04:00:00Z");
};

}  // namespace biroyna::staff::testing
