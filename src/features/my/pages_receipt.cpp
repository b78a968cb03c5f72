// The receipt of an application, to be kept or printed.
#include <fmt/format.h>

#include "features/my/own.hpp"
#include "features/my/receipt_sheet.hpp"

namespace biroyna::my {

void add_receipt_pages(http::Router& router, const PagesAround& around) {
  const auto add = [&](Way way, const std::string& one, auth::Roles allowed) {
    router.get(one + "/receipt", allowed, [around, way](const http::Request& request) -> http::Response {
      auto own = own_for(around, request, Action::download, way);
      if (!own) return std::move(own.error());
      // At a window it is the applicant's who stands there, not the operator's.
      const Language language =
          way == Way::window ? own->application.applicant.language : own->say.language();
      const std::string address = fmt::format("{}/{}/{}/my?number={}", around.site.public_url, tag(language),
                                              own->application.centre.str(), own->application.number);
      auto bytes = around.results.signed_sheet(
          receipt_sheet(own->application, *own->edition, around.applications.documents_of(own->application),
                        around.applications.due_times(own->application).of_case, address, language));
      if (!bytes) return around.site.refused(request, bytes.error());
      http::Response response{.content_type = "application/pdf",
                              .body = *std::move(bytes),
                              .headers = {{"Content-Disposition", fmt::format("inline; filename=\"{}.pdf\"",
                                                                              own->application.number)}}};
      keep_nowhere(response);
      return response;
    });
  };
  add(Way::secret, "/{lang}/{centre}/my/{number}", auth::Roles::all());
  add(Way::window, "/{lang}/{centre}/cases/{number}", {auth::Role::operator_});
}

}  // namespace biroyna::my
