// Why applications were refused, for who answers for it: how often on which ground, for which service, by
// whom, and in which words.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/code.hpp"
#include "features/case_views/case_views.hpp"
#include "features/deadlines/overview_page.hpp"
#include "features/deadlines/pages.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;
using html::to;

constexpr std::size_t kWithWords = 50;  // of which the words are shown

struct RefusalsPage : Naming {
  const http::Request& request;
  const cases::Applications& applications;

  std::string address(std::string_view rest) const {
    return fmt::format("/{}/{}/{}", tag(say.language()), edition.catalogue.centre.id.str(), rest);
  }
  std::string ground(const std::string& id) const {
    const auto* known = edition.catalogue.find_refusal(id);
    return known == nullptr ? id : known->names.in(say.language());
  }
};

// How many there are of each name, the most first.
template <class NameOf>
Html counted(const RefusalsPage& page, const char* title, const std::vector<RefusedTask>& refusals,
             NameOf&& name_of) {
  std::map<std::string, std::int64_t> counts;
  for (const RefusedTask& one : refusals) ++counts[name_of(one)];
  std::vector<std::pair<std::string, std::int64_t>> ordered(counts.begin(), counts.end());
  std::ranges::stable_sort(ordered, std::greater(), &std::pair<std::string, std::int64_t>::second);
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& [name, count] : ordered)
    rows.push_back({{.text = name}, {.text = i18n::number(count), .format = "numeric"}});
  const auto& say = page.say;
  return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", say(title),
              pages::scrolled_table(
                  {.rows = std::move(rows),
                   .head = {{.text = say(title)}, {.text = say("refusals.count"), .format = "numeric"}},
                   .caption = say(title),
                   .caption_classes = "govuk-visually-hidden",
                   .first_cell_is_header = true},
                  say(title)));
}

Html words(const RefusalsPage& page, const std::vector<RefusedTask>& refusals) {
  Html items;
  for (std::size_t i = 0; i < std::min(refusals.size(), kWithWords); ++i) {
    const RefusedTask& one = refusals[i];
    const auto application = page.applications.find_undamaged(one.number);
    const cases::Task* task = application ? application->process.find(one.task) : nullptr;
    to(items,
       "<li><strong><a class=\"govuk-link\" href=\"{}\">{}</a></strong> <span>{}, {}, {}</span><p "
       "class=\"govuk-body\">{}</p><p class=\"govuk-body b-words\">{}</p></li>",
       page.address("cases/" + one.number), grouped_code(one.number), page.service(one.service),
       page.person(one.person), i18n::date(page.say.language(), page.edition.zone.day(one.at)),
       page.ground(one.ground),
       task != nullptr && task->outcome ? task->outcome->explanation : std::string());
  }
  return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-list\">{}</ol>", page.say("refusals.words"),
              items);
}

}  // namespace

void add_refusals_pages(http::Router& router, const Site& site, const Terms& terms,
                        const cases::Applications& applications, const catalogue::Catalogues& catalogues,
                        const staff::Staff& staff) {
  router.get("/{lang}/{centre}/refusals", kOverseersOfTerms, [&](const http::Request& request) {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = catalogues.current(centre);
    if (!edition || centre.str() != request.principal.centre) return site.not_found(request);
    const RefusalsPage page{
        {*edition, i18n::Speaker(request.language), staff.people(centre)}, request, applications};
    const auto& say = page.say;
    const auto refusals = terms.refusals(request.principal);
    Html main =
        make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>", say("refusals.title"),
             say.many("refusals.lead", static_cast<std::int64_t>(refusals.size())));
    if (!refusals.empty()) {
      main += counted(page, "refusals.by_ground", refusals,
                      [&](const auto& one) { return page.ground(one.ground); });
      main += counted(page, "refusals.by_service", refusals,
                      [&](const auto& one) { return page.service(one.service); });
      main += counted(page, "refusals.by_person", refusals,
                      [&](const auto& one) { return page.person(one.person); });
      main += words(page, refusals);
    }
    return site.pages.page(request,
                           {.title = std::string(say("refusals.title")),
                            .main = std::move(main),
                            .place = site.place(request.language, centre),
                            .breadcrumbs = {{.text = say("terms.title"), .href = page.address("terms")}},
                            .wide = true});
  });
}

}  // namespace biroyna::deadlines
