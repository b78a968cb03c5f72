// Waiting lists of a department: which lines are closed, how many wait, whose turn comes next.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/code.hpp"
#include "features/casework/pages_parts.hpp"
#include "platform/http/multipart.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

constexpr std::size_t kLongestLine = 40;  // of a choice's id or a number

// "12", or the name of a choice.
std::string line_name(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                      const std::string& line, const i18n::Speaker& say) {
  if (line.empty()) return std::string(say("lines.only"));
  const auto* field = catalogue.find_field(service.waiting_list->by);
  if (field == nullptr) return line;
  const auto choice = std::ranges::find(field->choices, line, &catalogue::Choice::id);
  const std::string told = choice == field->choices.end() ? line : choice->names.in(say.language());
  return fmt::format("{}: {}", field->fact.value_or(field->label).in(say.language()), told);
}

class LinePages {
 public:
  LinePages(const Site& site, Applications& applications, const catalogue::Catalogues& catalogues)
      : site_(site), applications_(applications), catalogues_(catalogues) {}

  http::Response show(const http::Request& request) const { return page(request, 200, {}); }

  http::Response change(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const ServiceId service(std::string(request.param("service")));
    const std::string line = http::field(form, "line"), action = http::field(form, "action");
    const CentreId centre(request.principal.centre);
    const auto edition = catalogues_.current(centre);
    if (!edition || centre.str() != request.param("centre")) return site_.not_found(request);
    const auto services = services_with_lines(edition->catalogue, request.principal);
    if (std::ranges::find(services, service, &catalogue::Service::id) == services.end())
      return site_.not_found(request);
    const std::string back = fmt::format("/{}/{}/lines", tag(request.language), centre.str());
    if (line.size() > kLongestLine ||
        !is_line(edition->catalogue, **std::ranges::find(services, service, &catalogue::Service::id), line))
      return page(request, 422, "lines.no_such_line");
    if (action != "turn" && action != "open" && action != "close")
      return page(request, 422, "lines.no_such_line");
    if (action == "turn") {
      const auto called = applications_.give_turn(centre, service, line, request.principal.actor(),
                                                  http::field(form, "next"));
      if (!called) return page(request, 409, "refusal." + called.error().code);
      return pages::see_done(fmt::format("{}?turn={}", back, called->number));
    }
    const auto set =
        applications_.set_line(centre, service, line, action == "close", request.principal.actor());
    if (!set) return site_.refused(request, set.error());
    return pages::see_done(back + "?turn=");
  }

 private:
  // Whether an application can stand in this line.
  static bool is_line(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                      const std::string& line) {
    const auto* field = catalogue.find_field(service.waiting_list->by);
    if (field == nullptr) return line.empty();
    if (field->type == catalogue::FieldType::choice)
      return std::ranges::find(field->choices, line, &catalogue::Choice::id) != field->choices.end();
    // As an application's answer is written.
    const auto normal = catalogue::normalised(*field, line);
    return normal.number() != nullptr && *normal.number() >= field->least &&
           *normal.number() <= field->most && fmt::format("{}", *normal.number()) == line;
  }

  static Html button(const View& view, const catalogue::Service& service, const std::string& line,
                     const char* action, std::string_view text, std::string_view classes) {
    return make(
        "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"line\" value=\"{}\"><input "
        "type=\"hidden\" "
        "name=\"action\" value=\"{}\">{}</form>",
        view.address("lines/" + service.id.str()), pages::csrf_field(view.request), line, action,
        html::button({.text = text, .classes = classes}));
  }

  Html of_service(const View& view, const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                  bool may_change) const {
    const auto& say = view.say;
    Html items;
    for (const WaitingLine& line : applications_.lines(view.centre, service.id)) {
      const std::string name = line_name(catalogue, service, line.line, say);
      Html doing;
      const Html hidden = make("<span class=\"govuk-visually-hidden\">: {}</span>", name);
      if (may_change && line.waiting > 0)
        doing += button(view, service, line.line, "turn", say("lines.give_turn"), "");
      if (may_change)
        doing += button(view, service, line.line, line.closed ? "open" : "close",
                        say(line.closed ? "lines.open" : "lines.close"), "govuk-button--secondary");
      to(items, "<li><strong>{}</strong> {} <span>{}</span>{}</li>", name,
         line.closed ? html::tag({.text = say("lines.closed"), .classes = "govuk-tag--yellow"}) : Html(),
         say.many("lines.waiting_n", line.waiting), doing);
    }
    Html text = make("<h2 class=\"govuk-heading-m\">{}</h2>", service.names.in(say.language()));
    if (items.empty())
      to(text, "<p class=\"govuk-body\">{}</p>", say("lines.none"));
    else
      to(text, "<ul class=\"b-list\">{}</ul>", items);
    return may_change ? text + close_form(view, catalogue, service) : text;
  }

  // For a line in which nobody waits yet.
  static Html close_form(const View& view, const catalogue::Catalogue& catalogue,
                         const catalogue::Service& service) {
    const auto& say = view.say;
    const auto* field = catalogue.find_field(service.waiting_list->by);
    Html which = make("<input type=\"hidden\" name=\"line\" value=\"\">");
    const std::string id = "line-" + service.id.str();
    if (field != nullptr && field->type == catalogue::FieldType::choice) {
      std::vector<html::SelectItem> items;
      for (const auto& choice : field->choices)
        items.push_back({.text = choice.names.in(say.language()), .value = choice.id});
      which = html::select({.name = "line",
                            .label = {.text = field->fact.value_or(field->label).in(say.language())},
                            .items = std::move(items),
                            .id = id});
    } else if (field != nullptr) {
      which = html::input({.name = "line",
                           .label = {.text = field->fact.value_or(field->label).in(say.language())},
                           .id = id,
                           .inputmode = "numeric",
                           .classes = "govuk-input--width-5"});
    }
    return make(
        "<form method=\"post\" action=\"{}\" novalidate>{}<input type=\"hidden\" name=\"action\" "
        "value=\"close\">{}{}</form>",
        view.address("lines/" + service.id.str()), pages::csrf_field(view.request), which,
        html::button({.text = say("lines.close_one"), .classes = "govuk-button--secondary"}));
  }

  http::Response page(const http::Request& request, int status, const std::string& problem) const {
    const CentreId centre(request.principal.centre);
    const auto edition = catalogues_.current(centre);
    if (!edition || centre.str() != request.param("centre")) return site_.not_found(request);
    const View view(site_, applications_, request);
    const auto& say = view.say;
    Html top;
    if (!problem.empty())
      top = html::error_summary(
          {.title = say("host.problem"), .errors = {{.text = say(problem), .href = "#main"}}});
    if (const auto turn = pages::done_value(request, "turn"); turn && problem.empty()) {
      const std::string number(*turn);
      top = html::notification_banner(
          {.title = say("account.done"),
           .text = number.empty()
                       ? make("{}", say("lines.changed"))
                       : make("{} <a class=\"govuk-notification-banner__link\" href=\"{}\">{}</a>",
                              say("lines.turn_given"), view.case_address(number), grouped_code(number)),
           .success = true});
    }
    Html main = make("{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>", top,
                     say("lines.title"), say("lines.lead"));
    const auto services = services_with_lines(edition->catalogue, request.principal);
    if (services.empty()) to(main, "<p class=\"govuk-body\">{}</p>", say("lines.no_services"));
    for (const auto* service : services)
      main += of_service(view, edition->catalogue, *service,
                         auth::kOfDepartments.contains(request.principal.role));
    return site_.pages.page(request,
                            {.title = std::string(say("lines.title")),
                             .main = std::move(main),
                             .place = site_.place(request.language, centre),
                             .breadcrumbs = {{.text = say("nav.worklist"), .href = view.address("worklist")}},
                             .failed = status != 200,
                             .status = status});
  }

  const Site& site_;
  Applications& applications_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

std::vector<const catalogue::Service*> services_with_lines(const catalogue::Catalogue& catalogue,
                                                           const auth::Principal& by) {
  std::vector<const catalogue::Service*> services;
  for (const auto& service : catalogue.services) {
    const bool theirs = !auth::kOfDepartments.contains(by.role) ||
                        std::ranges::find(by.departments, service.department) != by.departments.end();
    if (service.waiting_list && theirs) services.push_back(&service);
  }
  return services;
}

void add_line_pages(http::Router& router, const Site& site, Applications& applications,
                    const catalogue::Catalogues& catalogues) {
  const auto pages = std::make_shared<const LinePages>(site, applications, catalogues);
  router.get("/{lang}/{centre}/lines", kWorkers, std::bind_front(&LinePages::show, pages));
  router.post("/{lang}/{centre}/lines/{service}", auth::kOfDepartments,
              std::bind_front(&LinePages::change, pages));
}

}  // namespace biroyna::casework
