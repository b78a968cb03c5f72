// Finding a service by the words of a person who does not know what it is called.
//
// Forgives script, case, apostrophes and one typing error in a word of four letters, two in a word of eight
// (core/text.hpp). Every word asked for must be found in the service's names, keywords, summary, department
// or life events, as a beginning of a word there. Pure; a SearchIndex is thread-safe once built.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/catalogue/domain.hpp"

namespace biroyna::catalogue {

class SearchIndex {
 public:
  explicit SearchIndex(const Catalogue& catalogue);
  // Best first; equal ones in the catalogue's order. Empty text finds nothing.
  std::vector<ServiceId> search(std::string_view text) const;

 private:
  struct Word {
    std::string folded;
    double weight;
  };
  struct Entry {
    ServiceId service;
    std::vector<Word> words;
  };
  std::vector<Entry> entries_;
};

}  // namespace biroyna::catalogue
