#include "features/catalogue/domain_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/clean_text.hpp"

namespace biroyna::catalogue {
namespace {

// What a word says about a service by the place where it stands.
constexpr double kName = 1, kKeyword = 1, kLifeEvent = 0.4, kSummary = 0.3, kDepartment = 0.3,
                 kDocument = 0.15;
// A query that is one of a service's phrases as a whole means that service more than one of the same words
// apart.
constexpr double kWholePhrase = 1.5, kLifeEventPhrase = 0.6;
// Worse ones than this share of the best are left out, unless they bear one of the words in their name.
constexpr double kLeastShare = 0.3, kLeastShareElsewhere = 0.7;
constexpr std::size_t kMostElsewhere = 2, kLongestText = 200, kMostWords = 16;

}  // namespace

// One word of the query.
struct SearchIndex::Asked {
  Word word;
  Vocabulary::Meant meant;
  double rarity = 0;
  std::vector<double> weights;     // in each entry
  std::vector<bool> named;         // whether an entry's name has the very word
  std::vector<double> likenesses;  // of each term
};

// Takes the texts of one entry after the other.
class SearchIndex::Filler {
 public:
  Filler(SearchIndex& index, WordReader& reader) : index_(index), reader_(reader) {}

  void text(const std::string& text, double weight) { take(text, weight, false); }
  void phrase(const std::string& text, double weight, double phrase_weight, bool in_name = false) {
    auto terms = take(text, weight, in_name);
    if (!terms.empty()) index_.phrases_.push_back({entry_, std::move(terms), phrase_weight});
  }
  void name_and_keywords(const Names& names, const Keywords& keywords) {
    for (const Language language : kLanguages) {
      phrase(names.in(language), kName, 1, true);
      for (const auto& keyword : keywords[static_cast<std::size_t>(language)]) phrase(keyword, kKeyword, 1);
    }
  }
  void next_entry() { ++entry_; }

 private:
  std::vector<Term> take(const std::string& text, double weight, bool in_name) {
    std::vector<Term> terms;
    for (const auto& word : reader_.words_of(text)) {
      if (index_.says_nothing(word)) continue;
      const Term term = index_.vocabulary_.add(word);
      if (term == index_.postings_.size()) index_.postings_.emplace_back();
      auto& postings = index_.postings_[term];
      if (postings.empty() || postings.back().entry != entry_) postings.push_back({entry_});
      Posting& posting = postings.back();
      posting.weight = std::max(posting.weight, weight);
      posting.in_name = posting.in_name || in_name;
      if (std::ranges::find(terms, term) == terms.end()) terms.push_back(term);
    }
    return terms;
  }

  SearchIndex& index_;
  WordReader& reader_;
  Entry entry_ = 0;
};

SearchIndex::SearchIndex(const Catalogue& catalogue) {
  WordReader reader;
  for (const auto& text : catalogue.search_words.stop_words) {
    for (const auto& word : reader.words_of(text))
      stop_words_.insert(word.spellings.begin(), word.spellings.end());
  }
  Filler filler(*this, reader);
  for (const auto& service : catalogue.services) {
    services_.push_back(service.id);
    filler.name_and_keywords(service.names, service.keywords);
    const auto* department = catalogue.find(service.department);
    for (const Language language : kLanguages) {
      filler.text(service.summary.in(language), kSummary);
      filler.text(service.who.in(language), kSummary);
      if (department != nullptr) filler.text(department->names.in(language), kDepartment);
      for (const auto& use : service.documents) {
        if (const auto* document = catalogue.find(use.type))
          filler.text(document->names.in(language), kDocument);
      }
      for (const auto& event : catalogue.life_events) {
        if (std::ranges::find(event.services, service.id) != event.services.end())
          filler.phrase(event.names.in(language), kLifeEvent, kLifeEventPhrase);
      }
    }
    filler.next_entry();
  }
  for (const auto& item : catalogue.elsewhere) {
    elsewhere_.push_back(item.id);
    filler.name_and_keywords(item.names, item.keywords);
    filler.next_entry();
  }
  for (const auto& group : catalogue.search_words.synonyms) {
    std::vector<Word> words;
    for (const auto& text : group) std::ranges::move(reader.words_of(text), std::back_inserter(words));
    vocabulary_.add_synonyms(words);
  }

  std::vector<double> rarities(vocabulary_.size());
  for (Term term = 0; term < rarities.size(); ++term)
    rarities[term] = rarity(vocabulary_.same(vocabulary_.word(term)));
  for (auto& phrase : phrases_) {
    for (const Term term : phrase.terms) phrase.rarity += rarities[term];
  }
}

// As in BM25, the logarithm of how few entries have the word; one that barely has it barely counts.
double SearchIndex::rarity(const std::vector<Vocabulary::Match>& matches) const {
  std::vector<double> weights(services_.size() + elsewhere_.size());
  for (const auto& match : matches) {
    for (const auto& posting : postings_[match.term])
      weights[posting.entry] = std::max(weights[posting.entry], match.likeness * posting.weight);
  }
  const double having = std::accumulate(weights.begin(), weights.end(), 0.0);
  return std::log(1 + static_cast<double>(weights.size()) / (having + 0.5));
}

SearchIndex::Asked SearchIndex::asked_for(Word word) const {
  Asked asked{.word = std::move(word), .meant = {}, .weights = {}, .named = {}, .likenesses = {}};
  asked.meant = vocabulary_.meant_by(asked.word);
  asked.rarity = rarity(asked.meant.matches);
  asked.weights.resize(services_.size() + elsewhere_.size());
  asked.named.resize(asked.weights.size());
  asked.likenesses.resize(vocabulary_.size());
  for (const auto& match : asked.meant.matches) {
    asked.likenesses[match.term] = match.likeness;
    for (const auto& posting : postings_[match.term]) {
      double& best = asked.weights[posting.entry];
      best = std::max(best, match.likeness * posting.weight);
      if (posting.in_name && match.likeness == 1) asked.named[posting.entry] = true;
    }
  }
  return asked;
}

std::vector<SearchIndex::Asked> SearchIndex::asked_for(const std::vector<Word>& words) const {
  std::vector<Asked> asked;
  for (const auto& word : words) {
    const bool again = std::ranges::any_of(asked, [&](const Asked& other) { return other.word == word; });
    if (!again && !says_nothing(word) && asked.size() < kMostWords) asked.push_back(asked_for(word));
  }
  // Sums are made in one order, whatever the order of the words.
  std::ranges::sort(asked, {}, [](const Asked& one) -> const std::string& { return one.word.shown; });
  return asked;
}

std::vector<double> SearchIndex::scores(const std::vector<Asked>& asked) const {
  std::vector<double> words(services_.size() + elsewhere_.size()), shares(words.size());
  double whole = 0;
  for (const auto& one : asked) {
    whole += one.rarity;
    for (Entry entry = 0; entry < words.size(); ++entry) words[entry] += one.rarity * one.weights[entry];
  }
  for (const auto& phrase : phrases_) {
    if (words[phrase.entry] == 0) continue;
    double common = 0;
    for (const auto& one : asked) {
      double best = 0;
      for (const Term term : phrase.terms) best = std::max(best, one.likenesses[term]);
      common += one.rarity * best;
    }
    double& share = shares[phrase.entry];
    share = std::max(share, phrase.weight * 2 * common / (whole + phrase.rarity));
  }
  for (Entry entry = 0; entry < words.size(); ++entry) words[entry] += kWholePhrase * whole * shares[entry];
  return words;
}

Found SearchIndex::rank(const std::vector<Asked>& asked) const {
  const auto points = scores(asked);
  std::vector<Entry> order;
  for (Entry entry = 0; entry < points.size(); ++entry) {
    if (points[entry] > 0) order.push_back(entry);
  }
  std::ranges::sort(order,
                    [&](Entry a, Entry b) { return points[a] != points[b] ? points[a] > points[b] : a < b; });
  const auto is_service = [this](Entry entry) { return entry < services_.size(); };
  const auto named = [&](Entry entry) {
    return std::ranges::any_of(asked, [entry](const Asked& one) { return one.named[entry]; });
  };
  const auto best_service = std::ranges::find_if(order, is_service);
  Found found;
  found.elsewhere_first = !order.empty() && !is_service(order.front());
  for (const Entry entry : order) {
    if (is_service(entry)) {
      if (points[entry] >= kLeastShare * points[*best_service] || named(entry))
        found.services.push_back(services_[entry]);
    } else if (points[entry] >= kLeastShareElsewhere * points[order.front()] &&
               found.elsewhere.size() < kMostElsewhere) {
      found.elsewhere.push_back(elsewhere_[entry - services_.size()]);
    }
  }
  return found;
}

// Each word that is only alike to a known one becomes that one; of several, the one that most entries have,
// in the script that was typed.
std::string SearchIndex::corrected(const std::vector<Word>& words, const std::vector<Asked>& asked) const {
  std::string text;
  bool changed = false;
  for (const auto& word : words) {
    const auto one = std::ranges::find(asked, word, &Asked::word);
    std::string shown = word.shown;
    if (one != asked.end() && one->meant.misspelt) {
      const bool cyrillic = is_cyrillic(word.shown);
      const auto value = [&](const Vocabulary::Match& match) {
        const bool same_script = is_cyrillic(vocabulary_.shown(match.term, cyrillic)) == cyrillic;
        return std::tuple(match.likeness, same_script, postings_[match.term].size());
      };
      shown = vocabulary_.shown(std::ranges::max(one->meant.matches, {}, value).term, cyrillic);
      changed = true;
    }
    text += (text.empty() ? "" : " ") + shown;
  }
  return changed ? text : "";
}

Found SearchIndex::find(std::string_view text) const {
  const auto found_for = [this](std::string_view asked_text) {
    const auto words = words_of(asked_text);
    const auto asked = asked_for(words);
    Found found = rank(asked);
    if (!found.services.empty() || !found.elsewhere.empty()) found.corrected = corrected(words, asked);
    return found;
  };
  Found found = found_for(cut_to(text, kLongestText));
  if (!found.services.empty() || !found.elsewhere.empty()) return found;
  // The keyboard may have stood on English.
  const std::string retyped = retyped_in_russian(cut_to(text, kLongestText));
  found = found_for(retyped);
  if ((!found.services.empty() || !found.elsewhere.empty()) && found.corrected.empty())
    found.corrected = retyped;
  return found;
}

}  // namespace biroyna::catalogue
