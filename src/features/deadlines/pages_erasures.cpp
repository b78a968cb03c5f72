// What is to be erased, for the head and the administrator, as long as it can still be held.
#include <fmt/format.h>

#include "core/code.hpp"
#include "features/case_views/case_views.hpp"
#include "features/deadlines/pages.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;
using html::to;

struct ErasuresPage {
  const http::Request& request;
  const catalogue::Edition& edition;
  i18n::Speaker say;

  std::string address(std::string_view rest) const {
    return fmt::format("/{}/{}/{}", tag(say.language()), edition.catalogue.centre.id.str(), rest);
  }
  std::string day(const std::optional<Time>& time) const {
    return time ? i18n::date(say.language(), edition.zone.day(*time)) : std::string("–");
  }
};

std::vector<html::Cell> erasure_row(const ErasuresPage& page, const cases::ErasureRow& row) {
  const auto& say = page.say;
  const Html when = row.held ? html::tag({.text = say("erasures.held"), .classes = "govuk-tag--blue"})
                    : row.announced_at ? make("{}", page.day(row.erased_from()))
                                       : make("{}", say("erasures.not_announced"));
  return {{.text = make("<a class=\"govuk-link\" href=\"{}\">{}</a>", page.address("cases/" + row.number),
                        grouped_code(row.number))},
          {.text = case_views::service_name(page.edition.catalogue, row.service, say.language())},
          {.text = page.day(row.ended_at)},
          {.text = page.day(row.kept_until)},
          {.text = when}};
}

Html erasures_table(const ErasuresPage& page, const std::vector<cases::ErasureRow>& found) {
  const auto& say = page.say;
  if (found.empty()) return make("<p class=\"govuk-body\">{}</p>", say("erasures.none"));
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& row : found) rows.push_back(erasure_row(page, row));
  return pages::scrolled_table({.rows = std::move(rows),
                                .head = {{.text = say("work.number")},
                                         {.text = say("work.service")},
                                         {.text = say("erasures.ended")},
                                         {.text = say("erasures.kept_until")},
                                         {.text = say("erasures.erased_from")}},
                                .caption = say("erasures.title"),
                                .caption_classes = "govuk-visually-hidden",
                                .first_cell_is_header = true},
                               say("erasures.title"));
}

}  // namespace

void add_erasures_pages(http::Router& router, const Site& site, const cases::Retention& retention,
                        const catalogue::Catalogues& catalogues) {
  router.get("/{lang}/{centre}/erasures", kOverseers, [&](const http::Request& request) {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = catalogues.current(centre);
    if (!edition || centre.str() != request.principal.centre) return site.not_found(request);
    const ErasuresPage page{request, *edition, i18n::Speaker(request.language)};
    const auto& say = page.say;
    return site.pages.page(
        request, {.title = std::string(say("erasures.title")),
                  .main = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}",
                               say("erasures.title"), say("erasures.lead"),
                               erasures_table(page, retention.list(centre))),
                  .place = site.place(request.language, centre),
                  .breadcrumbs = {{.text = say("terms.title"), .href = page.address("terms")}},
                  .wide = true});
  });
}

}  // namespace biroyna::deadlines
