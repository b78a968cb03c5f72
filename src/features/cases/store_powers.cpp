#include "features/cases/store_powers.hpp"

#include "features/cases/codec.hpp"

namespace biroyna::cases {

Powers powers_of(db::Tx& tx, const CentreId& centre, std::string_view bundle, std::string_view number) {
  Powers powers;
  tx.each(
      "SELECT power_id, number, person, relation, extent, reach, until_day, secret_sha256, given_at_ms, "
      "revoked_at_ms FROM application_powers WHERE centre_id = $1 AND bundle = $2 AND (number = $3 OR reach "
      "= "
      "'bundle') ORDER BY power_id",
      {centre.str(), bundle, number}, [&](const db::Row& row) {
        powers.push_back({.id = std::string(row.text(0)),
                          .number = std::string(row.text(1)),
                          .person = std::string(row.text(2)),
                          .relation = named<Relation>(row.text(3), kRelations),
                          .extent = named<Extent>(row.text(4), kExtents),
                          .reach = named<Reach>(row.text(5), kReaches),
                          .until = parse_iso_day(row.text(6)).value(),
                          .secret_sha256 = std::string(row.text(7)),
                          .given = from_ms(row.integer(8)),
                          .revoked = row.is_null(9) ? std::nullopt : std::optional(from_ms(row.integer(9)))});
        return true;
      });
  return powers;
}

void keep_powers(db::Tx& tx, Application& application, const std::vector<Event>& events, const Power* given) {
  for (const Event& event : events) {
    if (event.kind == EventKind::power_given) {
      Power& power = application.powers.emplace_back(*given);
      power.given = event.at;
      const std::string until = to_iso(power.until);
      tx.exec(
          "INSERT INTO application_powers (centre_id, bundle, power_id, number, person, relation, extent, "
          "reach, until_day, secret_sha256, given_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
          "$11)",
          {application.centre.str(), application.bundle, power.id, power.number, power.person,
           name(power.relation), name(power.extent), name(power.reach), until, power.secret_sha256,
           to_ms(power.given)});
    } else if (event.kind == EventKind::power_revoked) {
      for (Power& power : application.powers) {
        if (power.id == event.reference) power.revoked = event.at;
      }
      tx.exec(
          "UPDATE application_powers SET revoked_at_ms = $4 WHERE centre_id = $1 AND bundle = $2 AND "
          "power_id = $3",
          {application.centre.str(), application.bundle, event.reference, to_ms(event.at)});
    }
  }
}

void erase_powers(db::Tx& tx, const Application& application) {
  tx.exec("DELETE FROM application_powers WHERE centre_id = $1 AND bundle = $2 AND number = $3",
          {application.centre.str(), application.bundle, application.number});
}

}  // namespace biroyna::cases
