// What the API and the pages do alike.
#include <memory>

#include "features/results/pages.hpp"
#include "features/staff/staff.hpp"

namespace biroyna::results {

void check(const Surroundings& around, const http::Request& request, http::Reply reply,
           std::string_view typed, std::string_view channel,
           std::function<http::Response(const Check&)> answer) {
  if (const auto later = around.checks.take(staff::client_of(request.peer), kChecks, around.site.clock())) {
    Refusal refusal{Refusal::Kind::throttled, "too_many_checks"};
    refusal.retry_after_seconds = static_cast<int>(later->count());
    return reply.send(around.site.refused(request, refusal));
  }
  const auto found = std::make_shared<const Check>(around.results.check(typed));
  around.commands.run<Nothing>(
      {},
      [&results = around.results, found, channel](db::Tx& tx) -> Result<Nothing> {
        results.note_check(tx, *found, channel);
        return Nothing{};
      },
      [&around, &request, reply, found, answer = std::move(answer)](const Result<Executed<Nothing>>& noted) {
        reply.send(noted ? answer(*found) : around.site.refused(request, noted.error()));
      });
}

void revoke(const Surroundings& around, const http::Request& request, const Entry& entry, Idempotency repeat,
            std::string reason, std::function<void(Result<Executed<Nothing>>)> done) {
  around.commands.run<Nothing>(
      {.centre = entry.centre,
       .repeat = std::move(repeat),
       .hold = [&results = around.results, centre = entry.centre](db::Tx& tx) { results.hold(tx, centre); }},
      [&results = around.results, centre = entry.centre, code = entry.code, reason = std::move(reason),
       actor = to_string(request.principal.actor())](db::Tx& tx) -> Result<Nothing> {
        if (auto revoked = results.revoke(tx, centre, code, reason, actor); !revoked)
          return tl::unexpected(revoked.error());
        return Nothing{};
      },
      std::move(done));
}

std::optional<Entry> own_entry(const Surroundings& around, const http::Request& request) {
  const auto code = read_code(request.param("code"));
  auto entry = code ? around.results.find(*code) : std::nullopt;
  if (!entry || entry->centre.str() != request.principal.centre) return std::nullopt;
  return entry;
}

std::string public_name(const Entry& entry) {
  return entry.holder_is_person ? initials(entry.holder) : entry.holder;
}

}  // namespace biroyna::results
