// search.yaml and elsewhere.yaml: what the search knows besides the services.
#include "core/words.hpp"
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

std::string read_word(yaml::Node& item) {
  std::string text = item.scalar();
  if (!text.empty() && count_words(text) != 1)
    item.problem(fmt::format("\"{}\" is not one word of letters or digits", text));
  return text;
}

}  // namespace

Keywords read_keywords(yaml::Node& node) {
  Keywords result;
  yaml::Node keywords = node.child("keywords");
  for (const Language language : kLanguages) {
    const std::string key(tag(language));
    if (!keywords.has(key)) continue;
    auto& list = result[static_cast<std::size_t>(language)];
    list = keywords.texts(key);
    for (const auto& keyword : list) {
      if (count_words(keyword) == 0)
        keywords.problem_at(key, fmt::format("the keyword \"{}\" has no letter or digit", keyword));
    }
  }
  keywords.finish();
  return result;
}

void read_search_words(yaml::Node& root, Catalogue& catalogue) {
  for (yaml::Node& item : root.child("stop_words").items())
    catalogue.search_words.stop_words.push_back(read_word(item));
  for (yaml::Node& group : root.child("synonyms").items()) {
    std::vector<std::string> words;
    for (yaml::Node& item : group.items()) words.push_back(read_word(item));
    if (words.size() < 2) group.problem("a group of synonyms has two words at least");
    catalogue.search_words.synonyms.push_back(std::move(words));
  }
  root.finish();
}

void read_elsewhere(yaml::Node& node, Ids& ids, Catalogue& catalogue) {
  Elsewhere item{slug_id(node, ids), node.names("names"), node.names("where"),
                 node.text_if("link").value_or(""), read_keywords(node)};
  if (!item.link.empty() && !item.link.starts_with("https://"))
    node.problem_at("link", fmt::format("\"{}\" does not begin with https://", item.link));
  catalogue.elsewhere.push_back(std::move(item));
}

}  // namespace biroyna::catalogue
