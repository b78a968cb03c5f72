// A picture that was handed in, as those who work on the case look at it: turned as they like, kept as it is.
#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/casework/pages.hpp"
#include "features/casework/pages_case_parts.hpp"
#include "features/documents/edge.hpp"

namespace biroyna::casework {
namespace {

using html::make;

constexpr int kTurns = 4;  // a whole one

Html picture_main(const CaseView& view, const documents::Version& version) {
  const auto& say = view.say;
  const std::string name = document_name(view, version.type);
  const int turns = documents::quarter_turns_of(view.request);
  const auto turned = [&](const char* label, int by) {
    return make("<a class=\"govuk-button govuk-button--secondary\" href=\"{}?turn={}\">{}</a>",
                document_address(view, version), (turns + by) % kTurns, say(label));
  };
  return make(
      "{}<h1 class=\"govuk-heading-l\"><span class=\"govuk-caption-l\">{}</span>{}</h1><div "
      "class=\"govuk-button-group\">{}{}<a class=\"govuk-link\" "
      "href=\"{}\">{}</a></div><p "
      "class=\"b-picture\"><img src=\"{}?turn={}\" alt=\"{}\"></p>",
      html::back_link({.text = say("work.back_to_case"), .href = view.case_address(view.application.number)}),
      grouped_code(view.application.number), name, turned("work.turn_left", kTurns - 1),
      turned("work.turn_right", 1), content_address(version), say("work.save_document"),
      picture_address(version), turns, say("work.picture_of", {{"name", name}}));
}

}  // namespace

void add_document_pages(http::Router& router, const Site& site, Applications& applications,
                        const CaseAccess& access, const documents::Documents& documents,
                        const integrations::Registries& registries) {
  router.get(
      "/{lang}/{centre}/cases/{number}/documents/{document}", kWorkers, [&](const http::Request& request) {
        const auto opened = access.open(request, request.param("number"), {});
        if (!opened || !may(opened->viewer, Action::see_work, opened->application.process))
          return site.not_found(request);
        const CaseView view{site, applications, documents, registries, request, opened->application};
        const auto versions = applications.documents_of(view.application);
        const auto found = std::ranges::find_if(versions, [&](const documents::Version& version) {
          return version.document.id.str() == request.param("document") && is_shown_picture(version);
        });
        if (found == versions.end()) return site.not_found(request);
        const std::string name = document_name(view, found->type);
        return view.respond({.title = fmt::format("{} – {}", name, grouped_code(view.application.number)),
                             .main = picture_main(view, *found)});
      });
}

}  // namespace biroyna::casework
