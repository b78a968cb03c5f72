// What of the applications are waiting lists.
#include <boost/json.hpp>

#include "features/cases/service.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_lines.hpp"

namespace biroyna::cases {

Result<void> Applications::set_line(const CentreId& centre, const ServiceId& service, std::string_view line,
                                    bool closed, const Actor& by) {
  const auto current = catalogues_.current(centre);
  const auto* known = current ? current->catalogue.find(service) : nullptr;
  if (known == nullptr || !known->waiting_list) return refuse(Refusal::Kind::not_found, "not_found");
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    const Time now = clock_();
    if (closed)
      close_line(tx, centre, service, line, now);
    else
      open_line(tx, centre, service, line);
    log_.append(tx, centre,
                {now, closed ? "line_closed" : "line_opened", "service:" + service.str(), to_string(by),
                 boost::json::serialize(boost::json::object{{"line", line}})});
  });
  return {};
}

Result<Application> Applications::give_turn(db::Tx& tx, const CentreId& centre, const ServiceId& service,
                                            std::string_view line, const Actor& by,
                                            std::string_view expected) {
  log_.lock_head(tx, centre);
  const auto number = next_in_line(tx, centre, service, line);
  auto application = number ? find(tx, *number) : std::nullopt;
  if (!application) return refuse(Refusal::Kind::conflict, "nobody_waits");
  if (!expected.empty() && *number != expected) return refuse(Refusal::Kind::conflict, "turn_given");
  const Time now = clock_();
  auto events = application->process.give_turn(by, now);
  if (!events) return tl::unexpected(std::move(events.error()));
  carry_out(tx, *application, *events);
  settle(tx, *application);
  update(tx, *application, due_times(*application), now);
  return *std::move(application);
}

void Applications::dissolve_lines(db::Tx& tx, const catalogue::Catalogue& newest) {
  const CentreId& centre = newest.centre.id;
  for (const ServiceId& service : services_waited_for(tx, centre)) {
    const auto* known = newest.find(service);
    if (known != nullptr && known->waiting_list) continue;
    for (const WaitingLine& line : waiting_lines(tx, centre, service)) {
      while (give_turn(tx, centre, service, line.line, kProgram)) continue;
      open_line(tx, centre, service, line.line);
    }
  }
}

Result<Application> Applications::give_turn(const CentreId& centre, const ServiceId& service,
                                            std::string_view line, const Actor& by,
                                            std::string_view expected) {
  Result<Application> given = refuse(Refusal::Kind::conflict, "nobody_waits");
  db_.write_and_wait([&](db::Tx& tx) { given = give_turn(tx, centre, service, line, by, expected); });
  return given;
}

std::vector<WaitingLine> Applications::lines(const CentreId& centre, const ServiceId& service) const {
  return db_.reading([&](db::Tx& tx) { return waiting_lines(tx, centre, service); });
}

std::optional<int> Applications::ahead(const Application& application) const {
  if (application.process.state != CaseState::awaiting_turn) return std::nullopt;
  return db_.reading([&](db::Tx& tx) { return ahead_in_line(tx, application); });
}

}  // namespace biroyna::cases
