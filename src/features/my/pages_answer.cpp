// An applicant answers a question (at a window an operator does it for them), writes a message, or withdraws
// the application. Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "features/forms/edge.hpp"
#include "features/forms/forms.hpp"
#include "features/my/pages.hpp"
#include "features/my/pages_applicant_view.hpp"
#include "features/my/pages_standing.hpp"
#include "platform/http/multipart.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::my {
namespace {

using catalogue::AnswerError;
using html::make;

// What the page asks for: parts of the applicant, facts and documents to be corrected.
struct Requested {
  std::vector<std::string> parts;  // of the applicant
  std::vector<forms::AskedField> fields;
  std::vector<DocumentTypeId> documents;

  void ask(const catalogue::Field* field) {
    const bool there = std::ranges::any_of(fields, [&](const auto& one) { return one.field == field; });
    if (field != nullptr && !there) fields.push_back({field, field->required});
  }
  void ask(DocumentTypeId document) {
    if (std::ranges::find(documents, document) == documents.end()) documents.push_back(std::move(document));
  }
  void ask(const catalogue::Catalogue& catalogue, std::string_view mark) {
    const std::string part(marked_part(mark));
    if (!part.empty() && std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    if (const auto type = marked_document(mark); !type.empty())
      ask(DocumentTypeId(std::string(type)));
    else if (part.empty())
      ask(catalogue.find_field(marked_field(mark)));
  }
};

// What the open question marks.
Requested marked_of(const ApplicantView& view) {
  Requested marked;
  for (const auto& mark : view.process().open_question()->marked) marked.ask(view.edition->catalogue, mark);
  return marked;
}

// Also includes fields of the form that earlier answers have made necessary.
Requested requested_in(const ApplicantView& view, const http::MultipartForm& body) {
  Requested requested = marked_of(view);
  for (const auto& part : body.parts()) {
    std::string_view name = part.name;
    constexpr std::string_view kFile = "file.";
    if (name.starts_with(kFile)) {
      const DocumentTypeId type{std::string(name.substr(kFile.size()))};
      const auto& known = view.service().documents;
      if (std::ranges::find(known, type, &catalogue::DocumentUse::type) != known.end()) requested.ask(type);
      continue;
    }
    const auto* field = view.edition->catalogue.find_field(name.substr(0, name.find('.')));
    if (field != nullptr && !view.application.answers.contains(field->id)) requested.ask(field);
  }
  return requested;
}

// A document that came with an answer in which something else was wrong: it waits, and the form names it.
struct Kept {
  documents::DocumentId id;
  std::string name;
};
constexpr std::string_view kKept = "kept.";

std::string kept_field(const DocumentTypeId& type) { return fmt::format("{}{}", kKept, type.str()); }
// "3f2a…/scan.png", as the form carries it.
std::string text_of(const Kept& kept) { return fmt::format("{}/{}", kept.id.str(), kept.name); }
std::optional<Kept> kept_from(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos) return std::nullopt;
  return Kept{documents::DocumentId(std::string(text.substr(0, slash))), std::string(text.substr(slash + 1))};
}

class AnswerPages {
 public:
  AnswerPages(const Site& site, Applications& applications, const CaseAccess& access,
              documents::Uploads& uploads, Way way)
      : site_(site),
        applications_(applications),
        applicants_(site, applications, access),
        uploads_(uploads),
        way_(way) {}

  http::Response ask_answer(const http::Request& request) const {
    auto view = applicants_.open(request, Action::answer, way_);
    if (!view) return std::move(view.error());
    if (!view->may_answer()) return http::see_other(view->address());
    const Requested marked = marked_of(*view);
    std::vector<AnswerError> errors;
    // Together the files were too large to be read.
    if (request.query_value("problem") == "document_too_large" && !marked.documents.empty())
      errors.push_back({"/documents/" + marked.documents.front().str(), "error.document_too_large"});
    return answer_page(*view,
                       {.requested = marked,
                        .applicant = view->application.applicant,
                        .answers = view->application.answers,
                        .text = {}},
                       std::move(errors));
  }

  // Takes the form with the marked facts, files and a text.
  void answer(const http::Request& request, const http::Reply& reply) const {
    auto view = applicants_.open(request, Action::answer, way_);
    auto read = http::MultipartForm::of(request);
    if (!view) {
      const http::Part* text = read ? read->find("text") : nullptr;
      return reply.send(not_opened(request, std::move(view.error()),
                                   text == nullptr ? std::string() : many_lines(text->content)));
    }
    if (!view->may_answer()) return reply.send(http::see_other(view->address()));
    if (!read) return reply.send(site_.refused(request, {Refusal::Kind::malformed, "malformed"}));
    const auto body = std::make_shared<const http::MultipartForm>(*std::move(read));
    http::Fields form;
    for (const auto& part : body->parts()) {
      if (!part.filename) form.emplace_back(part.name, many_lines(part.content));
    }
    Sent sent{.requested = requested_in(*view, *body),
              .applicant = view->application.applicant,
              .answers = view->application.answers,
              .text = http::field(form, "text")};
    read_applicant(form, sent.requested.parts, sent.applicant);
    read_answers(form, sent.requested.fields, sent.answers);
    std::vector<documents::Upload> uploads;
    for (const auto& type : sent.requested.documents) {
      const http::Part* file = documents::file_of(*body, "file." + type.str());
      if (file == nullptr) {
        if (auto kept = kept_from(http::field(form, kept_field(type))))
          sent.kept.emplace(type, *std::move(kept));
        continue;
      }
      sent.files.push_back(type);
      uploads.push_back({.centre = view->application.centre,
                         .owner = way_ == Way::window ? to_string(view->viewer.actor) : to_string(kVisitor),
                         .purpose = type.str(),
                         .name = *file->filename,
                         .content = file->content});
    }
    // Files are taken also when something else is wrong: a browser shows no form with them again.
    if (uploads.empty()) return settle(*view, reply, std::move(sent));
    uploads_.take(
        request, reply, body, std::move(uploads),
        [this, sent](const http::Request& asked, const http::Reply& to,
                     const documents::Uploads::Outcomes& outcomes) { taken(asked, to, sent, outcomes); });
  }

  http::Response ask_withdraw(const http::Request& request) const {
    auto view = applicants_.open(request, Action::withdraw);
    if (!view) return std::move(view.error());
    const auto& say = view->say;
    const Html main = make(
        "{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><form method=\"post\" "
        "action=\"{}\">{}{}</form>",
        html::back_link({.text = say("form.back"), .href = view->address()}), say("mine.withdraw_sure"),
        say("mine.withdraw_means"), view->address("withdraw"), pages::csrf_field(request),
        html::button({.text = say("mine.withdraw_yes"), .classes = "govuk-button--warning"}));
    return respond(site_, *view, {.title = std::string(say("mine.withdraw_sure")), .main = main});
  }

  void withdraw(const http::Request& request, http::Reply reply) const {
    auto view = applicants_.open(request, Action::withdraw);
    if (!view) return reply.send(std::move(view.error()));
    order(*view, reply, "withdraw", {});
  }

  // A message to the staff.
  void write(const http::Request& request, http::Reply reply) const {
    auto view = applicants_.open(request, Action::write);
    CommandInput input{.text = std::string(trim(http::field(http::form_of(request), "text")))};
    if (!view) return reply.send(not_opened(request, std::move(view.error()), input.text));
    if (input.text.empty()) return reply.send(pages::see_done(view->address() + "?problem=no_message"));
    order(*view, reply, "message", std::move(input));
  }

 private:
  // An answer as it was sent.
  struct Sent {
    Requested requested;
    forms::Applicant applicant;  // as they then are
    catalogue::Answers answers;  // all of them, as they then are
    std::string text;
    std::vector<DocumentTypeId> files = {};    // that came with it
    std::map<DocumentTypeId, Kept> kept = {};  // that are there already
  };

  http::Response answer_page(const ApplicantView& view, const Sent& sent,
                             std::vector<AnswerError> errors) const {
    const auto& say = view.say;
    const Requested& requested = sent.requested;
    const Question& question = *view.process().open_question();
    const forms::FormView form{view.edition->catalogue, say, sent.applicant, sent.answers, errors};
    Html fields;
    for (const auto& part : requested.parts) fields += applicant_field(form, part);
    for (const auto& asked : requested.fields) fields += answer_field(form, asked);
    for (const auto& type : requested.documents) {
      const auto* known = view.edition->catalogue.find(type);
      const auto kept = sent.kept.find(type);
      Html state;
      if (kept != sent.kept.end())
        state = make(
            "<p class=\"govuk-body\">{} <strong>{}</strong><input type=\"hidden\" name=\"{}\" "
            "value=\"{}\"></p>",
            html::tag({.text = say("document.accepted"), .classes = "govuk-tag--green"}), kept->second.name,
            kept_field(type), text_of(kept->second));
      fields += forms::upload_field({.name = "file." + type.str(),
                                     .label = known == nullptr ? type.str() : known->names.in(say.language()),
                                     .hint = std::string(say("document.hint")),
                                     .state = state,
                                     .error = error_text(form, "/documents/" + type.str()),
                                     .error_word = std::string(say("host.error"))});
    }
    const Html main = make(
        "{}{}<h1 class=\"govuk-heading-l\">{}</h1>{}<form method=\"post\" action=\"{}\" "
        "enctype=\"multipart/form-data\" novalidate>{}{}{}{}</form>",
        html::back_link({.text = say("form.back"), .href = view.address()}), error_summary(form),
        say("mine.answer_title"),
        html::inset_text({.text = make("{}<p class=\"govuk-body b-words\">{}</p>",
                                       intended_refusal(view, question), question.text)}),
        view.address("answer"), pages::csrf_field(view.request), fields,
        html::textarea({.name = "text",
                        .label = {.text = say("mine.word")},
                        .value = sent.text,
                        .rows = 3,
                        .attributes = kLongest}),
        html::button({.text = say("mine.answer_send")}));
    return respond(site_, view,
                   {.title = std::string(say("mine.answer_title")),
                    .main = main,
                    .failed = !errors.empty(),
                    .typed_into = true});
  }

  // Shows the form again with everything that was written, and with what the new answers ask for.
  http::Response came_back(const ApplicantView& view, Sent sent, std::vector<AnswerError> errors) const {
    // The pointer of a fault is the mark of what it is about, after a slash.
    for (const auto& error : errors)
      sent.requested.ask(view.edition->catalogue, std::string_view(error.pointer).substr(1));
    return answer_page(view, sent, std::move(errors));
  }

  void taken(const http::Request& request, const http::Reply& reply, Sent sent,
             const documents::Uploads::Outcomes& outcomes) const {
    auto view = applicants_.open(request, Action::answer, way_);
    if (!view) return reply.send(std::move(view.error()));
    if (!view->may_answer()) return reply.send(http::see_other(view->address()));
    std::vector<AnswerError> errors;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& outcome = outcomes[i];
      if (outcome)
        sent.kept.insert_or_assign(sent.files[i], Kept{outcome->document.id, outcome->document.name});
      else
        errors.push_back({"/documents/" + sent.files[i].str(), documents::upload_error(outcome.error())});
    }
    settle(*view, reply, std::move(sent), std::move(errors));
  }

  // Answers, or shows the form again with all that is wrong in it.
  void settle(const ApplicantView& view, const http::Reply& reply, Sent sent,
              std::vector<AnswerError> errors = {}) const {
    for (auto& error : errors_of(view, sent)) {
      const bool said = std::ranges::find(errors, error.pointer, &AnswerError::pointer) != errors.end();
      if (!said) errors.push_back(std::move(error));
    }
    if (!errors.empty()) return reply.send(came_back(view, std::move(sent), std::move(errors)));
    cases::Attachments documents;
    for (const auto& [type, kept] : sent.kept) documents.emplace(type, kept.id);
    answered(view, reply, sent, std::move(documents));
  }

  void answered(const ApplicantView& view, http::Reply reply, const Sent& sent,
                cases::Attachments documents) const {
    forms::ApplicantParts parts;
    for (const auto& part : sent.requested.parts) parts[part] = part_of(sent.applicant, part);
    catalogue::Answers anew;
    for (const auto& asked : sent.requested.fields) {
      const auto found = sent.answers.find(asked.field->id);
      anew[asked.field->id] = found == sent.answers.end() ? catalogue::Value() : found->second;
    }
    order(view, reply, "answer",
          {.text = sent.text,
           .applicant = std::move(parts),
           .answers = std::move(anew),
           .documents = std::move(documents)});
  }

  // Carries out the command for the applicant, and redirects to the application.
  void order(const ApplicantView& view, const http::Reply& reply, std::string_view command,
             CommandInput input) const {
    const std::string text = input.text;
    auto change = change_of(applications_, view.credentials(),
                            {.command = find_command(Target::application, command),
                             .number = view.application.number,
                             .input = std::move(input)});
    applications_.change(std::move(change), [this, &request = view.request, reply, to = view.address(),
                                             text](const Result<Executed<Applications::Changed>>& changed) {
      if (!changed && !text.empty()) return reply.send(refused_with(request, changed.error(), text, to));
      // After a conflict, the application's page shows the present state.
      const bool shown = changed || changed.error().kind == Refusal::Kind::conflict;
      reply.send(shown ? http::see_other(to) : site_.refused(request, changed.error()));
    });
  }

  // Who has to open the application anew still reads what they wrote.
  http::Response not_opened(const http::Request& request, http::Response opening,
                            const std::string& text) const {
    const std::string to = http::field(opening.headers, "Location");
    if (to.empty() || text.empty()) return opening;
    const i18n::Speaker say(request.language);
    return unsent_page(request, say("mine.unsent_closed"), text, to, 422);
  }
  http::Response refused_with(const http::Request& request, const Refusal& refusal, const std::string& text,
                              const std::string& to) const {
    const i18n::Speaker say(request.language);
    const std::string state = "state." + refusal.subject;
    const bool known = i18n::has(request.language, state);
    return unsent_page(
        request,
        say("refusal." + refusal.code, {{"subject", known ? say(state) : std::string_view(refusal.subject)}}),
        text, to, http::status_of(refusal.kind));
  }
  http::Response unsent_page(const http::Request& request, std::string_view reason, const std::string& text,
                             const std::string& to, int status) const {
    const i18n::Speaker say(request.language);
    const std::string title(say("mine.unsent"));
    const Html main = make(
        "<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}<p class=\"govuk-body\"><a "
        "class=\"govuk-link\" href=\"{}\">{}</a></p>",
        title, reason,
        html::textarea({.name = "text",
                        .label = {.text = say("kept.words")},
                        .value = text,
                        .rows = 6,
                        .hint = {.text = say("mine.unsent_hint")},
                        .attributes = html::attribute_if("readonly", true)}),
        to, say("mine.unsent_back"));
    auto response = site_.pages.page(
        request, {.title = title,
                  .main = main,
                  .place = site_.place(request.language, CentreId(std::string(request.param("centre")))),
                  .status = status});
    keep_nowhere(response);
    return response;
  }

  std::vector<AnswerError> errors_of(const ApplicantView& view, const Sent& sent) const {
    std::set<DocumentTypeId> provided;
    for (const auto& [type, kept] : sent.kept) provided.insert(type);
    return applications_.faults_of_answer(view.application, sent.applicant,
                                          catalogue::normalised(view.edition->catalogue, sent.answers),
                                          applications_.documents_of(view.application), std::move(provided));
  }

  const Site& site_;
  Applications& applications_;
  const ApplicantAccess applicants_;
  documents::Uploads& uploads_;
  const Way way_;
};

}  // namespace

void add_answer_pages(http::Router& router, const Site& site, Applications& applications,
                      const CaseAccess& access, documents::Uploads& uploads) {
  const auto add = [&](Way way, const std::string& one, auth::Roles allowed) {
    const auto pages = std::make_shared<const AnswerPages>(site, applications, access, uploads, way);
    router.get(one + "/answer", allowed, std::bind_front(&AnswerPages::ask_answer, pages));
    router.add({http::Method::post, one + "/answer", allowed, http::Where::pool,
                std::bind_front(&AnswerPages::answer, pages), 2 * documents::kMostBody, true});
    return pages;
  };
  add(Way::window, "/{lang}/{centre}/cases/{number}", {auth::Role::operator_});
  const auto everyone = auth::Roles::all();
  const std::string one = "/{lang}/{centre}/my/{number}";
  const auto pages = add(Way::secret, one, everyone);
  router.get(one + "/withdraw", everyone, std::bind_front(&AnswerPages::ask_withdraw, pages));
  const auto post = [&](std::string_view rest,
                        void (AnswerPages::*handle)(const http::Request&, http::Reply) const) {
    router.add({http::Method::post, one + std::string(rest), everyone, http::Where::pool,
                std::bind_front(handle, pages)});
  };
  post("/withdraw", &AnswerPages::withdraw);
  post("/message", &AnswerPages::write);
}

}  // namespace biroyna::my
