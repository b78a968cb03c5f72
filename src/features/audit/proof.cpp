#include <fmt/format.h>

#include "features/audit/audit.hpp"

namespace biroyna::audit {
namespace {

constexpr std::string_view kMember = "\"proof\":\"";
constexpr std::size_t kHexDigits = 2 * std::tuple_size_v<auth::Digest>;
constexpr std::size_t kTail = kMember.size() + kHexDigits + 2;  // with the quote and the brace behind it

// $1 the centre, $2 the beginning of the subject. A quote that somebody wrote has a backslash before it.
constexpr std::string_view kProven =
    "FROM events WHERE centre_id = $1 AND substr(subject, 1, length($2)) = $2 AND data LIKE '%\"proof\":\"%'";

}  // namespace

std::string new_salt() { return auth::random_id(); }

std::string proof_of(std::string_view salt, std::initializer_list<std::string_view> parts) {
  std::string bytes;
  const auto add = [&](std::string_view part) {
    fmt::format_to(std::back_inserter(bytes), "{}:", part.size());
    bytes += part;
  };
  add(salt);
  for (const auto part : parts) add(part);
  return auth::to_hex(auth::sha256(bytes));
}

std::string with_proof(std::string data, std::string_view proof) {
  data.pop_back();
  if (data.size() > 1) data += ',';
  data.append(kMember).append(proof).append("\"}");
  return data;
}

std::string_view proof_in(std::string_view data) {
  if (data.size() <= kTail) return {};
  const std::string_view tail = data.substr(data.size() - kTail);
  return tail.starts_with(kMember) ? tail.substr(kMember.size(), kHexDigits) : std::string_view();
}

std::int64_t count_proven(db::Tx& tx, const CentreId& centre, std::string_view subject) {
  return tx
      .first(fmt::format("SELECT count(*) {}", kProven), {centre.str(), subject},
             [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<StoredEvent> proven_events(db::Tx& tx, const CentreId& centre, std::string_view subject,
                                       std::int64_t after, std::int64_t limit) {
  std::vector<StoredEvent> events;
  tx.each(fmt::format("SELECT seq, at_ms, kind, subject, actor, data {} AND seq > $3 ORDER BY seq LIMIT $4",
                      kProven),
          {centre.str(), subject, after, limit}, [&](const db::Row& row) {
            events.push_back({row.integer(0), from_ms(row.integer(1)), std::string(row.text(2)),
                              std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
                              centre});
          });
  return events;
}

}  // namespace biroyna::audit
