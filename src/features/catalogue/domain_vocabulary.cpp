#include "features/catalogue/domain_vocabulary.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "core/text.hpp"

namespace biroyna::catalogue {
namespace {

constexpr double kSameStem = 0.9, kSynonym = 0.6, kBeginning = 0.6, kLongerForm = 0.5, kSameRoot = 0.4;
constexpr double kOneError = 0.5, kTwoErrors = 0.35, kErrorInBeginning = 0.25;
// A word that is known is hardly meant as the beginning of another.
constexpr double kIfKnown = 0.4;
constexpr std::size_t kShortestBeginning = 3, kShortestStem = 4, kShortestRoot = 5, kLongestEnding = 5,
                      kShortestMisspeltBeginning = 6;
constexpr std::string_view kApostrophes[] = {"'", "ʻ", "ʼ", "‘", "’"};

std::vector<std::string> forms_of(const Word& word) {
  std::vector<std::string> forms = word.spellings;
  for (const auto& stem : word.stems) {
    if (std::ranges::find(forms, stem) == forms.end()) forms.push_back(stem);
  }
  return forms;
}

std::uint64_t letters_of(std::string_view spelling) {
  std::uint64_t letters = 0;
  for (const char c : spelling) letters |= std::uint64_t{1} << (is_digit(c) ? c - '0' : 10 + c - 'a');
  return letters;
}
std::vector<std::uint64_t> letters_of(const std::vector<std::string>& spellings) {
  std::vector<std::uint64_t> letters;
  letters.reserve(spellings.size());
  for (const auto& spelling : spellings) letters.push_back(letters_of(spelling));
  return letters;
}

// A word in Latin script as it is typed, without apostrophes; empty when it is of another script. In its
// spelling two letters may be one sound ("kh", "ts"), so that one typing error changes more than one letter
// of it.
std::string plain_of(std::string_view shown) {
  std::string plain;
  for (std::size_t at = 0; at < shown.size();) {
    const auto rest = shown.substr(at);
    const bool apostrophe =
        std::ranges::any_of(kApostrophes, [rest](std::string_view sign) { return rest.starts_with(sign); });
    const char c = shown[at];
    if (is_digit(c) || (c >= 'a' && c <= 'z'))
      plain += c;
    else if (c >= 'A' && c <= 'Z')
      plain += static_cast<char>(c - 'A' + 'a');
    else if (!apostrophe)
      return {};
    at += apostrophe && c != '\'' ? (c == '\xca' ? 2 : 3) : 1;
  }
  return plain;
}

std::string beginning(const std::string& spelling) { return spelling.substr(0, kShortestBeginning); }

std::size_t common_beginning(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

// One error in four letters, two in eight.
std::size_t forgiven(std::size_t letters) { return letters >= 8 ? 2 : letters >= 4 ? 1 : 0; }

// How alike words are that are not the same, by the errors that make one of the other.
double misspelling(std::string_view asked, std::string_view there) {
  const std::size_t most = forgiven(asked.size());
  const std::size_t errors = edit_distance(asked, there, most);
  if (errors <= most) return errors <= 1 ? kOneError : kTwoErrors;
  // The beginning of a longer word, with an error in it.
  const bool begins = asked.size() >= kShortestMisspeltBeginning && there.size() > asked.size() &&
                      edit_distance(asked, there.substr(0, asked.size()), 1) <= 1;
  return begins ? kErrorInBeginning : 0;
}
// Whether it is worth while to count the errors: each changes two letters at most.
bool may_be_misspelt(std::string_view asked, std::uint64_t letters, std::string_view there,
                     std::uint64_t letters_there) {
  const std::size_t most = forgiven(asked.size());
  if (most == 0 || there.size() < kShortestBeginning) return false;
  if (asked.size() >= kShortestMisspeltBeginning && there.size() > asked.size() &&
      asked.front() == there.front())
    return std::popcount(letters & ~letters_there) <= 1;
  return std::popcount(letters ^ letters_there) <= 2 * static_cast<int>(most) &&
         std::max(asked.size(), there.size()) - std::min(asked.size(), there.size()) <= most;
}
double best_misspelling(const std::vector<std::string>& asked, const std::vector<std::uint64_t>& letters,
                        const std::vector<std::string>& there,
                        const std::vector<std::uint64_t>& letters_there) {
  double best = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    for (std::size_t k = 0; k < there.size(); ++k) {
      if (may_be_misspelt(asked[i], letters[i], there[k], letters_there[k]))
        best = std::max(best, misspelling(asked[i], there[k]));
    }
  }
  return best;
}

double relation(const Word& asked, const Word& there) {
  double best = 0;
  for (const auto& typed : asked.spellings) {
    for (const auto& known : there.spellings) {
      if (typed.size() >= kShortestBeginning && known.starts_with(typed)) return kBeginning;
      const std::size_t common = common_beginning(typed, known);
      if (common >= kShortestRoot && std::max(typed.size(), known.size()) - common <= kLongestEnding &&
          2 * common >= typed.size())
        best = std::max(best, kSameRoot);
    }
    for (const auto& stem : there.stems) {
      if (stem.size() >= kShortestStem && typed.starts_with(stem) &&
          typed.size() - stem.size() <= std::min(kLongestEnding, stem.size() - 2))
        best = std::max(best, kLongerForm);
    }
  }
  return best;
}

}  // namespace

bool is_cyrillic(std::string_view word) { return static_cast<unsigned char>(word.front()) >= 0xd0; }

// The best likeness of each term.
class Vocabulary::Collector {
 public:
  void add(Term term, double likeness) {
    double& best = found_[term];
    best = std::max(best, likeness);
  }
  bool empty() const { return found_.empty(); }
  double best() const {
    double best = 0;
    for (const auto& [term, likeness] : found_) best = std::max(best, likeness);
    return best;
  }
  std::vector<Match> matches() const {
    std::vector<Match> result;
    result.reserve(found_.size());
    for (const auto& [term, likeness] : found_) result.push_back({term, likeness});
    return result;
  }

 private:
  std::map<Term, double> found_;
};

Vocabulary::Term Vocabulary::add(const Word& word) {
  auto& alike = by_spelling_[word.spellings.front()];
  for (const Term term : alike) {
    Known& known = known_[term];
    if (known.word.spellings != word.spellings || known.word.stems != word.stems) continue;
    if (is_cyrillic(word.shown) && !is_cyrillic(known.word.shown)) known.cyrillic = word.shown;
    if (known.plain.empty()) {
      known.plain = plain_of(word.shown);
      known.plain_letters = letters_of(known.plain);
    }
    return term;
  }
  const auto term = static_cast<Term>(known_.size());
  const std::string plain = plain_of(word.shown);
  known_.push_back({word, {}, letters_of(word.spellings), letters_of(word.stems), plain, letters_of(plain)});
  alike.push_back(term);
  for (std::size_t i = 1; i < word.spellings.size(); ++i) by_spelling_[word.spellings[i]].push_back(term);
  for (const auto& form : forms_of(word)) by_form_[form].push_back(term);
  if (word.is_number) return term;
  std::vector<std::string> beginnings;
  for (const auto& spelling : word.spellings) {
    if (std::ranges::find(beginnings, beginning(spelling)) == beginnings.end())
      beginnings.push_back(beginning(spelling));
  }
  for (const auto& first : beginnings) by_beginning_[first].push_back(term);
  return term;
}

const std::string& Vocabulary::shown(Term term, bool cyrillic) const {
  const Known& known = known_[term];
  return cyrillic && !known.cyrillic.empty() ? known.cyrillic : known.word.shown;
}

void Vocabulary::add_synonyms(const std::vector<Word>& words) {
  std::vector<std::string> forms;
  for (const auto& word : words) {
    for (auto& form : forms_of(word)) forms.push_back(std::move(form));
  }
  std::ranges::sort(forms);
  const auto repeated = std::ranges::unique(forms);
  forms.erase(repeated.begin(), repeated.end());
  for (const auto& form : forms) groups_of_[form].push_back(synonyms_.size());
  synonyms_.push_back(std::move(forms));
}

void Vocabulary::collect_same(const Word& word, Collector& found) const {
  for (const auto& spelling : word.spellings) {
    if (const auto known = by_spelling_.find(spelling); known != by_spelling_.end()) {
      for (const Term term : known->second) found.add(term, 1);
    }
  }
  for (const auto& form : forms_of(word)) {
    if (const auto known = by_form_.find(form); known != by_form_.end()) {
      for (const Term term : known->second) found.add(term, kSameStem);
    }
  }
}

void Vocabulary::collect_synonyms(const Word& word, Collector& found) const {
  for (const auto& form : forms_of(word)) {
    const auto groups = groups_of_.find(form);
    if (groups == groups_of_.end()) continue;
    for (const std::size_t group : groups->second) {
      for (const auto& synonym : synonyms_[group]) {
        if (const auto known = by_form_.find(synonym); known != by_form_.end()) {
          for (const Term term : known->second) found.add(term, kSynonym);
        }
      }
    }
  }
}

void Vocabulary::collect_related(const Word& word, Collector& found) const {
  const double share = found.empty() ? 1 : kIfKnown;
  for (const auto& spelling : word.spellings) {
    const auto alike = by_beginning_.find(beginning(spelling));
    if (alike == by_beginning_.end()) continue;
    for (const Term term : alike->second) {
      if (const double likeness = relation(word, known_[term].word); likeness > 0)
        found.add(term, likeness * share);
    }
  }
}

void Vocabulary::collect_misspelt(const Word& word, Collector& found) const {
  const auto letters = letters_of(word.spellings), stem_letters = letters_of(word.stems);
  const std::string plain = plain_of(word.shown);
  const auto plain_letters = letters_of(plain);
  for (Term term = 0; term < known_.size(); ++term) {
    const Known& known = known_[term];
    if (known.word.is_number) continue;
    double best = std::max(
        best_misspelling(word.spellings, letters, known.word.spellings, known.spelling_letters),
        kSameStem * best_misspelling(word.stems, stem_letters, known.word.stems, known.stem_letters));
    if (may_be_misspelt(plain, plain_letters, known.plain, known.plain_letters))
      best = std::max(best, misspelling(plain, known.plain));
    if (best > 0) found.add(term, best);
  }
}

std::vector<Vocabulary::Match> Vocabulary::same(const Word& word) const {
  Collector found;
  collect_same(word, found);
  return found.matches();
}

Vocabulary::Meant Vocabulary::meant_by(const Word& word) const {
  Collector found;
  collect_same(word, found);
  collect_synonyms(word, found);
  if (word.is_number) return {found.matches()};
  collect_related(word, found);
  const double known = found.best();
  // That it may be a longer form of another word does not keep it from being a misspelt one.
  if (known > kLongerForm) return {found.matches()};
  collect_misspelt(word, found);
  return {found.matches(), found.best() > known};
}

}  // namespace biroyna::catalogue
