// The first byte says how the rest is cut into pieces, as a network would: what is read must not depend on
// it.
#include <algorithm>
#include <string>

#include "core/text.hpp"
#include "fuzz.hpp"
#include "platform/http/request_parser.hpp"

namespace biroyna::fuzz {
namespace {

using http::RequestParser;
using Step = RequestParser::Step;

constexpr std::size_t kHeaderBytes = 2048;
constexpr std::size_t kBodyBytes = 4096;

void check(const http::Request& request) {
  require(request.path.starts_with('/'), "a path begins with a slash");
  require(is_utf8(request.path), "a path is UTF-8");
  require(request.path.find('\0') == std::string::npos, "a path has no NUL");
  require((request.path + "/").find("/../") == std::string::npos, "a path does not lead upwards");
  require(request.path.find("//") == std::string::npos, "a path has no empty segment");
  require(request.body.size() <= kBodyBytes, "a body is within its limit");
  require(request.headers.size() <= RequestParser::kMostHeaders, "headers are within their limit");
  for (auto header = request.headers.begin(); header != request.headers.end(); ++header) {
    require(
        std::none_of(header->first.begin(), header->first.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
        "a header's name is in lower case");
    require(std::none_of(request.headers.begin(), header,
                         [&](const auto& other) { return other.first == header->first; }),
            "a header's name is there once");
    require(header->second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
            "a header's value has no line break");
  }
  for (const auto& [name, value] : request.query)
    require(is_utf8(name) && is_utf8(value), "a query is UTF-8");
  request.form();
  request.wants_json();
  request.cookie("session");
}

// Everything that was read, in one text.
std::string read(std::string_view input, std::size_t piece) {
  RequestParser parser(kHeaderBytes, kBodyBytes);
  http::Request request;
  parser.begin(request);
  std::string story, waiting;
  while (true) {
    std::string_view unread = waiting;
    const Step step = parser.feed(unread);
    waiting.erase(0, waiting.size() - unread.size());
    if (step == Step::refused) {
      require(parser.refusal().status >= 400 && parser.refusal().status < 500,
              "a refusal is the client's fault");
      return story + "refused " + std::to_string(parser.refusal().status) + "\n";
    }
    if (step == Step::header && !parser.limit_body(kBodyBytes)) return story + "too large\n";
    if (step == Step::request) {
      check(request);
      story += std::string(name(request.method)) + " " + request.target + "\n" + request.body + "\n";
      for (const auto& [name, value] : request.headers) story += name + ": " + value + "\n";
      story += parser.keep_alive() ? "stays\n" : "goes\n";
      if (!parser.keep_alive()) return story;
      request = {};
      parser.begin(request);
    }
    if (step == Step::more) {
      if (input.empty()) return story;
      waiting += input.substr(0, piece);
      input.remove_prefix(std::min(piece, input.size()));
    }
  }
}

// A header that has not come to its end is refused sooner or later.
bool waits_longer(std::string_view waits, std::string_view refuses) {
  return refuses.starts_with(waits) && refuses.substr(waits.size()).starts_with("refused 4");
}

}  // namespace
}  // namespace biroyna::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna::fuzz;
  // An address that is too long and headers that are too large are told apart by what has arrived.
  if (size == 0 || size > kHeaderBytes) return 0;
  const std::string_view input = text_of(data + 1, size - 1);
  const std::string whole = read(input, input.size() + 1), pieces = read(input, data[0] % 64 + 1);
  require(whole == pieces || waits_longer(whole, pieces) || waits_longer(pieces, whole),
          "a request does not depend on its pieces");
  return 0;
}
