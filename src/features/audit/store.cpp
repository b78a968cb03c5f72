#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "features/audit/audit.hpp"
#include "features/audit/store_events.hpp"

namespace biroyna::audit {
namespace {

std::string_view bytes_of(const auth::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

auth::Digest digest_of(std::string_view bytes) {
  auth::Digest digest{};
  std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
  return digest;
}

void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift & 0xff));
}

// Length-prefixed fields, so that no two different events have the same bytes.
auth::Digest chain(const auth::Digest& before, const CentreId& centre, std::int64_t seq,
                   const NewEvent& event) {
  std::string bytes(bytes_of(before));
  bytes.reserve(bytes.size() + event.data.size() + 160);
  append_number(bytes, static_cast<std::uint64_t>(seq));
  append_number(bytes, static_cast<std::uint64_t>(to_ms(event.at)));
  for (const std::string_view field :
       {std::string_view(centre.str()), event.kind, event.subject, event.actor, event.data}) {
    append_number(bytes, field.size());
    bytes.append(field);
  }
  return auth::sha256(bytes);
}

bool is_known(db::Tx& tx, const CentreId& centre) {
  return tx
      .first("SELECT 1 FROM event_heads WHERE centre_id = $1", {centre.str()},
             [](const db::Row&) { return true; })
      .has_value();
}

}  // namespace

EventLog::EventLog(db::Db& db, OnAppend on_append) : on_append_(std::move(on_append)) {
  db.on_rollback([this] { heads_.clear(); });
}

EventLog::Head& EventLog::head(db::Tx& tx, const CentreId& centre) {
  const auto found = heads_.find(centre);
  if (found != heads_.end() && found->second.known_in == tx.id()) return found->second;

  if (std::exchange(held_in_, tx.id()) != tx.id()) last_held_ = {};
  const bool may_wait = last_held_ <= centre;
  // On SQLite the transaction that writes is the only one anyway.
  const std::string_view lock = tx.engine() == db::Engine::sqlite ? ""
                                : may_wait                        ? " FOR UPDATE"
                                                                  : " FOR UPDATE SKIP LOCKED";
  const auto locked = [&] {
    return tx.first(
        fmt::format("SELECT seq, hash FROM event_heads WHERE centre_id = $1{}", lock), {centre.str()},
        [&](const db::Row& row) { return Head{row.integer(0), digest_of(row.blob(1)), tx.id()}; });
  };
  auto head = locked();
  // An INSERT waits for who changes the row that is there, so it comes only where there is none.
  if (!head && !is_known(tx, centre)) {
    tx.exec("INSERT INTO event_heads (centre_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
            {centre.str(), db::Blob{bytes_of(auth::Digest{})}});
    head = locked();
  }
  if (!head)
    throw db::Unavailable(db::Unavailable::Why::locked,
                          fmt::format("another program writes the events of {}", centre.str()));
  last_held_ = std::max(last_held_, centre);
  return heads_[centre] = *head;
}

std::int64_t EventLog::lock_head(db::Tx& tx, const CentreId& centre) { return head(tx, centre).seq; }

std::int64_t EventLog::append(db::Tx& tx, const CentreId& centre, const NewEvent& event) {
  Head& last = head(tx, centre);
  const std::int64_t seq = last.seq + 1;
  const auth::Digest hash = chain(last.hash, centre, seq, event);
  tx.exec_later(
      "INSERT INTO events (centre_id, seq, at_ms, kind, subject, actor, data, hash) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {centre.str(), seq, to_ms(event.at), event.kind, event.subject, event.actor, event.data,
       db::Blob{bytes_of(hash)}});
  tx.exec_later("UPDATE event_heads SET seq = $2, hash = $3 WHERE centre_id = $1",
                {centre.str(), seq, db::Blob{bytes_of(hash)}});
  last.seq = seq;
  last.hash = hash;
  if (on_append_) on_append_(event.kind);
  return seq;
}

StoredEvent stored_event(const CentreId& centre, const db::Row& row) {
  return {row.integer(0),
          from_ms(row.integer(1)),
          std::string(row.text(2)),
          std::string(row.text(3)),
          std::string(row.text(4)),
          std::string(row.text(5)),
          centre};
}

void each_event(db::Tx& tx, const CentreId& centre, std::int64_t after, std::int64_t limit,
                const std::function<bool(const StoredEvent&)>& on_event) {
  tx.each(
      "SELECT seq, at_ms, kind, subject, actor, data FROM events WHERE centre_id = $1 AND seq > $2 "
      "ORDER BY seq LIMIT $3",
      {centre.str(), after, limit}, [&](const db::Row& row) { return on_event(stored_event(centre, row)); });
}

std::map<std::int64_t, StoredEvent> events_at(db::Tx& tx, const CentreId& centre,
                                              const std::vector<std::int64_t>& numbers) {
  // One statement for any number of them; what is left of its places names no event.
  constexpr std::size_t kAtOnce = 16;
  std::map<std::int64_t, StoredEvent> found;
  for (std::size_t first = 0; first < numbers.size(); first += kAtOnce) {
    std::vector<db::Value> values = {std::string_view(centre.str())};
    for (std::size_t i = first; i < first + kAtOnce; ++i)
      values.emplace_back(i < numbers.size() ? numbers[i] : std::int64_t{0});
    tx.each(
        "SELECT seq, at_ms, kind, subject, actor, data FROM events WHERE centre_id = $1 AND seq IN ($2, $3, "
        "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        values,
        [&](const db::Row& row) { return found.emplace(row.integer(0), stored_event(centre, row)), true; });
  }
  return found;
}

// The condition of the index events_views; "paper" is what a document was called before.
std::vector<StoredEvent> views_of(db::Tx& tx, const CentreId& centre,
                                  const std::vector<std::string>& subjects, std::int64_t limit) {
  std::vector<StoredEvent> events;
  if (subjects.empty()) return events;
  std::vector<db::Value> values = {std::string_view(centre.str()), limit};
  std::string list;
  for (const auto& subject : subjects) {
    values.emplace_back(std::string_view(subject));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  tx.each(fmt::format(
              "SELECT seq, at_ms, kind, subject, actor, data FROM events WHERE centre_id = $1 AND kind IN "
              "('document_viewed', 'paper_viewed', 'application_viewed') AND subject IN ({}) ORDER BY seq "
              "DESC LIMIT $2",
              list),
          values, [&](const db::Row& row) {
            events.push_back({row.integer(0), from_ms(row.integer(1)), std::string(row.text(2)),
                              std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
                              centre});
            return true;
          });
  return events;
}

Verification verify(db::Tx& tx, const CentreId& centre, const std::vector<NotedHead>& noted) {
  Verification result;
  auth::Digest last{};
  std::map<std::int64_t, std::string> expected_hashes;
  for (const NotedHead& head : noted) {
    if (head.centre == centre) expected_hashes.emplace(head.events, head.hash);
  }
  tx.each("SELECT seq, at_ms, kind, subject, actor, data, hash FROM events WHERE centre_id = $1 ORDER BY seq",
          {centre.str()}, [&](const db::Row& row) {
            const std::int64_t expected = result.events + 1;
            if (row.integer(0) != expected) {
              result.broken_at = expected;
              result.reason = fmt::format("event {} is missing", expected);
              return false;
            }
            const auth::Digest hash =
                chain(last, centre, expected,
                      {from_ms(row.integer(1)), row.text(2), row.text(3), row.text(4), row.text(5)});
            if (bytes_of(hash) != row.blob(6)) {
              result.broken_at = expected;
              result.reason = fmt::format("event {} was changed after it was written", expected);
              return false;
            }
            if (const auto was = expected_hashes.find(expected);
                was != expected_hashes.end() && was->second != auth::to_hex(hash)) {
              result.broken_at = expected;
              result.reason = fmt::format(
                  "event {} is not the one that was noted: the chain was computed anew", expected);
              return false;
            }
            last = hash;
            ++result.events;
            return true;
          });
  result.head = auth::to_hex(last);
  if (result.broken_at != 0) return result;
  if (!expected_hashes.empty() && expected_hashes.rbegin()->first > result.events) {
    result.broken_at = result.events + 1;
    result.reason = fmt::format("events after {} are missing: {} were noted", result.events,
                                expected_hashes.rbegin()->first);
    return result;
  }

  const auto head =
      tx.first("SELECT seq, hash FROM event_heads WHERE centre_id = $1", {centre.str()},
               [](const db::Row& row) { return std::pair(row.integer(0), digest_of(row.blob(1))); });
  if (head == std::pair(result.events, last)) return result;
  result.broken_at = result.events + 1;
  result.reason =
      head ? fmt::format("events after {} are missing (the log once held {})", result.events, head->first)
           : "the log of this centre has lost its head, or there never was one";
  return result;
}

std::optional<Time> newest_event(db::Tx& tx) {
  std::optional<Time> newest;
  tx.each(
      "SELECT events.at_ms FROM event_heads JOIN events ON events.centre_id = event_heads.centre_id AND "
      "events.seq = event_heads.seq",
      {}, [&](const db::Row& row) {
        const Time at = from_ms(row.integer(0));
        if (!newest || at > *newest) newest = at;
      });
  return newest;
}

std::map<CentreId, std::int64_t> heads(db::Tx& tx) {
  std::map<CentreId, std::int64_t> found;
  tx.each("SELECT centre_id, seq FROM event_heads", {},
          [&](const db::Row& row) { found.emplace(std::string(row.text(0)), row.integer(1)); });
  return found;
}

std::vector<NotedHead> heads_to_note(db::Tx& tx) {
  std::vector<NotedHead> found;
  tx.each("SELECT centre_id, seq, hash FROM event_heads WHERE seq > 0 ORDER BY centre_id", {},
          [&](const db::Row& row) {
            found.push_back(
                {CentreId(std::string(row.text(0))), row.integer(1), auth::to_hex(digest_of(row.blob(2)))});
          });
  return found;
}

std::set<CentreId> centres_in(db::Tx& tx, std::string_view table) {
  // From one to the next in the index, as each may have very many rows.
  std::set<CentreId> found;
  const auto next = [&](std::string_view condition, std::initializer_list<db::Value> values) {
    std::optional<std::string> centre;
    tx.each(fmt::format("SELECT min(centre_id) FROM {}{}", table, condition), values,
            [&](const db::Row& row) {
              if (!row.is_null(0)) centre = std::string(row.text(0));
            });
    return centre;
  };
  for (auto centre = next("", {}); centre; centre = next(" WHERE centre_id > $1", {*centre}))
    found.emplace(*centre);
  return found;
}

}  // namespace biroyna::audit
