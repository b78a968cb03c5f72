#include "features/intake/check_page.hpp"

#include <fmt/format.h>

namespace biroyna::intake {
namespace {

std::string address_to_change(const DraftSession& session, const forms::Topic& topic) {
  return session.address(session.page_of(topic)) + "?from=check";
}

std::string applicant_answer(const DraftSession& session, std::string_view part) {
  const forms::Applicant& applicant = session.draft.applicant;
  if (part == "kind")
    return std::string(session.say(fmt::format("kind.{}", catalogue::name(applicant.kind))));
  if (part == "language") return std::string(i18n::own_name(applicant.language));
  return forms::applicant_text(applicant, part, session.say.language());
}

CheckCard card_of(const DraftSession& session, const forms::Topic& topic,
                  const std::map<DocumentTypeId, std::string>& file_names) {
  const auto& say = session.say;
  CheckCard card{session.title_of(topic), address_to_change(session, topic), {}};
  for (const auto& part : topic.applicant)
    card.rows.push_back({std::string(say(fmt::format("field.{}", part))), applicant_answer(session, part)});
  for (const auto& [field, required] : topic.fields) {
    const auto& value = catalogue::look_up(session.draft.answers, field->id);
    card.rows.push_back({field->label.in(say.language()),
                         value.is_nothing()
                             ? std::string()
                             : forms::answer_text(session.catalogue(), *field, value, say.language())});
  }
  if (!topic.document.empty()) {
    const auto file = file_names.find(topic.document);
    const bool unnamed = file != file_names.end() && file->second.empty();
    card.rows.push_back({std::string(say("check.file")), unnamed                    ? "✓"
                                                         : file == file_names.end() ? std::string()
                                                                                    : file->second});
  }
  return card;
}

// What a service costs and how long it takes.
CheckRow cost_of(const DraftSession& session, const catalogue::Service& service,
                 const catalogue::Facts& facts) {
  const auto& say = session.say;
  const auto fee = catalogue::fee_due(session.catalogue(), service, session.draft.answers, facts);
  std::string cost(say("service.fee_unknown"));
  if (fee) cost = fee->amount == 0 ? std::string(say("service.free")) : i18n::money(say.language(), *fee);
  const std::string term = service.term_working_days == 0
                               ? std::string(say("service.at_once"))
                               : say.many("service.working_days", service.term_working_days);
  return {service.names.in(say.language()), fmt::format("{}, {}", cost, term)};
}

// The PINFL tells a birth date. Of somebody whose papers were corrected it may be another one, so this is
// pointed out and not refused.
std::string other_birth_date(const DraftSession& session) {
  const forms::Applicant& applicant = session.draft.applicant;
  const auto told = catalogue::birth_date_of_pinfl(applicant.pinfl);
  if (!told || !applicant.birth_date || *told == *applicant.birth_date) return {};
  const Language language = session.say.language();
  return session.say("check.other_birth_date", {{"told", i18n::date(language, *told)},
                                                {"typed", i18n::date(language, *applicant.birth_date)}});
}

}  // namespace

CheckPage check_page(const DraftSession& session, const std::map<DocumentTypeId, std::string>& file_names,
                     const catalogue::Facts& facts) {
  const bool at_window = session.at_window();
  CheckPage page;
  page.declaration = session.say(at_window ? "check.declare_window" : "check.declare");
  page.sending = session.say(at_window ? "check.take_in" : "check.send");
  if (std::string warning = other_birth_date(session); !warning.empty())
    page.warnings.push_back(std::move(warning));
  const forms::FormView form{session.catalogue(), session.say, session.draft.applicant, session.draft.answers,
                             session.conversation.errors};
  for (const auto& topic : session.conversation.topics) {
    for (const auto& error : session.conversation.errors_of(topic))
      page.errors.push_back({named_error(form, error.pointer), address_to_change(session, topic)});
    page.cards.push_back(card_of(session, topic, file_names));
  }
  for (const auto* service : session.services) page.costs.push_back(cost_of(session, *service, facts));
  return page;
}

}  // namespace biroyna::intake
