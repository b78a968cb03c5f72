// The parts of a case's page: what is known of the case, what happened, and the forms of commands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/casework/pages_parts.hpp"
#include "features/casework/step_view.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::casework {

// A case as somebody looks at it.
struct CaseView : View {
  CaseView(const Site& site, const Applications& applications, const documents::Documents& documents,
           const integrations::Registries& registries, const http::Request& request,
           const Application& application);

  const Case& process() const { return application.process; }
  std::string title() const;  // the service's name
  // "The child's birth date", "Birth certificate": what a mark stands for.
  std::string mark_text(std::string_view mark) const;
  CaseReading reading() const { return {application, *edition, viewer, people, say}; }
  std::string actor_name(const Actor& actor) const { return reading().actor_name(actor); }
  std::string day_and_time(Time time) const { return reading().day_and_time(time); }
  Urgency urgency() const {  // of the whole case
    const catalogue::Catalogue& catalogue = applications.calendar(application)->catalogue;
    return biroyna::urgency(process().term, catalogue::calendar_of(catalogue, service.department),
                            edition->zone, now);
  }

  const documents::Documents& documents;
  const integrations::Registries& registries;
  const Application& application;
  catalogue::EditionPtr edition;
  const catalogue::Service& service;
  DueTimes due;
};

// An order that was refused, with everything that the person wrote.
struct Returned {
  Order order;
  Refusal refusal;

  bool is(const Command& command, std::string_view task) const {
    return order.command == &command && order.task == task;
  }
};

// What was found, or is just being filled in, as a form of answers: its errors point below /answers.
struct FindingsForm {
  FindingsForm(const CaseView& view, const Command& command, const Task& task, const Returned* returned);

  bool empty() const { return asked.empty(); }
  forms::FormView shown() const {
    return {view.edition->catalogue, view.say, view.application.applicant, values, errors};
  }

  const CaseView& view;
  std::vector<forms::AskedField> asked;
  catalogue::Answers values;
  std::vector<catalogue::AnswerError> errors;
};
// "/answers/pension_amount" of "/findings/pension_amount"; empty for any other pointer.
std::string finding_pointer(std::string_view pointer);

// The forms of the commands that are possible on a task, or on the case if `task` is null. Empty if there are
// none.
Html order_forms(const CaseView& view, const Task* task, const Returned* returned);
// The field's id in the form of this order: "review-refuse-text".
std::string field_id(const Order& order, std::string_view field);
std::string field_error_text(const i18n::Speaker& say, const FieldError& error);

Html case_facts(const CaseView& view);
Html case_question(const CaseView& view);
// Who may act for the applicant. Empty if there is nobody.
Html case_mandates(const CaseView& view);
Html case_answers(const CaseView& view);
Html case_documents(const CaseView& view, const std::vector<documents::Version>& documents);
// A picture that the checks have let through: shown on a page of its own.
bool is_shown_picture(const documents::Version& version);
std::string document_address(const CaseView& view, const documents::Version& version);
// Where the API has what is kept, and a picture as every browser shows it.
std::string content_address(const documents::Version& version);
std::string picture_address(const documents::Version& version);
std::string document_name(const CaseView& view, const DocumentTypeId& type);
// The messages between the applicant and the centre. Empty if there are none.
Html case_messages(const CaseView& view);
// The applications that were handed in together with this one. Empty if there are none.
Html case_others(const CaseView& view);
// Other applications of this person, and which of them ask for the same.
Html case_of_person(const CaseView& view);
Html case_results(const CaseView& view);
// The events from this one on, the newest last.
Html case_events(const CaseView& view, std::size_t first);
// All events with their heading; of a long history only the last ones are unfolded.
Html case_history(const CaseView& view);

}  // namespace biroyna::casework
