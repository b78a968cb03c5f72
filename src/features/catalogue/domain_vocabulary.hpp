// Every word of the texts that a search knows, and which of them a word that somebody typed may mean.
//
// Pure. Thread-safe once built.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/words.hpp"

namespace biroyna::catalogue {

// By its first letter; not of an empty word.
bool is_cyrillic(std::string_view word);

class Vocabulary {
 public:
  using Term = std::uint32_t;  // the place of a word, from 0
  // `likeness`: 1 the same word; less when only its stem, its meaning, its beginning or its look is the same.
  struct Match {
    Term term = 0;
    double likeness = 0;
  };
  struct Meant {
    std::vector<Match> matches;  // each term once, in the order of the terms
    bool misspelt = false;       // nothing but words that look alike was found
  };

  Term add(const Word& word);
  // Words that stand for each other. Words with the same stems belong to it too.
  void add_synonyms(const std::vector<Word>& words);

  Meant meant_by(const Word& word) const;
  // Only the word itself and others with its stem.
  std::vector<Match> same(const Word& word) const;
  const Word& word(Term term) const { return known_[term].word; }
  // As it stands in the texts, in this script if it does.
  const std::string& shown(Term term, bool cyrillic) const;
  std::size_t size() const { return known_.size(); }

 private:
  class Collector;
  void collect_same(const Word& word, Collector& found) const;
  void collect_synonyms(const Word& word, Collector& found) const;
  void collect_related(const Word& word, Collector& found) const;
  void collect_misspelt(const Word& word, Collector& found) const;

  using Letters = std::uint64_t;  // which of the letters and digits a spelling has, a bit each
  struct Known {
    Word word;
    std::string cyrillic;  // as it stands in the texts, when the word itself is in Latin letters
    std::vector<Letters> spelling_letters, stem_letters;
    std::string plain;  // as it stands in the texts in plain Latin letters, if it does
    Letters plain_letters = 0;
  };
  std::vector<Known> known_;
  // By a spelling; by a spelling or a stem; by the first letters of a spelling.
  std::unordered_map<std::string, std::vector<Term>> by_spelling_, by_form_, by_beginning_;
  std::vector<std::vector<std::string>> synonyms_;                       // forms of each group
  std::unordered_map<std::string, std::vector<std::size_t>> groups_of_;  // by form
};

}  // namespace biroyna::catalogue
