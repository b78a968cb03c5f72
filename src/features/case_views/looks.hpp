// Who of the centre has opened an application: noted in the event log, and told to whoever applied.
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/cases.hpp"
#include "platform/auth/principal.hpp"

namespace biroyna::case_views {

// One time when somebody of the centre opened the application, or a document of it. It bears no name: the
// applicant learns the office and the role.
struct Look {
  Time at{};
  std::optional<auth::Role> role;              // nothing: of somebody whom the centre does not know any more
  std::vector<DepartmentId> departments = {};  // for which they worked; empty: for the centre as a whole
  bool by_program = false;                     // by a program with a token
  DocumentTypeId document = {};                // empty: the application itself

  friend bool operator==(const Look&, const Look&) = default;
};

class Looks {
 public:
  // Who goes on looking at an application is noted once in this time.
  static constexpr std::chrono::hours kOnceIn{1};
  static constexpr std::size_t kMost = 50;

  Looks(db::Db& db, audit::EventLog& log, const cases::Applications& applications,
        const documents::Documents& documents, Clock clock)
      : db_(db), log_(log), applications_(applications), documents_(documents), clock_(std::move(clock)) {}

  // Somebody opened it. Nothing is noted of the applicant and of those who act for the applicant.
  void note(const cases::Application& application, const auth::Principal& who);
  // The newest first, at most kMost.
  std::vector<Look> of(const cases::Application& application) const;

 private:
  // Whether this person was noted a moment ago.
  bool noted(const std::string& key, Time now);

  db::Db& db_;
  audit::EventLog& log_;
  const cases::Applications& applications_;
  const documents::Documents& documents_;
  const Clock clock_;
  std::mutex mutex_;
  std::map<std::string, Time> last_;  // under mutex_: who looked at what, and when it was noted
};

}  // namespace biroyna::case_views
