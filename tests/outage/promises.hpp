// What a program acknowledged, when, and whether it is there after a power cut.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/outage/recorded.hpp"
#include "tests/support/program.hpp"

namespace biroyna::outage {

struct Promise {
  enum class Kind : std::uint8_t { ticket, document, application, decision };
  Kind kind;
  std::uint64_t at;    // when it was acknowledged, as Recorded::now() says it
  std::string id;      // of a ticket or a document, number of an application or of what was decided
  std::string secret;  // number of a ticket, secret of a document, document of an application
};
using Promises = std::vector<Promise>;

// Tickets, documents, applications and decisions, by many clients at once, until so many were decided; then
// the program is stopped under them. It is not killed: an operation whose record is missing would look like
// one that went past unseen.
Promises work(const biroyna::testing::Installation& centre, const biroyna::testing::Environment& environment,
              const std::function<std::uint64_t()>& now, std::size_t wanted, const std::string& round);

struct Found {
  std::size_t looked_for = 0;
  std::vector<std::string>
      faults;  // each acknowledged thing that is lost, and each other thing that is wrong
};
// Starts the program on what a power cut has left: what was acknowledged by `moment` must be there.
Found look_for(const Promises& promises, std::uint64_t moment, const biroyna::testing::Installation& centre,
               const std::filesystem::path& data);

}  // namespace biroyna::outage
