#include "features/cases/proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "features/cases/codec.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_proof.hpp"

namespace biroyna::cases {
namespace {

constexpr std::size_t kReadAtOnce = 100;
constexpr const char* kLost = "the case does not have this event any more";
constexpr const char* kChanged = "the case was changed after this event was written";

std::string file_proof(const Application& application) {
  return audit::proof_of(application.salt,
                         {application.centre.str(), application.number, application.submission,
                          application.ticket.str(), application.secret_sha256, encode(application.applicant),
                          forms::encode_answers(application.answers), encode(application.process.begun)});
}

std::string documents_proof(const Application& application, const std::vector<documents::Version>& versions) {
  std::string all;
  for (const auto& version : versions) {
    all +=
        audit::proof_of({}, {version.type.str(), std::to_string(version.version), version.document.id.str(),
                             version.document.sha256, version.actor, std::to_string(to_ms(version.at))});
  }
  return audit::proof_of(application.salt, {application.number, all});
}

// The last one of the case. Empty: there is none.
std::string last_proof(const Case& process, std::string Proof::* part) {
  for (auto event = process.timeline.rbegin(); event != process.timeline.rend(); ++event) {
    if (!(event->proof.*part).empty()) return event->proof.*part;
  }
  return {};
}

// Of the event with this place in the timeline. What stays of an erased case is all proven by its last event.
std::string event_proof(const Application& application, std::size_t place) {
  const Event& event = application.process.timeline[place];
  if (event.kind != EventKind::case_erased)
    return audit::proof_of(application.salt, {application.centre.str(), application.number,
                                              std::to_string(place + 1), encode(event)});
  Case remains = application.process;
  remains.timeline.back().proof.seq = 0;
  return audit::proof_of(application.salt, {application.centre.str(), application.number, encode(remains)});
}

}  // namespace

std::string subject_of(std::string_view number) { return std::string(kSubject).append(number); }

void log_last_event(db::Tx& tx, audit::EventLog& log, Application& application,
                    const std::vector<documents::Version>* documents) {
  if (application.salt.empty()) application.salt = audit::new_salt();
  Case& process = application.process;
  Event& event = process.timeline.back();
  event.proof = {};
  if (auto file = file_proof(application); file != last_proof(process, &Proof::file))
    event.proof.file = std::move(file);
  if (documents != nullptr) {
    event.proof.documents = documents_proof(application, *documents);
  } else if (!process.erased && last_proof(process, &Proof::documents).empty()) {
    // A case of before there were proofs.
    event.proof.documents = documents_proof(
        application, documents::Documents::of_case(tx, application.centre, application.number));
  }
  const std::string subject = subject_of(application.number);
  const std::string actor = to_string(event.actor);
  const std::string data =
      audit::with_proof(event_data(event), event_proof(application, process.timeline.size() - 1));
  event.proof.seq = log.append(
      tx, application.centre,
      {.at = event.at, .kind = name(event.kind), .subject = subject, .actor = actor, .data = data});
}

void forget_person(Application& application) {
  forms::Applicant nobody;
  nobody.language = application.applicant.language;
  nobody.kind = application.applicant.kind;
  application.applicant = std::move(nobody);
  application.answers.clear();
  application.secret_sha256.clear();
  application.salt = audit::new_salt();
}

namespace {

using LoggedEvents = std::vector<audit::StoredEvent>;  // of one case, oldest first

// What the log called an event of a case when it was written; older logs know mandates as powers.
std::string_view name_now(std::string_view logged) {
  if (logged == "power_given") return name(EventKind::mandate_given);
  if (logged == "power_revoked") return name(EventKind::mandate_revoked);
  return logged;
}

bool is_of_case(std::string_view logged) {
  for (int kind = 0; kind < kEventKinds; ++kind) {
    if (name(static_cast<EventKind>(kind)) == name_now(logged)) return true;
  }
  return false;
}

// The events of cases that the log has from before there were proofs, by the number of the case.
std::map<std::string, LoggedEvents> unproven_events(db::Tx& tx, const CentreId& centre) {
  std::map<std::string, LoggedEvents> found;
  audit::each_unproven(tx, centre, kSubject, [&](audit::StoredEvent event) {
    if (is_of_case(event.kind)) found[event.subject.substr(kSubject.size())].push_back(std::move(event));
  });
  return found;
}

// Numbers of events that a case has shown.
class Shown {
 public:
  void add(std::int64_t seq) {
    const auto place = static_cast<std::size_t>(seq);
    if (seen_.size() <= place) seen_.resize(place + 1);
    seen_[place] = true;
  }
  bool contains(std::int64_t seq) const {
    const auto place = static_cast<std::size_t>(seq);
    return place < seen_.size() && seen_[place];
  }

 private:
  std::vector<bool> seen_;
};

// One case held against the log. `unproven` is what the log has of it from before there were proofs.
class CaseCheck {
 public:
  CaseCheck(db::Tx& tx, const Application& application, const Columns& columns, const LoggedEvents& unproven,
            Shown& shown)
      : tx_(tx), application_(application), columns_(columns), unproven_(unproven), shown_(shown) {}

  std::int64_t covered() const { return covered_; }
  std::int64_t not_covered() const { return not_covered_; }

  // What is wrong first.
  std::optional<audit::Mismatch> run() {
    if (auto wrong = events()) return wrong;
    if (auto wrong = covered_ > 0 ? file() : std::nullopt) return wrong;
    if (columns_ != expected_columns())
      return mismatch(0, "what lists show of it is not what its events say");
    return {};
  }

 private:
  audit::Mismatch mismatch(std::int64_t event, std::string_view reason) const {
    return {"case " + application_.number, event, std::string(reason)};
  }

  std::optional<audit::Mismatch> events() {
    const auto& timeline = application_.process.timeline;
    std::vector<std::int64_t> numbers;
    for (const Event& event : timeline) {
      if (event.proof.seq != 0) numbers.push_back(event.proof.seq);
    }
    const auto logged = audit::events_at(tx_, application_.centre, numbers);
    const std::string subject = subject_of(application_.number);
    for (const auto& [seq, event] : logged) {
      if (event.subject == subject) shown_.add(seq);
    }
    std::int64_t last = 0;
    for (std::size_t place = 0; place < timeline.size(); ++place) {
      const std::int64_t seq = timeline[place].proof.seq;
      if (seq == 0 && covered_ == 0 && place < unproven_.size()) {
        if (auto wrong = unproven(timeline[place], unproven_[place])) return wrong;
        last = unproven_[place].seq;
        ++not_covered_;
        continue;
      }
      const auto found = logged.find(seq);
      if (seq <= last || found == logged.end() || found->second.subject != subject)
        return mismatch(seq != 0 ? seq : last,
                        fmt::format("what the case has after event {} is not in the log", last));
      if (auto wrong = event(place, found->second)) return wrong;
      last = seq;
      ++covered_;
    }
    const auto left = static_cast<std::size_t>(not_covered_);
    return left < unproven_.size() ? std::optional(mismatch(unproven_[left].seq, kLost)) : std::nullopt;
  }

  // Nothing proves its words, but the log has the rest of it.
  std::optional<audit::Mismatch> unproven(const Event& event, const audit::StoredEvent& logged) const {
    if (name_now(logged.kind) == name(event.kind) && logged.at == event.at &&
        logged.actor == to_string(event.actor) && logged.data == event_data(event))
      return {};
    return mismatch(logged.seq, kChanged);
  }

  std::optional<audit::Mismatch> event(std::size_t place, const audit::StoredEvent& logged) const {
    const Event& event = application_.process.timeline[place];
    const bool words_are_gone = application_.process.erased && event.kind != EventKind::case_erased;
    const std::string proof =
        words_are_gone ? std::string(audit::proof_in(logged.data)) : event_proof(application_, place);
    if (logged.kind == name(event.kind) && logged.at == event.at && logged.actor == to_string(event.actor) &&
        logged.data == audit::with_proof(event_data(event), proof))
      return {};
    return mismatch(logged.seq, kChanged);
  }

  std::optional<audit::Mismatch> file() const {
    const Case& process = application_.process;
    const auto last_with = [&](std::string Proof::* part) {
      const auto last = std::find_if(process.timeline.rbegin(), process.timeline.rend(),
                                     [&](const Event& event) { return !(event.proof.*part).empty(); });
      return last == process.timeline.rend() ? 0 : last->proof.seq;
    };
    if (file_proof(application_) != last_proof(process, &Proof::file))
      return mismatch(last_with(&Proof::file),
                      "who applies, the answers or how it began were changed after this event");
    const std::string documents = last_proof(process, &Proof::documents);
    if (documents.empty() || process.erased) return {};
    const auto versions = documents::Documents::of_case(tx_, application_.centre, application_.number);
    if (documents_proof(application_, versions) != documents)
      return mismatch(last_with(&Proof::documents), "the documents were changed after this event");
    return {};
  }

  Columns expected_columns() const {
    Columns expected = columns_of(application_);
    if (covered_ > 0) return expected;
    // Nothing proves the name, and programs of before there were proofs did not write all of the others.
    expected.name = columns_.name;
    expected.folded = columns_.folded;
    expected.outcome = columns_.outcome;
    expected.unanswered = columns_.unanswered;
    return expected;
  }

  db::Tx& tx_;
  const Application& application_;
  const Columns& columns_;
  const LoggedEvents& unproven_;
  Shown& shown_;
  std::int64_t covered_ = 0, not_covered_ = 0;
};

// Events whose case has lost them, when the log has more of them than the cases. `unreadable`: subjects of
// cases that were reported already.
void report_lost(db::Tx& tx, const CentreId& centre, const Shown& shown,
                 const std::set<std::string>& unreadable, const audit::OnMismatch& on_mismatch) {
  audit::each_proven(tx, centre, kSubject, [&](const audit::StoredEvent& event) {
    if (!shown.contains(event.seq) && !unreadable.contains(event.subject))
      on_mismatch({"case " + event.subject.substr(kSubject.size()), event.seq, kLost});
  });
}

}  // namespace

std::set<CentreId> centres(db::Tx& tx) { return audit::centres_in(tx, "applications"); }

audit::Covered verify(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch) {
  audit::Covered covered;
  auto unproven = unproven_events(tx, centre);
  Shown shown;
  std::set<std::string> unreadable;
  std::string after;
  for (;;) {
    const auto numbers = numbers_after(tx, centre, after, kReadAtOnce);
    if (numbers.empty()) break;
    for (const auto& number : numbers) {
      ++covered.items;
      auto logged = unproven.extract(number);
      const LoggedEvents events = logged ? std::move(logged.mapped()) : LoggedEvents();
      std::optional<audit::Mismatch> wrong;
      try {
        const auto application = find(tx, number);
        const Columns columns = columns_in(tx, centre, number);
        CaseCheck check(tx, application.value(), columns, events, shown);
        wrong = check.run();
        covered.events += check.covered();
        covered.not_covered += check.not_covered();
      } catch (const db::Unavailable&) {
        throw;
      } catch (const std::exception&) {
        wrong = audit::Mismatch{"case " + number, 0, "it cannot be read"};
        unreadable.insert(subject_of(number));
      }
      if (wrong) on_mismatch(*wrong);
    }
    after = numbers.back();
  }
  for (const auto& [number, events] : unproven) {
    for (const auto& event : events) on_mismatch({"case " + number, event.seq, kLost});
  }
  if (audit::count_proven(tx, centre, kSubject) != covered.events)
    report_lost(tx, centre, shown, unreadable, on_mismatch);
  return covered;
}

}  // namespace biroyna::cases
