#include "platform/log/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <mutex>
#include <stdexcept>

#include "core/text.hpp"
#include "core/time.hpp"
#include "platform/log/repeats.hpp"

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

namespace {

std::mutex repeats_mutex;
Repeats repeats;  // under repeats_mutex

// Whether a failure is written, or only counted because the same was just written.
bool admits(std::string_view event, std::initializer_list<Field> fields) {
  std::string told;
  for (const auto& [key, value] : fields) {
    if (const auto* text = std::get_if<std::string_view>(&value)) told.append(*text).push_back('\n');
  }
  const std::lock_guard lock(repeats_mutex);
  return repeats.admits(std::string(event), told, Repeats::Clock::now());
}

void write_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
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

}  // namespace

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (!logger().should_log(to_spdlog(level))) return;
  if (level >= Level::warning && !admits(event, fields)) return;
  write_line(level, event, fields);
}

void write_left_out() {
  std::vector<Repeats::LeftOut> over;
  {
    const std::lock_guard lock(repeats_mutex);
    over = repeats.take_over(Repeats::Clock::now());
  }
  for (const auto& [event, lines] : over)
    write_line(Level::warning, "lines_left_out", {{"of", std::string_view(event)}, {"lines", lines}});
}

}  // namespace biroyna::log
