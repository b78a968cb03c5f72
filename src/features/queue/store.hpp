// The queue's tables.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/queue/domain.hpp"
#include "platform/db/db.hpp"

namespace biroyna::queue {

struct HallDay {
  Day day{};
  std::int64_t first_seq = 0;  // of its day_opened event
};
std::optional<HallDay> latest_day(db::Tx& tx, const CentreId& centre);
void add_day(db::Tx& tx, const CentreId& centre, const HallDay& day, Time opened_at);
void end_day(db::Tx& tx, const CentreId& centre, Day day, Time closed_at);
void reopen_day(db::Tx& tx, const CentreId& centre, Day day);

void add_ticket(db::Tx& tx, const CentreId& centre, Day day, const Ticket& ticket);
void update_ticket(db::Tx& tx, const CentreId& centre, const Ticket& ticket, Time now);

// A ticket of an earlier day, as it ended.
struct PastTicket {
  TicketId id;
  std::string number, state, service, visitor_class, language, channel;
  std::vector<ServiceId> services;
  std::int64_t catalogue_version = 0;
  Time issued_at{};
};
// In one of these centres.
std::optional<std::pair<CentreId, PastTicket>> find_ticket(db::Tx& tx, const std::vector<CentreId>& centres,
                                                           const TicketId& id);

// A measured service time; the newest kSamples of each service make the day's figures.
inline constexpr std::int64_t kSamples = 200;
void add_sample(db::Tx& tx, const CentreId& centre, const ServiceId& service, Time at, std::int64_t seq,
                double minutes);
std::vector<double> samples(db::Tx& tx, const CentreId& centre, const ServiceId& service);

struct Contact {
  std::string name;
  std::string phone;  // "+998901234567"
  bool empty() const { return name.empty() && phone.empty(); }
};
bool is_phone(std::string_view text);  // as a Contact has it
void add_contact(db::Tx& tx, const CentreId& centre, const TicketId& ticket, const Contact& contact);
std::vector<std::pair<TicketId, Contact>> contacts(db::Tx& tx, const CentreId& centre);
void erase_contacts(db::Tx& tx, const CentreId& centre);

}  // namespace biroyna::queue
