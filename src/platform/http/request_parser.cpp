#include "platform/http/request_parser.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/verb.hpp>
#include <optional>

#include "platform/http/header_text.hpp"
#include "platform/http/spool.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::http {
namespace {

namespace beast = boost::beast::http;
using Error = boost::beast::error_code;

Method method_of(beast::verb verb) {
  switch (verb) {
    case beast::verb::get:
      return Method::get;
    case beast::verb::head:
      return Method::head;
    case beast::verb::post:
      return Method::post;
    case beast::verb::put:
      return Method::put;
    case beast::verb::patch:
      return Method::patch;
    case beast::verb::delete_:
      return Method::delete_;
    case beast::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// Headers that must be there once at most: two of them are read one way here and another way elsewhere.
bool must_be_single(std::string_view name) {
  for (const std::string_view single : {"host", "content-length", "transfer-encoding", "content-type",
                                        "authorization", "idempotency-key", "if-match", "origin"}) {
    if (name == single) return true;
  }
  return false;
}

// One request, as Beast reads it.
class Reading final : public beast::basic_parser<true> {
 public:
  Reading(Request& request, std::size_t header_bytes, std::size_t body_bytes)
      : request_(request), body_bytes_(body_bytes) {
    header_limit(static_cast<std::uint32_t>(header_bytes));
    body_limit(boost::none);  // kept here, so that a route may have its own
  }

  const RequestParser::Refused& refusal() const { return refused_; }
  void refuse(int status, std::string_view code) { refused_ = {status, code}; }

  bool limit_body(std::size_t bytes) {
    body_bytes_ = bytes;
    const auto length = content_length();
    return !length || *length <= bytes;
  }
  void spool_body(Spool& spool) { spool_ = &spool; }
  void charge_body(std::function<Quota::Answer(std::size_t)> charge) { charge_ = std::move(charge); }
  std::size_t body_size() const { return body_taken_; }
  bool has_start_line() const { return !request_.target.empty(); }
  bool http_1_0() const { return version_ == 10; }
  bool expects_continue() const { return expects_continue_; }

 private:
  void refuse(int status, std::string_view code, Error& error) {
    refuse(status, code);
    error = beast::error::bad_value;
  }

  void on_request_impl(beast::verb verb, boost::beast::string_view, boost::beast::string_view target,
                       int version, Error&) override {
    request_.method = method_of(verb);
    request_.target = target;
    version_ = version;
  }

  void on_field_impl(beast::field, boost::beast::string_view name, boost::beast::string_view value,
                     Error& error) override {
    if (header_seen_) return;  // a trailer changes nothing
    std::string key = lower_case({name.data(), name.size()});
    for (auto& [present, text] : request_.headers) {
      if (present != key) continue;
      if (must_be_single(key)) return refuse(400, "malformed_request", error);
      text += key == "cookie" ? "; " : ", ";
      text.append(value.data(), value.size());
      return;
    }
    if (request_.headers.size() == RequestParser::kMostHeaders)
      return refuse(431, "headers_too_large", error);
    request_.headers.emplace_back(std::move(key), std::string(value.data(), value.size()));
  }

  void on_header_impl(Error& error) override {
    header_seen_ = true;
    if (!read_target() || !is_unambiguous()) return refuse(400, "malformed_request", error);
    if (const auto coding = request_.header("content-encoding"); !coding.empty() && coding != "identity") {
      return refuse(415, "unsupported_content_encoding", error);
    }
    if (const auto expect = request_.header("expect"); !expect.empty() && !http_1_0()) {
      if (!same_ignoring_case(expect, "100-continue")) return refuse(417, "unsupported_expectation", error);
      expects_continue_ = true;
    }
    const auto from_path = language_of_path(request_.path);
    request_.language = from_path ? *from_path : negotiate_language(request_.header("accept-language"));
  }

  bool read_target() {
    auto target = http::parse_target(request_.target);
    if (!target) return false;
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    return true;
  }

  bool is_unambiguous() const {
    const bool has_coding = has("transfer-encoding"), has_length = has("content-length");
    if (has_coding && (http_1_0() || !same_ignoring_case(request_.header("transfer-encoding"), "chunked")))
      return false;
    const std::string_view length = request_.header("content-length");
    if (has_length && (length.empty() || length.find_first_not_of("0123456789") != std::string_view::npos))
      return false;
    if (has_length && has_coding) return false;
    return has("host") || http_1_0();
  }

  // Also when its value is empty.
  bool has(std::string_view name) const {
    return std::ranges::any_of(request_.headers, [&](const auto& header) { return header.first == name; });
  }

  std::size_t append(boost::beast::string_view bytes, Error& error) {
    if (bytes.size() > body_bytes_ - std::min(body_bytes_, body_taken_)) {
      refuse(413, "body_too_large", error);
      return 0;
    }
    if (spool_ == nullptr) {
      if (!make_room(request_.body.size() + bytes.size(), error)) return 0;
      request_.body.append(bytes.data(), bytes.size());
    } else if (!spool_->append({bytes.data(), bytes.size()})) {
      refuse(503, "unavailable", error);
      return 0;
    }
    body_taken_ += bytes.size();
    return bytes.size();
  }

  // Takes memory as bytes come, whatever length was announced: doubled, but never more than the body may
  // need.
  bool make_room(std::size_t needed, Error& error) {
    if (needed <= body_memory_) return true;
    const std::size_t most = static_cast<std::size_t>(content_length().value_or(body_bytes_));
    const std::size_t larger = std::max(needed, std::min(std::max(2 * body_memory_, kFirstMemory), most));
    switch (charge_ ? charge_(larger - body_memory_) : Quota::Answer::taken) {
      case Quota::Answer::taken:
        break;
      case Quota::Answer::client_has_enough:
        return refuse(429, "too_much_at_once", error), false;
      case Quota::Answer::none_left:
        return refuse(503, "busy", error), false;
    }
    std::string body;
    body.reserve(larger);
    body.append(request_.body);
    request_.body.swap(body);
    body_memory_ = larger;
    return true;
  }

  std::size_t on_body_impl(boost::beast::string_view bytes, Error& error) override {
    return append(bytes, error);
  }
  void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view, Error& error) override {
    if (size > body_bytes_) refuse(413, "body_too_large", error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view bytes, Error& error) override {
    return append(bytes, error);
  }
  void on_response_impl(int, boost::beast::string_view, int, Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  void on_finish_impl(Error&) override {}

  static constexpr std::size_t kFirstMemory = 4 * 1024;

  Request& request_;
  std::size_t body_bytes_;
  std::size_t body_taken_ = 0;
  std::size_t body_memory_ = 0;  // that was taken for it
  std::function<Quota::Answer(std::size_t)> charge_;
  Spool* spool_ = nullptr;
  int version_ = 11;
  bool header_seen_ = false;
  bool expects_continue_ = false;
  RequestParser::Refused refused_;
};

}  // namespace

class RequestParser::Parser {
 public:
  Parser(std::size_t header_bytes, std::size_t body_bytes)
      : header_bytes_(header_bytes), body_bytes_(body_bytes) {}

  void begin(Request& request) {
    reading_.emplace(request, header_bytes_, body_bytes_);
    header_taken_ = 0;
  }

  Step feed(std::string_view& bytes) {
    if (!reading_->got_some()) skip_empty_lines(bytes);
    while (!bytes.empty() && bytes != "\r") {
      const bool had_header = reading_->is_header_done();
      if (had_header && reading_->chunked() && bytes.size() < kEndOfChunks.size()) return Step::more;
      Error error;
      const std::size_t used = reading_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
      if (!had_header) header_taken_ += used;
      if (header_taken_ > header_bytes_ || error == beast::error::header_limit) {
        const bool line_ended = reading_->has_start_line() || bytes.find('\n') != std::string_view::npos;
        return line_ended ? refuse(431, "headers_too_large") : refuse(414, "address_too_long");
      }
      const std::string_view taken = bytes.substr(0, used);
      bytes.remove_prefix(used);
      const bool has_lines = !had_header || (reading_->is_done() && reading_->chunked());
      if (has_lines && is_folded(taken)) return refuse(400, "malformed_request");
      if (error == beast::error::need_more) return Step::more;
      if (error) return Step::refused;
      if (reading_->is_done()) return Step::request;
      if (!had_header) return Step::header;
    }
    return Step::more;
  }

  Reading& reading() { return *reading_; }

 private:
  // Chunks end with it, so at least as much is still to come; Beast asserts that the last chunk comes with
  // it.
  static constexpr std::string_view kEndOfChunks = "0\r\n\r\n";

  Step refuse(int status, std::string_view code) {
    reading_->refuse(status, code);
    return Step::refused;
  }

  // RFC 9112, 2.2: old clients send one after a body.
  static void skip_empty_lines(std::string_view& bytes) {
    while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  }

  // Beast puts the lines of a header that is folded together again. It never ends a piece between two of
  // them.
  static bool is_folded(std::string_view lines) {
    const auto begins_with_blank = [&](std::size_t line) {
      return line < lines.size() && (lines[line] == ' ' || lines[line] == '\t');
    };
    for (auto end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n', end + 1)) {
      if (begins_with_blank(end + 1)) return true;
    }
    return false;
  }

  std::size_t header_bytes_;
  std::size_t body_bytes_;
  std::size_t header_taken_ = 0;
  std::optional<Reading> reading_;
};

RequestParser::RequestParser(std::size_t header_bytes, std::size_t body_bytes)
    : parser_(std::make_unique<Parser>(header_bytes, body_bytes)) {}
RequestParser::~RequestParser() = default;

void RequestParser::begin(Request& request) { parser_->begin(request); }
RequestParser::Step RequestParser::feed(std::string_view& bytes) { return parser_->feed(bytes); }
bool RequestParser::limit_body(std::size_t bytes) { return parser_->reading().limit_body(bytes); }
void RequestParser::spool_body(Spool& spool) { parser_->reading().spool_body(spool); }
void RequestParser::charge_body(std::function<Quota::Answer(std::size_t)> charge) {
  parser_->reading().charge_body(std::move(charge));
}
std::size_t RequestParser::body_size() const { return parser_->reading().body_size(); }
bool RequestParser::started() const { return parser_->reading().got_some(); }
bool RequestParser::in_body() const { return parser_->reading().is_header_done(); }
const RequestParser::Refused& RequestParser::refusal() const { return parser_->reading().refusal(); }
bool RequestParser::keep_alive() const { return parser_->reading().keep_alive(); }
bool RequestParser::http_1_0() const { return parser_->reading().http_1_0(); }
bool RequestParser::expects_continue() const { return parser_->reading().expects_continue(); }

}  // namespace biroyna::http
