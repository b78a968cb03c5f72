// A person's own sessions: which there are, and ending them.
#include <fmt/format.h>

#include <functional>

#include "features/sessions/pages_shared.hpp"

namespace biroyna::sessions {
namespace {

using html::make;
using pages::heading;

class SessionsPages {
 public:
  SessionsPages(const Site& site, Sessions& sessions, const catalogue::Catalogues& catalogues)
      : site_(site), sessions_(sessions), catalogues_(catalogues) {}

  http::Response list(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const CentreId centre(request.principal.centre);
    const auto edition = catalogues_.current(centre);
    const auto moment = [&](Time time) {
      return edition ? fmt::format("{}, {}", i18n::date(say.language(), edition->zone.day(time)),
                                   to_hhmm(edition->zone.time_of_day(time)))
                     : to_rfc3339(time);
    };
    const std::string here = address_of(request), title(say("sessions.title"));
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& session : sessions_.sessions_of(request.principal)) {
      const std::string_view browser = session.browser.empty() ? say("sessions.unknown") : session.browser;
      const Html action =
          session.current
              ? make("{}", html::tag({.text = say("sessions.this_one"), .classes = "govuk-tag--green"}))
              : make(
                    "<form method=\"post\" action=\"{}\">{}<button class=\"b-link\">{}<span "
                    "class=\"govuk-visually-hidden\"> {}, {}</span></button></form>",
                    fmt::format("{}/{}/end", here, session.id), pages::csrf_field(request),
                    say("sessions.end"), browser, moment(session.begun_at));
      rows.push_back({{.text = browser},
                      {.text = moment(session.begun_at)},
                      {.text = moment(session.used_at)},
                      {.text = action}});
    }
    Html all_others;
    if (rows.size() > 1)
      all_others = make(
          "<form method=\"post\" action=\"{}\">{}{}</form>", here + "/end-others", pages::csrf_field(request),
          html::button({.text = say("sessions.end_others"), .classes = "govuk-button--warning"}));
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p>{}{}<p class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        heading(title), say("sessions.hint"),
        pages::scrolled_table({.rows = std::move(rows),
                               .head = {{.text = say("sessions.browser")},
                                        {.text = say("sessions.begun")},
                                        {.text = say("sessions.used")},
                                        pages::action_head(say)},
                               .caption = title,
                               .caption_classes = "govuk-visually-hidden",
                               .first_cell_is_header = true},
                              title),
        all_others, fmt::format("/{}/account", tag(request.language)), say("account.title"));
    return site_.pages.page(
        request,
        {.title = title, .main = main, .place = site_.place(request.language, centre), .wide = true});
  }

  http::Response end(const http::Request& request) const {
    const bool current = request.param("session") == request.principal.session;
    if (const auto ended = sessions_.end(request.principal, request.param("session")); !ended)
      return site_.refused(request, ended.error());
    return http::see_other(current ? fmt::format("/{}/sign-in", tag(request.language)) : address_of(request));
  }

  http::Response end_others(const http::Request& request) const {
    sessions_.end_others(request.principal);
    return http::see_other(address_of(request));
  }

 private:
  static std::string address_of(const http::Request& request) {
    return fmt::format("/{}/account/sessions", tag(request.language));
  }

  const Site& site_;
  Sessions& sessions_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_sessions_pages(http::Router& router, const Site& site, Sessions& sessions,
                        const catalogue::Catalogues& catalogues) {
  const auto own = std::make_shared<const SessionsPages>(site, sessions, catalogues);
  const std::string here = "/{lang}/account/sessions";
  router.get(here, staff::kPeople, std::bind_front(&SessionsPages::list, own));
  router.post(here + "/end-others", staff::kPeople, std::bind_front(&SessionsPages::end_others, own));
  router.post(here + "/{session}/end", staff::kPeople, std::bind_front(&SessionsPages::end, own));
}

}  // namespace biroyna::sessions
