#include <fmt/format.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "core/text.hpp"
#include "features/results/proof.hpp"
#include "features/results/sheet.hpp"
#include "features/results/store.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::results {
namespace {

namespace json = boost::json;

// Checks of codes that no document has belong to no centre: they have a log of their own, under a name that
// no centre can have.
const CentreId kNobodysLog("(public)");

int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

constexpr std::size_t kSignsShown = 4;

// Of what not everybody may read.
std::string last_signs(const std::string& text) {
  return text.size() > kSignsShown ? text.substr(text.size() - kSignsShown) : std::string();
}

}  // namespace

Results::Results(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues,
                 signing::Files key, Clock clock, std::string base_url, const auth::CheckedSecrets& secrets)
    : db_(db),
      log_(log),
      catalogues_(catalogues),
      desk_(std::move(key)),
      clock_(std::move(clock)),
      base_url_(std::move(base_url)),
      codes_(secrets) {}

Result<Issued> Results::issue(db::Tx& tx, const NewResult& result) {
  if (!is_kind(result.kind)) throw std::invalid_argument("a document of an unknown kind: " + result.kind);
  const auto edition = result.edition ? result.edition : catalogues_.current(result.centre);
  if (!edition || edition->catalogue.find(result.service) == nullptr)
    return refuse(Refusal::Kind::not_found, "not_found");
  hold(tx, result.centre);
  const Time now = clock_();

  std::optional<Entry> before;
  if (!result.supersedes.empty()) {
    before = results::find(tx, result.supersedes);
    if (!before || before->centre != result.centre) return refuse(Refusal::Kind::not_found, "not_found");
    const auto standing = next(before->standing, Step::supersede);
    if (!standing) return tl::unexpected(standing.error());
    before->standing = *standing;
    before->changed_at = now;
    before->changed_by = result.issued_by;
  }

  auto number = before ? std::optional(before->number) : new_number(tx, result.centre, edition->zone, now);
  if (!number) return tl::unexpected(Refusal{Refusal::Kind::unavailable, "busy", {}, {}, 1});
  Entry entry;
  entry.code = codes_.make(now);
  entry.number = *std::move(number);
  entry.version = before ? before->version + 1 : 1;
  entry.issued_at = now;
  entry.centre = result.centre;
  entry.kind = result.kind;
  entry.case_number = result.case_number;
  entry.service = result.service;
  entry.language = result.language;
  entry.title = result.title;
  entry.holder = result.holder.name;
  entry.holder_is_person = result.holder.is_person;
  entry.holder_mark = result.holder.is_person ? last_signs(result.holder.pinfl) : result.holder.tin;
  entry.valid_until = result.valid_until;
  entry.issued_by = result.issued_by;
  entry.supersedes = result.supersedes;
  entry.changed_at = now;
  entry.changed_by = result.issued_by;
  entry.salt = audit::new_salt();
  const pdf::Sheet sheet = sheet_of(result, entry, *edition, {address(entry.code), base_url_});

  if (before) {
    if (before->salt.empty()) before->salt = audit::new_salt();
    before->changed_seq =
        append(tx, result.centre, "result_superseded", before->code, result.issued_by,
               audit::with_proof(json::serialize(json::object{{"by", entry.code}}), standing_proof(*before)));
    change_standing(tx, *before);
  }
  const std::string says = to_json(sheet);
  entry.issued_seq = append(tx, result.centre, "result_issued", entry.code, result.issued_by,
                            audit::with_proof(issue_data(entry), issue_proof(entry, says)));
  add(tx, entry, says);
  return entry;
}

pdf::Sheet Results::preview(const NewResult& result) const {
  const i18n::Speaker say(result.language);
  const auto edition = result.edition ? result.edition : catalogues_.current(result.centre);
  const auto before = result.supersedes.empty() ? std::nullopt : find(result.supersedes);
  Entry entry;
  entry.number = before ? before->number : std::string(say("result.number_later"));
  entry.version = before ? before->version + 1 : 1;
  entry.issued_at = clock_();
  pdf::Sheet sheet = sheet_of(result, entry, *edition, {{}, base_url_});
  std::erase_if(sheet.blocks,
                [](const pdf::Block& block) { return std::holds_alternative<pdf::Code>(block); });
  return sheet;
}

std::optional<std::string> Results::new_number(db::Tx& tx, const CentreId& centre, const Zone& zone,
                                               Time now) const {
  const int year = year_of(zone.day(now));
  const Time begun = zone.at(std::chrono::sys_days(std::chrono::year(year) / 1 / 1), Minutes(0));
  const auto last = audit::last_restored(tx);
  const auto restored = last && last->at >= begun ? std::optional(last->at - begun) : std::nullopt;
  const auto next = next_number(kRegisterNumbers, numbers_given(tx, centre, year, restored.has_value()),
                                restored, now - begun);
  return next ? std::optional(register_number(year, *next)) : std::nullopt;
}

Result<void> Results::revoke(db::Tx& tx, const CentreId& centre, const std::string& code,
                             const std::string& reason, std::string_view actor) {
  hold(tx, centre);
  auto entry = results::find(tx, code);
  if (!entry || entry->centre != centre) return refuse(Refusal::Kind::not_found, "not_found");
  const std::string why(trim(reason));
  if (why.empty()) return invalid({{"/reason", "error.no_reason"}});
  const auto standing = next(entry->standing, Step::revoke);
  if (!standing) return tl::unexpected(standing.error());
  entry->standing = *standing;
  entry->changed_at = clock_();
  entry->changed_by = actor;
  entry->reason = why;
  if (entry->salt.empty()) entry->salt = audit::new_salt();
  entry->changed_seq =
      append(tx, centre, "result_revoked", code, actor, audit::with_proof("{}", standing_proof(*entry)));
  change_standing(tx, *entry);
  return {};
}

std::optional<Entry> Results::find(const std::string& code) const {
  return db_.reading([&](db::Tx& tx) { return results::find(tx, code); });
}

std::vector<Entry> Results::of_case(const CentreId& centre, const std::string& case_number) const {
  return db_.reading([&](db::Tx& tx) { return results::of_case(tx, centre, case_number); });
}

std::vector<Entry> Results::search(const Search& search) const {
  return db_.reading([&](db::Tx& tx) { return results::search(tx, search); });
}

Result<std::string> Results::pdf(const std::string& code) {
  const auto kept = [&](const Entry& entry) {
    return db_.reading([&](db::Tx& tx) { return file_of(tx, entry); });
  };
  const auto entry = find(code);
  if (!entry) return refuse(Refusal::Kind::not_found, "not_found");
  if (auto file = kept(*entry)) return *std::move(file);

  const pdf::Sheet sheet = from_json(db_.reading([&](db::Tx& tx) { return results::sheet_of(tx, *entry); }));
  const auto bytes = signed_sheet(sheet);
  if (!bytes) return tl::unexpected(bytes.error());
  db_.write_and_wait([&](db::Tx& tx) { add_file(tx, *entry, *bytes); });
  return kept(*entry).value();  // perhaps another was quicker: all are given the same
}

Result<std::string> Results::signed_sheet(const pdf::Sheet& sheet) {
  const auto signer = desk_.signer(clock_());
  if (!signer) {
    Refusal refusal{Refusal::Kind::unavailable, "no_signing_key"};
    refusal.retry_after_seconds = 60;
    return tl::unexpected(std::move(refusal));
  }
  // A key that is younger than the document cannot have signed it before.
  return signer->sign(pdf::typeset(sheet), {.at = std::max(sheet.made_at, signer->valid_from()),
                                            .reason = sheet.title,
                                            .place = sheet.letterhead.front()});
}

Check Results::check(std::string_view typed) const {
  const auto code = read_code(typed);
  if (!code) return {};
  auto entry = find(*code);
  if (!entry) {
    const auto made_at = codes_.made_at(*code);
    const bool lost =
        made_at && audit::was_lost(db_.reading(audit::restores), *made_at, *made_at + Minutes(1));
    return {lost ? State::cannot_be_confirmed : State::unknown, std::nullopt};
  }
  const State state = state_of(entry->standing, entry->valid_until, today(entry->centre));
  return {state, std::move(entry)};
}

void Results::note_check(db::Tx& tx, const Check& check, std::string_view channel) {
  append(tx, check.entry ? check.entry->centre : kNobodysLog, "result_checked",
         check.entry ? check.entry->code : "unknown", "visitor",
         json::serialize(json::object{{"state", name(check.state)}, {"channel", channel}}));
}

void Results::note_reading(db::Tx& tx, const Entry& entry, std::string_view actor) {
  append(tx, entry.centre, "result_read", entry.code, actor, "{}");
}

void Results::hold(db::Tx& tx, const CentreId& centre) { log_.lock_head(tx, centre); }

std::string Results::address(std::string_view code) const {
  return fmt::format("{}/verify/{}", base_url_, code);
}

std::int64_t Results::append(db::Tx& tx, const CentreId& centre, std::string_view kind, std::string_view code,
                             std::string_view actor, std::string_view data) {
  const std::string subject = fmt::format("{}{}", kSubject, code);
  return log_.append(tx, centre,
                     {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

Day Results::today(const CentreId& centre) const {
  const auto edition = catalogues_.current(centre);
  return edition ? edition->zone.day(clock_()) : std::chrono::floor<std::chrono::days>(clock_());
}

std::string public_name(const Entry& entry) {
  return entry.holder_is_person ? initials(entry.holder) : entry.holder;
}

}  // namespace biroyna::results
