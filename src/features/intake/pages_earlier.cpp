#include "features/intake/pages_earlier.hpp"

#include <algorithm>
#include <iterator>

#include "features/case_views/case_views.hpp"
#include "features/cases/edge.hpp"

namespace biroyna::intake {

EarlierDocuments earlier_documents(const cases::Applications& applications, const http::Request& request,
                                   const Draft& draft) {
  EarlierDocuments all;
  const auto add = [&](const cases::Application& application) {
    std::ranges::move(may_be_used_again(application, applications.documents_of(application), draft.applicant),
                      std::back_inserter(all));
  };
  const auto of_centre = [&](std::string_view number) {
    auto application = applications.find_undamaged(number);
    return application && application->centre == draft.centre ? std::move(application) : std::nullopt;
  };
  if (draft.channel == catalogue::Channel::window) {
    if (draft.taken_from.empty()) return all;
    if (const auto application = of_centre(draft.taken_from)) add(*application);
    return all;
  }
  const cases::Remembered remembered(request);
  for (const auto& [number, secret] : remembered.all()) {
    const auto application = of_centre(number);
    if (application && applications.viewer({}, *application, secret).party == cases::Party::applicant)
      add(*application);
  }
  return all;
}

Html offers_of(const DraftSession& session, const EarlierDocuments& offers, std::string_view title) {
  Html all;
  for (const EarlierDocument& offer : offers) {
    const std::string origin = case_views::origin_text(session.say, session.edition->zone, offer.origin());
    html::to(
        all,
        "<div class=\"govuk-inset-text\"><p class=\"govuk-body\">{}: <strong>{}</strong></p><button "
        "type=\"submit\" class=\"govuk-button govuk-button--secondary\" name=\"{}\" value=\"{}\">{}<span "
        "class=\"govuk-visually-hidden\">: {}. {}</span></button></div>",
        origin, offer.version.document.name, kAgain, offer.version.document.id.str(),
        session.say("document.use_again"), title, origin);
  }
  return all;
}

}  // namespace biroyna::intake
