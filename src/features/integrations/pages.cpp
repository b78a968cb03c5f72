// The registries of a centre: how each is doing, and the dead letters, which a person repeats or gives up.
#include "features/integrations/pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::integrations {
namespace {

using auth::Role;
using auth::Roles;
using html::make;

constexpr std::int64_t kMostShown = 100;

std::string_view colour_of(const Registries::Standing& one) {
  constexpr std::string_view kColours[] = {"govuk-tag--green", "govuk-tag--red", "govuk-tag--yellow"};
  return one.mode ? kColours[static_cast<std::size_t>(one.breaker)] : "govuk-tag--grey";
}

std::string state_of(const i18n::Speaker& say, const Registries::Standing& one) {
  if (!one.mode) return std::string(say("registries.not_set_up"));
  if (*one.mode == RegistrySettings::Mode::poll) return std::string(say("registries.fetches"));
  return std::string(say(fmt::format("registries.breaker_{}", name(one.breaker))));
}

class RegistryPages {
 public:
  RegistryPages(const Site& site, Registries& registries, Commands& commands,
                const catalogue::Catalogues& catalogues)
      : site_(site), registries_(registries), commands_(commands), catalogues_(catalogues) {}

  void list(const http::Request& request, const http::Reply& reply) const {
    const i18n::Speaker say(request.language);
    const CentreId centre(request.principal.centre);
    const auto standing = registries_.standing(centre);
    const auto letters = registries_.dead_letters(centre, "", kMostShown);
    Html main =
        make("<h1 class=\"govuk-heading-l\">{}</h1>{}", say("registries.title"), done_banner(request));
    if (standing.empty())
      html::to(main, "<p class=\"govuk-body\">{}</p>", say("registries.none"));
    else
      main += standing_table(request, standing);
    html::to(main, "<h2 class=\"govuk-heading-m\">{}</h2>", say("registries.letters"));
    if (letters.empty())
      html::to(main, "<p class=\"govuk-body\">{}</p>", say("registries.no_letters"));
    else
      main += letters_table(request, standing, letters);
    reply.send(respond(request, say("registries.title"), main));
  }

  void confirm(const http::Request& request, const http::Reply& reply) const {
    const auto letter = letter_of(request);
    if (!letter) return reply.send(site_.not_found(request));
    const i18n::Speaker say(request.language);
    const std::string title = say("registries.really_give_up", {{"case", grouped_code(letter->case_number)}});
    const Html main = make(
        "<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}<form method=\"post\" "
        "action=\"{}\">{}<div class=\"govuk-button-group\"><button class=\"govuk-button "
        "govuk-button--warning\">{}</button><a class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
        title, reason_of(say, letter->fault),
        html::warning_text(
            {.text = say("registries.give_up_means"), .icon_fallback_text = say("host.warning")}),
        address(request, fmt::format("/{}/give-up", letter->id.str())), pages::order_fields(request),
        say("registries.yes_give_up"), address(request), say("host.no_back"));
    reply.send(respond(request, title, main));
  }

  void retry(const http::Request& request, const http::Reply& reply) const {
    decide(request, reply, &Registries::retry, "?done=retried");
  }
  void give_up(const http::Request& request, const http::Reply& reply) const {
    decide(request, reply, &Registries::give_up, "?done=given_up");
  }

 private:
  static std::string address(const http::Request& request, std::string_view rest = {}) {
    return fmt::format("/{}/{}/registries{}", tag(request.language), request.principal.centre, rest);
  }
  static std::string reason_of(const i18n::Speaker& say, const Fault& fault) {
    return say(fmt::format("registries.reason_{}", name(fault.reason)),
               {{"status", std::to_string(fault.status)}});
  }
  std::optional<DeadLetter> letter_of(const http::Request& request) const {
    return registries_.dead_letter(CentreId(request.principal.centre),
                                   QuestionId(std::string(request.param("question"))));
  }

  Html done_banner(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const auto done = pages::done_value(request).value_or("");
    if (done != "retried" && done != "given_up") return {};
    return html::notification_banner(
        {.title = say("registries.done"),
         .text = say(done == "retried" ? "registries.was_retried" : "registries.was_given_up"),
         .success = true});
  }

  std::string moment(const http::Request& request, Time time) const {
    const auto edition = catalogues_.current(CentreId(request.principal.centre));
    const Zone zone = edition ? edition->zone : Zone("UTC");
    return fmt::format("{}, {}", i18n::date(request.language, zone.day(time)),
                       to_hhmm(zone.time_of_day(time)));
  }

  static std::string registry_name(const http::Request& request, const Registries::Standing& one) {
    return one.names ? one.names->in(request.language) : one.id.str();
  }

  Html table(const i18n::Speaker& say, const char* caption, std::vector<html::Cell> head,
             std::vector<std::vector<html::Cell>> rows) const {
    return pages::scrolled_table({.rows = std::move(rows),
                                  .head = std::move(head),
                                  .caption = say(caption),
                                  .caption_classes = "govuk-visually-hidden",
                                  .first_cell_is_header = true},
                                 say(caption));
  }

  Html standing_table(const http::Request& request, const std::vector<Registries::Standing>& standing) const {
    const i18n::Speaker say(request.language);
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& one : standing) {
      rows.push_back({{.text = registry_name(request, one)},
                      {.text = html::tag({.text = state_of(say, one), .classes = colour_of(one)})},
                      {.text = i18n::number(one.open), .format = "numeric"},
                      {.text = one.oldest ? moment(request, *one.oldest) : std::string("–")},
                      {.text = i18n::number(one.dead), .format = "numeric"}});
    }
    return table(say, "registries.title",
                 {{.text = say("registries.registry")},
                  {.text = say("staff.state")},
                  {.text = say("registries.open"), .format = "numeric"},
                  {.text = say("registries.oldest")},
                  {.text = say("registries.letters"), .format = "numeric"}},
                 std::move(rows));
  }

  // A button that says to a listener, too, what it is for.
  static Html action(std::string_view address, std::string_view method, const Html& fields,
                     std::string_view text, std::string_view about) {
    return make(
        "<form method=\"{}\" action=\"{}\">{}<button class=\"b-link\">{}<span "
        "class=\"govuk-visually-hidden\"> {}</span></button></form>",
        method, address, fields, text, about);
  }

  Html letters_table(const http::Request& request, const std::vector<Registries::Standing>& standing,
                     const std::vector<DeadLetter>& letters) const {
    const i18n::Speaker say(request.language);
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& letter : letters) {
      const auto one = std::ranges::find(standing, letter.registry, &Registries::Standing::id);
      const std::string rest = fmt::format("/{}", letter.id.str()), number = grouped_code(letter.case_number);
      const Html actions =
          action(address(request, rest + "/retry"), "post", pages::order_fields(request),
                 say("registries.retry"), number) +
          action(address(request, rest + "/give-up"), "get", {}, say("registries.give_up"), number);
      rows.push_back(
          {{.text = make("<a class=\"govuk-link\" href=\"/{}/{}/cases/{}\">{}</a>", tag(request.language),
                         request.principal.centre, letter.case_number, number)},
           {.text = one == standing.end() ? letter.registry.str() : registry_name(request, *one)},
           {.text = reason_of(say, letter.fault)},
           {.text = i18n::number(letter.attempts), .format = "numeric"},
           {.text = moment(request, letter.failed_at)},
           {.text = actions}});
    }
    return table(say, "registries.letters",
                 {{.text = say("registries.case")},
                  {.text = say("registries.registry")},
                  {.text = say("registries.reason")},
                  {.text = say("registries.attempts"), .format = "numeric"},
                  {.text = say("registries.since")},
                  pages::action_head(say)},
                 std::move(rows));
  }

  http::Response respond(const http::Request& request, std::string_view title, Html main) const {
    return site_.pages.page(request,
                            {.title = std::string(title),
                             .main = std::move(main),
                             .place = site_.place(request.language, CentreId(request.principal.centre)),
                             .wide = true});
  }

  using Decision = Result<void> (Registries::*)(db::Tx&, const CentreId&, const QuestionId&,
                                                std::string_view);
  void decide(const http::Request& request, const http::Reply& reply, Decision decision,
              std::string_view done) const {
    const CentreId centre(request.principal.centre);
    const QuestionId question(std::string(request.param("question")));
    commands_.run<Nothing>(
        {.centre = centre,
         .repeat = repeat_of(request, http::field(http::form_of(request), "key")),
         .turn = Turn::first,
         .hold = [&registries = registries_, centre](db::Tx& tx) { registries.hold(tx, centre); }},
        [&registries = registries_, decision, centre, question,
         actor = actor_of(request.principal)](db::Tx& tx) -> Result<Nothing> {
          const auto decided = (registries.*decision)(tx, centre, question, actor);
          if (!decided) return tl::unexpected(decided.error());
          return Nothing{};
        },
        [this, &request, reply, done](const Result<Executed<Nothing>>& decided) {
          reply.send(decided ? pages::see_done(address(request, done))
                             : site_.refused(request, decided.error()));
        });
  }

  const Site& site_;
  Registries& registries_;
  Commands& commands_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, Registries& registries, Commands& commands,
               const catalogue::Catalogues& catalogues) {
  const auto pages = std::make_shared<const RegistryPages>(site, registries, commands, catalogues);
  const auto on = [&](http::Method method, std::string pattern,
                      void (RegistryPages::*handle)(const http::Request&, const http::Reply&) const) {
    router.add({method, std::move(pattern), kOverseers, http::Where::pool,
                [pages, handle](const http::Request& request, const http::Reply& reply) {
                  ((*pages).*handle)(request, reply);
                }});
  };
  using enum http::Method;
  const std::string list = "/{lang}/{centre}/registries";
  on(get, list, &RegistryPages::list);
  on(get, list + "/{question}/give-up", &RegistryPages::confirm);
  on(post, list + "/{question}/give-up", &RegistryPages::give_up);
  on(post, list + "/{question}/retry", &RegistryPages::retry);
}

}  // namespace biroyna::integrations
