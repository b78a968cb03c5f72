// What the API and the pages do alike.
#include <fmt/format.h>

#include <memory>

#include "core/address.hpp"
#include "features/results/edge.hpp"

namespace biroyna::results {

void PublicChecks::run(const http::Request& request, http::Reply reply, std::string_view typed,
                       std::string_view channel, std::function<http::Response(const Check&)> answer) const {
  const auto found = std::make_shared<const Check>(results_.check(typed));
  const std::string what = found->entry ? found->entry->code : "unknown";
  if (const auto later =
          limit_.take(fmt::format("{} {}", client_of(request.peer), what), kChecks, site_.clock())) {
    Refusal refusal{Refusal::Kind::throttled, "too_many_checks"};
    refusal.retry_after_seconds = static_cast<int>(later->count());
    return reply.send(site_.refused(request, refusal));
  }
  commands_.run<Nothing>(
      {},
      [&results = results_, found, channel](db::Tx& tx) -> Result<Nothing> {
        results.note_check(tx, *found, channel);
        return Nothing{};
      },
      [&site = site_, &request, reply, found,
       answer = std::move(answer)](const Result<Executed<Nothing>>& noted) {
        reply.send(noted ? answer(*found) : site.refused(request, noted.error()));
      });
}

void revoke(Results& results, Commands& commands, const http::Request& request, const Entry& entry,
            Idempotency repeat, std::string reason, std::function<void(Result<Executed<Nothing>>)> done) {
  commands.run<Nothing>(
      {.centre = entry.centre,
       .repeat = std::move(repeat),
       .hold = [&results, centre = entry.centre](db::Tx& tx) { results.hold(tx, centre); }},
      [&results, centre = entry.centre, code = entry.code, reason = std::move(reason),
       actor = to_string(request.principal.actor())](db::Tx& tx) -> Result<Nothing> {
        if (auto revoked = results.revoke(tx, centre, code, reason, actor); !revoked)
          return tl::unexpected(revoked.error());
        return Nothing{};
      },
      std::move(done));
}

std::optional<Entry> own_entry(const Results& results, const http::Request& request) {
  const auto code = read_code(request.param("code"));
  auto entry = code ? results.find(*code) : std::nullopt;
  if (!entry || entry->centre.str() != request.principal.centre) return std::nullopt;
  return entry;
}

}  // namespace biroyna::results
