#include "app/refusal_page.hpp"

#include "app/routes.hpp"
#include "app/ways_on.hpp"

namespace biroyna {

std::string refusal_page(const Site& site, const http::Request& request, const Problems::Told& told) {
  if (request.path.empty()) return site.pages.error_page(request, told.title, told.text);
  const bool known = request.principal.signed_in();
  const CentreId centre(known ? request.principal.centre : std::string(centre_in(request.path)));
  const pages::Place place = site.place(request.language, centre);
  const Homes homes{.work = known ? home_of(request.language, request.principal) : std::string(),
                    .centre = place.address};
  const i18n::Speaker say(request.language);
  Html ways;
  for (const auto& [text, href] : ways_on(request, told.status, told.code, homes))
    html::to(ways, "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>", href, say(std::string(text)));
  return site.pages
      .page(request,
            {.title = std::string(told.title),
             .main = html::make("<h1 class=\"govuk-heading-xl\">{}</h1><p class=\"govuk-body-l\">{}</p><ul "
                                "class=\"govuk-list govuk-list--spaced\">{}</ul>",
                                told.title, told.text, ways),
             .place = place})
      .body;
}

}  // namespace biroyna
