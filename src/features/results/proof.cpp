#include "features/results/proof.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <utility>

#include "features/results/store.hpp"

namespace biroyna::results {
namespace {

namespace json = boost::json;

constexpr std::int64_t kReadAtOnce = 100;
constexpr const char* kLost = "the register does not have this event any more";
constexpr const char* kChanged = "the document was changed after this event was written";
constexpr const char* kStandingChanged = "how it stands was changed after this event was written";
constexpr std::string_view kIssued = "result_issued", kRevoked = "result_revoked",
                           kSuperseded = "result_superseded";
// An event is written a moment after the time that its row has.
constexpr Minutes kMoment(1);

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
  // What entries of before did not have is not in their proofs.
  const std::string holder =
      entry.holder_mark.empty() ? entry.holder : entry.holder + "\n" + entry.holder_mark;
  return audit::proof_of(entry.salt,
                         {entry.centre.str(), entry.code, issue_data(entry), tag(entry.language), entry.title,
                          holder, entry.holder_is_person ? "person" : "organisation", until,
                          std::to_string(to_ms(entry.issued_at)), entry.issued_by, entry.supersedes, sheet});
}

std::string standing_proof(const Entry& entry) {
  return audit::proof_of(entry.salt,
                         {entry.centre.str(), entry.code, name(entry.standing),
                          std::to_string(to_ms(entry.changed_at)), entry.changed_by, entry.reason});
}

namespace {

using LoggedEvents = std::vector<audit::StoredEvent>;  // of one document, oldest first

// What became of documents before there were proofs, as the log has it, by code.
std::map<std::string, LoggedEvents> unproven_events(db::Tx& tx, const CentreId& centre) {
  std::map<std::string, LoggedEvents> found;
  audit::each_unproven(tx, centre, kSubject, [&](audit::StoredEvent event) {
    if (event.kind == kIssued || event.kind == kRevoked || event.kind == kSuperseded)
      found[event.subject.substr(kSubject.size())].push_back(std::move(event));
  });
  return found;
}

// One entry held against the log. `unproven` is what the log has of it from before there were proofs.
class EntryCheck {
 public:
  EntryCheck(db::Tx& tx, const Entry& entry, LoggedEvents unproven)
      : entry_(entry),
        unproven_(std::move(unproven)),
        sheet_(sheet_of(tx, entry)),
        logged_(audit::events_at(tx, entry.centre, {entry.issued_seq, entry.changed_seq})) {}

  std::int64_t covered() const { return covered_; }
  std::int64_t not_covered() const { return not_covered_; }

  // What is wrong first.
  std::optional<audit::Mismatch> run() {
    if (auto wrong = issue()) return wrong;
    if (auto wrong = standing()) return wrong;
    return unproven_.empty() ? std::nullopt : std::optional(mismatch(unproven_.front().seq, kLost));
  }

 private:
  audit::Mismatch mismatch(std::int64_t event, std::string_view reason) const {
    return {"document " + entry_.code, event, std::string(reason)};
  }

  std::optional<audit::Mismatch> issue() {
    if (entry_.issued_seq == 0) {
      const auto event = take_unproven(kIssued);
      if (!event) return mismatch(0, "the log has no event for its issue");
      if (event->actor != entry_.issued_by || !within_moment(event->at, entry_.issued_at) ||
          event->data != issue_data(entry_))
        return mismatch(event->seq, kChanged);
      return ++not_covered_, std::nullopt;
    }
    const auto* event = logged(entry_.issued_seq, kIssued);
    if (event == nullptr) return mismatch(entry_.issued_seq, "the log has another event for its issue");
    if (event->actor != entry_.issued_by ||
        event->data != audit::with_proof(issue_data(entry_), issue_proof(entry_, sheet_)))
      return mismatch(entry_.issued_seq, kChanged);
    ++covered_;
    return {};
  }

  std::optional<audit::Mismatch> standing() {
    if (entry_.standing == Standing::issued) {
      const bool as_issued = entry_.changed_seq == 0 && entry_.changed_at == entry_.issued_at &&
                             entry_.changed_by == entry_.issued_by && entry_.reason.empty();
      return as_issued ? std::nullopt : std::optional(mismatch(entry_.issued_seq, kStandingChanged));
    }
    const std::string_view kind = entry_.standing == Standing::revoked ? kRevoked : kSuperseded;
    if (entry_.changed_seq == 0) {
      const auto event = take_unproven(kind);
      if (!event) return mismatch(entry_.issued_seq, kStandingChanged);
      if (event->actor != entry_.changed_by || !within_moment(event->at, entry_.changed_at))
        return mismatch(event->seq, kStandingChanged);
      return ++not_covered_, std::nullopt;
    }
    const auto* event = logged(entry_.changed_seq, kind);
    if (event == nullptr) return mismatch(entry_.changed_seq, "the log has another event for how it stands");
    if (event->actor != entry_.changed_by || audit::proof_in(event->data) != standing_proof(entry_))
      return mismatch(entry_.changed_seq, kStandingChanged);
    ++covered_;
    return {};
  }

  const audit::StoredEvent* logged(std::int64_t seq, std::string_view kind) const {
    const auto found = logged_.find(seq);
    const bool right = found != logged_.end() && found->second.kind == kind &&
                       found->second.subject == std::string(kSubject) + entry_.code;
    return right ? &found->second : nullptr;
  }

  static bool within_moment(Time event, Time row) { return event - row < kMoment && row - event < kMoment; }

  // The first of this kind, which is not looked at any more.
  std::optional<audit::StoredEvent> take_unproven(std::string_view kind) {
    const auto found = std::ranges::find(unproven_, kind, &audit::StoredEvent::kind);
    if (found == unproven_.end()) return {};
    auto taken = std::move(*found);
    unproven_.erase(found);
    return taken;
  }

  const Entry& entry_;
  LoggedEvents unproven_;
  const std::string sheet_;
  const std::map<std::int64_t, audit::StoredEvent> logged_;
  std::int64_t covered_ = 0, not_covered_ = 0;
};

// Events whose document has lost them, when the log has more of them than the register.
void report_lost(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch) {
  audit::each_proven(tx, centre, kSubject, [&](const audit::StoredEvent& event) {
    const std::string code = event.subject.substr(kSubject.size());
    const auto entry = find(tx, code);
    if (!entry || entry->centre != centre ||
        (entry->issued_seq != event.seq && entry->changed_seq != event.seq))
      on_mismatch({"document " + code, event.seq, kLost});
  });
}

}  // namespace

std::set<CentreId> centres(db::Tx& tx) { return audit::centres_in(tx, "results"); }

audit::Covered verify(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch) {
  audit::Covered covered;
  auto unproven = unproven_events(tx, centre);
  std::string after;
  for (;;) {
    const auto entries = entries_after(tx, centre, after, kReadAtOnce);
    if (entries.empty()) break;
    for (const Entry& entry : entries) {
      ++covered.items;
      auto logged = unproven.extract(entry.code);
      EntryCheck check(tx, entry, logged ? std::move(logged.mapped()) : LoggedEvents());
      if (const auto wrong = check.run()) on_mismatch(*wrong);
      covered.events += check.covered();
      covered.not_covered += check.not_covered();
    }
    after = entries.back().code;
  }
  for (const auto& [code, events] : unproven) {
    for (const auto& event : events) on_mismatch({"document " + code, event.seq, kLost});
  }
  if (audit::count_proven(tx, centre, kSubject) != covered.events) report_lost(tx, centre, on_mismatch);
  return covered;
}

}  // namespace biroyna::results
