#include "features/eligibility/outcome_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/term.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::eligibility {
namespace {

constexpr std::size_t kMostOthers = 5;

std::string amount_text(const i18n::Speaker& say, std::optional<Tiyin> amount) {
  if (!amount) return std::string(say("service.fee_unknown"));
  if (amount->amount == 0) return std::string(say("service.free"));
  return i18n::money(say.language(), *amount);
}

// "1,25"; in English "1.25".
std::string share_number(Language language, double share) {
  std::string text = fmt::format("{:.6g}", share);
  if (language != Language::en) std::ranges::replace(text, '.', ',');
  return text;
}

std::string share_text(const Catalogue& catalogue, std::optional<double> share, const i18n::Speaker& say,
                       Day today) {
  const auto base = catalogue::base_amount(catalogue, today);
  if (!share || *share == 0 || !base) return {};
  return say("eligibility.share", {{"share", share_number(say.language(), *share)},
                                   {"amount", i18n::money(say.language(), *base)}});
}

std::string due_text(const catalogue::Edition& edition, const Service& service, const i18n::Speaker& say,
                     Time now) {
  // In line, and out of season, no term runs yet.
  if (service.waiting_list || (service.season && !catalogue::is_open(*service.season, edition.zone.day(now))))
    return {};
  const auto& calendar = catalogue::calendar_of(edition.catalogue, service.department);
  const auto due = due_at({.begun = now, .working_days = service.term_working_days}, calendar, edition.zone);
  if (!due) return {};
  const Day last = edition.zone.day(*due);
  std::string day = i18n::date(say.language(), last);
  return catalogue::may_move(edition.catalogue, edition.zone.day(now), last)
             ? say("mine.until_may_move", {{"day", day}})
             : day;
}

std::string_view where_text(const Service& service, const Outcome& outcome, const i18n::Speaker& say) {
  if (!catalogue::applied_for_online(service)) return say("eligibility.come");
  if (service.needs_identity) return say("service.identity_visit");
  const bool free = outcome.on_portal && outcome.on_portal->amount == 0;
  return free ? say("eligibility.stay") : say("eligibility.come_to_pay");
}

std::vector<std::string> notes_of(const Service& service, const i18n::Speaker& say, Day today) {
  std::vector<std::string> notes;
  if (service.season) {
    const auto days = catalogue::open_days(*service.season, today);
    notes.push_back(say(days.from <= today ? "service.season" : "service.season_closed",
                        {{"from", i18n::date_in_sentence(say.language(), days.from)},
                         {"to", i18n::date_in_sentence(say.language(), days.to)}}));
  }
  if (service.waiting_list) notes.emplace_back(say("service.waiting_list"));
  return notes;
}

std::vector<std::string> reasons_of(const Outcome& outcome, const i18n::Speaker& say) {
  std::vector<std::string> reasons;
  if (outcome.not_for_kind) reasons.emplace_back(say("error.not_for_kind"));
  for (const auto* rule : outcome.broken) reasons.push_back(rule->says.in(say.language()));
  if (outcome.too_young && reasons.empty()) reasons.emplace_back(say("error.too_young"));
  return reasons;
}

// Adds those that may be asked about, each once, as far as there is room.
void add_others(const Catalogue& catalogue, const Service& service, const std::vector<ServiceId>& ids,
                Language language, std::vector<OutcomeView::Link>& others) {
  for (const auto& id : ids) {
    const auto* other = catalogue.find(id);
    const std::string path = eligibility_path(id);
    if (other == nullptr || id == service.id || other->form.empty() || others.size() == kMostOthers) continue;
    if (std::ranges::find(others, path, &OutcomeView::Link::path) == others.end())
      others.push_back({other->names.in(language), path});
  }
}

// Those of the same life events; else those that a search for this one finds; else those of its subject.
std::vector<OutcomeView::Link> others_of(const catalogue::Edition& edition, const Service& service,
                                         Language language) {
  const Catalogue& catalogue = edition.catalogue;
  std::vector<OutcomeView::Link> others;
  for (const auto& event : catalogue.life_events) {
    if (std::ranges::find(event.services, service.id) != event.services.end())
      add_others(catalogue, service, event.services, language, others);
  }
  if (others.empty())
    add_others(catalogue, service, edition.search.find(service.names.in(language)).services, language,
               others);
  if (!others.empty()) return others;
  std::vector<ServiceId> of_subject;
  for (const auto& other : catalogue.services) {
    if (other.sphere == service.sphere) of_subject.push_back(other.id);
  }
  add_others(catalogue, service, of_subject, language, others);
  return others;
}

std::vector<OutcomeView::Elsewhere> elsewhere_of(const catalogue::Edition& edition, const Service& service,
                                                 Language language) {
  std::vector<OutcomeView::Elsewhere> found;
  for (const auto& id : edition.search.find(service.names.in(language)).elsewhere) {
    if (const auto* one = edition.catalogue.find_elsewhere(id))
      found.push_back({one->names.in(language), one->where.in(language), one->link});
  }
  return found;
}

}  // namespace

std::string eligibility_path(const ServiceId& service) {
  return fmt::format("/services/{}/eligibility", service.str());
}

OutcomeView outcome_view(const catalogue::Edition& edition, const Service& service, const Outcome& outcome,
                         const i18n::Speaker& say, Time now) {
  const Catalogue& catalogue = edition.catalogue;
  const auto* department = catalogue.find(service.department);
  OutcomeView view{.may = outcome.may(),
                   .reasons = reasons_of(outcome, say),
                   .closed = outcome.closed,
                   .notes = notes_of(service, say, edition.zone.day(now)),
                   .documents = {},
                   .documents_spared = {},
                   .fee = amount_text(say, outcome.at_window),
                   .fee_share = share_text(catalogue, outcome.share, say, edition.zone.day(now)),
                   .concession = outcome.concession == nullptr ? std::string()
                                                               : outcome.concession->names.in(say.language()),
                   .portal_fee = {},
                   .paid = !outcome.at_window || outcome.at_window->amount > 0,
                   .due = due_text(edition, service, say, now),
                   .where = std::string(where_text(service, outcome, say)),
                   .department = department == nullptr ? std::string() : department->names.in(say.language()),
                   .can_apply = catalogue::applied_for_online(service) && !outcome.closed,
                   .others = {},
                   .elsewhere = {}};
  for (const auto& id : outcome.documents)
    view.documents.push_back(catalogue.find(id)->names.in(say.language()));
  for (const auto& id : outcome.documents_spared)
    view.documents_spared.push_back(catalogue.find(id)->names.in(say.language()));
  if (outcome.on_portal && outcome.on_portal->amount > 0)
    view.portal_fee = amount_text(say, outcome.on_portal);
  if (!view.may) {
    view.others = others_of(edition, service, say.language());
    view.elsewhere = elsewhere_of(edition, service, say.language());
  }
  return view;
}

}  // namespace biroyna::eligibility
