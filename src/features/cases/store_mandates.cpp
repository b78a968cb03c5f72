#include "features/cases/store_mandates.hpp"

#include "features/cases/codec.hpp"

namespace biroyna::cases {

Mandates mandates_of(db::Tx& tx, const CentreId& centre, std::string_view submission,
                     std::string_view number) {
  Mandates mandates;
  tx.each(
      "SELECT mandate_id, number, person, relation, extent, reach, until_day, secret_sha256, given_at_ms, "
      "revoked_at_ms FROM mandates WHERE centre_id = $1 AND submission = $2 AND (number = $3 OR reach "
      "= "
      "'submission') ORDER BY mandate_id",
      {centre.str(), submission, number}, [&](const db::Row& row) {
        mandates.push_back(
            {.id = std::string(row.text(0)),
             .number = std::string(row.text(1)),
             .person = std::string(row.text(2)),
             .relation = named<Relation>(row.text(3), kRelations),
             .extent = named<Extent>(row.text(4), kExtents),
             .reach = named<Reach>(row.text(5), kReaches),
             .until = parse_iso_day(row.text(6)).value(),
             .secret_sha256 = std::string(row.text(7)),
             .given_at = from_ms(row.integer(8)),
             .revoked = row.is_null(9) ? std::nullopt : std::optional(from_ms(row.integer(9)))});
        return true;
      });
  return mandates;
}

void keep_mandates(db::Tx& tx, Application& application, const std::vector<Event>& events,
                   const Mandate* made) {
  for (const Event& event : events) {
    if (event.kind == EventKind::mandate_given) {
      Mandate& mandate = application.mandates.emplace_back(*made);
      mandate.given_at = event.at;
      const std::string until = to_iso(mandate.until);
      tx.exec(
          "INSERT INTO mandates (centre_id, submission, mandate_id, number, person, relation, extent, "
          "reach, until_day, secret_sha256, given_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
          "$11)",
          {application.centre.str(), application.submission, mandate.id, mandate.number, mandate.person,
           name(mandate.relation), name(mandate.extent), name(mandate.reach), until, mandate.secret_sha256,
           to_ms(mandate.given_at)});
    } else if (event.kind == EventKind::mandate_revoked) {
      for (Mandate& mandate : application.mandates) {
        if (mandate.id == event.reference) mandate.revoked = event.at;
      }
      tx.exec(
          "UPDATE mandates SET revoked_at_ms = $4 WHERE centre_id = $1 AND submission = $2 AND "
          "mandate_id = $3",
          {application.centre.str(), application.submission, event.reference, to_ms(event.at)});
    }
  }
}

void erase_mandates(db::Tx& tx, const Application& application) {
  tx.exec("DELETE FROM mandates WHERE centre_id = $1 AND submission = $2 AND number = $3",
          {application.centre.str(), application.submission, application.number});
}

}  // namespace biroyna::cases
