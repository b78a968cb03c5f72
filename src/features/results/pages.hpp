// The public check of a document, the register of the staff, and their JSON routes.
#pragma once

#include <functional>
#include <string>

#include "core/rate_limit.hpp"
#include "features/results/results.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::results {

// Who may see the register and revoke, in API and pages alike.
inline constexpr auth::Roles kRegister = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};
inline constexpr std::size_t kLongestReason = 500;

// How many codes one client checks, so that nobody tries codes through.
inline constexpr RateLimit::Rule kChecks{30, Minutes(1)};

// What the pages and the API need besides.
struct Surroundings {
  const Site& site;
  Results& results;
  const catalogue::Catalogues& catalogues;
  db::Db& db;
  Commands& commands;
  RateLimit& checks;
  // Whether somebody besides the staff may have a document: its holder.
  std::function<bool(const http::Request&, const Entry&)> may_read;
};
// Everything given must outlive the router.
void add_api(http::Router& router, const Surroundings& around);
void add_pages(http::Router& router, const Surroundings& around);

// Checks a code for a stranger: throttled (429 too_many_checks), noted in the log, and only then answered.
void check(const Surroundings& around, const http::Request& request, http::Reply reply,
           std::string_view typed, std::string_view channel,
           std::function<http::Response(const Check&)> answer);
// Revokes for who asks, whose centre must have the document.
void revoke(const Surroundings& around, const http::Request& request, const Entry& entry, Idempotency repeat,
            std::string reason, std::function<void(Result<Executed<Nothing>>)> done);
// The entry, when it is of the centre that the asker works in.
std::optional<Entry> own_entry(const Surroundings& around, const http::Request& request);
// Organisations are named, people are not.
std::string public_name(const Entry& entry);

}  // namespace biroyna::results
