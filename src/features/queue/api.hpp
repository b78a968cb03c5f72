// The queue's JSON routes and its event stream; the privilege stands on each.
#pragma once

#include <string>

#include "core/rate_limit.hpp"
#include "features/queue/service.hpp"
#include "platform/http/http.hpp"
#include "platform/live/live.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::queue {

// Who may do it, in API and pages alike.
inline constexpr auth::Roles kServing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kHosts = {auth::Role::host, auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kHeads = {auth::Role::head, auth::Role::administrator};

// What pages and API need besides the queue.
struct Surroundings {
  Queue& queue;
  catalogue::Catalogues& catalogues;
  live::Hub& hub;
  Commands::Refused refused;
  const pages::Pages& pages;
  Clock clock;
  RateLimit& takes;             // of each kiosk, so that nobody draws tickets for fun
  std::string base_url;         // how phones reach the program, without a slash at the end
  bool open_all_hours = false;  // the kiosk's pages do not ask the calendar
};

// Everything given must outlive the router.
void add_api(http::Router& router, const Surroundings& around);

}  // namespace biroyna::queue
