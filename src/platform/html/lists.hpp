// Tables and summary lists. See components.hpp.
#pragma once

#include <optional>
#include <vector>

#include "platform/html/content.hpp"

namespace biroyna::html {

struct Cell {
  Content text;
  Text format = "";  // "numeric"
  Text classes = "";
  int colspan = 0;
  int rowspan = 0;
  Attribute attributes = {};
};
struct Table {
  std::vector<std::vector<Cell>> rows;
  std::vector<Cell> head = {};
  Text caption = "";
  Text caption_classes = "";
  bool first_cell_is_header = false;
  Text classes = "";
  Attribute attributes = {};
};
Html table(const Table& table);

struct SummaryAction {
  Content text;  // "Change"
  Text href;
  Text visually_hidden_text = "";  // "the name"
  Text classes = "";
  Attribute attributes = {};
};
struct SummaryActions {
  std::vector<SummaryAction> items = {};
  Text classes = "";
};
struct SummaryText {
  Content text;
  Text classes = "";
};
struct SummaryRow {
  SummaryText key;
  SummaryText value;
  SummaryActions actions = {};
  Text classes = "";
};
struct SummaryCard {
  Content title;
  int title_heading_level = 2;
  Text title_classes = "";
  SummaryActions actions = {};
  Text classes = "";
  Attribute attributes = {};
};
struct SummaryList {
  std::vector<SummaryRow> rows;
  std::optional<SummaryCard> card = {};
  Text classes = "";
  Attribute attributes = {};
};
Html summary_list(const SummaryList& list);

}  // namespace biroyna::html
