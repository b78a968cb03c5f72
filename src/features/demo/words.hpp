// The applicants of a demonstration, and the texts that people write there.
//
// Pure, thread-safe. The same random numbers make the same people.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/language.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::demo {

using Random = std::minstd_rand;

inline int below(Random& random, int bound) {
  return static_cast<int>(random() / 7 % static_cast<unsigned>(bound));
}
// True in so many of a thousand cases.
inline bool happens(Random& random, int of_thousand) { return below(random, 1000) < of_thousand; }
template <class Item>
const Item& one_of(Random& random, const std::vector<Item>& items) {  // at least one
  return items[static_cast<std::size_t>(below(random, static_cast<int>(items.size())))];
}

forms::Applicant applicant(Random& random, catalogue::ApplicantKind kind, Day today);

enum class Phrase : unsigned char { question, answer, refusal, opinion, asked, note, extension, reopening };
inline constexpr int kPhrases = 8;
const std::string& phrase(Phrase phrase, Language language, Random& random);

}  // namespace biroyna::demo
