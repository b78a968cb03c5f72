// What the event log proves of an entry of the register: see audit.hpp.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "features/results/results.hpp"

namespace biroyna::results {

inline constexpr std::string_view kSubject = "result:";  // of an event, before the code

// What the event of the issue holds openly.
std::string issue_data(const Entry& entry);
// All that was issued; `sheet` as it is stored.
std::string issue_proof(const Entry& entry, std::string_view sheet);
// What became of it later.
std::string standing_proof(const Entry& entry);

}  // namespace biroyna::results
