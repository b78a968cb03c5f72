#include <string>

#include "features/documents/domain_inspect.hpp"
#include "fuzz.hpp"

namespace {

std::string joined(const biroyna::documents::Kept& kept) {
  std::string all;
  for (const auto piece : kept.pieces) all += piece;
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const auto kept = documents::inspect(fuzz::text_of(data, size));
  if (!kept) {
    require(kept.error().starts_with("error.document_"), "a refusal has its message");
    return 0;
  }
  const std::string text = joined(*kept);
  require(text.size() <= size, "nothing is added but what replaces more");
  if (kept->type == documents::MediaType::heic) require(text.size() == size, "every offset stays right");
  if (kept->type == documents::MediaType::heic || kept->type == documents::MediaType::pdf) return 0;
  const auto again = documents::inspect(text);
  require(again && joined(*again) == text, "what is kept is a picture without anything to leave out");
  return 0;
}
