// What the JSON routes and the pages of issued documents share.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/rate_limit.hpp"
#include "features/results/results.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::results {

// Who may see the register and revoke, in API and pages alike.
inline constexpr auth::Roles kRegister = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};
inline constexpr std::size_t kLongestReason = 500;

// How often one client may check codes that no document has, so that nobody tries codes through; and how
// often each single document, so that nobody fills the log.
inline constexpr RateLimit::Rule kChecks{30, Minutes(1)};

// What the document is called, as the catalogue names it now; by its kind where it has no name.
std::string document_name(const catalogue::Catalogues& catalogues, const i18n::Speaker& say,
                          const Entry& entry);

// Checks codes for the public: throttles each client (429 too_many_checks) and notes each check in the event
// log before it answers. However many codes a client has tried, those of documents are checked: many people
// share an address. Thread-safe.
class PublicChecks {
 public:
  PublicChecks(const Site& site, Results& results, Commands& commands, RateLimit& limit)
      : site_(site), results_(results), commands_(commands), limit_(limit) {}

  void run(const http::Request& request, http::Reply reply, std::string_view typed, std::string_view channel,
           std::function<http::Response(const Check&)> answer) const;

 private:
  const Site& site_;
  Results& results_;
  Commands& commands_;
  RateLimit& limit_;
};

// Revokes a document of the centre in which the person who asks works.
void revoke(Results& results, Commands& commands, const http::Request& request, const Entry& entry,
            Idempotency repeat, std::string reason, std::function<void(Result<Executed<Nothing>>)> done);
// The entry with the code of the address. Empty if another centre issued it.
std::optional<Entry> own_entry(const Results& results, const http::Request& request);

}  // namespace biroyna::results
