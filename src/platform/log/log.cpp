#include "platform/log/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <stdexcept>

#include "core/text.hpp"
#include "core/time.hpp"

namespace biroyna::log {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("biroyna");
    made->set_pattern("%v");
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

constexpr spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

constexpr std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "info";
}

// What is not UTF-8 would make the line no JSON: its bytes beyond ASCII are told as U+FFFD.
void append_quoted(std::string& out, std::string_view text) {
  const bool readable = is_utf8(text);
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out.append({'\\', c});
    else if (byte < 0x20)
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    else if (byte >= 0x80 && !readable)
      out += "\\ufffd";
    else
      out.push_back(c);
  }
  out.push_back('"');
}

void append_number(std::string& out, double number) {
  if (std::isfinite(number))
    fmt::format_to(std::back_inserter(out), "{}", number);
  else
    out += "null";  // JSON has no such numbers
}

}  // namespace

Level parse_level(std::string_view text) {
  for (const Level level : {Level::debug, Level::info, Level::warning, Level::error})
    if (name(level) == text) return level;
  throw std::invalid_argument(fmt::format("unknown log level \"{}\"", text));
}

void set_level(Level level) { logger().set_level(to_spdlog(level)); }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (!logger().should_log(to_spdlog(level))) return;
  std::string line =
      fmt::format(R"({{"at":"{}","level":"{}","event":)", to_rfc3339(system_now()), name(level));
  append_quoted(line, event);
  for (const auto& [key, value] : fields) {
    line.push_back(',');
    append_quoted(line, key);
    line.push_back(':');
    if (const auto* text = std::get_if<std::string_view>(&value))
      append_quoted(line, *text);
    else if (const auto* whole = std::get_if<std::int64_t>(&value))
      line += fmt::to_string(*whole);
    else
      append_number(line, std::get<double>(value));
  }
  line.push_back('}');
  logger().log(to_spdlog(level), spdlog::string_view_t(line));
}

}  // namespace biroyna::log
