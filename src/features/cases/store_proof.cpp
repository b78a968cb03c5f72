#include "features/cases/store_proof.hpp"

#include "core/text.hpp"

namespace biroyna::cases {

Columns columns_of(const Application& application) {
  const Case& process = application.process;
  const auto outcome = process.outcome();
  const std::string person = application.applicant.name();
  return {.service = process.begun.service.str(),
          .state = std::string(name(process.state)),
          .channel = process.begun.channel,
          .name = person,
          .folded = fold(person),
          .outcome = outcome ? std::string(name(*outcome)) : std::string(),
          .version = process.version,
          .unanswered = process.unanswered(),
          .submitted_at_ms = to_ms(process.timeline.front().at)};
}

Columns columns_in(db::Tx& tx, const CentreId& centre, std::string_view number) {
  return tx
      .first(
          "SELECT service_id, state, channel, applicant_name, applicant_folded, outcome, version, "
          "unanswered, "
          "submitted_at_ms FROM applications WHERE centre_id = $1 AND number = $2",
          {centre.str(), number},
          [](const db::Row& row) {
            return Columns{.service = std::string(row.text(0)),
                           .state = std::string(row.text(1)),
                           .channel = std::string(row.text(2)),
                           .name = std::string(row.text(3)),
                           .folded = std::string(row.text(4)),
                           .outcome = std::string(row.text(5)),
                           .version = row.integer(6),
                           .unanswered = row.integer(7),
                           .submitted_at_ms = row.integer(8)};
          })
      .value();
}

std::vector<std::string> numbers_after(db::Tx& tx, const CentreId& centre, std::string_view after,
                                       std::size_t most) {
  std::vector<std::string> numbers;
  tx.each("SELECT number FROM applications WHERE centre_id = $1 AND number > $2 ORDER BY number LIMIT $3",
          {centre.str(), after, static_cast<std::int64_t>(most)},
          [&](const db::Row& row) { numbers.emplace_back(row.text(0)); });
  return numbers;
}

}  // namespace biroyna::cases
