#include "features/catalogue/domain_search.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::catalogue {
namespace {

constexpr double kName = 4, kKeyword = 5, kLifeEvent = 2, kSummary = 1, kDepartment = 1.5;

// How well a word of the catalogue answers the word asked for: 0 not at all, 1 exactly.
double likeness(std::string_view asked, std::string_view there) {
  if (asked == there) return 1;
  if (asked.size() >= 2 && there.starts_with(asked)) return 0.8;
  const std::size_t forgiven = asked.size() >= 8 ? 2 : asked.size() >= 4 ? 1 : 0;
  if (forgiven == 0) return 0;
  if (edit_distance(asked, there, forgiven) <= forgiven) return 0.5;
  // A mistyped beginning of a longer word.
  if (there.size() > asked.size() &&
      edit_distance(asked, there.substr(0, asked.size()), forgiven) <= forgiven &&
      asked.front() == there.front()) {
    return 0.3;
  }
  return 0;
}

}  // namespace

SearchIndex::SearchIndex(const Catalogue& catalogue) {
  for (const auto& service : catalogue.services) {
    Entry entry{service.id, {}};
    const auto add = [&entry](const std::string& text, double weight) {
      for (auto& word : folded_words(text)) entry.words.push_back({std::move(word), weight});
    };
    const auto* department = catalogue.find(service.department);
    for (const Language language : kLanguages) {
      add(service.names.in(language), kName);
      add(service.summary.in(language), kSummary);
      for (const auto& keyword : service.keywords[static_cast<std::size_t>(language)]) {
        // "kindergarten" means the kindergarten itself more than "kindergarten fee" does.
        const auto words = static_cast<double>(folded_words(keyword).size());
        add(keyword, kKeyword * 10 / (9 + words));
      }
      if (department != nullptr) add(department->names.in(language), kDepartment);
      for (const auto& event : catalogue.life_events) {
        if (std::ranges::find(event.services, service.id) != event.services.end()) {
          add(event.names.in(language), kLifeEvent);
        }
      }
    }
    // Of equal words the heaviest stays.
    std::ranges::sort(entry.words, [](const Word& a, const Word& b) {
      return a.folded != b.folded ? a.folded < b.folded : a.weight > b.weight;
    });
    const auto repeated = std::ranges::unique(entry.words, {}, &Word::folded);
    entry.words.erase(repeated.begin(), repeated.end());
    entries_.push_back(std::move(entry));
  }
}

std::vector<ServiceId> SearchIndex::search(std::string_view text) const {
  auto asked = folded_words(text.substr(0, 200));
  if (asked.size() > 8) asked.resize(8);
  if (asked.empty()) return {};

  std::vector<std::pair<double, const Entry*>> found;
  for (const auto& entry : entries_) {
    double score = 0;
    const bool all = std::ranges::all_of(asked, [&](const std::string& word) {
      double best = 0;
      for (const auto& there : entry.words) {
        const double alike = likeness(word, there.folded);
        if (alike > 0) best = std::max(best, alike * alike * there.weight);
      }
      score += best;
      return best > 0;
    });
    if (all) found.emplace_back(score, &entry);
  }
  // Of equal ones, the earlier entry.
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  // Weak likenesses only when there is nothing better.
  std::vector<ServiceId> services;
  for (const auto& [score, entry] : found) {
    if (score >= found.front().first * 0.12) services.push_back(entry->service);
  }
  return services;
}

}  // namespace biroyna::catalogue
