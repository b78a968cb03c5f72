#include "features/catalogue/domain_right_answers.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <span>
#include <string_view>
#include <utility>

namespace biroyna::catalogue {
namespace {

using Phrases = std::span<const std::string_view>;

constexpr std::string_view kPlaces[] = {"Navroʻz", "Doʻstlik",  "Yangi hayot",
                                        "Qumariq", "Bunyodkor", "Mehrobod"};
constexpr std::string_view kStreets[] = {"Bogʻ", "Navoiy", "Istiqlol", "Chinor", "Mustaqillik", "Sharq"};
constexpr std::string_view kFamilies[] = {"Karimova", "Rahimova", "Yusupova",  "Toʻrayeva",
                                          "Aliyeva",  "Saidova",  "Ergasheva", "Qodirova"};
constexpr std::string_view kGiven[] = {"Zuhra",  "Madina", "Dilnoza", "Shahnoza",
                                       "Malika", "Sevara", "Nilufar"};
constexpr std::string_view kWork[] = {"Oʻqituvchi", "Hamshira", "Haydovchi", "Muhandis", "Sotuvchi"};
constexpr std::string_view kReasons[] = {"Oilaviy sharoit tufayli", "Koʻchib oʻtish munosabati bilan",
                                         "Hujjatlar oʻz vaqtida tayyor boʻlmagani uchun"};
constexpr std::string_view kCountries[] = {"Turkiya", "Germaniya", "Koreya Respublikasi", "Qozogʻiston"};
constexpr std::string_view kBusinesses[] = {"Zuhra savdo", "Baraka non", "Yangi qurilish", "Shifo plyus"};

// By the end of a fact's name.
constexpr std::pair<std::string_view, Phrases> kWords[] = {
    {"family_name", kFamilies},    {"given_name", kGiven},  {"profession", kWork},
    {"position", kWork},           {"wanted_work", kWork},  {"reason", kReasons},
    {"circumstances", kReasons},   {"country", kCountries}, {"employer", kBusinesses},
    {"business_name", kBusinesses}};

class Applicant {
 public:
  Applicant(const Facts& facts, std::uint32_t seed) : facts_(facts), random_(seed) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  Value answer(const Field& field) {
    switch (field.type) {
      case FieldType::number:
        return number(field);
      case FieldType::choice:
        return field.choices[static_cast<std::size_t>(below(static_cast<int>(field.choices.size())))].id;
      case FieldType::yes_no:
        return below(2) == 0;
      case FieldType::consent:
        return true;
      case FieldType::group:
        return group(field);
      case FieldType::person:
      case FieldType::address: {
        Answers parts;
        for (const auto& part : parts_of(field.type)) {
          if (part.required) parts[std::string(part.id)] = named(part.id, part.type);
        }
        return parts;
      }
      default:
        return named(field.id, field.type);
    }
  }

 private:
  Value number(const Field& field) {
    // Small ones, ones at the bounds, and any between.
    const double span = std::min(field.most - field.least, 1e6);
    const double picks[] = {field.least, field.least + 1, field.most, field.least + span * below(100) / 100.0,
                            20.0 + below(80)};
    const double picked = std::clamp(picks[below(5)], field.least, field.most);
    return std::floor(picked);
  }
  Value group(const Field& field) {
    std::vector<Answers> items;
    const auto count = field.fewest_items + static_cast<std::size_t>(below(2));
    for (std::size_t i = 0; i < std::max<std::size_t>(count, field.fewest_items); ++i) {
      Answers item;
      for (const auto& part : field.fields) item[part.id] = answer(part);
      items.push_back(std::move(item));
    }
    return items;
  }
  std::string digits(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text.push_back(static_cast<char>('0' + below(10)));
    return text;
  }
  std::string one_of(std::span<const std::string_view> words) {
    return std::string(words[static_cast<std::size_t>(below(static_cast<int>(words.size())))]);
  }
  // What a text is about says its name.
  Value named(std::string_view id, FieldType type) {
    if (type != FieldType::text) return plain(type);
    if (id == "district") return "1726283";
    if (id == "street") return one_of(kStreets) + " koʻchasi, " + std::to_string(1 + below(120));
    if (id.ends_with("_account")) return digits(10);
    if (id.ends_with("_number")) return digits(2) + "-" + digits(5);
    for (const auto& [end, words] : kWords) {
      if (id.ends_with(end)) return one_of(words);
    }
    return one_of(kPlaces);
  }
  Value plain(FieldType type) {
    switch (type) {
      case FieldType::date: {
        // Days to some years ago or ahead.
        const int days[] = {0, 1, 5, 30, 200, 400, 1000, 2000, 2500, 3000, 6500, 9000, 20000, 23000, 26000};
        const int picked = days[below(std::size(days))];
        return to_iso(facts_.today - std::chrono::days(below(5) == 0 ? -picked % 400 : picked));
      }
      case FieldType::phone:
        return "+99890" + digits(7);
      case FieldType::pinfl:
        return "30101900000017";
      case FieldType::tin:
        return std::to_string(1 + below(9)) + digits(8);
      case FieldType::passport:
        return "AA" + digits(7);
      default:
        return one_of(kPlaces);
    }
  }

  const Facts& facts_;
  std::mt19937 random_;
};

// "child" of "/answers/child/birth_date".
std::string field_of(const std::string& pointer) {
  const std::string path = pointer.substr(pointer.find('/', 1) + 1);
  return path.substr(0, path.find('/'));
}

}  // namespace

std::optional<Answers> right_answers(const Catalogue& catalogue, const Service& service, const Facts& facts,
                                     std::uint32_t seed, const Answers& known, int most_tries) {
  Applicant applicant(facts, seed);
  Answers answers;
  for (int tries = 0; tries < most_tries; ++tries) {
    if (tries % 200 == 0) answers = known;
    for (const auto& page : service.form) {
      for (const auto& use : page.fields) {
        if (!answers.contains(use.field))
          answers[use.field] = applicant.answer(*catalogue.find_field(use.field));
      }
    }
    const auto errors = check(catalogue, service, answers, facts);
    if (errors.empty()) return relevant(service, answers, facts);
    // What is wrong is answered anew; and now and then anything, for rules between facts.
    for (const auto& error : errors) answers.erase(field_of(error.pointer));
    if (applicant.below(3) == 0 && !answers.empty())
      answers.erase(std::next(answers.begin(), applicant.below(static_cast<int>(answers.size()))));
  }
  return std::nullopt;
}

std::optional<Answers> right_findings(const Catalogue& catalogue, const std::vector<const FindingUse*>& asked,
                                      const Facts& facts, std::uint32_t seed, int most_tries) {
  Applicant finder(facts, seed);
  Answers found;
  for (int tries = 0; tries < most_tries; ++tries) {
    for (const FindingUse* use : asked) {
      if (found.contains(use->field)) continue;
      const bool ends = use->field.ends_with("_until");
      found[use->field] = ends ? Value(to_iso(facts.today + std::chrono::days(30 + finder.below(700))))
                               : finder.answer(*catalogue.find_field(use->field));
    }
    const auto errors = check_findings(catalogue, asked, found, facts);
    if (errors.empty()) return found;
    for (const auto& error : errors) found.erase(field_of(error.pointer));
  }
  return std::nullopt;
}

}  // namespace biroyna::catalogue
