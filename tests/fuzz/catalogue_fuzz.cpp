// Files stand one after the other, each below a line "%%% name".
#include "features/catalogue/reader.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  constexpr std::string_view kMark = "%%% ";
  std::string_view rest = fuzz::text_of(data, size);
  catalogue::Files files;
  fuzz::take_until(rest, kMark);
  while (!rest.empty()) {
    std::string_view file = fuzz::take_until(rest, kMark);
    const std::string name(fuzz::take_until(file, "\n"));
    files[name] = file;
  }
  yaml::Problems problems;
  const auto catalogue = catalogue::read(files, problems);
  fuzz::require(catalogue.has_value() == problems.empty(), "a catalogue with a mistake is none");
  for (const auto& problem : problems) {
    fuzz::require(!problem.reason.empty() && problem.line >= 0, "a problem has a reason and a place");
    problem.to_string();
  }
  return 0;
}
