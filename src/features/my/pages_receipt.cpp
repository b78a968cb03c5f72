// The receipt of an application, to be kept or printed.
#include <fmt/format.h>

#include "features/my/pages.hpp"
#include "features/my/pages_applicant_view.hpp"
#include "features/my/receipt_sheet.hpp"

namespace biroyna::my {

void add_receipt_pages(http::Router& router, const Site& site, const Applications& applications,
                       const CaseAccess& access, results::Results& results) {
  const auto receipt = [&site, &applications, &results,
                        applicants = ApplicantAccess(site, applications, access)](
                           const http::Request& request, Way way) -> http::Response {
    auto view = applicants.open(request, Action::download, way);
    if (!view) return std::move(view.error());
    const Application& application = view->application;
    // At a window it is for the applicant, not for the operator.
    const Language language = way == Way::window ? application.applicant.language : view->say.language();
    const std::string address = fmt::format("{}/{}/{}/my?number={}", site.public_url, tag(language),
                                            application.centre.str(), application.number);
    auto bytes = results.signed_sheet(receipt_sheet(application, *view->edition,
                                                    applications.documents_of(application),
                                                    applications.due_times(application), address, language));
    if (!bytes) return site.refused(request, bytes.error());
    http::Response response{
        .content_type = "application/pdf",
        .body = *std::move(bytes),
        .headers = {{"Content-Disposition", fmt::format("inline; filename=\"{}.pdf\"", application.number)}}};
    keep_nowhere(response);
    return response;
  };
  const auto add = [&](Way way, const std::string& one, auth::Roles allowed) {
    router.get(one + "/receipt", allowed,
               [receipt, way](const http::Request& request) { return receipt(request, way); });
  };
  add(Way::secret, "/{lang}/{centre}/my/{number}", auth::Roles::all());
  add(Way::window, "/{lang}/{centre}/cases/{number}", {auth::Role::operator_});
}

}  // namespace biroyna::my
