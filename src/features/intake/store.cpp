#include "features/intake/store.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>

namespace biroyna::intake {
namespace json = boost::json;
namespace {

using cases::Attachments;

std::string encode_documents(const Attachments& documents) {
  json::object object;
  for (const auto& [type, document] : documents) object[type.str()] = document.str();
  return json::serialize(object);
}
Attachments decode_documents(std::string_view text) {
  Attachments documents;
  const json::value stored = json::parse(text);
  for (const auto& [type, document] : stored.as_object())
    documents.emplace(std::string(type), std::string(document.as_string()));
  return documents;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

constexpr std::string_view kDraft =
    "SELECT centre_id, draft_id, services, channel, staff_id, ticket_id, applicant, answers, documents, "
    "numbers, taken_from "
    "FROM application_drafts";
Draft read_draft(const db::Row& row) {
  Draft draft{.centre = CentreId(std::string(row.text(0))),
              .id = std::string(row.text(1)),
              .services = {},
              .channel = row.text(3) == name(catalogue::Channel::window) ? catalogue::Channel::window
                                                                         : catalogue::Channel::online,
              .staff = StaffId(std::string(row.text(4))),
              .ticket = TicketId(std::string(row.text(5))),
              .applicant = forms::decode_applicant(row.text(6)),
              .answers = forms::decode_answers(row.text(7)),
              .documents = decode_documents(row.text(8)),
              .taken_from = std::string(row.text(10)),
              .numbers = words_of(row.text(9))};
  for (auto& id : words_of(row.text(2))) draft.services.emplace_back(std::move(id));
  return draft;
}

}  // namespace

void keep(db::Tx& tx, const Draft& draft, Time now) {
  std::vector<std::string> services;
  for (const auto& id : draft.services) services.push_back(id.str());
  const std::string chosen = fmt::format("{}", fmt::join(services, " ")),
                    numbers = fmt::format("{}", fmt::join(draft.numbers, " "));
  tx.exec(
      "INSERT INTO application_drafts (centre_id, draft_id, services, channel, staff_id, ticket_id, "
      "applicant, "
      "answers, documents, numbers, changed_at_ms, taken_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "$10, $11, $12) "
      "ON CONFLICT (centre_id, draft_id) DO UPDATE SET services = excluded.services, applicant = "
      "excluded.applicant, answers = excluded.answers, documents = excluded.documents, numbers = "
      "excluded.numbers, "
      "changed_at_ms = excluded.changed_at_ms",
      {draft.centre.str(), draft.id, chosen, name(draft.channel), draft.staff.str(), draft.ticket.str(),
       encode(draft.applicant), forms::encode_answers(draft.answers), encode_documents(draft.documents),
       numbers, to_ms(now), draft.taken_from});
}

std::optional<Draft> find_draft(db::Tx& tx, const CentreId& centre, std::string_view id) {
  return tx.first(fmt::format("{} WHERE centre_id = $1 AND draft_id = $2", kDraft), {centre.str(), id},
                  read_draft);
}

std::vector<Draft> drafts_of(db::Tx& tx, const CentreId& centre, const StaffId& staff) {
  std::vector<Draft> drafts;
  tx.each(
      fmt::format("{} WHERE centre_id = $1 AND staff_id = $2 AND numbers = '' ORDER BY changed_at_ms DESC "
                  "LIMIT 20",
                  kDraft),
      {centre.str(), staff.str()}, [&](const db::Row& row) {
        drafts.push_back(read_draft(row));
        return true;
      });
  return drafts;
}

std::map<ServiceId, std::int64_t> services_taken_in(db::Tx& tx, const CentreId& centre) {
  std::map<ServiceId, std::int64_t> counts;
  tx.each(
      "SELECT services, count(*) FROM application_drafts WHERE centre_id = $1 AND channel = $2 AND numbers "
      "<> "
      "'' GROUP BY services",
      {centre.str(), name(catalogue::Channel::window)}, [&](const db::Row& row) {
        for (auto& id : words_of(row.text(0))) counts[ServiceId(std::move(id))] += row.integer(1);
        return true;
      });
  return counts;
}

void forget_drafts(db::Tx& tx, const CentreId& centre, Time changed_before) {
  tx.exec("DELETE FROM application_drafts WHERE centre_id = $1 AND changed_at_ms < $2",
          {centre.str(), to_ms(changed_before)});
}

}  // namespace biroyna::intake
