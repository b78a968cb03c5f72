#include "features/casework/pages_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/casework/step_view.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::casework {

using html::make;
using html::to;

namespace {

Html icon_tag(std::string_view icon, std::string_view text, std::string_view colour) {
  return make(
      "<strong class=\"govuk-tag {}\"><span class=\"b-icon {}\" aria-hidden=\"true\"></span> {}</strong>",
      colour, fmt::format("b-icon--{}", icon), text);
}

}  // namespace

View::View(const Site& its_site, const Applications& its_applications, const http::Request& its_request)
    : site(its_site),
      applications(its_applications),
      request(its_request),
      say(request.language),
      centre(request.principal.centre),
      viewer(applications.viewer(request.principal)),
      people(applications.people(centre)),
      now(applications.now()) {}

std::string View::address(std::string_view rest) const {
  return fmt::format("/{}/{}/{}", tag(say.language()), centre.str(), rest);
}
std::string View::case_address(std::string_view number) const {
  return address(fmt::format("cases/{}", number));
}

std::string View::name_of(const StaffId& person) const { return person_name(people, person, say); }

http::Response View::respond(pages::Page page) const {
  page.place = site.place(say.language(), centre);
  page.wide = true;
  return site.pages.page(request, page);
}

Html due_text(const View& view, const catalogue::Edition& edition, const std::optional<Time>& due,
              Urgency urgency) {
  if (!due) return icon_tag("pause", view.say("work.clock_stands"), "govuk-tag--grey");
  Html text = make("{}", i18n::date(view.say.language(), edition.zone.day(*due)));
  if (urgency == Urgency::overdue)
    to(text, " {}", icon_tag("alert", view.say("work.overdue"), "govuk-tag--red"));
  else if (urgency == Urgency::at_risk)
    to(text, " {}", icon_tag("clock", view.say("work.at_risk"), "govuk-tag--yellow"));
  return text;
}

Html damaged_notice(const View& view, const std::vector<std::string>& numbers) {
  if (numbers.empty()) return {};
  std::string all;
  for (const std::string& number : numbers) all += (all.empty() ? "" : ", ") + grouped_code(number);
  return html::warning_text(
      {.text = view.say("work.damaged", {{"numbers", all}}), .icon_fallback_text = view.say("host.warning")});
}

Html more_link(const View& view, const std::string& address, const std::string& next) {
  if (next.empty()) return {};
  const char mark = address.find('?') == std::string::npos ? '?' : '&';
  return html::pagination({.landmark_label = view.say("work.pages"),
                           .next = html::PaginationLink{
                               .href = fmt::format("{}{}after={}", address, mark, http::percent_encode(next)),
                               .text = view.say("work.more")}});
}

Html export_link(const View& view, const std::string& address) {
  return make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\" download>{}</a></p>", address,
              view.say("work.export"));
}

std::string with_query(std::string address,
                       const std::vector<std::pair<std::string_view, std::string_view>>& query) {
  char mark = '?';
  for (const auto& [name, value] : query) {
    if (value.empty()) continue;
    address += fmt::format("{}{}={}", mark, name, http::percent_encode(value));
    mark = '&';
  }
  return address;
}

}  // namespace biroyna::casework
