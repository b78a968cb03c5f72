// What an applicant does with their application: answers what is asked, withdraws it. Complete without
// JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "features/applications/form_parts.hpp"
#include "features/applications/own.hpp"
#include "features/applications/shared_parts.hpp"
#include "platform/http/multipart.hpp"

namespace biroyna::applications {
namespace {

using catalogue::AnswerError;
using html::make;

// What the open question marks: facts to be answered anew, papers to be handed in anew.
struct Marked {
  std::vector<AskedField> fields;
  std::vector<DocumentId> papers;
};
Marked marked_of(const Own& own) {
  Marked marked;
  const Question* question = own.process().open_question();
  if (question == nullptr) return marked;
  for (std::string_view mark : question->marked) {
    if (mark.starts_with(kDocumentMark)) {
      marked.papers.emplace_back(std::string(mark.substr(kDocumentMark.size())));
    } else if (mark.starts_with(kAnswerMark)) {
      mark.remove_prefix(kAnswerMark.size());
      const auto* field = own.edition->catalogue.find_field(mark.substr(0, mark.find('/')));
      const bool there =
          std::ranges::any_of(marked.fields, [&](const auto& one) { return one.field == field; });
      if (field != nullptr && !there) marked.fields.push_back({field, field->required});
    }
  }
  return marked;
}

class AnswerPages {
 public:
  explicit AnswerPages(const PagesAround& around) : around_(around) {}

  http::Response ask_answer(const http::Request& request) const {
    return with_own(around_, request, [&](const Own& own) {
      if (!own.may_answer()) return http::see_other(own.address());
      return answer_page(own, own.application.answers, {});
    });
  }

  // A form with the facts and files that were marked, and a word to it.
  void answer(const http::Request& request, const http::Reply& reply) const {
    auto own = own_of(around_, request);
    if (!own) return reply.send(to_find(request));
    if (!own->may_answer()) return reply.send(http::see_other(own->address()));
    auto read = http::MultipartForm::of(request);
    if (!read) return reply.send(around_.base.refused(request, {Refusal::Kind::malformed, "malformed"}));
    const auto body = std::make_shared<const http::MultipartForm>(*std::move(read));
    http::Fields form;
    for (const auto& part : body->parts()) {
      if (!part.filename) form.emplace_back(part.name, std::string(part.content));
    }
    const Marked marked = marked_of(*own);
    catalogue::Answers answers = own->application.answers;
    read_answers(form, marked.fields, answers);
    std::vector<AnswerError> errors = errors_of(*own, marked, answers);
    std::vector<documents::Upload> uploads;
    for (const auto& document : marked.papers) {
      const http::Part* file = documents::file_of(*body, "file." + document.str());
      if (file == nullptr) {
        errors.push_back({"/documents/" + document.str(), "error.paper_missing"});
        continue;
      }
      uploads.push_back({.centre = own->application.centre,
                         .owner = "visitor",
                         .purpose = document.str(),
                         .name = *file->filename,
                         .content = file->content});
    }
    if (!errors.empty()) return reply.send(answer_page(*own, answers, std::move(errors)));
    const std::string text = http::field(form, "text").substr(0, kMostText);
    if (uploads.empty()) return answered(*own, reply, std::move(answers), {}, text);
    around_.uploads.take(request, reply, body, std::move(uploads),
                         [this, marked, answers, text](const http::Request& asked, const http::Reply& to,
                                                       const documents::Uploads::Outcomes& outcomes) {
                           taken(asked, to, marked, answers, text, outcomes);
                         });
  }

  http::Response ask_withdraw(const http::Request& request) const {
    return with_own(around_, request, [&](const Own& own) {
      if (!own.may(Action::withdraw)) return http::see_other(own.address());
      const auto& say = own.say;
      const Html main = make(
          "{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><form method=\"post\" "
          "action=\"{}\">{}{}</form>",
          html::back_link({.text = say("form.back"), .href = own.address()}), say("mine.withdraw_sure"),
          say("mine.withdraw_means"), own.address("withdraw"), pages::csrf_field(request),
          html::button({.text = say("mine.withdraw_yes"), .classes = "govuk-button--warning"}));
      return respond(around_, own, std::string(say("mine.withdraw_sure")), main);
    });
  }

  void withdraw(const http::Request& request, http::Reply reply) const {
    const auto own = own_of(around_, request);
    if (!own) return reply.send(to_find(request));
    change(*own, std::move(reply), Action::withdraw,
           [actor = actor_of(own->viewer, {})](const Case& process, Time now) {
             return process.withdraw(actor, now);
           });
  }

 private:
  http::Response answer_page(const Own& own, const catalogue::Answers& answers,
                             std::vector<AnswerError> errors) const {
    const auto& say = own.say;
    const Question& question = *own.process().open_question();
    const Marked marked = marked_of(own);
    const FormView view{own.edition->catalogue, say, own.application.applicant, answers, errors};
    Html fields;
    for (const auto& asked : marked.fields) fields += answer_field(view, asked);
    for (const auto& document : marked.papers) {
      const auto* known = own.edition->catalogue.find(document);
      fields += upload_field({.name = "file." + document.str(),
                              .label = known == nullptr ? document.str() : known->names.in(say.language()),
                              .hint = std::string(say("paper.hint")),
                              .error = error_text(view, "/documents/" + document.str()),
                              .error_word = std::string(say("host.error"))});
    }
    const Html main = make(
        "{}{}<h1 class=\"govuk-heading-l\">{}</h1>{}<form method=\"post\" action=\"{}\" "
        "enctype=\"multipart/form-data\" novalidate>{}{}{}{}</form>",
        html::back_link({.text = say("form.back"), .href = own.address()}), error_summary(view),
        say("mine.answer_title"), html::inset_text({.text = question.text}), own.address("answer"),
        pages::csrf_field(own.request), fields,
        html::textarea({.name = "text", .label = {.text = say("mine.word")}, .rows = 3}),
        html::button({.text = say("mine.answer_send")}));
    return respond(around_, own, std::string(say("mine.answer_title")), main, !errors.empty());
  }

  void taken(const http::Request& request, const http::Reply& reply, const Marked& marked,
             const catalogue::Answers& answers, const std::string& text,
             const documents::Uploads::Outcomes& outcomes) const {
    const auto own = own_of(around_, request);
    if (!own || !own->may_answer()) return reply.send(to_find(request));
    Papers papers;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& outcome = outcomes[i];
      if (outcome) {
        papers.insert_or_assign(marked.papers[i], outcome->paper.id);
        continue;
      }
      if (outcome.error().fields.empty()) return reply.send(around_.base.refused(request, outcome.error()));
      return reply.send(answer_page(
          *own, answers, {{"/documents/" + marked.papers[i].str(), outcome.error().fields.front().code}}));
    }
    answered(*own, reply, answers, std::move(papers), text);
  }

  void answered(const Own& own, http::Reply reply, catalogue::Answers answers, Papers papers,
                const std::string& text) const {
    change(
        own, std::move(reply), Action::answer,
        [text, actor = actor_of(own.viewer, {})](const Case& process, Time now) {
          return process.answer(actor, now, text);
        },
        std::move(answers), std::move(papers));
  }

  // Does it for the applicant, and shows the application as it then is.
  void change(const Own& own, http::Reply reply, Action action,
              std::function<Case::Decided(const Case&, Time)> decide,
              std::optional<catalogue::Answers> answers = {}, Papers papers = {}) const {
    Applications::Change change{.number = own.application.number,
                                .key = {},
                                .decide = {},
                                .answers = std::move(answers),
                                .papers = std::move(papers),
                                .answer = {}};
    change.decide = [this, secret = own.secret, action, decide = std::move(decide)](
                        const Application& application, Time now) -> Case::Decided {
      const Viewer viewer = viewer_of({}, application, secret, around_.base.applications.today(application));
      if (!may(viewer, action, application.process)) return refuse(Refusal::Kind::not_found, "not_found");
      return decide(application.process, now);
    };
    change.answer = [to = own.address()](const Application&) { return http::see_other(to); };
    // What is not possible any more shows by how it stands.
    change.refused = [this, to = own.address()](const http::Request& asked, const Refusal& refusal) {
      return refusal.kind == Refusal::Kind::conflict ? http::see_other(to)
                                                     : around_.base.refused(asked, refusal);
    };
    around_.base.applications.change(own.request, std::move(reply), std::move(change));
  }

  std::vector<AnswerError> errors_of(const Own& own, const Marked& marked,
                                     const catalogue::Answers& answers) const {
    const catalogue::Facts facts = around_.base.applications.facts_of(own.application);
    std::vector<AnswerError> errors = catalogue::check(own.edition->catalogue, own.service(), answers, facts);
    std::erase_if(errors, [&](const AnswerError& error) {
      const std::string name = field_name(error.pointer);
      return std::ranges::none_of(marked.fields, [&](const AskedField& asked) {
        return name.substr(0, name.find('.')) == asked.field->id;
      });
    });
    return errors;
  }

  const PagesAround around_;
};

}  // namespace

void add_answer_pages(http::Router& router, const PagesAround& around) {
  const auto pages = std::make_shared<const AnswerPages>(around);
  const auto everyone = auth::Roles::all();
  const std::string one = "/{lang}/{centre}/my/{number}";
  router.get(one + "/answer", everyone, std::bind_front(&AnswerPages::ask_answer, pages));
  router.add({http::Method::post, one + "/answer", everyone, http::Where::pool,
              std::bind_front(&AnswerPages::answer, pages), 2 * documents::kMostBody, true});
  router.get(one + "/withdraw", everyone, std::bind_front(&AnswerPages::ask_withdraw, pages));
  router.add({http::Method::post, one + "/withdraw", everyone, http::Where::pool,
              std::bind_front(&AnswerPages::withdraw, pages)});
}

}  // namespace biroyna::applications
