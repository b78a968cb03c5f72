// A sheet as the register keeps it.
#include <boost/json.hpp>
#include <stdexcept>

#include "features/results/sheet.hpp"

namespace biroyna::results {
namespace {

namespace json = boost::json;

json::array rows_json(const std::vector<pdf::Row>& rows) {
  json::array items;
  for (const auto& [label, value] : rows) items.push_back({label, value});
  return items;
}

json::array paragraphs_json(const std::vector<pdf::Paragraph>& paragraphs) {
  json::array items;
  for (const auto& [text, look] : paragraphs)
    items.push_back(json::object{{"text", text}, {"look", static_cast<int>(look)}});
  return items;
}

json::value block_json(const pdf::Heading& heading) {
  return json::object{{"heading", heading.text}, {"below", heading.below}};
}
json::value block_json(const pdf::Paragraph& paragraph) {
  return json::object{{"paragraphs", paragraphs_json({paragraph})}};
}
json::value block_json(const pdf::Rows& rows) { return json::object{{"rows", rows_json(rows.rows)}}; }
json::value block_json(const pdf::Code& code) {
  return json::object{
      {"code", code.text}, {"alternative", code.alternative}, {"beside", paragraphs_json(code.beside)}};
}

std::string text(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

std::vector<pdf::Paragraph> paragraphs_of(const json::value& items) {
  std::vector<pdf::Paragraph> paragraphs;
  for (const auto& item : items.as_array())
    paragraphs.push_back(
        {text(item.as_object(), "text"), static_cast<pdf::Look>(item.at("look").as_int64())});
  return paragraphs;
}

pdf::Block block_of(const json::object& block) {
  if (block.contains("heading")) return pdf::Heading{text(block, "heading"), text(block, "below")};
  if (const auto* rows = block.if_contains("rows")) {
    pdf::Rows table;
    for (const auto& row : rows->as_array())
      table.rows.push_back({std::string(row.at(0).as_string()), std::string(row.at(1).as_string())});
    return table;
  }
  if (block.contains("code"))
    return pdf::Code{text(block, "code"), text(block, "alternative"), paragraphs_of(block.at("beside"))};
  return paragraphs_of(block.at("paragraphs")).at(0);
}

}  // namespace

std::string to_json(const pdf::Sheet& sheet) {
  json::array blocks;
  for (const auto& block : sheet.blocks)
    blocks.push_back(std::visit([](const auto& one) { return block_json(one); }, block));
  return json::serialize(json::object{{"title", sheet.title},
                                      {"language", tag(sheet.language)},
                                      {"letterhead", json::value_from(sheet.letterhead)},
                                      {"blocks", std::move(blocks)},
                                      {"footer", sheet.footer},
                                      {"made_at", to_ms(sheet.made_at)}});
}

pdf::Sheet from_json(std::string_view from) {
  const json::value parsed = json::parse(from);
  const auto& object = parsed.as_object();
  const auto language = parse_language(text(object, "language"));
  if (!language) throw std::runtime_error("a document in an unknown language");
  pdf::Sheet sheet{.title = text(object, "title"),
                   .language = *language,
                   .letterhead = json::value_to<std::vector<std::string>>(object.at("letterhead")),
                   .blocks = {},
                   .footer = text(object, "footer"),
                   .made_at = from_ms(object.at("made_at").to_number<std::int64_t>())};
  for (const auto& block : object.at("blocks").as_array())
    sheet.blocks.push_back(block_of(block.as_object()));
  return sheet;
}

}  // namespace biroyna::results
