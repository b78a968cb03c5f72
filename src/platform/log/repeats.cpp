#include "platform/log/repeats.hpp"

namespace biroyna::log {
namespace {

// Looks only: a text that is not written must take no memory.
int times_of(const std::map<std::string, int>& texts, const std::string& text) {
  const auto found = texts.find(text);
  return found == texts.end() ? 0 : found->second;
}

}  // namespace

bool Repeats::admits(const std::string& event, const std::string& text, Clock::time_point now) {
  Window& window = windows_.try_emplace(event, Window{.since = now}).first->second;
  const bool few = window.written < kOfOneEvent && times_of(window.texts, text) < kOfOneText;
  if (!few) return ++window.left_out, false;
  ++window.written;
  ++window.texts[text];
  return true;
}

std::vector<Repeats::LeftOut> Repeats::take_over(Clock::time_point now) {
  std::vector<LeftOut> over;
  for (auto each = windows_.begin(); each != windows_.end();) {
    if (now - each->second.since < kWindow) {
      ++each;
      continue;
    }
    if (each->second.left_out > 0) over.push_back({each->first, each->second.left_out});
    each = windows_.erase(each);
  }
  return over;
}

}  // namespace biroyna::log
