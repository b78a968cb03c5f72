// What a registry may send as its answer: it is believed only when it names the question and has the shape.
#include "features/integrations/codec.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  const std::string_view body = fuzz::text_of(data, size);
  const auto received = integrations::decode(body);
  if (!received) return 0;
  const auto believed = integrations::believe(integrations::QuestionId("q1"), *received);
  if (!believed) return 0;
  fuzz::require(body.find("q1") != body.npos || body.find("\\u") != body.npos, "it names the question");
  fuzz::require(integrations::is_json_object(believed->data), "its data are an object");
  fuzz::require(believed->comment.size() <= 4 * integrations::kLongestComment, "its comment is short");
  return 0;
}
