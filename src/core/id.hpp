// Strong identifiers: a ticket's id cannot be passed where a window's is expected.
//
// An id is opaque text. Ids that people write in the catalogue (services, windows) are lower-case words with
// hyphens; ids that the program makes (tickets, sessions) come from platform/auth/secrets.hpp and cannot be
// guessed.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace biroyna {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string value_;
};

using CentreId = Id<struct CentreTag>;
using SphereId = Id<struct SphereTag>;
using DepartmentId = Id<struct DepartmentTag>;
using GroupId = Id<struct GroupTag>;
using ServiceId = Id<struct ServiceTag>;
using DocumentTypeId = Id<struct DocumentTypeTag>;
using WindowId = Id<struct WindowTag>;
using TicketId = Id<struct TicketTag>;
using StaffId = Id<struct StaffTag>;
using DeviceId = Id<struct DeviceTag>;

// True for what may be written as an id in the catalogue or an address: 1 to 64 of a-z, 0-9 and hyphen.
bool is_slug(std::string_view text);

}  // namespace biroyna

template <class Tag>
struct std::hash<biroyna::Id<Tag>> {
  std::size_t operator()(const biroyna::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
