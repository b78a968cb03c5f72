#include "fuzz.hpp"
#include "platform/pdf_check/pdf_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  const auto verdict = pdf_check::check(fuzz::text_of(data, size), 3);
  fuzz::require((verdict.wrong == pdf_check::Wrong::nothing) == (verdict.pages > 0),
                "only a good one has pages");
  fuzz::require(verdict.pages <= 3, "no more pages than may be");
  return 0;
}
