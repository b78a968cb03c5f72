#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <set>
#include <system_error>

#include "features/documents/store.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::documents {
namespace json = boost::json;
namespace {

using Kind = Refusal::Kind;

constexpr int kAtOnce = 20;

std::string subject_of(const PaperId& id) { return "paper:" + id.str(); }

tl::unexpected<Refusal> wrong_file(const std::string& code) {
  const std::vector<FieldError> where = {{"/file", code}};
  if (code == "error.paper_type") return tl::unexpected(Refusal{Kind::unsupported, "paper_type", where});
  return invalid(where);
}

std::string message_of(pdf_check::Wrong wrong) {
  switch (wrong) {
    case pdf_check::Wrong::encrypted:
      return "error.paper_encrypted";
    case pdf_check::Wrong::active:
      return "error.paper_active";
    case pdf_check::Wrong::too_many_pages:
      return "error.paper_too_many_pages";
    case pdf_check::Wrong::nothing:
    case pdf_check::Wrong::broken:
      break;
  }
  return "error.paper_broken";
}

// What a scanner calls a virus is free text.
std::string printable(std::string text) {
  std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
  return text;
}

bool is_disk_full(const std::system_error& failure) {
  const int error = failure.code().value();
  return error == ENOSPC || error == EDQUOT || error == EROFS;
}

}  // namespace

Papers::Papers(db::Db& db, audit::EventLog& log, Vault& vault, Clock clock, Options options)
    : db_(db), log_(log), vault_(vault), clock_(std::move(clock)), options_(std::move(options)) {}

void Papers::write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const PaperId& paper,
                         std::string_view actor, const std::string& data) {
  const std::string subject = subject_of(paper);
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

Result<Papers::Inspected> Papers::inspect(std::string_view content) const {
  auto kept = documents::inspect(content);
  if (!kept) return wrong_file(kept.error());
  Inspected inspected{*std::move(kept), 0};
  if (inspected.kept.type != MediaType::pdf) return inspected;
  const auto verdict = options_.check_pdf(content, kMostPages);
  if (verdict.wrong != pdf_check::Wrong::nothing) return wrong_file(message_of(verdict.wrong));
  inspected.pages = verdict.pages;
  return inspected;
}

Result<Papers::Taken> Papers::take(const Upload& upload) {
  const auto inspected = inspect(upload.content);
  if (!inspected) return tl::unexpected(inspected.error());
  const auto& pieces = inspected->kept.pieces;
  Paper paper{.id = PaperId(auth::random_id()),
              .centre = upload.centre,
              .owner = upload.owner,
              .purpose = upload.purpose,
              .name = clean_name(upload.name),
              .media_type = inspected->kept.type,
              .pages = inspected->pages,
              .sha256 = Vault::sha256(pieces),
              .state = options_.scanner ? State::queued : State::accepted,
              .taken_at = clock_()};
  for (const auto piece : pieces) paper.size += static_cast<std::int64_t>(piece.size());
  const std::string secret = auth::random_token();

  // Until the row is there, nobody may think that the content is needed by nobody.
  const auto held = vault_.share();
  try {
    vault_.put(paper.sha256, pieces);
  } catch (const std::system_error& failure) {
    if (!is_disk_full(failure)) throw;
    log::warning("paper_not_stored", {{"reason", std::string_view(failure.what())}});
    Refusal refusal{Kind::unavailable, "unavailable"};
    refusal.retry_after_seconds = 60;
    return tl::unexpected(std::move(refusal));
  }
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, paper.centre);
    add_paper(tx, paper, auth::hash_token(secret), paper.taken_at);
    write_event(tx, paper.centre, "paper_taken", paper.id, paper.owner,
                fmt::format(R"({{"media_type":"{}","size":{},"sha256":"{}","state":"{}"}})",
                            documents::name(paper.media_type), paper.size, paper.sha256,
                            documents::name(paper.state)));
  });
  return Taken{std::move(paper), secret};
}

std::optional<Paper> Papers::find(const PaperId& id) const {
  return db_.reading([&](db::Tx& tx) { return paper_by_id(tx, id); });
}

std::vector<Paper> Papers::list(const CentreId& centre, std::string_view owner) const {
  return db_.reading([&](db::Tx& tx) { return papers_of(tx, centre, owner); });
}

std::optional<Paper> Papers::find_for(const auth::Principal& who, const PaperId& id,
                                      std::string_view secret) const {
  bool by_secret = false;
  auto paper = db_.reading([&](db::Tx& tx) {
    by_secret = !secret.empty() && has_secret(tx, id, auth::hash_token(secret));
    return paper_by_id(tx, id);
  });
  if (!paper || by_secret) return paper;
  const bool may = who.of_centre() && who.centre == paper->centre.str() && options_.may_read(who, *paper);
  return may ? paper : std::nullopt;
}

void Papers::keep(db::Tx& tx, const PaperId& paper, const CentreId& centre, Time until) {
  keep_until(tx, centre, paper, until);
}

Result<std::int64_t> Papers::attach(db::Tx& tx, const PaperId& id, const CentreId& centre,
                                    std::string_view case_number, const DocumentId& document,
                                    std::string_view actor) {
  log_.lock_head(tx, centre);
  const auto paper = paper_by_id(tx, id);
  if (!paper || paper->centre != centre) return refuse(Kind::not_found, "not_found");
  if (paper->state == State::rejected) return refuse(Kind::conflict, "paper_rejected");
  const auto version = add_version(tx, *paper, case_number, document, actor, clock_());
  write_event(tx, centre, "paper_attached", id, actor,
              json::serialize(
                  json::object{{"case", case_number}, {"document", document.str()}, {"version", version}}));
  return version;
}

std::vector<Version> Papers::of_case(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  return versions_of(tx, centre, case_number);
}

void Papers::detach(db::Tx& tx, const CentreId& centre, std::string_view case_number,
                    std::string_view actor) {
  log_.lock_head(tx, centre);
  std::set<PaperId> papers;
  for (const Version& version : versions_of(tx, centre, case_number)) papers.insert(version.paper.id);
  remove_versions(tx, centre, case_number);
  for (const PaperId& paper : papers)
    write_event(tx, centre, "paper_detached", paper, actor,
                json::serialize(json::object{{"case", case_number}}));
}

std::vector<Papers::View> Papers::views_of(const CentreId& centre, const std::vector<Version>& papers) const {
  constexpr std::string_view kPaper = "paper:";
  std::vector<std::string> subjects;
  for (const Version& version : papers) subjects.push_back(std::string(kPaper) + version.paper.id.str());
  const auto events =
      db_.reading([&](db::Tx& tx) { return audit::views_of(tx, centre, subjects, kMostViews); });
  std::vector<View> views;
  for (const auto& event : events)
    views.push_back({PaperId(event.subject.substr(kPaper.size())), event.actor, event.at});
  return views;
}

std::vector<std::string> Papers::cases_of(db::Tx& tx, const CentreId& centre, const PaperId& paper) const {
  return documents::cases_of(tx, centre, paper);
}

std::vector<std::string> Papers::cases_of(const Paper& paper) const {
  return db_.reading([&](db::Tx& tx) { return documents::cases_of(tx, paper.centre, paper.id); });
}

Result<std::string> Papers::open(const Paper& paper, std::string_view actor) {
  if (paper.state == State::rejected) return refuse(Kind::conflict, "paper_rejected");
  if (paper.state != State::accepted) return refuse(Kind::conflict, "paper_not_checked");
  std::string content;
  content.reserve(static_cast<std::size_t>(paper.size));
  vault_.read(paper.sha256, [&](std::string_view block) { content.append(block); });
  note_view(paper, actor);
  return content;
}

void Papers::note_view(const Paper& paper, std::string_view actor) {
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, paper.centre);
    write_event(tx, paper.centre, "paper_viewed", paper.id, actor,
                fmt::format(R"({{"sha256":"{}"}})", paper.sha256));
  });
}

bool Papers::scan_due() {
  if (!options_.scanner) return accept_unscanned();
  const Time now = clock_(), lease = now + kScanLease;
  const auto due = db_.reading([&](db::Tx& tx) { return due_scans(tx, now, 1); });
  if (due.empty()) return false;
  bool ours = false;
  db_.write_and_wait([&](db::Tx& tx) { ours = begin_scan(tx, due.front().id, now, lease); });
  return !ours || scan(due.front(), lease);
}

bool Papers::scan(const Paper& paper, Time lease) {
  bool reachable = true;
  try {
    const auto found = options_.scanner->scan([&](const Clamd::Out& out) { vault_.read(paper.sha256, out); });
    finish_scan(paper, lease, found ? State::rejected : State::accepted, found.value_or(""));
    return true;
  } catch (const Clamd::Unreachable& failure) {
    log::warning("scanner_unreachable", {{"reason", std::string_view(failure.what())}});
    reachable = false;
  } catch (const Vault::Damaged& failure) {
    log::error("paper_damaged", {{"reason", std::string_view(failure.what())}});
  }
  db_.write_and_wait([&](db::Tx& tx) { put_back(tx, paper.id, lease, clock_()); });
  return reachable;
}

void Papers::finish_scan(const Paper& paper, Time lease, State state, const std::string& found) {
  const std::string reason = printable(found);
  bool ours = false;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, paper.centre);
    ours = end_scan(tx, paper.id, lease, state, reason);
    if (!ours) return;
    write_event(tx, paper.centre, state == State::accepted ? "paper_accepted" : "paper_rejected", paper.id,
                "", json::serialize(json::object{{"found", reason}}));
  });
  if (!ours || state != State::rejected) return;
  const auto held = vault_.take();
  remove_content_if_unneeded(paper.sha256);
}

// The scanner was taken out of the settings while papers waited for it.
bool Papers::accept_unscanned() {
  const Time now = clock_();
  const auto waiting = db_.reading([&](db::Tx& tx) { return due_scans(tx, now, kAtOnce); });
  for (const Paper& paper : waiting) {
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, paper.centre);
      accept_paper(tx, paper.id);
      write_event(tx, paper.centre, "paper_accepted", paper.id, "", R"({"scanned":false})");
    });
  }
  return waiting.size() == kAtOnce;
}

std::size_t Papers::remove_old() {
  const Time now = clock_();
  const auto old = db_.reading([&](db::Tx& tx) { return old_unattached(tx, now, kAtOnce); });
  if (old.empty()) return 0;
  const auto held = vault_.take_if_free();
  if (!held) return 0;  // somebody hands in a paper: next time
  std::size_t count = 0;
  for (const Paper& paper : old) {
    bool removed = false;
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, paper.centre);
      removed = remove_unattached(tx, paper);
      if (removed) write_event(tx, paper.centre, "paper_removed", paper.id, "");
    });
    if (!removed) continue;
    ++count;
    remove_content_if_unneeded(paper.sha256);
  }
  return count;
}

void Papers::remove_content_if_unneeded(const std::string& sha256) {
  if (!db_.reading([&](db::Tx& tx) { return is_needed(tx, sha256); })) vault_.remove(sha256);
}

}  // namespace biroyna::documents
