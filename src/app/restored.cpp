#include "app/restored.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "features/audit/audit.hpp"
#include "platform/files/files.hpp"
#include "platform/log/log.hpp"

namespace biroyna {
namespace {

constexpr std::string_view kNotedAt = "# noted at ";

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string_view lines_after_first(std::string_view text) {
  return text.substr(std::min(text.find('\n'), text.size()));
}

struct Noted {
  Time at{};
  std::vector<audit::NotedHead> heads;
};

// Empty if there is no such file, or it cannot be read.
std::optional<Noted> noted_in(const std::filesystem::path& file) {
  const std::string text = content(file);
  if (text.empty()) return std::nullopt;
  try {
    const std::string first = text.substr(0, text.find('\n'));
    const auto at = first.starts_with(kNotedAt) ? parse_rfc3339(first.substr(kNotedAt.size())) : std::nullopt;
    if (!at) throw std::runtime_error("its first line does not say when it was written");
    return Noted{*at, audit::parse_heads(text)};
  } catch (const std::runtime_error& error) {
    log::error("noted_heads_damaged",
               {{"file", std::string_view(file.string())}, {"reason", std::string_view(error.what())}});
    return std::nullopt;
  }
}

// The log that lacks what was noted; nothing if none does, or if it is known already.
std::optional<audit::NotedHead> set_back(db::Tx& tx, const Noted& noted) {
  const auto last = audit::last_restored(tx);
  if (last && last->at >= noted.at) return std::nullopt;
  const auto lacks = std::ranges::find_if(
      noted.heads, [&](const audit::NotedHead& head) { return !audit::has_event(tx, head); });
  return lacks == noted.heads.end() ? std::nullopt : std::optional(*lacks);
}

}  // namespace

void note_heads(db::Db& db, const std::filesystem::path& file, Time now) {
  const std::string heads =
      "\n" + audit::to_text(db.reading([](db::Tx& tx) { return audit::heads_to_note(tx); }));
  if (lines_after_first(content(file)) == heads) return;
  files::replace(file, fmt::format("{}{}{}", kNotedAt, to_rfc3339(now), heads));
}

void note_heads_at_stop(db::Db& db, const std::filesystem::path& file, Time now) {
  try {
    note_heads(db, file, now);
  } catch (const std::exception& error) {
    log::warning("heads_not_noted", {{"reason", std::string_view(error.what())}});
  }
}

void begin_after_restore(db::Db& db, const std::filesystem::path& file, Time now) {
  const auto noted = noted_in(file);
  std::optional<audit::NotedHead> lacks;
  std::vector<audit::Restored> begun;
  db.write_and_wait([&](db::Tx& tx) {
    lacks = noted ? set_back(tx, *noted) : std::nullopt;
    if (lacks) audit::mark_restored(tx, {audit::newest_event(tx).value_or(Time{}), now});
    begun = audit::begin_after_restores(tx, now);
  });
  if (lacks)
    log::error("database_set_back", {{"centre", std::string_view(lacks->centre.str())},
                                     {"events_once", lacks->events},
                                     {"meaning", "an older copy of the database was put back"}});
  for (const auto& restored : begun) {
    const std::string from = to_rfc3339(restored.taken_until), to = to_rfc3339(restored.at);
    log::error("database_restored",
               {{"missing_after", std::string_view(from)},
                {"missing_until", std::string_view(to)},
                {"meaning",
                 "numbers go on beyond those that may be printed; what was issued meanwhile cannot be "
                 "confirmed. The dashboard says what to do"}});
  }
  // The heads as they are now hold from here on.
  note_heads(db, file, now);
}

}  // namespace biroyna
