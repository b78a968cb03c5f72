// What the API and the pages do alike.
#include <memory>

#include "features/results/pages.hpp"
#include "features/staff/staff.hpp"

namespace biroyna::results {

void check(const Surroundings& around, const http::Request& request, http::Reply reply,
           std::string_view typed, std::string_view channel,
           std::function<http::Response(const Check&)> answer) {
  if (const auto later = around.checks.take(staff::client_of(request.peer), kChecks, around.clock())) {
    Refusal refusal{Refusal::Kind::throttled, "too_many_checks"};
    refusal.retry_after_seconds = static_cast<int>(later->count());
    return reply.send(around.refused(request, refusal));
  }
  const auto found = std::make_shared<const Check>(around.results.check(typed));
  around.db.write(
      [&results = around.results, found, channel](db::Tx& tx) { results.note_check(tx, *found, channel); },
      [refused = around.refused, &request, reply, found,
       answer = std::move(answer)](const std::exception_ptr& failure) {
        reply.send(failure ? refused(request, refusal_of(failure)) : answer(*found));
      });
}

void revoke(const Surroundings& around, const http::Request& request, http::Reply reply, const Entry& entry,
            std::string key, std::string reason, http::Response done, Commands::Refused refused) {
  const std::string actor = actor_of(request.principal);
  around.commands.run(
      request, std::move(reply),
      {.centre = entry.centre,
       .key = std::move(key),
       .job = [&results = around.results, centre = entry.centre, code = entry.code,
               reason = std::move(reason), actor,
               done = std::move(done)](db::Tx& tx) -> Result<http::Response> {
         if (auto revoked = results.revoke(tx, centre, code, reason, actor); !revoked)
           return tl::unexpected(revoked.error());
         return done;
       },
       .hold = [&results = around.results, centre = entry.centre](db::Tx& tx) { results.hold(tx, centre); },
       .refused = std::move(refused)});
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
