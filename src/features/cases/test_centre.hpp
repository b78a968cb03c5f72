// Applications over a real database, for tests: the reference centre, a clock that stands still until it is
// moved.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "audit_migrations.hpp"
#include "cases_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "core/code.hpp"
#include "documents_migrations.hpp"
#include "features/cases/proof.hpp"
#include "features/cases/retention.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_absences.hpp"
#include "features/cases/store_watch.hpp"
#include "features/catalogue/test_files.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/signing/signing.hpp"
#include "results_migrations.hpp"
#include "staff_migrations.hpp"

namespace biroyna::cases::testing {

inline const CentreId kSergeli("sergeli");
inline const ServiceId kReferral("kindergarten-referral");
inline const DepartmentId kPreschool("preschool");
inline const StaffId kAziza("aziza"), kBobur("bobur"), kZuhra("zuhra");

// One program: what others of it share is the database.
struct Program {
  Program(db::Db& database, const std::filesystem::path& folder, Clock clock)
      : db(database),
        log(db),
        catalogues(db, log, catalogue::read_once),
        vault({folder / "documents", folder / "documents.key", 0}),
        documents(db, log, vault, clock, {.may_read = [](const auto&, const auto&) { return false; }}),
        staff(db, log, clock),
        results(db, log, catalogues, signing::files_in(folder), clock, "https://biroyna.example",
                staff.secrets()),
        commands(db, clock, [](const std::function<void()>& task) { task(); }),
        applications(db, log, catalogues, staff, documents, results, commands, clock),
        retention(db, log, catalogues, clock) {}

  // Carries out what is decided; "" or the code of the refusal.
  std::string change(const std::string& number, std::function<Case::Decided(const Case&, Time)> decide) {
    Applications::Change change{.number = number, .decide = {}};
    change.decide = [decide = std::move(decide)](const Application& application, Time now) {
      return decide(application.process, now);
    };
    return carry_out(std::move(change));
  }
  std::string carry_out(Applications::Change change) {
    std::promise<std::string> answer;
    applications.change(std::move(change), [&answer](const Result<Executed<Applications::Changed>>& changed) {
      answer.set_value(changed ? "" : changed.error().code);
    });
    return answer.get_future().get();
  }

  db::Db& db;
  audit::EventLog log;
  catalogue::Catalogues catalogues;
  Vault vault;
  documents::Documents documents;
  staff::Staff staff;
  results::Results results;
  Commands commands;
  Applications applications;
  Retention retention;
};

class CentreTest : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  CentreTest() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"commands", embedded::commands_migrations()},
                                     {"staff", embedded::staff_migrations()},
                                     {"catalogue", embedded::catalogue_migrations()},
                                     {"documents", embedded::documents_migrations()},
                                     {"results", embedded::results_migrations()},
                                     {"applications", embedded::cases_migrations()}}));
    restart();
    yaml::Problems problems;
    program->catalogues.import(catalogue::reference_files(), "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }

  // The program anew, over what the last one left.
  void restart() {
    program.reset();
    program = std::make_unique<Program>(*db, folder.path(), [this] { return now; });
  }

  // Erases what is due as soon as its notice is over; answers how many.
  std::size_t erased_after_notice() {
    program->retention.announce(10);
    now += kErasureNotice;
    return program->retention.erase(10);
  }

  // An application of Karimova Zuhra, which a specialist has `working_days` for. Answers its number.
  std::string handed_in(int working_days = 1, const Actor& actor = kApplicant,
                        const catalogue::Answers& answers = {}, const Attachments& documents = {}) {
    Application application;
    application.centre = kSergeli;
    application.number = make_number();
    application.secret_sha256 = "secret";
    application.applicant.family_name = "Karimova";
    application.applicant.given_name = "Zuhra";
    application.applicant.passport = "AA1234567";
    application.applicant.phone = "+998901234567";
    application.process =
        Case::submitted({.number = application.number,
                         .service = kReferral,
                         .catalogue_version = program->catalogues.current(kSergeli)->catalogue.version,
                         .channel = actor == kApplicant ? "online" : "window",
                         .route = {{"placement", kPreschool, "specialist", working_days}},
                         .working_days = working_days,
                         .fee = {}},
                        actor, now);
    application.answers = answers;
    db->write_and_wait([&](db::Tx& tx) {
      Application made = application;
      for (const auto& [type, document] : documents) {
        EXPECT_TRUE(program->documents.attach(tx, document, kSergeli, made.number, type, to_string(actor))
                        .has_value());
      }
      const auto documents = program->documents.of_case(tx, kSergeli, made.number);
      log_last_event(tx, program->log, made, &documents);
      add(tx, made, program->applications.due_times(made), now);
    });
    return application.number;
  }
  std::string make_number() {
    std::array<std::uint8_t, kNumberSigns - 1> bytes{};
    bytes[0] = static_cast<std::uint8_t>(numbers_ % 31);  // of the 31 signs
    bytes[1] = static_cast<std::uint8_t>(numbers_++ / 31);
    return make_code(bytes);
  }
  std::string claim(const std::string& number, const StaffId& by) {
    return program->change(number,
                           [&](const Case& subject, Time at) { return subject.claim("placement", by, at); });
  }
  std::string approve(const std::string& number, const StaffId& by) {
    return program->change(number, [&](const Case& subject, Time at) {
      return subject.approve("placement", by, "She lives next door.", at);
    });
  }
  Application stored(const std::string& number) const { return program->applications.find(number).value(); }
  Moments moments(const std::string& number) const {
    return program->applications.due_times(stored(number)).moments.at(0).value();
  }
  // Goes on to this time, ticking on the way as often as the program looks.
  void go_on(Time until) {
    while (now < until) {
      now = std::min(until, now + Minutes(10));
      program->applications.tick();
    }
  }
  // "kind reference assignee" of what the program said of a case.
  std::vector<std::string> said(const std::string& number) const {
    std::vector<std::string> lines;
    for (const Event& event : stored(number).process.timeline) {
      if (event.kind == EventKind::task_warned) lines.push_back(event.reference);
      if (event.kind == EventKind::task_escalated) lines.push_back("escalated to " + event.assignee.str());
    }
    return lines;
  }
  // Kind, subject, actor and data of every event in the log.
  std::vector<std::string> events(const std::string& kind = {}) const {
    std::vector<std::string> found;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 100'000, [&](const audit::StoredEvent& event) {
        if (kind.empty() || event.kind == kind)
          found.push_back(event.kind + " " + event.subject + " " + event.actor + " " + event.data);
        return true;
      });
    });
    return found;
  }
  void away(const StaffId& person, const StaffId& substitute, int from = 0, int to = 10) {
    const Day today = std::chrono::floor<std::chrono::days>(now);
    db->write_and_wait([&](db::Tx& tx) {
      add_absence(
          tx, kSergeli,
          {person.str(), person, substitute, today + std::chrono::days(from), today + std::chrono::days(to)});
    });
  }

  Time now = *parse_rfc3339("2026-11-24T05:00:00Z");  // a Tuesday, 10:00 in Tashkent
  db::testing::Fresh db = db::testing::fresh(GetParam());
  db::testing::TemporaryFolder folder;
  std::unique_ptr<Program> program;

 private:
  std::uint64_t numbers_ = 1;
};

}  // namespace biroyna::cases::testing
