#include "features/intake/draft_session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::intake {

NewDraft new_draft(const catalogue::Edition& edition, const std::vector<ServiceId>& named,
                   catalogue::Channel channel, Language language, Time now) {
  const catalogue::Catalogue& catalogue = edition.catalogue;
  Draft draft{.centre = catalogue.centre.id,
              .id = {},
              .services = {},
              .channel = channel,
              .staff = {},
              .ticket = {},
              .applicant = {},
              .answers = {},
              .documents = {}};
  draft.applicant.language = language;
  std::vector<const catalogue::Service*> services;
  for (const ServiceId& id : named) {
    const auto* service = catalogue.find(id);
    const bool offered = service != nullptr && !service->form.empty() &&
                         (channel == catalogue::Channel::window || catalogue::applied_for_online(*service));
    if (!offered || std::ranges::find(services, service) != services.end()) continue;
    services.push_back(service);
    draft.services.push_back(id);
  }
  const auto kinds = forms::kinds_for(services);
  if (services.empty()) return {std::move(draft), "none_chosen"};
  if (kinds.empty() || services.size() > cases::kMostServices) return {std::move(draft), "not_together"};
  draft.applicant.kind = kinds.front();
  const Day today = edition.zone.day(now);
  const bool closed = std::ranges::any_of(services, [&](const catalogue::Service* service) {
    return service->season && !catalogue::is_open(*service->season, today);
  });
  return {std::move(draft), closed ? "out_of_season" : ""};
}

std::string draft_address(Language language, const Draft& draft, std::string_view rest) {
  std::string address =
      fmt::format("/{}/{}/apply/{}{}{}", tag(language), draft.centre.str(),
                  draft.id.empty() ? kNew : std::string_view(draft.id), rest.empty() ? "" : "/", rest);
  if (draft.id.empty()) {
    char before = '?';
    for (const auto& service : draft.services) {
      address += fmt::format("{}service={}", before, service.str());
      before = '&';
    }
  }
  return address;
}

std::string seen_mark(const Draft& draft, const std::vector<const forms::Topic*>& topics) {
  std::string all;
  for (const forms::Topic* topic : topics) {
    for (const auto& part : topic->applicant) {
      all += part == "kind"       ? std::string(catalogue::name(draft.applicant.kind))
             : part == "language" ? std::string(tag(draft.applicant.language))
                                  : part_of(draft.applicant, part);
      all += '\n';
    }
    catalogue::Answers answers;
    for (const auto& asked : topic->fields) {
      if (const auto found = draft.answers.find(asked.field->id); found != draft.answers.end())
        answers.insert(*found);
    }
    all += forms::encode_answers(answers);
  }
  return auth::hash_token(all).substr(0, 16);
}

std::string service_names(const catalogue::Catalogue& catalogue, const Draft& draft, Language language) {
  std::string all;
  for (const auto& id : draft.services) {
    if (const auto* service = catalogue.find(id))
      all += (all.empty() ? "" : ", ") + service->names.in(language);
  }
  return all;
}

std::string DraftSession::names() const { return service_names(catalogue(), draft, say.language()); }

std::string DraftSession::address(std::string_view rest) const {
  return draft_address(say.language(), draft, rest);
}

std::string_view DraftSession::page_of(const forms::Topic& topic) const {
  if (!at_window()) return topic.id;
  return topic.document.empty() ? kForm : kDocuments;
}

std::vector<std::string> DraftSession::pages() const {
  std::vector<std::string> ids;
  for (const auto& topic : conversation.topics) {
    const auto page = page_of(topic);
    if (ids.empty() || ids.back() != page) ids.emplace_back(page);
  }
  return ids;
}

std::vector<const forms::Topic*> DraftSession::topics_on(std::string_view page) const {
  std::vector<const forms::Topic*> topics;
  for (const auto& topic : conversation.topics) {
    if (page_of(topic) == page) topics.push_back(&topic);
  }
  return topics;
}

std::vector<catalogue::AnswerError> DraftSession::errors_on(std::string_view page) const {
  std::vector<catalogue::AnswerError> errors;
  for (const forms::Topic* topic : topics_on(page))
    std::ranges::move(conversation.errors_of(*topic), std::back_inserter(errors));
  return errors;
}

std::string DraftSession::next_address(std::string_view page) const {
  const auto ids = pages();
  auto at = page.empty() ? ids.begin() : std::ranges::find(ids, page);
  if (!page.empty() && at != ids.end()) ++at;
  for (; at != ids.end(); ++at) {
    // In turn, optional questions are asked, too.
    const bool in_turn = !page.empty() && !changing;
    if (in_turn || !errors_on(*at).empty()) return address(*at);
  }
  return address(kCheck);
}

std::string DraftSession::title_of(const forms::Topic& topic) const {
  if (!topic.document.empty()) return catalogue().find(topic.document)->names.in(say.language());
  if (topic.title != nullptr) return topic.title->in(say.language());
  return std::string(say(fmt::format("question.{}", topic.id)));
}

namespace {

std::string pass_on(const auth::CheckedSecrets& secrets, const Draft& draft, Day day) {
  return secrets.check_of("draft", fmt::format("{} {}", draft.id, to_iso(day)));
}

}  // namespace

std::string pass_of(const auth::CheckedSecrets& secrets, const Draft& draft, Time now) {
  return pass_on(secrets, draft, std::chrono::floor<std::chrono::days>(now));
}

bool is_pass(const auth::CheckedSecrets& secrets, const Draft& draft, std::string_view shown, Time now) {
  const Day today = std::chrono::floor<std::chrono::days>(now);
  return auth::equal_in_constant_time(shown, pass_on(secrets, draft, today)) ||
         auth::equal_in_constant_time(shown, pass_on(secrets, draft, today - std::chrono::days(1)));
}

bool read_zone(const std::string& zone, const DraftSession& session, Time now, forms::Applicant& applicant) {
  const auto read = catalogue::parse_mrz(zone, session.edition->zone.day(now));
  if (!read) return false;
  applicant.family_name = read->family_name;
  applicant.given_name = read->given_name;
  applicant.birth_date = read->birth_date;
  applicant.typed_birth_date.clear();
  applicant.passport = read->number;
  if (!read->pinfl.empty()) applicant.pinfl = read->pinfl;
  return true;
}

DraftSession draft_session(Language language, bool changing, Draft draft, const Drafts& drafts,
                           const catalogue::Catalogues& catalogues) {
  auto edition = catalogues.current(draft.centre);
  DraftSession session{std::move(draft), std::move(edition), {}, {}, i18n::Speaker(language), {}, changing};
  for (const auto& id : session.draft.services) {
    // A service that a newer catalogue lacks cannot be applied for.
    if (const auto* service = session.catalogue().find(id)) session.services.push_back(service);
  }
  const forms::Filled filled{session.draft.applicant, session.draft.answers,
                             cases::types_of(session.draft.documents)};
  session.conversation =
      converse(session.catalogue(), session.services, filled, drafts.facts_of(session.draft));
  return session;
}

}  // namespace biroyna::intake
