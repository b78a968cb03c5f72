// One line of JSON an event, on standard error, for journald or a file.
//
// Never log personal data: no names, phones, documents, addresses of pages that carry a ticket's or a case's
// secret. Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace biroyna::log {

enum class Level : std::uint8_t { debug, info, warning, error };

using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t, double>>;

// Throws std::invalid_argument for an unknown level ("debug", "info", "warning", "error").
Level parse_level(std::string_view name);
void set_level(Level level);
// Of a warning or an error that comes again and again within ten seconds only the first lines are written.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

// Says how many lines of which events were left out. Called each second.
void write_left_out();

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

}  // namespace biroyna::log
