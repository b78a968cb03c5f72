#include "platform/site/site.hpp"

namespace biroyna {

Idempotency repeat_of(const http::Request& request) {
  return repeat_of(request, std::string(request.header("idempotency-key")));
}

Idempotency repeat_of(const http::Request& request, std::string key) {
  if (key.empty()) return {};
  const auto& principal = request.principal;
  return {.key = std::move(key),
          // An address is never read as somebody's id.
          .caller = principal.id.empty() ? "address " + request.peer : principal.id,
          .request = request.path + '\n' + request.body};
}

http::Response with_replay(http::Response response, bool replayed) {
  if (replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace biroyna
