#include "platform/files/owner.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>

namespace biroyna::files {
namespace {

struct Owner {
  uid_t user;
  gid_t group;
};

void must(bool done, const std::filesystem::path& folder) {
  if (!done)
    throw std::system_error(errno, std::generic_category(), "cannot work as the owner of " + folder.string());
}

// Nothing when there is no need to become somebody else.
std::optional<Owner> other_owner_of(const std::filesystem::path& folder) {
  struct stat status{};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return std::nullopt;
  return Owner{status.st_uid, status.st_gid};
}

// The owner's main group and all others, where the system knows the owner.
gid_t take_groups_of(const Owner& owner, const std::filesystem::path& folder) {
  const passwd* const known = ::getpwuid(owner.user);
  if (known == nullptr) {
    must(::setgroups(0, nullptr) == 0, folder);
    return owner.group;
  }
  must(::initgroups(known->pw_name, known->pw_gid) == 0, folder);
  return known->pw_gid;
}

}  // namespace

void become_owner_of(const std::filesystem::path& folder) {
  const auto owner = other_owner_of(folder);
  if (!owner) return;
  const gid_t group = take_groups_of(*owner, folder);
  must(::setresgid(group, group, group) == 0, folder);
  must(::setresuid(owner->user, owner->user, owner->user) == 0, folder);
}

AsOwnerOf::AsOwnerOf(const std::filesystem::path& folder) {
  const auto owner = other_owner_of(folder);
  if (!owner) return;
  group_ = ::getegid();
  groups_.resize(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
  must(::getgroups(static_cast<int>(groups_.size()), groups_.data()) >= 0, folder);
  const gid_t group = take_groups_of(*owner, folder);
  must(::setegid(group) == 0, folder);
  must(::seteuid(owner->user) == 0, folder);
  changed_ = true;
}

AsOwnerOf::~AsOwnerOf() {
  if (!changed_) return;
  const bool back =
      ::seteuid(0) == 0 && ::setegid(group_) == 0 && ::setgroups(groups_.size(), groups_.data()) == 0;
  if (!back) std::abort();  // nobody may go on as somebody else
}

}  // namespace biroyna::files
