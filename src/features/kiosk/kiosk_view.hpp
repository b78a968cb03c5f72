// What the kiosk offers as the hall stands, and what a visitor has chosen so far: no words of a language, no
// markup.
//
// Pure, thread-safe. A view refers to the catalogue, so it lives no longer than the hall is looked at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/queue/queue.hpp"

namespace biroyna::kiosk {

using namespace queue;

// It travels in the address: "?with=a.b&class=elderly".
struct Chosen {
  std::vector<ServiceId> needs;
  std::string visitor_class = "none";

  friend bool operator==(const Chosen&, const Chosen&) = default;
};
// As an address says it; unknown needs and classes are left out.
Chosen chosen_of(std::string_view with, std::string_view visitor_class,
                 const catalogue::Catalogue& catalogue);
std::string query_of(const Chosen& chosen, std::size_t page = 1);
// Without a need that was left again.
Chosen without(Chosen chosen, const ServiceId& need);
// With a need behind all others; a ticket that is full loses the last one for it.
Chosen followed_by(Chosen chosen, const ServiceId& need);

// A page of a list that is longer than the screen.
struct Part {
  std::size_t first = 0, count = 0;
  std::size_t page = 1, pages = 1;

  friend bool operator==(const Part&, const Part&) = default;
};
// Of `all` entries as many as there is `room` for; a page that does not exist is the nearest that does.
Part part_of(std::size_t all, std::size_t room, std::size_t page);

// The services of a group that take tickets and are not chosen yet: first what is asked for most, equal ones
// as the catalogue has them.
std::vector<const catalogue::Service*> offered(const View& view, const GroupId& group, const Chosen& chosen);
// The classes that a visitor may name: not the general line, and no booking.
std::vector<const catalogue::Priority*> nameable_classes(const catalogue::Catalogue& catalogue);

struct ToBring {
  const catalogue::DocumentType* document = nullptr;
  bool if_needed = false;
};
// For all needs together, each document once.
std::vector<ToBring> to_bring(const catalogue::Catalogue& catalogue, const std::vector<ServiceId>& needs);

}  // namespace biroyna::kiosk
