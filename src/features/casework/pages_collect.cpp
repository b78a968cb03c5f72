// What nobody has come for: results that were issued and did not reach their applicants, and originals that
// the centre still keeps when all is over.
#include <functional>
#include <memory>

#include "core/code.hpp"
#include "features/casework/pages_parts.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

constexpr auth::Roles kSeeAll = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

class CollectPages {
 public:
  CollectPages(const Site& site, const Applications& applications, const catalogue::Catalogues& catalogues)
      : site_(site), applications_(applications), catalogues_(catalogues) {}

  http::Response show(const http::Request& request) const {
    const View view(site_, applications_, request);
    const auto edition = catalogues_.current(view.centre);
    if (!edition || view.centre.str() != request.param("centre")) return site_.not_found(request);
    const auto& say = view.say;
    const auto waiting = applications_.to_collect(view.centre);
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& row : waiting)
      rows.push_back({{.text = make("<a class=\"govuk-link b-nowrap\" href=\"{}\">{}</a>",
                                    view.case_address(row.number), grouped_code(row.number))},
                      {.text = row.applicant_name},
                      {.text = service_name(edition->catalogue, row.service, say.language())},
                      {.text = i18n::date(say.language(), edition->zone.day(row.since))}});
    Html list = make("<p class=\"govuk-body\">{}</p>", say("collect.none"));
    if (!rows.empty())
      list = pages::scrolled_table({.rows = std::move(rows),
                                    .head = {{.text = say("work.number")},
                                             {.text = say("work.applicant")},
                                             {.text = say("work.service")},
                                             {.text = say("collect.since")}},
                                    .caption = say("collect.title"),
                                    .caption_classes = "govuk-visually-hidden",
                                    .first_cell_is_header = true},
                                   say("collect.title"));
    if (waiting.size() == Applications::kMostToCollect)
      to(list, "<p class=\"govuk-hint\">{}</p>",
         say.many("collect.first", static_cast<std::int64_t>(waiting.size())));
    return view.respond({.title = std::string(say("collect.title")),
                         .main = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}",
                                      say("collect.title"), say("collect.lead"), list),
                         .breadcrumbs = {{.text = say("nav.cases"), .href = view.address("cases")}}});
  }

 private:
  const Site& site_;
  const Applications& applications_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_collect_pages(http::Router& router, const Site& site, const Applications& applications,
                       const catalogue::Catalogues& catalogues) {
  const auto pages = std::make_shared<const CollectPages>(site, applications, catalogues);
  router.get("/{lang}/{centre}/to-collect", kSeeAll, std::bind_front(&CollectPages::show, pages));
}

}  // namespace biroyna::casework
