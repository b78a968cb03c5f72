#include "features/cases/store_lines.hpp"

#include <algorithm>

namespace biroyna::cases {
namespace {

constexpr std::string_view kWaiting = "awaiting_turn";

}  // namespace

void close_line(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line,
                Time now) {
  tx.exec(
      "INSERT INTO waiting_lines (centre_id, service_id, line, closed_at_ms) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (centre_id, service_id, line) DO NOTHING",
      {centre.str(), service.str(), line, to_ms(now)});
}

void open_line(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line) {
  tx.exec("DELETE FROM waiting_lines WHERE centre_id = $1 AND service_id = $2 AND line = $3",
          {centre.str(), service.str(), line});
}

bool line_is_closed(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line) {
  const auto closed =
      tx.first("SELECT 1 FROM waiting_lines WHERE centre_id = $1 AND service_id = $2 AND line = $3",
               {centre.str(), service.str(), line}, [](const db::Row&) { return true; });
  return closed || next_in_line(tx, centre, service, line);
}

std::optional<int> ahead_in_line(db::Tx& tx, const Application& application) {
  if (application.process.state != CaseState::awaiting_turn || !application.place) return std::nullopt;
  return tx.first(
      "SELECT COUNT(*) FROM applications WHERE centre_id = $1 AND service_id = $2 AND waiting_line = $3 AND "
      "state = $4 AND (waiting_rank < $5 OR (waiting_rank = $5 AND (submitted_at_ms < $6 OR (submitted_at_ms "
      "= $6 AND number < $7))))",
      {application.centre.str(), application.process.begun.service.str(), application.place->line, kWaiting,
       std::int64_t{application.place->rank}, to_ms(application.process.timeline.front().at),
       application.number},
      [](const db::Row& row) { return static_cast<int>(row.integer(0)); });
}

std::optional<std::string> next_in_line(db::Tx& tx, const CentreId& centre, const ServiceId& service,
                                        std::string_view line) {
  return tx.first(
      "SELECT number FROM applications WHERE centre_id = $1 AND service_id = $2 AND waiting_line = $3 AND "
      "state "
      "= $4 ORDER BY waiting_rank, submitted_at_ms, number LIMIT 1",
      {centre.str(), service.str(), line, kWaiting},
      [](const db::Row& row) { return std::string(row.text(0)); });
}

std::vector<WaitingLine> waiting_lines(db::Tx& tx, const CentreId& centre, const ServiceId& service) {
  std::vector<WaitingLine> lines;
  tx.each(
      "SELECT waiting_line, COUNT(*), MIN(submitted_at_ms) FROM applications WHERE centre_id = $1 AND "
      "service_id "
      "= $2 AND waiting_line IS NOT NULL AND state = $3 GROUP BY waiting_line",
      {centre.str(), service.str(), kWaiting}, [&](const db::Row& row) {
        lines.push_back(
            {std::string(row.text(0)), static_cast<int>(row.integer(1)), from_ms(row.integer(2))});
        return true;
      });
  tx.each("SELECT line FROM waiting_lines WHERE centre_id = $1 AND service_id = $2",
          {centre.str(), service.str()}, [&](const db::Row& row) {
            const auto line = std::ranges::find(lines, row.text(0), &WaitingLine::line);
            if (line == lines.end())
              lines.push_back({.line = std::string(row.text(0)), .closed = true});
            else
              line->closed = true;
            return true;
          });
  for (WaitingLine& line : lines) line.next = next_in_line(tx, centre, service, line.line).value_or("");
  // Numbers in their order, words by the alphabet.
  std::ranges::sort(lines, {},
                    [](const WaitingLine& line) { return std::pair(line.line.size(), line.line); });
  return lines;
}

std::vector<ServiceId> services_waited_for(db::Tx& tx, const CentreId& centre) {
  std::vector<ServiceId> services;
  tx.each(
      "SELECT service_id FROM applications WHERE centre_id = $1 AND state = $2 AND waiting_line IS NOT NULL "
      "UNION "
      "SELECT service_id FROM waiting_lines WHERE centre_id = $1 ORDER BY service_id",
      {centre.str(), kWaiting}, [&](const db::Row& row) {
        services.emplace_back(std::string(row.text(0)));
        return true;
      });
  return services;
}

}  // namespace biroyna::cases
