// Applying: on the portal one question a page, at a window all questions on one; the same draft underneath.
// Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/text.hpp"
#include "features/forms/forms.hpp"
#include "features/intake/apply_parts.hpp"
#include "platform/http/multipart.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::intake {
namespace {

using catalogue::AnswerError;
using catalogue::Channel;
using catalogue::Service;
using html::make;
using html::to;

constexpr auth::Roles kTakesIn = {auth::Role::operator_};
class ApplyPages {
 public:
  explicit ApplyPages(const Surroundings& around) : around_(around) {}

  // POST …/apply, with the services in the form.
  http::Response begin(const http::Request& request) const { return begin(request, Channel::online, {}); }

  // At a window: what to take in, and what was not finished.
  http::Response intake(const http::Request& request) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = around_.catalogues.current(centre);
    const i18n::Speaker say(request.language);
    const std::string ticket(request.query_value("ticket").value_or(""));
    std::vector<html::Choice> first, others;
    std::vector<html::Text> chosen;
    for (const auto& service : edition->catalogue.services) {
      if (service.form.empty()) continue;
      const bool requested = std::ranges::any_of(request.query, [&](const auto& one) {
        return one.first == "service" && one.second == service.id.str();
      });
      if (requested) chosen.emplace_back(service.id.str());
      (requested ? first : others)
          .push_back({.value = service.id.str(), .text = service.names.in(say.language())});
    }
    std::ranges::move(others, std::back_inserter(first));
    Html open;
    for (const auto& draft : around_.drafts.of(centre, StaffId(request.principal.id))) {
      to(open, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
         draft_address(request.language, draft), service_names(edition->catalogue, draft, request.language),
         draft.applicant.name());
    }
    if (!open.empty())
      open = make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>",
                  say("intake.unfinished"), open);
    const Html main = make(
        "{}<form method=\"post\" action=\"{}\" novalidate>{}<input type=\"hidden\" name=\"ticket\" "
        "value=\"{}\">{}{}</form>{}",
        apply_problem(request), request.path, pages::csrf_field(request), ticket,
        html::checkboxes({.name = "service",
                          .items = std::move(first),
                          .fieldset = html::Fieldset{.legend = {.text = say("intake.title"),
                                                                .classes = "govuk-fieldset__legend--l",
                                                                .is_page_heading = true}},
                          .values = std::move(chosen),
                          .classes = "govuk-checkboxes--small"}),
        html::button({.text = say("form.continue")}), open);
    return around_.site.pages.page(request, {.title = std::string(say("intake.title")),
                                             .main = main,
                                             .place = around_.site.place(request.language, centre)});
  }
  http::Response begin_intake(const http::Request& request) const {
    return begin(request, Channel::window, StaffId(request.principal.id));
  }

  // Straight to what is to be done next.
  http::Response go_on(const http::Request& request) const {
    return with_talk(request, [&](const Talk& talk) { return http::see_other(talk.next_address({})); });
  }

  http::Response show(const http::Request& request) const {
    return with_talk(request, [&](const Talk& talk) { return page(talk, request.param("page"), {}); });
  }

  // Keeps what was answered, right or not; whose session ended meanwhile loses nothing.
  http::Response answer(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    return with_talk(request, [&](const Talk& talk) {
      const std::string page(request.param("page"));
      const auto topics = talk.topics_on(page);
      if (topics.empty()) return not_found(request);
      // Where nothing was read, the key Enter has pressed the first button of the form.
      const std::string zone(trim(http::field(form, "zone")));
      const bool zone_read = http::field(form, "read") == "zone" && !zone.empty();
      bool zone_wrong = false;
      auto kept = around_.drafts.fill(talk.draft.centre, talk.draft.id, [&](Draft& draft) {
        for (const forms::Topic* topic : topics) {
          read_applicant(form, topic->applicant, draft.applicant);
          read_answers(form, topic->fields, draft.answers);
        }
        if (zone_read) zone_wrong = !read_zone(zone, talk, draft.applicant);
      });
      if (!kept) return refused(talk, kept.error());
      const Talk now = talk_of(request, *std::move(kept));
      if (const std::string more = http::field(form, "more"); !more.empty() || zone_read)
        return http::see_other(now.address(page) + (zone_wrong ? "?problem=zone" : "") +
                               (more.empty() ? "" : "#" + more));
      const std::vector<AnswerError> errors = now.errors_on(page);
      if (!errors.empty()) return this->page(now, page, errors);
      return http::see_other(now.next_address(page));
    });
  }

  // POST …/documents/{type}, a form with one file; without one, what was handed in before stays.
  void hand_in(const http::Request& request, const http::Reply& reply) const {
    const auto kept = draft_of(request);
    if (!kept) return reply.send(not_found(request));
    const DocumentTypeId type(std::string(request.param("type")));
    const Talk talk = talk_of(request, *kept);
    const forms::Topic* topic = talk.conversation.find("document-" + type.str());
    if (topic == nullptr) return reply.send(not_found(request));
    const std::string page(talk.page_of(*topic));
    auto form = http::MultipartForm::of(request);
    if (!form) return reply.send(around_.site.refused(request, {Refusal::Kind::malformed, "malformed"}));
    const auto body = std::make_shared<const http::MultipartForm>(*std::move(form));
    const http::Part* file = documents::file_of(*body);
    if (file == nullptr) {
      if (talk.draft.documents.contains(type) || talk.at_window())
        return reply.send(http::see_other(talk.at_window() ? talk.address(page) : talk.next_address(page)));
      return reply.send(this->page(talk, page, {{"/documents/" + type.str(), "error.document_missing"}}));
    }
    documents::Upload upload{.centre = talk.draft.centre,
                             .owner = to_string(request.principal.actor()),
                             .purpose = type.str(),
                             .name = *file->filename,
                             .content = file->content};
    around_.uploads.take(request, reply, body, {std::move(upload)},
                         [this, type, page, kept = *kept](const http::Request& asked, const http::Reply& to,
                                                          const documents::Uploads::Outcomes& outcomes) {
                           to.send(handed_in(asked, kept, type, page, outcomes.front()));
                         });
  }

  http::Response check(const http::Request& request) const {
    return with_talk(request,
                     [&](const Talk& talk) { return respond(talk, check_page(around_, talk, false)); });
  }

  void send(const http::Request& request, http::Reply reply) const {
    const auto draft = draft_of(request);
    if (!draft) return reply.send(not_found(request));
    const Talk talk = talk_of(request, *draft);
    if (!talk.at_window()) {
      if (auto later = around_.guess_throttle.may_submit(request.principal, request.peer))
        return reply.send(around_.site.refused(request, *later));
    }
    around_.drafts.submit(
        draft->centre, draft->id, request.principal,
        [this, &request, reply](const Result<Executed<Nothing>>& sent) {
          reply.send(sent ? http::see_other(sent_address(request)) : not_sent(request, sent.error()));
        });
  }

  http::Response sent(const http::Request& request) const {
    const auto draft = draft_of(request);
    if (!draft) return not_found(request);
    const Talk talk = talk_of(request, *draft);
    if (draft->numbers.empty()) return http::see_other(talk.next_address({}));
    const std::string secret = Drafts::secret_of(draft->id);
    auto response = respond(talk, {std::string(talk.say("sent.title")), receipt(around_, talk, secret)});
    if (!talk.at_window()) {
      cases::Remembered remembered(request);
      for (const auto& number : draft->numbers) remembered = remembered.with(number, secret);
      remembered.write(response);
    }
    return response;
  }

  http::Response qr(const http::Request& request) const {
    const auto draft = draft_of(request);
    if (!draft || draft->numbers.empty()) return not_found(request);
    return {.content_type = "image/svg+xml",
            .body = qr::svg(follow_address(around_, talk_of(request, *draft))),
            .headers = {{"Cache-Control", "no-store"}}};
  }

 private:
  http::Response not_found(const http::Request& request) const {
    return around_.site.refused(request, {Refusal::Kind::not_found, "not_found"});
  }
  http::Response refused(const Talk& talk, const Refusal& refusal) const {
    if (refusal.code == "handed_in") return http::see_other(talk.address("sent"));
    return around_.site.refused(talk.request, refusal);
  }

  std::string sent_address(const http::Request& request) const {
    const auto draft = draft_of(request);
    return draft ? draft_address(request.language, *draft, "sent") : std::string("/");
  }

  // Why a draft was not handed in: the check once more, where that helps.
  http::Response not_sent(const http::Request& request, const Refusal& refusal) const {
    const auto draft = draft_of(request);
    if (!draft || refusal.kind == Refusal::Kind::not_found) {
      // Whoever takes in at a window signs in again; the draft waits.
      const bool signed_out = draft && !request.principal.signed_in();
      return around_.site.refused(
          request, signed_out ? Refusal{Refusal::Kind::unauthorised, "sign_in_first"} : refusal);
    }
    const Talk talk = talk_of(request, *draft);
    if (refusal.code == "handed_in") return http::see_other(talk.address("sent"));
    if (refusal.kind == Refusal::Kind::invalid) return respond(talk, check_page(around_, talk, true));
    return around_.site.refused(request, refusal);
  }

  http::Response handed_in(const http::Request& request, const Draft& kept, const DocumentTypeId& type,
                           const std::string& page, const Result<documents::Documents::Taken>& taken) const {
    const Talk before = talk_of(request, kept);
    if (!taken) {
      if (taken.error().fields.empty()) return around_.site.refused(request, taken.error());
      return this->page(before, page, {{"/documents/" + type.str(), taken.error().fields.front().code}});
    }
    auto filled = around_.drafts.fill(kept.centre, kept.id, [&](Draft& draft) {
      draft.documents.insert_or_assign(type, taken->document.id);
    });
    if (!filled) return refused(before, filled.error());
    const Talk now = talk_of(request, *std::move(filled));
    return http::see_other(now.at_window() ? now.address(page) : now.next_address(page));
  }

  http::Response begin(const http::Request& request, Channel channel, const StaffId& staff) const {
    const http::Fields form = http::form_of(request);
    Draft draft{.centre = CentreId(std::string(request.param("centre"))),
                .id = {},
                .services = {},
                .channel = channel,
                .staff = staff,
                .ticket = TicketId(http::field(form, "ticket").substr(0, 64)),
                .applicant = {},
                .answers = {},
                .documents = {}};
    draft.applicant.language = request.language;
    const auto edition = around_.catalogues.current(draft.centre);
    if (!edition) return not_found(request);
    std::vector<const Service*> services;
    for (const auto& [name, value] : form) {
      const auto* service = name == "service" ? edition->catalogue.find(ServiceId(value)) : nullptr;
      const bool offered = service != nullptr && !service->form.empty() &&
                           (channel == Channel::window || catalogue::applied_for_online(*service));
      if (!offered || std::ranges::find(services, service) != services.end()) continue;
      services.push_back(service);
      draft.services.push_back(service->id);
    }
    const auto back = [&](std::string_view problem) {
      const std::string from = http::field(form, "from");
      if (channel == Channel::online && from.empty())
        return around_.site.refused(request, {Refusal::Kind::conflict, "not_online"});
      const std::string address =
          channel == Channel::window
              ? request.path
              : fmt::format("/{}/{}/life-events/{}", tag(request.language), draft.centre.str(), from);
      return http::see_other(fmt::format("{}?problem={}", address, problem));
    };
    if (services.empty()) return back("none_chosen");
    const auto kinds = forms::kinds_for(services);
    if (kinds.empty() || services.size() > cases::kMostServices) return back("not_together");
    draft.applicant.kind = kinds.front();
    draft = around_.drafts.begin(std::move(draft));
    return http::see_other(talk_of(request, draft).next_address({}));
  }

  std::optional<Draft> draft_of(const http::Request& request) const {
    return around_.drafts.find(CentreId(std::string(request.param("centre"))), request.param("draft"));
  }
  Talk talk_of(const http::Request& request, Draft draft) const {
    return intake::talk_of(request, std::move(draft), around_.drafts, around_.catalogues);
  }
  // A draft that is not handed in yet; at a window only for who takes in there, though anybody who has it may
  // keep answers in it.
  http::Response with_talk(const http::Request& request,
                           const std::function<http::Response(const Talk&)>& answer) const {
    const auto draft = draft_of(request);
    if (!draft) return not_found(request);
    const Talk talk = talk_of(request, *draft);
    if (!draft->numbers.empty()) return http::see_other(talk.address("sent"));
    const bool may = !talk.at_window() || request.principal.centre == draft->centre.str();
    if (!may && request.method == http::Method::get)
      return around_.site.refused(request, {Refusal::Kind::unauthorised, "sign_in_first"});
    return answer(talk);
  }

  bool read_zone(const std::string& zone, const Talk& talk, forms::Applicant& applicant) const {
    const auto read = catalogue::parse_mrz(zone, talk.edition->zone.day(around_.drafts.now()));
    if (!read) return false;
    applicant.family_name = read->family_name;
    applicant.given_name = read->given_name;
    applicant.birth_date = read->birth_date;
    applicant.passport = read->number;
    if (!read->pinfl.empty()) applicant.pinfl = read->pinfl;
    return true;
  }

  http::Response page(const Talk& talk, std::string_view page, const std::vector<AnswerError>& errors) const {
    if (talk.topics_on(page).empty()) return not_found(talk.request);
    return respond(talk, asked_page(around_, talk, page, errors));
  }
  http::Response respond(const Talk& talk, const Shown& shown) const {
    auto response = around_.site.pages.page(
        talk.request, {.title = shown.title,
                       .main = shown.main,
                       .place = around_.site.place(talk.say.language(), talk.draft.centre),
                       .failed = shown.failed,
                       .status = shown.failed ? 422 : 200});
    cases::keep_nowhere(response);
    return response;
  }

  const Surroundings around_;
};

}  // namespace

void add_pages(http::Router& router, const Surroundings& around) {
  const auto pages = std::make_shared<const ApplyPages>(around);
  const auto everyone = auth::Roles::all();
  const std::string centre = "/{lang}/{centre}", draft = centre + "/apply/{draft}";
  router.post(centre + "/apply", everyone,
              [pages](const http::Request& request) { return pages->begin(request); });
  router.get(centre + "/intake", kTakesIn, std::bind_front(&ApplyPages::intake, pages));
  router.post(centre + "/intake", kTakesIn, std::bind_front(&ApplyPages::begin_intake, pages));
  router.get(draft, everyone, std::bind_front(&ApplyPages::go_on, pages));
  router.get(draft + "/check", everyone, std::bind_front(&ApplyPages::check, pages));
  router.add({http::Method::post, draft + "/check", everyone, http::Where::pool,
              std::bind_front(&ApplyPages::send, pages)});
  router.get(draft + "/sent", everyone, std::bind_front(&ApplyPages::sent, pages));
  router.get(draft + "/qr", everyone, std::bind_front(&ApplyPages::qr, pages));
  router.get(draft + "/{page}", everyone, std::bind_front(&ApplyPages::show, pages));
  router.post(draft + "/{page}", everyone, std::bind_front(&ApplyPages::answer, pages));
  router.add({http::Method::post, draft + "/documents/{type}", everyone, http::Where::pool,
              std::bind_front(&ApplyPages::hand_in, pages), documents::kMostBody, true});
}

}  // namespace biroyna::intake
