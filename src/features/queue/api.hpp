// The queue's JSON routes and its event stream; the privilege stands on each.
#pragma once

#include "core/rate_limit.hpp"
#include "features/queue/service.hpp"
#include "platform/http/http.hpp"
#include "platform/live/hub.hpp"
#include "platform/site/site.hpp"

namespace biroyna::queue {

// Who may serve, act as host, and manage the hall: the same for the API and the pages.
inline constexpr auth::Roles kServing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kHosts = {auth::Role::host, auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kHeads = {auth::Role::head, auth::Role::administrator};

// `takes` counts the tickets that kiosks take, by the API and by their pages. All must outlive the router.
void add_api(http::Router& router, const Site& site, Queue& queue, live::Hub& hub, RateLimit& takes);

}  // namespace biroyna::queue
