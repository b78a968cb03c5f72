#include "features/hall/pages_shared.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/uri.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::hall {

http::Response screen(const Site& site, const View& view, const http::Request& request, pages::Screen screen,
                      const std::string& live_source) {
  if (!live_source.empty()) {
    screen.data.emplace_back("data-source", live_source);
    std::ranges::move(live_data(view), std::back_inserter(screen.data));
  }
  return site.pages.screen(request, screen);
}

pages::Place place_of(const View& view, Language language) {
  return {view.catalogue().centre.names.in(language), centre_address(language, view.catalogue().centre.id)};
}

pages::Data live_data(const View& view) {
  return {{"data-seq", std::to_string(view.seq)},
          {"data-events", "/api/v1/centres/" + view.catalogue().centre.id.str() + "/events"}};
}

http::Response at_own_centre(const Site& site, Queue& queue, const http::Request& request,
                             const std::function<http::Response(const View&)>& show) {
  const CentreId centre(std::string(request.param("centre")));
  http::Response response = site.not_found(request);
  queue.look(centre, [&](const View& view) { response = show(view); });
  return response;
}

Html timer(Time since, Time now, Seconds limit) {
  return html::make("<span data-since=\"{}\" data-limit=\"{}\">{}</span>", to_rfc3339(since), limit.count(),
                    elapsed(since, now));
}

http::Response refused_at(const std::string& address, const Refusal& refusal) {
  return pages::see_done(fmt::format("{}{}problem={}&subject={}", address,
                                     address.find('?') == std::string::npos ? '?' : '&', refusal.code,
                                     http::percent_encode(refusal.subject)));
}

std::string problem_of(const http::Request& request) {
  return std::string(pages::done_value(request, "problem").value_or(""));
}

std::string refusal_text(const i18n::Speaker& say, const std::string& code, const std::string& subject) {
  // The subject of this one is a ticket's state.
  const auto state = code == "wrong_state" ? parse_state(subject) : std::nullopt;
  return say("refusal." + code, {{"subject", state ? state_text(say, *state) : subject}});
}

void change_hall(Queue& queue, const http::Reply& reply, Queue::Change change,
                 std::function<http::Response(const Changed&)> done,
                 std::function<http::Response(const Refusal&)> refused) {
  queue.run(std::move(change), [reply, done = std::move(done),
                                refused = std::move(refused)](const Result<Executed<Changed>>& changed) {
    if (!changed) return reply.send(refused(changed.error()));
    reply.send(with_replay(done(changed->value), changed->replayed));
  });
}

Html problem_banner(const http::Request& request, const i18n::Speaker& say, const Html& way_out) {
  constexpr std::size_t kLongestSubject = 40;
  const std::string code = problem_of(request);
  if (code.empty() || !i18n::has(say.language(), "refusal." + code)) return {};
  const std::string subject(request.query_value("subject").value_or(""));
  return html::make(
      "<div class=\"govuk-notification-banner\" role=\"alert\" aria-labelledby=\"problem-title\" "
      "id=\"problem\"><div class=\"govuk-notification-banner__header\"><h2 "
      "class=\"govuk-notification-banner__title\" id=\"problem-title\">{}</h2></div><div "
      "class=\"govuk-notification-banner__content\"><p "
      "class=\"govuk-notification-banner__heading\">{}</p>{}</div></div>",
      say("console.not_done"), refusal_text(say, code, subject.substr(0, kLongestSubject)), way_out);
}

}  // namespace biroyna::hall
