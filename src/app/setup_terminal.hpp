// Questions to who sits at the terminal, or to whatever writes to the standard input.
#pragma once

#include <functional>
#include <string>

namespace biroyna::setup {

// Why an answer cannot be taken; empty when it can.
using Check = std::function<std::string(const std::string&)>;

// Asks until an answer passes the check. An empty answer is `otherwise`. Throws std::runtime_error when the
// input ends.
std::string ask(const std::string& question, const std::string& otherwise, const Check& check);
// The same, without showing what is typed; asked twice, but for an empty answer.
std::string ask_secret(const std::string& question, const Check& check);
bool ask_yes_or_no(const std::string& question);

}  // namespace biroyna::setup
