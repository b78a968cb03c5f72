// Finding a service by the words of a person who does not know what it is called.
//
// Any of the words is enough, the rarer ones count for more; an unusual spelling, an ending, a word of the
// same meaning and a typing error are forgiven (core/words.hpp, domain_vocabulary.hpp). Words of all
// languages are known at once. What the centre does not do is found too, with where it is done. Pure; a
// SearchIndex is thread-safe once built.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "features/catalogue/domain.hpp"
#include "features/catalogue/domain_vocabulary.hpp"

namespace biroyna::catalogue {

struct Found {
  std::vector<ServiceId> services;     // best first; equal ones in the catalogue's order
  std::vector<std::string> elsewhere;  // ids of what is done elsewhere, at most two, best first
  bool elsewhere_first = false;        // what is done elsewhere fits better than any service
  // The text with the words that were meant; empty when each word was known as it was written.
  std::string corrected;
};

class SearchIndex {
 public:
  explicit SearchIndex(const Catalogue& catalogue);
  // Only the first 200 bytes are read. Empty text finds nothing.
  Found find(std::string_view text) const;

 private:
  using Term = Vocabulary::Term;
  // Services, then what is done elsewhere.
  using Entry = std::size_t;
  struct Posting {
    Entry entry = 0;
    double weight = 0;  // of the best field that has the term
    bool in_name = false;
  };
  struct Phrase {
    Entry entry = 0;
    std::vector<Term> terms;  // each once
    double weight = 0;
    double rarity = 0;  // of its terms together
  };
  struct Asked;
  class Filler;

  bool says_nothing(const Word& word) const { return stop_words_.contains(word.spellings.front()); }
  double rarity(const std::vector<Vocabulary::Match>& matches) const;
  Asked asked_for(Word word) const;
  std::vector<Asked> asked_for(const std::vector<Word>& words) const;
  std::vector<double> scores(const std::vector<Asked>& asked) const;
  Found rank(const std::vector<Asked>& asked) const;
  std::string corrected(const std::vector<Word>& words, const std::vector<Asked>& asked) const;

  Vocabulary vocabulary_;
  std::unordered_set<std::string> stop_words_;  // spellings
  std::vector<ServiceId> services_;
  std::vector<std::string> elsewhere_;
  std::vector<std::vector<Posting>> postings_;  // of each term
  std::vector<Phrase> phrases_;
};

// The index of a catalogue, which must outlive it. It is made when it is first needed: most editions are kept
// for cases that began under them, and nobody searches in those. Thread-safe.
class Search {
 public:
  explicit Search(const Catalogue& catalogue) : catalogue_(catalogue) {}
  Found find(std::string_view text) const {
    std::call_once(made_, [this] { index_.emplace(catalogue_); });
    return index_->find(text);
  }
  std::vector<ServiceId> search(std::string_view text) const { return find(text).services; }

 private:
  const Catalogue& catalogue_;
  mutable std::once_flag made_;
  mutable std::optional<SearchIndex> index_;
};

}  // namespace biroyna::catalogue
