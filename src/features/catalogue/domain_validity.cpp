#include "features/catalogue/domain_validity.hpp"

#include <array>
#include <regex>
#include <string>

namespace biroyna::catalogue {
namespace {

// The number is the first group, the unit the second.
struct Wording {
  std::regex term, without_end;
};

const Wording& wording_of(Language language) {
  static const std::array<Wording, kLanguages.size()> wordings = [] {
    std::array<Wording, kLanguages.size()> all;
    const auto set = [&](Language language, const char* term, const char* without_end) {
      all.at(static_cast<std::size_t>(language)) = {std::regex(term), std::regex(without_end)};
    };
    set(Language::uz_latn, "([0-9]{1,4}) ?(kun|oy|yil)(?:lik)?(?: davomida)? (?:amal qil|haqiqiy|yaroqli)",
        "[Mm]uddatsiz|[Cc]heklanmagan muddat");
    set(Language::uz_cyrl, "([0-9]{1,4}) ?(кун|ой|йил)(?:лик)?(?: давомида)? (?:амал қил|ҳақиқий|яроқли)",
        "муддатсиз|Муддатсиз");
    set(Language::ru, "ейств(?:ует|ителен|ительна|ительно) ([0-9]{1,4}) (д|м|г|л)",
        "бессрочн|Бессрочн|без срока|без ограничения срока");
    set(Language::en, "[Vv]alid (?:for )?([0-9]{1,4}) (d|m|y)",
        "without (?:an )?end|[Uu]nlimited|no expiry|indefinite");
    return all;
  }();
  return wordings.at(static_cast<std::size_t>(language));
}

SaidValidity of_unit(int number, std::string_view unit) {
  if (unit == "kun" || unit == "кун" || unit == "д" || unit == "d") return {.days = number};
  if (unit == "oy" || unit == "ой" || unit == "м" || unit == "m") return {.months = number};
  return {.months = 12 * number};
}

bool agrees(const SaidValidity& said, const Issue& issues) {
  if (said == SaidValidity{}) return !issues.valid_days && !issues.valid_months && issues.valid_until.empty();
  return said.days > 0 ? issues.valid_days == said.days : issues.valid_months == said.months;
}

}  // namespace

std::optional<SaidValidity> validity_said(std::string_view text, Language language) {
  // What is longer is no note on a paper, and a regular expression takes a frame for each sign.
  constexpr std::size_t kLongest = 2000;
  text = text.substr(0, kLongest);
  const Wording& wording = wording_of(language);
  std::match_results<std::string_view::const_iterator> found;
  if (std::regex_search(text.begin(), text.end(), found, wording.term))
    return of_unit(std::stoi(found[1].str()), found[2].str());
  if (std::regex_search(text.begin(), text.end(), found, wording.without_end)) return SaidValidity{};
  return std::nullopt;
}

std::vector<Language> contradictions(const Names& text, const Issue& issues) {
  std::vector<Language> wrong;
  for (const Language language : kLanguages) {
    const auto said = validity_said(text.in(language), language);
    if (said && !agrees(*said, issues)) wrong.push_back(language);
  }
  return wrong;
}

}  // namespace biroyna::catalogue
