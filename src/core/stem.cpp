#include "core/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace biroyna {
namespace {

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// Each thread has its own: a stemmer keeps its last word.
std::string snowball(const char* algorithm, sb_stemmer* stemmer, std::string_view word) {
  if (stemmer == nullptr) throw std::runtime_error(std::string("libstemmer has no ") + algorithm);
  const sb_symbol* stem = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                                          static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

// An ending, the letter that must stand before it (0: any), and how many letters must be left at least.
struct Ending {
  std::string_view text;
  char after;
  std::size_t left;
};
// Longer ones before those that end them. A word may lose several, one after the other: uy-lar-i-miz-da.
constexpr std::array kUzbekEndings = {
    // of verbs
    Ending{"moqchiman", 0, 2}, Ending{"moqchimiz", 0, 2}, Ending{"moqchi", 0, 2}, Ending{"yapman", 0, 2},
    Ending{"yapmiz", 0, 2}, Ending{"yapti", 0, 3}, Ending{"ishga", 0, 3}, Ending{"ganda", 0, 3},
    Ending{"aman", 0, 3}, Ending{"amiz", 0, 3}, Ending{"ymiz", 0, 3}, Ending{"yman", 0, 3},
    Ending{"moq", 0, 2}, Ending{"mas", 0, 3}, Ending{"adi", 0, 3}, Ending{"ydi", 0, 3}, Ending{"gan", 0, 3},
    Ending{"dim", 0, 3}, Ending{"dik", 0, 3}, Ending{"ish", 0, 3}, Ending{"di", 0, 4}, Ending{"ib", 0, 4},
    Ending{"sh", 'a', 4},
    // plural, possession, case
    Ending{"lar", 0, 3}, Ending{"ning", 0, 2}, Ending{"ingiz", 0, 3}, Ending{"imiz", 0, 3},
    Ending{"ngiz", 0, 3}, Ending{"miz", 0, 3}, Ending{"gacha", 0, 3}, Ending{"dagi", 0, 3},
    Ending{"dan", 0, 3}, Ending{"ing", 0, 3}, Ending{"im", 0, 3}, Ending{"ni", 0, 3}, Ending{"ga", 0, 2},
    Ending{"ka", 'k', 3}, Ending{"qa", 'q', 3}, Ending{"da", 0, 3}, Ending{"si", 0, 3}, Ending{"m", 'a', 4},
    Ending{"i", 0, 3},
    // of what it is made
    Ending{"lik", 0, 3}, Ending{"lig", 0, 3}, Ending{"li", 0, 4}};

}  // namespace

std::string stem_russian(std::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, DeleteStemmer> stemmer(sb_stemmer_new("russian", "UTF_8"));
  return snowball("russian", stemmer.get(), word);
}

std::string stem_english(std::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, DeleteStemmer> stemmer(sb_stemmer_new("english", "UTF_8"));
  return snowball("english", stemmer.get(), word);
}

std::string stem_uzbek(std::string_view word) {
  const auto takes_off = [&word](const Ending& ending) {
    if (!word.ends_with(ending.text) || word.size() < ending.text.size() + ending.left) return false;
    const std::size_t left = word.size() - ending.text.size();
    return ending.after == 0 || word[left - 1] == ending.after;
  };
  for (;;) {
    const auto found = std::ranges::find_if(kUzbekEndings, takes_off);
    if (found == kUzbekEndings.end()) break;
    word.remove_suffix(found->text.size());
  }
  std::string stem(word);
  // Before an ending that begins with a vowel, q and k become gʻ and g: buloq, bulogʻi.
  if (stem.size() > 3 && (stem.back() == 'g' || stem.back() == 'q')) stem.back() = 'k';
  return stem;
}

}  // namespace biroyna
