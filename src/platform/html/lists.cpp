#include "platform/html/lists.hpp"

#include <algorithm>

#include "platform/html/parts.hpp"

namespace biroyna::html {
namespace {

using parts::words;

std::string with_format(std::string_view block, const Cell& cell) {
  return cell.format.empty() ? std::string{} : std::string(block).append("--").append(cell.format);
}

Attribute attributes_of(const Cell& cell) {
  Attribute made;
  if (cell.colspan > 0) made += attribute("colspan", std::to_string(cell.colspan));
  if (cell.rowspan > 0) made += attribute("rowspan", std::to_string(cell.rowspan));
  return made + cell.attributes;
}

Html action_link(const SummaryAction& action, const Html& card_title) {
  Html hidden;
  if (!action.visually_hidden_text.empty()) to(hidden, " {}", action.visually_hidden_text);
  if (!card_title.empty()) to(hidden, " ({})", card_title);
  if (!hidden.empty()) hidden = make(R"(<span class="govuk-visually-hidden">{}</span>)", hidden);
  return make(R"(<a class="{}" href="{}"{}>{}{}</a>)", words({"govuk-link", action.classes}), action.href,
              action.attributes, action.text.html(), hidden);
}

Html card_actions(const SummaryCard& card) {
  const SummaryActions& actions = card.actions;
  const std::string classes = words({"govuk-summary-card__actions", actions.classes});
  if (actions.items.empty()) return {};
  if (actions.items.size() == 1) {
    return make(R"(<div class="{}">{}</div>)", classes,
                action_link(actions.items.front(), card.title.html()));
  }
  Html items;
  for (const SummaryAction& action : actions.items)
    to(items, R"(<li class="govuk-summary-card__action">{}</li>)", action_link(action, card.title.html()));
  return make(R"(<ul class="{}">{}</ul>)", classes, items);
}

Html row_actions(const SummaryActions& actions, const Html& card_title) {
  if (actions.items.empty()) return {};
  Html inside;
  if (actions.items.size() == 1) {
    inside = action_link(actions.items.front(), card_title);
  } else {
    Html items;
    for (const SummaryAction& action : actions.items)
      to(items, R"(<li class="govuk-summary-list__actions-list-item">{}</li>)",
         action_link(action, card_title));
    inside = make(R"(<ul class="govuk-summary-list__actions-list">{}</ul>)", items);
  }
  return make(R"(<dd class="{}">{}</dd>)", words({"govuk-summary-list__actions", actions.classes}), inside);
}

Html card_around(const SummaryCard& card, const Html& list) {
  const Html title =
      card.title.empty()
          ? Html{}
          : parts::heading(card.title_heading_level,
                           attribute("class", words({"govuk-summary-card__title", card.title_classes})),
                           card.title.html());
  return make(R"(<div class="{}"{}><div class="govuk-summary-card__title-wrapper">{}{}</div>)"
              R"(<div class="govuk-summary-card__content">{}</div></div>)",
              words({"govuk-summary-card", card.classes}), card.attributes, title, card_actions(card), list);
}

}  // namespace

Html table(const Table& table) {
  Html inside;
  if (!table.caption.empty()) {
    to(inside, R"(<caption class="{}">{}</caption>)", words({"govuk-table__caption", table.caption_classes}),
       table.caption);
  }
  if (!table.head.empty()) {
    Html cells;
    for (const Cell& cell : table.head) {
      to(cells, R"(<th scope="col" class="{}"{}>{}</th>)",
         words({"govuk-table__header", with_format("govuk-table__header", cell), cell.classes}),
         attributes_of(cell), cell.text.html());
    }
    to(inside, R"(<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>)", cells);
  }
  Html rows;
  for (const std::vector<Cell>& row : table.rows) {
    Html cells;
    for (const Cell& cell : row) {
      if (table.first_cell_is_header && &cell == &row.front()) {
        to(cells, R"(<th scope="row" class="{}"{}>{}</th>)", words({"govuk-table__header", cell.classes}),
           attributes_of(cell), cell.text.html());
      } else {
        to(cells, R"(<td class="{}"{}>{}</td>)",
           words({"govuk-table__cell", with_format("govuk-table__cell", cell), cell.classes}),
           attributes_of(cell), cell.text.html());
      }
    }
    to(rows, R"(<tr class="govuk-table__row">{}</tr>)", cells);
  }
  return make(R"(<table class="{}"{}>{}<tbody class="govuk-table__body">{}</tbody></table>)",
              words({"govuk-table", table.classes}), table.attributes, inside, rows);
}

Html summary_list(const SummaryList& list) {
  const Html card_title = list.card ? list.card->title.html() : Html{};
  const bool any_actions =
      std::ranges::any_of(list.rows, [](const SummaryRow& row) { return !row.actions.items.empty(); });
  Html rows;
  for (const SummaryRow& row : list.rows) {
    const bool lacks_actions = any_actions && row.actions.items.empty();
    to(rows, R"(<div class="{}"><dt class="{}">{}</dt><dd class="{}">{}</dd>{}</div>)",
       words({"govuk-summary-list__row", lacks_actions ? "govuk-summary-list__row--no-actions" : "",
              row.classes}),
       words({"govuk-summary-list__key", row.key.classes}), row.key.text.html(),
       words({"govuk-summary-list__value", row.value.classes}), row.value.text.html(),
       row_actions(row.actions, card_title));
  }
  const Html made =
      make(R"(<dl class="{}"{}>{}</dl>)", words({"govuk-summary-list", list.classes}), list.attributes, rows);
  return list.card ? card_around(*list.card, made) : made;
}

}  // namespace biroyna::html
