// How often the bad days are tried, and what came of it, for script/drill.
#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace biroyna::testing {

// What the environment says, or nothing.
inline std::optional<std::size_t> drill_number(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? std::nullopt : std::optional<std::size_t>(std::stoul(text));
}

// After how many answers the program is killed, once each: the usual moments, or as many as the drill wants,
// by chance and none later than the last usual one.
inline std::vector<std::size_t> kill_after(std::vector<std::size_t> usual) {
  const auto kills = drill_number("BIROYNA_KILLS");
  if (!kills) return usual;
  std::mt19937_64 chance(usual.back());
  std::vector<std::size_t> moments(*kills);
  for (auto& moment : moments) moment = 1 + chance() % usual.back();
  return moments;
}

// One line of the drill's table.
struct DrillRow {
  std::string what;
  std::size_t times = 0;         // cuts or kills
  std::size_t acknowledged = 0;  // what was acknowledged before one of them, and looked for after it
  std::size_t lost = 0;          // of these
};

inline void note_for_drill(const DrillRow& row) {
  if (const char* file = std::getenv("BIROYNA_DRILL_FIGURES"))
    std::ofstream(file, std::ios::app)
        << fmt::format("{}\t{}\t{}\t{}\n", row.what, row.times, row.acknowledged, row.lost);
}

}  // namespace biroyna::testing
