#include "platform/http/answer_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include "platform/http/header_text.hpp"

namespace biroyna::http {
namespace {

constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kTokenPunctuation.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

// What frames the message is the server's to say.
bool is_framing(std::string_view name) {
  for (const std::string_view framing :
       {"content-length", "transfer-encoding", "connection", "keep-alive", "date"}) {
    if (same_ignoring_case(name, framing)) return true;
  }
  return false;
}

bool has(const Fields& fields, std::string_view name) {
  return std::ranges::any_of(fields,
                             [&](const auto& field) { return same_ignoring_case(field.first, name); });
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

void write_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void write_status_line(std::string& out, int status) {
  if (status == 200) {
    out.append("HTTP/1.1 200 OK\r\nDate: ");
  } else {
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\nDate: ", status, reason(status));
  }
  out.append(http_date_now()).append("\r\n");
}

bool may_have_body(int status) { return status != 204 && status != 304; }

}  // namespace

bool is_sendable(const Response& response) {
  return response.status >= 200 && response.status <= 599 && is_field_value(response.content_type) &&
         std::ranges::all_of(response.headers, [](const auto& field) {
           return is_token(field.first) && is_field_value(field.second);
         });
}

AnswerWriter::AnswerWriter(Fields always) : always_(std::move(always)) {
  for (const auto& [name, value] : always_) {
    if (!is_token(name) || !is_field_value(value) || is_framing(name)) {
      throw std::invalid_argument(fmt::format("the header \"{}\" cannot be added to every answer", name));
    }
    write_field(always_text_, name, value);
  }
}

void AnswerWriter::write_always(std::string& out, const Fields& own) const {
  const bool replaced =
      std::ranges::any_of(always_, [&](const auto& field) { return has(own, field.first); });
  if (!replaced) {
    out.append(always_text_);
    return;
  }
  for (const auto& [name, value] : always_) {
    if (!has(own, name)) write_field(out, name, value);
  }
}

void AnswerWriter::write(std::string& out, const Response& response, Manner manner) const {
  const bool has_body = may_have_body(response.status);
  write_status_line(out, response.status);
  if (has_body) {
    if (!response.body.empty() && !response.content_type.empty() && !has(response.headers, "content-type")) {
      write_field(out, "Content-Type", response.content_type);
    }
    write_field(out, "Content-Length", fmt::format_int(response.body.size()).c_str());
  }
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) write_field(out, name, value);
  }
  write_always(out, response.headers);
  if (manner.close) {
    out.append("Connection: close\r\n");
  } else if (manner.http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
  if (has_body && !manner.head) out.append(response.body);
}

void AnswerWriter::write_stream_head(std::string& out) const {
  static const Fields own = {{"Content-Type", "text/event-stream"},
                             {"Cache-Control", "no-store"},
                             {"X-Accel-Buffering", "no"},  // nginx passes each event on at once
                             {"Connection", "close"}};  // the end of the connection is the end of the stream
  write_status_line(out, 200);
  for (const auto& [name, value] : own) write_field(out, name, value);
  write_always(out, own);
  out.append("\r\n");
}

std::string_view http_date_now() {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  thread_local std::time_t second = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(utc.tm_wday)],
                       utc.tm_mday, kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
    second = now;
  }
  return text;
}

}  // namespace biroyna::http
