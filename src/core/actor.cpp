#include "core/actor.hpp"

#include <array>

namespace biroyna {
namespace {

// In the order of ActorKind; those that end with ':' are followed by an id.
constexpr std::array<std::string_view, kActorKinds> kWritten = {
    "program", "visitor", "staff:", "device:", "applicant", "representative:"};

}  // namespace

std::string to_string(const Actor& actor) {
  return std::string(kWritten[static_cast<std::size_t>(actor.kind)]) + actor.id;
}

std::optional<Actor> parse_actor(std::string_view text) {
  for (std::size_t i = 0; i < kWritten.size(); ++i) {
    const std::string_view written = kWritten[i];
    const auto kind = static_cast<ActorKind>(i);
    if (!written.ends_with(':') && text == written) return Actor{kind};
    if (written.ends_with(':') && text.size() > written.size() && text.starts_with(written))
      return Actor{kind, std::string(text.substr(written.size()))};
  }
  return std::nullopt;
}

}  // namespace biroyna
