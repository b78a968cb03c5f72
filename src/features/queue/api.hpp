// The queue's JSON routes and its event stream; the privilege stands on each.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "features/queue/queue.hpp"
#include "platform/http/http.hpp"
#include "platform/live/live.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::queue {

// How many tickets a kiosk gave in the last minute, so that nobody draws tickets for fun. Thread-safe.
class TakeLimit {
 public:
  bool allow(const std::string& device, Time now, int per_minute);

 private:
  std::mutex mutex_;
  std::map<std::string, std::deque<Time>> taken_;
};

// What pages and API need besides the queue.
struct Surroundings {
  Queue& queue;
  catalogue::Catalogues& catalogues;
  live::Hub& hub;
  Commands::Refused refused;
  const pages::Pages& pages;
  Clock clock;
  TakeLimit& takes;
  std::string base_url;         // how phones reach the program, without a slash at the end
  bool open_all_hours = false;  // the kiosk's pages do not ask the calendar
};

// Everything given must outlive the router.
void add_api(http::Router& router, const Surroundings& around);
void add_pages(http::Router& router, const Surroundings& around);

}  // namespace biroyna::queue
