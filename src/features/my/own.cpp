#include "features/my/own.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/cases/cases.hpp"

namespace biroyna::my {

std::string Own::address(std::string_view rest) const {
  return fmt::format("/{}/{}/{}/{}{}{}", tag(say.language()), application.centre.str(),
                     way == Way::window ? "cases" : "my", application.number, rest.empty() ? "" : "/", rest);
}

std::string Own::department(const DepartmentId& id) const {
  const auto* found = edition->catalogue.find(id);
  return found == nullptr ? id.str() : found->names.in(say.language());
}

const Mandate* Own::mandate() const {
  const auto found = std::ranges::find(application.mandates, viewer.mandate, &Mandate::id);
  return found == application.mandates.end() ? nullptr : &*found;
}

Credentials Own::credentials() const {
  return {way == Way::window ? request.principal : auth::Principal{}, secret};
}

std::optional<Own> own_of(const PagesAround& around, const http::Request& request, Way way) {
  const auto number = read_code(request.param("number"), kNumberSigns);
  if (!number) return std::nullopt;
  std::string secret = way == Way::secret ? Remembered(request).secret_of(*number) : std::string();
  if (secret.empty() && way == Way::secret) return std::nullopt;
  auto opened = around.access.open(request, *number, secret);
  if (!opened) return std::nullopt;
  // The staff come in by what they are, and have other pages.
  const bool right =
      way == Way::secret ? came_by_secret(opened->viewer) : opened->viewer.party == Party::operator_;
  if (!right) return std::nullopt;
  if (opened->application.centre.str() != request.param("centre")) return std::nullopt;
  auto edition = around.applications.edition(opened->application);
  return Own{request,
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

http::Response not_theirs(const PagesAround& around, const http::Request& request, Way way) {
  if (way == Way::window) return around.site.refused(request, {Refusal::Kind::not_found, "not_found"});
  return http::see_other(fmt::format("{}?number={}", list_address(request), request.param("number")));
}

tl::expected<Own, http::Response> own_for(const PagesAround& around, const http::Request& request,
                                          Action action, Way way) {
  auto own = own_of(around, request, way);
  if (!own) return tl::unexpected(not_theirs(around, request, way));
  if (!own->may(action))
    return tl::unexpected(around.site.refused(request, {Refusal::Kind::forbidden, "forbidden"}));
  return *std::move(own);
}

http::Response respond(const PagesAround& around, const Own& own, std::string title, const Html& main,
                       bool failed) {
  auto response = around.site.pages.page(
      own.request, {.title = std::move(title),
                    .main = main,
                    .place = around.site.place(own.say.language(), own.application.centre),
                    .failed = failed,
                    .status = failed ? 422 : 200});
  keep_nowhere(response);
  return response;
}

}  // namespace biroyna::my
