#include "features/my/pages_applicant_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"

namespace biroyna::my {

std::string ApplicantView::address(std::string_view rest) const {
  return fmt::format("/{}/{}/{}/{}{}{}", tag(say.language()), application.centre.str(),
                     way == Way::window ? "cases" : "my", application.number, rest.empty() ? "" : "/", rest);
}

std::string ApplicantView::department(const DepartmentId& id) const {
  const auto* found = edition->catalogue.find(id);
  return found == nullptr ? id.str() : found->names.in(say.language());
}

const Mandate* ApplicantView::mandate() const {
  const auto found = std::ranges::find(application.mandates, viewer.mandate, &Mandate::id);
  return found == application.mandates.end() ? nullptr : &*found;
}

Credentials ApplicantView::credentials() const {
  return {way == Way::window ? request.principal : auth::Principal{}, secret};
}

std::optional<ApplicantView> ApplicantAccess::find(const http::Request& request, Way way) const {
  const auto number = read_code(request.param("number"), kNumberSigns);
  if (!number) return std::nullopt;
  std::string secret = way == Way::secret ? Remembered(request).secret_of(*number) : std::string();
  if (secret.empty() && way == Way::secret) return std::nullopt;
  auto opened = access_.open(request, *number, secret);
  if (!opened) return std::nullopt;
  // The staff have other pages.
  const bool right =
      way == Way::secret ? came_by_secret(opened->viewer) : opened->viewer.party == Party::operator_;
  if (!right) return std::nullopt;
  if (opened->application.centre.str() != request.param("centre")) return std::nullopt;
  auto edition = applications_.edition(opened->application);
  return ApplicantView{request,
                       std::move(opened->application),
                       std::move(edition),
                       i18n::Speaker(request.language),
                       std::move(secret),
                       std::move(opened->viewer),
                       way};
}

std::string list_address(const http::Request& request) {
  return fmt::format("/{}/{}/my", tag(request.language), request.param("centre"));
}

tl::expected<ApplicantView, http::Response> ApplicantAccess::open(const http::Request& request, Action action,
                                                                  Way way) const {
  auto view = find(request, way);
  if (!view && way == Way::window) return tl::unexpected(site_.not_found(request));
  if (!view) {
    return tl::unexpected(
        http::see_other(fmt::format("{}?number={}", list_address(request), request.param("number"))));
  }
  if (!view->may(action))
    return tl::unexpected(site_.refused(request, {Refusal::Kind::forbidden, "forbidden"}));
  return *std::move(view);
}

http::Response respond(const Site& site, const ApplicantView& view, pages::Page page) {
  page.place = site.place(view.say.language(), view.application.centre);
  if (page.failed) page.status = 422;
  auto response = site.pages.page(view.request, page);
  keep_nowhere(response);
  return response;
}

}  // namespace biroyna::my
