#include "features/cases/store_applicants.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {
namespace {

std::vector<KnownApplicant> applicants_where(db::Tx& tx, std::string_view condition, db::Tx::Args values) {
  std::vector<KnownApplicant> found;
  tx.each(fmt::format("SELECT number, service_id, submitted_at_ms, applicant FROM applications WHERE {}",
                      condition),
          values, [&](const db::Row& row) {
            const std::string number(row.text(0));
            try {
              found.push_back({number, ServiceId(std::string(row.text(1))), from_ms(row.integer(2)),
                               forms::decode_applicant(row.text(3))});
            } catch (const std::exception& error) {
              log::error("application_damaged",
                         {{"case", std::string_view(number)}, {"reason", std::string_view(error.what())}});
            }
            return true;
          });
  return found;
}

}  // namespace

void add_identifiers(db::Tx& tx, const Application& application) {
  for (const auto& identifier : identifiers_of(application.applicant))
    tx.exec("INSERT INTO applicant_identifiers (centre_id, identifier, number) VALUES ($1, $2, $3)",
            {application.centre.str(), identifier, application.number});
}

void erase_identifiers(db::Tx& tx, const Application& application) {
  tx.exec("DELETE FROM applicant_identifiers WHERE centre_id = $1 AND number = $2",
          {application.centre.str(), application.number});
}

std::vector<KnownApplicant> applicants_with(db::Tx& tx, const CentreId& centre,
                                            const std::vector<std::string>& identifiers, std::size_t most) {
  std::vector<db::Value> values = {std::string_view(centre.str()), static_cast<std::int64_t>(most)};
  std::string list;
  for (const auto& identifier : identifiers) {
    values.emplace_back(std::string_view(identifier));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  return applicants_where(
      tx,
      fmt::format("centre_id = $1 AND number IN (SELECT number FROM applicant_identifiers WHERE centre_id = "
                  "$1 AND identifier IN ({})) ORDER BY submitted_at_ms + 0 DESC, number LIMIT $2",
                  list),
      values);
}

std::vector<KnownApplicant> applicants_named(db::Tx& tx, const CentreId& centre, std::string_view beginning,
                                             std::size_t most) {
  const std::string folded = fold(beginning), beyond = folded + "\x7f";
  const db::Value values[] = {std::string_view(centre.str()), std::string_view(folded),
                              std::string_view(beyond), static_cast<std::int64_t>(most)};
  return applicants_where(tx,
                          "centre_id = $1 AND applicant_folded >= $2 AND applicant_folded < $3 ORDER BY "
                          "submitted_at_ms + 0 DESC, number LIMIT $4",
                          values);
}

}  // namespace biroyna::cases
