// Who does something: the one word for it in commands, events and logs.
//
// An actor is written as "staff:4f…", "device:…", "representative:…" (the id of a mandate), "visitor",
// "applicant" or "program"; the event log and the tables hold it in this form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace biroyna {

enum class ActorKind : std::uint8_t {
  program,         // Biroyna itself
  visitor,         // nobody is signed in
  staff,           // a person of a centre
  device,          // or a program that uses the API
  applicant,       // by the secret of an application
  representative,  // of an applicant, by the secret of a mandate
};
inline constexpr int kActorKinds = 6;

struct Actor {
  ActorKind kind = ActorKind::program;
  std::string id = {};  // of staff, device and representative; else empty

  // The applicant or a representative.
  bool of_applicant() const { return kind == ActorKind::applicant || kind == ActorKind::representative; }
  friend bool operator==(const Actor&, const Actor&) = default;
};

inline const Actor kProgram{ActorKind::program}, kVisitor{ActorKind::visitor},
    kApplicant{ActorKind::applicant};

std::string to_string(const Actor& actor);
// Nothing for a text that no actor is written as.
std::optional<Actor> parse_actor(std::string_view text);

}  // namespace biroyna
