#include "features/results/proof.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "features/results/store.hpp"

namespace biroyna::results {
namespace {

namespace json = boost::json;

constexpr std::int64_t kReadAtOnce = 100;

}  // namespace

std::string issue_data(const Entry& entry) {
  return json::serialize(json::object{{"number", entry.number},
                                      {"version", entry.version},
                                      {"kind", entry.kind},
                                      {"case", entry.case_number},
                                      {"service", entry.service.str()}});
}

std::string issue_proof(const Entry& entry, std::string_view sheet) {
  const std::string until = entry.valid_until ? to_iso(*entry.valid_until) : "";
  return audit::proof_of(entry.salt,
                         {entry.centre.str(), entry.code, issue_data(entry), tag(entry.language), entry.title,
                          entry.holder, entry.holder_is_person ? "person" : "organisation", until,
                          std::to_string(to_ms(entry.issued_at)), entry.issued_by, entry.supersedes, sheet});
}

std::string standing_proof(const Entry& entry) {
  return audit::proof_of(entry.salt,
                         {entry.centre.str(), entry.code, name(entry.standing),
                          std::to_string(to_ms(entry.changed_at)), entry.changed_by, entry.reason});
}

namespace {

// One entry held against the log.
class EntryCheck {
 public:
  EntryCheck(db::Tx& tx, const Entry& entry)
      : entry_(entry),
        sheet_(sheet_of(tx, entry)),
        logged_(audit::events_at(tx, entry.centre, {entry.issued_seq, entry.changed_seq})) {}

  std::int64_t covered() const { return covered_; }
  std::int64_t not_covered() const { return not_covered_; }

  // What is wrong first.
  std::optional<audit::Mismatch> run() {
    if (auto wrong = issue()) return wrong;
    return standing();
  }

 private:
  audit::Mismatch mismatch(std::int64_t event, std::string_view reason) const {
    return {"document " + entry_.code, event, std::string(reason)};
  }

  std::optional<audit::Mismatch> issue() {
    if (entry_.issued_seq == 0) return ++not_covered_, std::nullopt;
    const auto* event = logged(entry_.issued_seq, "result_issued");
    if (event == nullptr) return mismatch(entry_.issued_seq, "the log has another event for its issue");
    if (event->actor != entry_.issued_by ||
        event->data != audit::with_proof(issue_data(entry_), issue_proof(entry_, sheet_)))
      return mismatch(entry_.issued_seq, "the document was changed after this event was written");
    ++covered_;
    return {};
  }

  std::optional<audit::Mismatch> standing() {
    if (entry_.standing == Standing::issued) {
      const bool as_issued = entry_.changed_seq == 0 && entry_.changed_at == entry_.issued_at &&
                             entry_.changed_by == entry_.issued_by && entry_.reason.empty();
      if (covered_ == 0 || as_issued) return {};
      return mismatch(entry_.issued_seq, "how it stands was changed after this event was written");
    }
    if (entry_.changed_seq == 0) {
      if (covered_ == 0) return ++not_covered_, std::nullopt;
      return mismatch(entry_.issued_seq, "how it stands was changed after this event was written");
    }
    const auto* event = logged(entry_.changed_seq,
                               entry_.standing == Standing::revoked ? "result_revoked" : "result_superseded");
    if (event == nullptr) return mismatch(entry_.changed_seq, "the log has another event for how it stands");
    if (event->actor != entry_.changed_by || audit::proof_in(event->data) != standing_proof(entry_))
      return mismatch(entry_.changed_seq, "how it stands was changed after this event was written");
    ++covered_;
    return {};
  }

  const audit::StoredEvent* logged(std::int64_t seq, std::string_view kind) const {
    const auto found = logged_.find(seq);
    const bool right = found != logged_.end() && found->second.kind == kind &&
                       found->second.subject == std::string(kSubject) + entry_.code;
    return right ? &found->second : nullptr;
  }

  const Entry& entry_;
  const std::string sheet_;
  const std::map<std::int64_t, audit::StoredEvent> logged_;
  std::int64_t covered_ = 0, not_covered_ = 0;
};

// Events whose document has lost them, when the log has more of them than the register.
void report_lost(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch) {
  std::int64_t after = 0;
  for (;;) {
    const auto events = audit::proven_events(tx, centre, kSubject, after, kReadAtOnce);
    if (events.empty()) return;
    for (const auto& event : events) {
      after = event.seq;
      const std::string code = event.subject.substr(kSubject.size());
      const auto entry = find(tx, code);
      if (!entry || (entry->issued_seq != event.seq && entry->changed_seq != event.seq))
        on_mismatch({"document " + code, event.seq, "the register does not have this event any more"});
    }
  }
}

}  // namespace

audit::Covered verify(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch) {
  audit::Covered covered;
  std::string after;
  for (;;) {
    const auto entries = entries_after(tx, centre, after, kReadAtOnce);
    if (entries.empty()) break;
    for (const Entry& entry : entries) {
      ++covered.items;
      EntryCheck check(tx, entry);
      if (const auto wrong = check.run()) on_mismatch(*wrong);
      covered.events += check.covered();
      covered.not_covered += check.not_covered();
    }
    after = entries.back().code;
  }
  if (audit::count_proven(tx, centre, kSubject) != covered.events) report_lost(tx, centre, on_mismatch);
  return covered;
}

}  // namespace biroyna::results
