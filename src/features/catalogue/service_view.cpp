#include "features/catalogue/service_view.hpp"

#include <algorithm>

namespace biroyna::catalogue {
namespace {

std::string amount_text(const i18n::Speaker& say, std::optional<Tiyin> amount) {
  if (!amount) return std::string(say("service.fee_unknown"));
  if (amount->amount == 0) return std::string(say("service.free"));
  return i18n::money(say.language(), *amount);
}

std::optional<std::string> note_text(const i18n::Speaker& say, const std::optional<Names>& note) {
  return note ? std::optional(note->in(say.language())) : std::nullopt;
}

ServiceView::Fee fee_view(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say,
                          Day today) {
  const auto at_window = fee(catalogue, service, today);
  ServiceView::Fee view{.amount = service.fee_formula ? std::string(say("service.fee_by_answers"))
                                                      : amount_text(say, at_window),
                        .note = note_text(say, service.fee_note)};
  if (!at_window || at_window->amount == 0) return view;
  if (applied_for_online(service)) view.on_portal = amount_text(say, portal_fee(catalogue, service, today));
  for (const auto& concession : catalogue.concessions) {
    view.concessions.push_back(
        {concession.names.in(say.language()), amount_text(say, share_of(*at_window, concession.factor))});
  }
  return view;
}

std::string_view where_key(const Service& service) {
  return applied_for_online(service) ? "service.online" : "service.in_person";
}

}  // namespace

ServiceView service_view(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say,
                         Day today) {
  const auto in = [&](const Names& names) { return names.in(say.language()); };
  const Department& department = *catalogue.find(service.department);
  ServiceView view{.name = in(service.names),
                   .summary = in(service.summary),
                   .who = in(service.who),
                   .documents = {},
                   .term = service.term_working_days == 0
                               ? std::string(say("service.at_once"))
                               : say.many("service.working_days", service.term_working_days),
                   .term_note = note_text(say, service.term_note),
                   .fee = fee_view(catalogue, service, say, today),
                   .result = in(service.result),
                   .where = std::string(say(std::string(where_key(service)))),
                   .windows = {},
                   .department = {in(department.names), "/departments/" + department.id.str()},
                   .agency = in(department.agency),
                   .life_events = {},
                   .can_apply = applied_for_online(service)};
  for (const auto& [id, when] : service.documents)
    view.documents.push_back({in(catalogue.find(id)->names), when.has_value()});
  for (const auto& window : catalogue.windows) {
    if (std::ranges::find(window.skills, service.id, &Skill::service) != window.skills.end())
      view.windows.push_back(in(window.names));
  }
  for (const auto& event : catalogue.life_events) {
    if (std::ranges::find(event.services, service.id) != event.services.end())
      view.life_events.push_back({in(event.names), "/life-events/" + event.id});
  }
  return view;
}

}  // namespace biroyna::catalogue
