#include "features/catalogue/service_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/catalogue/domain_form.hpp"
#include "platform/i18n/sentence.hpp"

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
  ServiceView::Fee view{.kind = {},
                        .amount = service.fee_formula ? std::string(say("service.fee_by_answers"))
                                                      : amount_text(say, at_window),
                        .note = note_text(say, service.fee_note)};
  if (at_window && at_window->amount == 0) return view;
  view.kind = say(fmt::format("service.fee_kind_{}", name(service.fee_kind)));
  if (service.fee_back) view.back = say("service.fee_back");
  if (!at_window) return view;
  if (applied_for_online(service)) view.on_portal = amount_text(say, portal_fee(catalogue, service, today));
  for (const auto& concession : catalogue.concessions) {
    if (!may_have(concession, service)) continue;
    view.concessions.push_back(
        {concession.names.in(say.language()), amount_text(say, share_of(*at_window, concession.factor))});
  }
  return view;
}

std::string_view where_key(const Service& service) {
  if (applied_for_online(service) && service.needs_identity) return "service.identity_visit";
  return applied_for_online(service) ? "service.online" : "service.in_person";
}

std::vector<std::string> notes_of(const Service& service, const i18n::Speaker& say, Day today) {
  std::vector<std::string> notes;
  if (service.season) {
    const OpenDays days = open_days(*service.season, today);
    notes.push_back(say(days.from <= today ? "service.season" : "service.season_closed",
                        {{"from", i18n::date_in_sentence(say.language(), days.from)},
                         {"to", i18n::date_in_sentence(say.language(), days.to)}}));
  }
  if (service.waiting_list) notes.emplace_back(say("service.waiting_list"));
  if (service.silence) notes.emplace_back(say("service.by_silence"));
  return notes;
}

}  // namespace

ServiceView service_view(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say,
                         Day today) {
  const auto in = [&](const Names& names) { return names.in(say.language()); };
  const Department& department = *catalogue.find(service.department);
  ServiceView view{
      .name = in(service.names),
      .summary = in(service.summary),
      .who = in(service.who),
      .documents = {},
      .documents_spared = {},
      .spared_online = service.at_window,
      .term = service.term_working_days == 0 ? std::string(say("service.at_once"))
                                             : say.many("service.working_days", service.term_working_days),
      .term_note = note_text(say, service.term_note),
      .fee = fee_view(catalogue, service, say, today),
      .result = in(service.result),
      .where = std::string(say(std::string(where_key(service)))),
      .windows = {},
      .department = {in(department.names), "/departments/" + department.id.str()},
      .agency = in(department.agency),
      .life_events = {},
      .notes = notes_of(service, say, today),
      .can_apply = applied_for_online(service) && (!service.season || is_open(*service.season, today))};
  for (const auto& use : service.documents) {
    const ServiceView::Document document{in(catalogue.find(use.type)->names), use.when.has_value()};
    if (!use.step.empty()) view.documents_spared.push_back(document);
    if (use.step.empty() || service.at_window) view.documents.push_back(document);
  }
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
