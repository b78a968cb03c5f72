#include "platform/apart/apart.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "platform/pdf_check/pdf_check.hpp"

namespace biroyna::pdf_check {
namespace {

constexpr int kPatienceSeconds = 20;

}  // namespace

// First how many pages are allowed, a line; then the file. The answer is a line with three numbers, the last
// one how many bytes of a repaired file follow.
Verdict CheckApart::operator()(std::string_view file, int most_pages) const {
  Verdict verdict{Wrong::broken};
  const auto answer =
      apart::run(program_, kArguments, fmt::format("{}\n", most_pages), file, kPatienceSeconds);
  if (!answer) return verdict;
  const auto line = answer->find('\n');
  int wrong = 0, pages = 0;
  std::size_t bytes = 0;
  if (line == std::string::npos || std::sscanf(answer->c_str(), "%d %d %zu\n", &wrong, &pages, &bytes) != 3)
    return verdict;
  if (wrong < 0 || wrong > static_cast<int>(Wrong::too_many_pages) || answer->size() != line + 1 + bytes)
    return verdict;
  return {static_cast<Wrong>(wrong), pages, answer->substr(line + 1)};
}

int serve_check() {
  return apart::serve({}, [](std::string_view input) -> std::optional<std::string> {
    const auto line = input.find('\n');
    if (line == std::string_view::npos) return std::nullopt;
    const int most_pages = std::atoi(std::string(input.substr(0, line)).c_str());
    const Verdict verdict = check_or_repair(input.substr(line + 1), most_pages);
    return fmt::format("{} {} {}\n{}", static_cast<int>(verdict.wrong), verdict.pages,
                       verdict.repaired.size(), verdict.repaired);
  });
}

}  // namespace biroyna::pdf_check
