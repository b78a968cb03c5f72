#include "features/queue/store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/phone.hpp"

namespace biroyna::queue {
namespace {

std::string joined(const std::vector<ServiceId>& services) {
  std::string text;
  for (const auto& service : services) {
    if (!text.empty()) text += ' ';
    text += service.str();
  }
  return text;
}

std::vector<ServiceId> split(std::string_view text) {
  std::vector<ServiceId> services;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    services.emplace_back(std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return services;
}

}  // namespace

std::optional<HallDay> latest_day(db::Tx& tx, const CentreId& centre) {
  return tx.first("SELECT day, first_seq FROM hall_days WHERE centre_id = $1 ORDER BY first_seq DESC LIMIT 1",
                  {centre.str()}, [](const db::Row& row) {
                    return HallDay{parse_iso_day(row.text(0)).value(), row.integer(1)};
                  });
}

void add_day(db::Tx& tx, const CentreId& centre, const HallDay& day, Time opened_at) {
  // The day may have been begun before its time, by a clock that was wrong.
  tx.exec(
      "INSERT INTO hall_days (centre_id, day, first_seq, opened_at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT "
      "(centre_id, day) DO UPDATE SET first_seq = excluded.first_seq, opened_at_ms = excluded.opened_at_ms, "
      "closed_at_ms = NULL",
      {centre.str(), to_iso(day.day), day.first_seq, to_ms(opened_at)});
}

void end_day(db::Tx& tx, const CentreId& centre, Day day, Time closed_at) {
  tx.exec("UPDATE hall_days SET closed_at_ms = $3 WHERE centre_id = $1 AND day = $2",
          {centre.str(), to_iso(day), to_ms(closed_at)});
}

void reopen_day(db::Tx& tx, const CentreId& centre, Day day) {
  tx.exec("UPDATE hall_days SET closed_at_ms = NULL WHERE centre_id = $1 AND day = $2",
          {centre.str(), to_iso(day)});
}

void add_ticket(db::Tx& tx, const CentreId& centre, Day day, const Ticket& ticket) {
  const std::string services = joined(ticket.open), iso = to_iso(day);
  tx.exec_later(
      "INSERT INTO tickets (centre_id, ticket_id, day, number, state, services, service, visitor_class, "
      "language, "
      "channel, people, catalogue_version, issued_at_ms, changed_at_ms, window_id, operator_id) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, '', '')",
      {centre.str(), ticket.id.str(), iso, ticket.number, name(ticket.state), services,
       ticket.service().str(), ticket.visitor_class, ticket.language, name(ticket.channel),
       std::int64_t{ticket.people}, ticket.catalogue_version, to_ms(ticket.issued_at)});
}

void update_ticket(db::Tx& tx, const CentreId& centre, const Ticket& ticket, Time now) {
  std::vector<ServiceId> all = ticket.done;
  all.insert(all.end(), ticket.open.begin(), ticket.open.end());
  const std::string services = joined(all);
  const db::Value called =
      ticket.first_called_at ? db::Value(to_ms(*ticket.first_called_at)) : db::Value(nullptr);
  tx.exec_later(
      "UPDATE tickets SET state = $3, services = $4, service = $5, visitor_class = $6, language = $7, "
      "first_called_at_ms = $8, changed_at_ms = $9, window_id = $10, operator_id = $11 "
      "WHERE centre_id = $1 AND ticket_id = $2",
      {centre.str(), ticket.id.str(), name(ticket.state), services, ticket.service().str(),
       ticket.visitor_class, ticket.language, called, to_ms(now), ticket.window.str(),
       ticket.operator_id.str()});
}

std::optional<std::pair<CentreId, PastTicket>> find_ticket(db::Tx& tx, const std::vector<CentreId>& centres,
                                                           const TicketId& id) {
  std::optional<std::pair<CentreId, PastTicket>> found;
  if (centres.empty()) return found;
  // The primary key finds it in each centre: an index by ticket alone would be written with every ticket.
  std::vector<db::Value> values = {std::string_view(id.str())};
  std::string list;
  for (const CentreId& centre : centres) {
    values.emplace_back(std::string_view(centre.str()));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  tx.each(fmt::format("SELECT number, state, service, visitor_class, language, channel, services, "
                      "catalogue_version, issued_at_ms, centre_id FROM tickets "
                      "WHERE ticket_id = $1 AND centre_id IN ({})",
                      list),
          values, [&](const db::Row& row) {
            const auto text = [&row](int column) { return std::string(row.text(column)); };
            found.emplace(CentreId(text(9)),
                          PastTicket{id, text(0), text(1), text(2), text(3), text(4), text(5),
                                     split(row.text(6)), row.integer(7), from_ms(row.integer(8))});
            return false;
          });
  return found;
}

void add_sample(db::Tx& tx, const CentreId& centre, const ServiceId& service, Time at, std::int64_t seq,
                double minutes) {
  tx.exec_later(
      "INSERT INTO service_samples (centre_id, service_id, at_ms, seq, minutes) VALUES ($1, $2, $3, $4, $5)",
      {centre.str(), service.str(), to_ms(at), seq, minutes});
}

std::vector<double> samples(db::Tx& tx, const CentreId& centre, const ServiceId& service) {
  std::vector<double> minutes;
  tx.each(
      "SELECT minutes FROM service_samples WHERE centre_id = $1 AND service_id = $2 "
      "ORDER BY at_ms DESC, seq DESC LIMIT $3",
      {centre.str(), service.str(), kSamples}, [&](const db::Row& row) { minutes.push_back(row.real(0)); });
  return minutes;
}

bool is_phone(std::string_view text) { return biroyna::is_phone(text); }

void add_contact(db::Tx& tx, const CentreId& centre, const TicketId& ticket, const Contact& contact) {
  tx.exec_later("INSERT INTO ticket_contacts (centre_id, ticket_id, name, phone) VALUES ($1, $2, $3, $4)",
                {centre.str(), ticket.str(), contact.name, contact.phone});
}

std::vector<std::pair<TicketId, Contact>> contacts(db::Tx& tx, const CentreId& centre) {
  std::vector<std::pair<TicketId, Contact>> found;
  tx.each("SELECT ticket_id, name, phone FROM ticket_contacts WHERE centre_id = $1", {centre.str()},
          [&](const db::Row& row) {
            found.emplace_back(TicketId(std::string(row.text(0))),
                               Contact{std::string(row.text(1)), std::string(row.text(2))});
          });
  return found;
}

void erase_contacts(db::Tx& tx, const CentreId& centre) {
  tx.exec("DELETE FROM ticket_contacts WHERE centre_id = $1", {centre.str()});
}

}  // namespace biroyna::queue
