// How the registries are doing.
#include <algorithm>

#include "features/integrations/line.hpp"

namespace biroyna::integrations {

std::vector<Registries::Standing> Registries::standing(const CentreId& centre) const {
  const Time now = clock_();
  std::vector<Standing> all;
  for (const auto& line : lines_) {
    const std::lock_guard lock(line->mutex);
    all.push_back({.id = line->id,
                   .names = line->settings.names,
                   .mode = line->settings.mode,
                   .breaker = line->breaker.state(now)});
  }
  for (const auto& load : db_.reading([&](db::Tx& tx) { return loads(tx, centre); })) {
    auto found = std::ranges::find(all, load.registry, &Standing::id);
    if (found == all.end()) found = all.insert(all.end(), {.id = load.registry});
    found->open = load.open;
    found->dead = load.dead;
    found->oldest = load.oldest;
  }
  std::ranges::sort(all, {}, &Standing::id);
  return all;
}

std::vector<metrics::Figure> Registries::figures() const {
  using metrics::Kind;
  std::vector<metrics::Figure> figures;
  const auto add = [&](const char* figure, const char* help, Kind kind, double value, const RegistryId& id) {
    figures.push_back({figure, help, kind, value, {{"registry", id.str()}}});
  };
  for (const auto& line : lines_) {
    add("biroyna_registry_sent_total", "Questions sent, repeats among them", Kind::counter,
        static_cast<double>(line->sent), line->id);
    add("biroyna_registry_answered_total", "Answers taken", Kind::counter,
        static_cast<double>(line->answered), line->id);
    add("biroyna_registry_failed_total", "Attempts that failed", Kind::counter,
        static_cast<double>(line->failed), line->id);
  }
  try {
    for (const auto& one : standing({})) {
      add("biroyna_registry_breaker", "0: asked, 1: left alone, 2: being tried", Kind::gauge,
          static_cast<double>(one.breaker), one.id);
      add("biroyna_registry_open_questions", "Questions without an answer yet", Kind::gauge,
          static_cast<double>(one.open), one.id);
      add("biroyna_registry_dead_letters", "Questions that a person must look at", Kind::gauge,
          static_cast<double>(one.dead), one.id);
      const double age = one.oldest ? std::chrono::duration<double>(clock_() - *one.oldest).count() : 0;
      add("biroyna_registry_oldest_question_seconds", "Age of the oldest open question", Kind::gauge, age,
          one.id);
    }
  } catch (const db::Unavailable&) {
    // The other figures are worth having while the database is away.
  }
  return figures;
}

}  // namespace biroyna::integrations
