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
constexpr std::string_view kNoSecret;  // in the place of its hash: no secret opens it

std::string subject_of(const DocumentId& id) { return "document:" + id.str(); }

tl::unexpected<Refusal> wrong_file(const std::string& code) {
  const std::vector<FieldError> where = {{"/file", code}};
  if (code == "error.document_format")
    return tl::unexpected(Refusal{Kind::unsupported, "document_format", where});
  return invalid(where);
}

std::string message_of(pdf_check::Wrong wrong) {
  switch (wrong) {
    case pdf_check::Wrong::encrypted:
      return "error.document_encrypted";
    case pdf_check::Wrong::active:
      return "error.document_active";
    case pdf_check::Wrong::too_many_pages:
      return "error.document_too_many_pages";
    case pdf_check::Wrong::nothing:
    case pdf_check::Wrong::broken:
      break;
  }
  return "error.document_broken";
}

// What a scanner calls a virus is free text.
std::string printable(std::string text) {
  std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
  return text;
}

bool is_owner(const auth::Principal& who, const Document& document) {
  const Actor actor = who.actor();
  return actor.kind == ActorKind::staff && document.owner == to_string(actor);
}

}  // namespace

Documents::Documents(db::Db& db, audit::EventLog& log, Vault& vault, Clock clock, Options options)
    : db_(db), log_(log), vault_(vault), clock_(std::move(clock)), options_(std::move(options)) {}

void Documents::write_event(db::Tx& tx, const CentreId& centre, std::string_view kind,
                            const DocumentId& document, std::string_view actor, const std::string& data) {
  const std::string subject = subject_of(document);
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

Result<Documents::Inspected> Documents::inspect(std::string_view content) const {
  auto kept = documents::inspect(content);
  if (!kept) return wrong_file(kept.error());
  Inspected inspected{*std::move(kept), 0};
  return inspected.kept.type == MediaType::pdf ? inspect_pdf(content, std::move(inspected))
                                               : inspect_picture(content, std::move(inspected));
}

Result<Documents::Inspected> Documents::inspect_pdf(std::string_view content, Inspected inspected) const {
  const auto verdict = options_.check_pdf(content, kMostPages);
  if (verdict.wrong != pdf_check::Wrong::nothing) return wrong_file(message_of(verdict.wrong));
  inspected.pages = verdict.pages;
  if (verdict.repaired.size() > kMostBytes) return wrong_file("error.document_too_large");
  if (!verdict.repaired.empty()) {
    inspected.made_anew = std::make_shared<const std::string>(verdict.repaired);
    inspected.kept.pieces = {*inspected.made_anew};
  }
  return inspected;
}

// A photo of a telephone is kept in a size in which a page of A4 can be read.
Result<Documents::Inspected> Documents::inspect_picture(std::string_view content, Inspected inspected) const {
  const Kept& kept = inspected.kept;
  const bool is_photo = kept.type == MediaType::jpeg || kept.type == MediaType::heic;
  if (!is_photo || !pictures::is_larger_than_a4(kept.width, kept.height)) return inspected;
  if (auto drawn = options_.draw(content, {.orientation = kept.orientation})) {
    inspected.made_anew = std::make_shared<const std::string>(*std::move(drawn));
    inspected.kept = {MediaType::jpeg, {*inspected.made_anew}};
    return inspected;
  }
  // What cannot be drawn is kept as before, within the bounds of what others may have to draw.
  if (kept.width > kMostPixels / kept.height) return wrong_file("error.document_too_many_pixels");
  return inspected;
}

Result<Documents::Taken> Documents::take(const Upload& upload) {
  const auto inspected = inspect(upload.content);
  if (!inspected) return tl::unexpected(inspected.error());
  const auto& pieces = inspected->kept.pieces;
  Document document{.id = DocumentId(auth::random_id()),
                    .centre = upload.centre,
                    .owner = upload.owner,
                    .purpose = upload.purpose,
                    .name = clean_name(upload.name),
                    .media_type = inspected->kept.type,
                    .pages = inspected->pages,
                    .sha256 = Vault::sha256(pieces),
                    .state = options_.scanner ? State::queued : State::accepted,
                    .taken_at = clock_()};
  for (const auto piece : pieces) document.size += static_cast<std::int64_t>(piece.size());
  const std::string secret = auth::random_token();

  // Until the row is there, nobody may think that the content is needed by nobody.
  std::optional<Vault::Hold> held;
  try {
    held.emplace(vault_.share());
    vault_.put(document.sha256, pieces);
  } catch (const std::system_error& failure) {
    // The disk is full, may not be written to, or does not answer: nothing was taken.
    log::warning("document_not_stored", {{"reason", std::string_view(failure.what())}});
    Refusal refusal{Kind::unavailable, "unavailable"};
    refusal.retry_after_seconds = 60;
    return tl::unexpected(std::move(refusal));
  }
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, document.centre);
    add_document(tx, document, auth::hash_token(secret), document.taken_at);
    write_event(tx, document.centre, "document_taken", document.id, document.owner,
                fmt::format(R"({{"media_type":"{}","size":{},"sha256":"{}","state":"{}"}})",
                            documents::name(document.media_type), document.size, document.sha256,
                            documents::name(document.state)));
  });
  return Taken{std::move(document), secret};
}

Result<Document> Documents::use_again(const CentreId& centre, const DocumentId& id,
                                      std::string_view case_number, std::string_view owner) {
  Result<Document> outcome;
  const auto held = vault_.share();
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    auto document = document_by_id(tx, id);
    const auto numbers = document ? documents::cases_of(tx, centre, id) : std::vector<std::string>();
    if (std::ranges::find(numbers, case_number) == numbers.end()) {
      outcome = refuse(Kind::not_found, "not_found");
    } else if (document->state != State::accepted) {
      outcome = refuse(Kind::conflict,
                       document->state == State::rejected ? "document_rejected" : "document_not_checked");
    } else {
      document->id = DocumentId(auth::random_id());
      if (!document->origin) document->origin = Origin{std::string(case_number), document->taken_at};
      document->owner = owner;
      document->taken_at = clock_();
      document->attached = false;
      add_document(tx, *document, kNoSecret, document->taken_at);
      write_event(tx, centre, "document_used_again", document->id, owner,
                  json::serialize(json::object{
                      {"case", case_number}, {"document", id.str()}, {"sha256", document->sha256}}));
      outcome = *std::move(document);
    }
  });
  return outcome;
}

std::optional<Document> Documents::find(const DocumentId& id) const {
  return db_.reading([&](db::Tx& tx) { return document_by_id(tx, id); });
}

std::vector<Document> Documents::list(const CentreId& centre, std::string_view owner) const {
  return db_.reading([&](db::Tx& tx) { return documents_of(tx, centre, owner); });
}

bool Documents::is_from(const auth::Principal& who, const DocumentId& id, std::string_view secret) const {
  return db_.reading([&](db::Tx& tx) {
    if (!secret.empty()) return has_secret(tx, id, auth::hash_token(secret));
    const auto document = document_by_id(tx, id);
    return document && is_owner(who, *document);
  });
}

std::optional<Document> Documents::find_for(const auth::Principal& who, const DocumentId& id,
                                            std::string_view secret) const {
  bool by_secret = false;
  auto document = db_.reading([&](db::Tx& tx) {
    auto found = document_by_id(tx, id);
    by_secret = found && !found->attached && !secret.empty() && has_secret(tx, id, auth::hash_token(secret));
    return found;
  });
  if (!document || by_secret) return document;
  if (!who.of_centre() || who.centre != document->centre.str()) return std::nullopt;
  const bool may = (!document->attached && is_owner(who, *document)) || options_.may_read(who, *document);
  return may ? document : std::nullopt;
}

void Documents::keep(db::Tx& tx, const DocumentId& document, const CentreId& centre, Time until) {
  keep_until(tx, centre, document, until);
}

Result<std::int64_t> Documents::attach(db::Tx& tx, const DocumentId& id, const CentreId& centre,
                                       std::string_view case_number, const DocumentTypeId& type,
                                       std::string_view actor) {
  log_.lock_head(tx, centre);
  const auto document = document_by_id(tx, id);
  if (!document || document->centre != centre) return refuse(Kind::not_found, "not_found");
  if (document->state == State::rejected) return refuse(Kind::conflict, "document_rejected");
  const auto version = add_version(tx, *document, case_number, type, actor, clock_());
  write_event(
      tx, centre, "document_attached", id, actor,
      json::serialize(json::object{{"case", case_number}, {"type", type.str()}, {"version", version}}));
  return version;
}

std::vector<Version> Documents::of_case(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  return versions_of(tx, centre, case_number);
}

void Documents::detach(db::Tx& tx, const CentreId& centre, std::string_view case_number,
                       std::string_view actor) {
  log_.lock_head(tx, centre);
  std::set<DocumentId> documents;
  for (const Version& version : versions_of(tx, centre, case_number)) documents.insert(version.document.id);
  remove_versions(tx, centre, case_number);
  for (const DocumentId& document : documents)
    write_event(tx, centre, "document_detached", document, actor,
                json::serialize(json::object{{"case", case_number}}));
}

std::vector<Documents::View> Documents::views_of(const CentreId& centre,
                                                 const std::vector<Version>& documents) const {
  std::vector<std::string> subjects;
  for (const Version& version : documents) {
    subjects.push_back(subject_of(version.document.id));
    subjects.push_back("paper:" + version.document.id.str());  // what it was called in older events
  }
  const auto events =
      db_.reading([&](db::Tx& tx) { return audit::views_of(tx, centre, subjects, kMostViews); });
  std::vector<View> views;
  for (const auto& event : events)
    views.push_back({DocumentId(event.subject.substr(event.subject.find(':') + 1)), event.actor, event.at});
  return views;
}

std::vector<std::string> Documents::cases_of(db::Tx& tx, const CentreId& centre,
                                             const DocumentId& document) const {
  return documents::cases_of(tx, centre, document);
}

std::vector<std::string> Documents::cases_of(const Document& document) const {
  return db_.reading([&](db::Tx& tx) { return documents::cases_of(tx, document.centre, document.id); });
}

Result<std::string> Documents::open(const Document& document, std::string_view actor) {
  if (document.state == State::rejected) return refuse(Kind::conflict, "document_rejected");
  if (document.state != State::accepted) return refuse(Kind::conflict, "document_not_checked");
  std::string content;
  content.reserve(static_cast<std::size_t>(document.size));
  vault_.read(document.sha256, [&](std::string_view block) { content.append(block); });
  note_view(document, actor);
  return content;
}

Result<std::string> Documents::open_picture(const Document& document, std::string_view actor,
                                            int quarter_turns) {
  if (document.media_type == MediaType::pdf) return refuse(Kind::not_found, "not_found");
  const auto content = open(document, actor);
  if (!content) return tl::unexpected(content.error());
  const auto kept = documents::inspect(*content);
  auto drawn =
      options_.draw(*content, {.orientation = kept ? kept->orientation : 1, .quarter_turns = quarter_turns});
  if (!drawn) return refuse(Kind::conflict, "picture_not_shown");
  return *std::move(drawn);
}

void Documents::note_view(const Document& document, std::string_view actor) {
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, document.centre);
    write_event(tx, document.centre, "document_viewed", document.id, actor,
                fmt::format(R"({{"sha256":"{}"}})", document.sha256));
  });
}

bool Documents::scan_due() {
  if (!options_.scanner) return accept_unscanned();
  const Time now = clock_(), lease = now + kScanLease;
  const auto due = db_.reading([&](db::Tx& tx) { return due_scans(tx, now, 1); });
  if (due.empty()) return false;
  bool ours = false;
  db_.write_and_wait([&](db::Tx& tx) { ours = begin_scan(tx, due.front().id, now, lease); });
  return !ours || scan(due.front(), lease);
}

bool Documents::scan(const Document& document, Time lease) {
  bool reachable = true;
  try {
    const auto found =
        options_.scanner->scan([&](const Clamd::Out& out) { vault_.read(document.sha256, out); });
    finish_scan(document, lease, found ? State::rejected : State::accepted, found.value_or(""));
    return true;
  } catch (const Clamd::Unreachable& failure) {
    log::warning("scanner_unreachable", {{"reason", std::string_view(failure.what())}});
    reachable = false;
  } catch (const Vault::Damaged& failure) {
    log::error("document_damaged", {{"reason", std::string_view(failure.what())}});
  }
  db_.write_and_wait([&](db::Tx& tx) { put_back(tx, document.id, lease, clock_()); });
  return reachable;
}

void Documents::finish_scan(const Document& document, Time lease, State state, const std::string& found) {
  const std::string reason = printable(found);
  bool ours = false;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, document.centre);
    ours = end_scan(tx, document.id, lease, state, reason);
    if (!ours) return;
    write_event(tx, document.centre, state == State::accepted ? "document_accepted" : "document_rejected",
                document.id, "", json::serialize(json::object{{"found", reason}}));
  });
  if (!ours || state != State::rejected) return;
  const auto held = vault_.take();
  remove_content_if_unneeded(document.sha256);
}

// The scanner was taken out of the settings while documents waited for it.
bool Documents::accept_unscanned() {
  const Time now = clock_();
  const auto waiting = db_.reading([&](db::Tx& tx) { return due_scans(tx, now, kAtOnce); });
  for (const Document& document : waiting) {
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, document.centre);
      accept_document(tx, document.id);
      write_event(tx, document.centre, "document_accepted", document.id, "", R"({"scanned":false})");
    });
  }
  return waiting.size() == kAtOnce;
}

std::size_t Documents::remove_old() {
  const Time now = clock_();
  const auto old = db_.reading([&](db::Tx& tx) { return old_unattached(tx, now, kAtOnce); });
  if (old.empty()) return 0;
  const auto held = vault_.take_if_free();
  if (!held) return 0;  // somebody hands in a document: next time
  std::size_t count = 0;
  for (const Document& document : old) {
    bool removed = false;
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, document.centre);
      removed = remove_unattached(tx, document);
      if (removed) write_event(tx, document.centre, "document_removed", document.id, "");
    });
    if (!removed) continue;
    ++count;
    remove_content_if_unneeded(document.sha256);
  }
  return count;
}

void Documents::remove_content_if_unneeded(const std::string& sha256) {
  if (!db_.reading([&](db::Tx& tx) { return is_needed(tx, sha256); })) vault_.remove(sha256);
}

}  // namespace biroyna::documents
