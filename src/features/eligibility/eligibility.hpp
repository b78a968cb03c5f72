// Advice before anybody applies: whether somebody may, with which documents, for which price and by which
// day. Nothing is kept of it but that it was given.
//
// Thread-safe.
#pragma once

#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "platform/db/db.hpp"

namespace biroyna::eligibility {

// The kind of the event that counts an advice; its data says only whether it was yes.
inline constexpr std::string_view kChecked = "eligibility_checked";

class Consultations {
 public:
  Consultations(db::Db& db, audit::EventLog& log, Clock clock)
      : db_(db), log_(log), clock_(std::move(clock)) {}

  // Does not wait for the write: an advice is given while the database is away, too.
  void count(const CentreId& centre, const ServiceId& service, bool may);

 private:
  db::Db& db_;
  audit::EventLog& log_;
  const Clock clock_;
};

}  // namespace biroyna::eligibility
