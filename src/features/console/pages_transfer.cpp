#include "features/console/pages_transfer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::console {
namespace {

using html::make;
using html::to;

Html other_services(const Console& console, const Ticket& ticket) {
  const auto& catalogue = console.view.catalogue();
  Html options;
  for (const auto& service : catalogue.services) {
    if (service.id == ticket.service()) continue;
    const auto serving = std::ranges::count_if(console.view.hall.windows(), [&](const Window& window) {
      const auto* planned = catalogue.find(window.id);
      return window.state == WindowState::open && planned != nullptr &&
             std::ranges::find(planned->skills, service.id, &catalogue::Skill::service) !=
                 planned->skills.end();
    });
    to(options, "<option value=\"{}\">{} – {}</option>", service.id.str(),
       service.names.in(console.say.language()), console.say.many("console.windows", serving));
  }
  return options;
}

Html other_windows(const Console& console) {
  Html options;
  for (const Window& window : console.view.hall.windows()) {
    if (window.id == console.window.id) continue;
    to(options, "<option value=\"{}\">{} – {}</option>", window.id.str(),
       window_name(console.view.catalogue(), console.say.language(), window.id),
       console.say(fmt::format("window.{}", name(window.state))));
  }
  return options;
}

struct Choice {
  std::string_view id, name;  // of the radio button and of the select below it
  std::string_view text, label, nothing;
};

Html choice(const Choice& each, const Html& options) {
  const std::string below = fmt::format("conditional-{}", each.name);
  return make(
      "<div class=\"govuk-radios__item\"><input class=\"govuk-radios__input\" id=\"{}\" name=\"to\" "
      "type=\"radio\" value=\"{}\" data-aria-controls=\"{}\"><label class=\"govuk-label "
      "govuk-radios__label\" for=\"{}\">{}</label></div><div class=\"govuk-radios__conditional\" "
      "id=\"{}\"><label class=\"govuk-label\" for=\"{}\">{}</label><select class=\"govuk-select b-wide\" "
      "id=\"{}\" name=\"{}\"><option value=\"\">{}</option>{}</select></div>",
      each.id, each.name, below, each.id, each.text, below, each.name, each.label, each.name, each.name,
      each.nothing, options);
}

}  // namespace

TransferForm transfer_of(const http::Fields& form) {
  TransferForm filled{ServiceId(field(form, "service")), WindowId(field(form, "window")),
                      field(form, "note")};
  // Without scripts both lists are shown: what is chosen counts, unless it is said otherwise.
  if (field(form, "to") == "service") filled.window = {};
  if (field(form, "to") == "window" || !filled.window.empty()) filled.service = {};
  return filled;
}

Html transfer_choices(const Console& console, const Ticket& ticket, bool wrong) {
  const auto& say = console.say;
  Html error;
  if (wrong) {
    error = make(
        "<p id=\"to-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">{}: "
        "</span>{}</p>",
        say("host.error"), say("console.error_nowhere"));
  }
  return error +
         choice(
             {"to", "service", say("console.to_service"), say("console.need"), say("console.choose_service")},
             other_services(console, ticket)) +
         choice(
             {"to-2", "window", say("console.to_window"), say("board.window"), say("console.choose_window")},
             other_windows(console));
}

}  // namespace biroyna::console
