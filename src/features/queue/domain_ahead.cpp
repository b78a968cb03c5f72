// Who is called before somebody: the windows play on, each by its own order of calling.
#include <algorithm>
#include <limits>

#include "features/queue/domain_hall.hpp"

namespace biroyna::queue {
namespace {

// So many calls are played. Who is further back is told how many stand before them in all lines that share a
// window with theirs.
constexpr std::size_t kPlayed = 200;

}  // namespace

std::optional<std::map<ServiceId, std::size_t>> Hall::Body::called_before(const Someone& mine, Order order,
                                                                          Time now) const {
  if (!mine.window_open) return std::nullopt;
  std::size_t in_front = 0;
  each_before(mine, now, [&](const LineKey&, const WaitingLine&, std::size_t count) { in_front += count; });
  if (in_front > kPlayed) return std::nullopt;

  struct PlayedLine {
    const LineKey* key;
    const Line* places;
    WindowSet able;
    double weight, minutes;
    std::size_t next = 0;  // the first who is not called yet
    const Place& front() const { return (*places)[next]; }
  };
  std::vector<PlayedLine> played;
  const auto play = [&](const LineKey& key, const Line& places, WindowSet by, double heavy) {
    if ((by & open).any())
      played.push_back({&key, &places, by & open, heavy, time_of(std::get<0>(key)).mean});
  };
  for (const auto& [key, line] : lines) play(key, line.places, line.able, line.weight);
  // Who is about to join stands in no line yet.
  const LineKey own_key{mine.service, {}, -1};
  Line own;
  if (mine.ticket == kNotYet) {
    own.add({mine.from, mine.ticket});
    play(own_key, own, mine.able, mine.weight);
  }

  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<double> free_at(windows.size(), kNever);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (open.test(i)) free_at[i] = busy_for(i, now).first;
  }
  const auto next_at = [&](std::size_t window, Time when) -> PlayedLine* {
    PlayedLine* best = nullptr;
    double highest = 0;
    for (PlayedLine& line : played) {
      if (line.next == line.places->size() || !line.able.test(window)) continue;
      const double its = score(window, *line.key, line.weight, line.front().from, when);
      if (best != nullptr && (its < highest || (its == highest && best->front() < line.front()))) continue;
      best = &line;
      highest = its;
    }
    return best;
  };

  std::map<ServiceId, std::size_t> called;
  for (std::size_t call = 0; call < kPlayed;) {
    const auto soonest = std::ranges::min_element(free_at);
    const double begins = *soonest;
    if (begins == kNever) break;
    Time when = now;
    if (order == Order::as_it_grows)
      when += std::chrono::round<Milliseconds>(std::chrono::duration<double, std::ratio<60>>(begins));
    // Of windows that are free together, nobody knows which is quicker: who is next at one of them is next.
    for (std::size_t i = 0; i < free_at.size(); ++i) {
      if (free_at[i] != begins || !mine.able.test(i)) continue;
      const PlayedLine* next = next_at(i, when);
      if (next != nullptr && next->front().ticket == mine.ticket) return called;
    }
    const auto window = static_cast<std::size_t>(soonest - free_at.begin());
    PlayedLine* const next = next_at(window, when);
    if (next == nullptr) {
      *soonest = kNever;
      continue;
    }
    if (mine.able.test(window)) ++called[std::get<0>(*next->key)];
    ++next->next;
    *soonest += next->minutes;
    ++call;
  }
  return std::nullopt;
}

}  // namespace biroyna::queue
