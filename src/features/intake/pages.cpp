// Applying: on the portal one question a page, at a window all questions on one page, with the same draft.
// Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/text.hpp"
#include "features/cases/edge.hpp"
#include "features/forms/edge.hpp"
#include "features/intake/pages_apply_parts.hpp"
#include "features/intake/pages_earlier.hpp"
#include "features/intake/pages_intake.hpp"
#include "platform/http/multipart.hpp"
#include "platform/pages/done.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::intake {
namespace {

using catalogue::AnswerError;
using Errors = std::vector<AnswerError>;
using catalogue::Channel;
using html::make;
using html::to;

class ApplyPages {
 public:
  ApplyPages(const Site& site, Drafts& drafts, const cases::Applications& applications,
             cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
             const documents::Documents& documents, documents::Uploads& uploads,
             const auth::CheckedSecrets& secrets)
      : site_(site),
        drafts_(drafts),
        applications_(applications),
        guess_throttle_(guess_throttle),
        catalogues_(catalogues),
        documents_(documents),
        uploads_(uploads),
        secrets_(secrets) {}

  // POST …/apply, with the services in the form.
  http::Response begin(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const auto edition = catalogues_.current(CentreId(std::string(request.param("centre"))));
    if (!edition) return site_.not_found(request);
    auto [draft, problem] =
        new_draft(*edition, services_in(form), Channel::online, request.language, site_.clock());
    if (const std::string from = http::field(form, "from"); !problem.empty() && from.empty())
      return site_.refused(request,
                           {Refusal::Kind::conflict, problem == "out_of_season" ? problem : "not_online"});
    else if (!problem.empty())
      return pages::see_done(fmt::format("/{}/{}/life-events/{}?problem={}", tag(request.language),
                                         draft.centre.str(), from, problem));
    if (!http::field(form, "carry").empty()) {
      read_carried(form, edition->catalogue, draft);
      return begin_kept(request, std::move(draft));
    }
    // From the first question on: what stands there before anybody answered, a person, is no answer.
    const DraftSession session = session_of(request, std::move(draft));
    return http::see_other(session.address(session.pages().front()));
  }

  // Redirects to the next page.
  http::Response go_on(const http::Request& request) const {
    return with_session(
        request, [&](const DraftSession& session) { return http::see_other(session.next_address({})); });
  }

  http::Response show(const http::Request& request) const {
    return with_session(request, [&](const DraftSession& session) {
      const std::string_view page = request.param("page");
      return this->page(request, session, page, errors_of_address(request, session, page));
    });
  }

  // Stores the answers even if they are wrong.
  http::Response answer(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    if (has_pass(request, form)) return keep_for_later(request, form);
    return with_session(request, [&](const DraftSession& session) {
      const std::string page(request.param("page"));
      const auto topics = session.topics_on(page);
      if (topics.empty()) return site_.not_found(request);
      // Where nothing was read, the key Enter has pressed the first button of the form.
      const std::string zone(trim(http::field(form, "zone")));
      const bool zone_read = http::field(form, "read") == "zone" && !zone.empty();
      bool zone_wrong = false;
      const auto fill = [&](Draft& draft) {
        read_page(form, topics, draft);
        if (zone_read) zone_wrong = !read_zone(zone, session, drafts_.now(), draft.applicant);
      };
      if (session.draft.id.empty()) return answer_first_page(request, session, page, fill);
      if (const auto older = typed_over(session, page, http::field(form, "seen"), fill))
        return respond(request, session, older_page(request, session, *older, page));
      auto kept = drafts_.fill(session.draft.centre, session.draft.id, fill);
      if (!kept) return refused(request, session, kept.error());
      const DraftSession now = session_of(request, *std::move(kept));
      if (zone_wrong) return pages::see_done(now.address(page) + "?problem=zone");
      if (const std::string more = http::field(form, "more"); !more.empty() || zone_read)
        return http::see_other(now.address(page) + (more.empty() ? "" : "#" + more));
      const Errors errors = now.errors_on(page);
      if (!errors.empty()) return this->page(request, now, page, errors);
      return http::see_other(now.next_address(page));
    });
  }

  // POST …/documents/{type}, a form with one file; without one, what was handed in before stays.
  void hand_in(const http::Request& request, const http::Reply& reply) const {
    const auto kept = open(request);
    if (!kept) return reply.send(site_.refused(request, kept.error()));
    if (kept->id.empty()) return reply.send(site_.not_found(request));
    const DocumentTypeId type(std::string(request.param("type")));
    const DraftSession session = session_of(request, *kept);
    const forms::Topic* topic = session.conversation.find("document-" + type.str());
    if (topic == nullptr) return reply.send(site_.not_found(request));
    const std::string page(session.page_of(*topic));
    auto form = http::MultipartForm::of(request);
    if (!form) return reply.send(site_.refused(request, {Refusal::Kind::malformed, "malformed"}));
    const auto body = std::make_shared<const http::MultipartForm>(*std::move(form));
    if (const http::Part* again = body->find(kAgain))
      return reply.send(use_again(request, session, type, page, again->content));
    const http::Part* file = documents::file_of(*body);
    if (file == nullptr) {
      if (session.draft.documents.contains(type) || session.at_window())
        return reply.send(
            http::see_other(session.at_window() ? session.address(page) : session.next_address(page)));
      return reply.send(
          this->page(request, session, page, {{"/documents/" + type.str(), "error.document_missing"}}));
    }
    documents::Upload upload{.centre = session.draft.centre,
                             .owner = to_string(request.principal.actor()),
                             .purpose = type.str(),
                             .name = *file->filename,
                             .content = file->content};
    uploads_.take(request, reply, body, {std::move(upload)},
                  [this, type, page, kept = *kept](const http::Request& asked, const http::Reply& to,
                                                   const documents::Uploads::Outcomes& outcomes) {
                    to.send(handed_in(asked, kept, type, page, outcomes.front()));
                  });
  }

  // GET of the address to which a file was sent: the page on which it is asked for.
  http::Response document_page(const http::Request& request) const {
    return with_session(request, [&](const DraftSession& session) {
      const forms::Topic* topic =
          session.conversation.find(fmt::format("document-{}", request.param("type")));
      if (topic == nullptr) return http::see_other(session.next_address({}));
      const auto query = request.target.find('?');
      return http::see_other(session.address(session.page_of(*topic)) +
                             (query == std::string::npos ? std::string() : request.target.substr(query)));
    });
  }

  http::Response check(const http::Request& request) const {
    return with_session(request, [&](const DraftSession& session) {
      auto response =
          respond(request, session, shown_check(drafts_, documents_, applications_, request, session, false));
      cases::give_browser_key(request, response);
      return response;
    });
  }

  void send(const http::Request& request, http::Reply reply) const {
    const auto draft = open(request);
    if (!draft) return reply.send(site_.refused(request, draft.error()));
    const DraftSession session = session_of(request, *draft);
    if (!session.at_window()) {
      if (auto later = guess_throttle_.may_submit(request.principal, request.peer))
        return reply.send(site_.refused(request, *later));
    }
    // A browser that keeps nothing could not be shown the secret at the next address.
    std::string secret = secret_for(request, *draft);
    const bool at_once = secret.empty();
    if (at_once) secret = cases::new_secret();
    drafts_.submit(draft->centre, draft->id, request.principal, secret,
                   [this, &request, reply, secret, at_once,
                    address = session.address("sent")](const Result<Executed<Nothing>>& sent) {
                     if (!sent) return reply.send(not_sent(request, sent.error()));
                     if (!at_once) return reply.send(http::see_other(address));
                     const auto handed_in = draft_of(request);
                     if (!handed_in) return reply.send(site_.not_found(request));
                     reply.send(shown_sent(request, session_of(request, *handed_in), secret));
                   });
  }

  // Number and secret are shown again only to the browser that sent the draft, and at a window within the
  // session of the person who took it in: the address may be known to others.
  http::Response sent(const http::Request& request) const {
    const auto draft = open(request);
    if (!draft) return site_.refused(request, draft.error());
    const DraftSession session = session_of(request, *draft);
    if (draft->numbers.empty()) return http::see_other(session.next_address({}));
    if (const std::string secret = shown_again(request, *draft); !secret.empty())
      return shown_sent(request, session, secret);
    return respond(
        request, session,
        {std::string(session.say("sent.title")),
         session.at_window() ? receipt(site_, applications_, session, {}) : shown_before(session)});
  }

  http::Response qr(const http::Request& request) const {
    const auto draft = open(request);
    const bool sent = draft && !draft->numbers.empty();
    if (!sent || (draft->channel == Channel::online && shown_again(request, *draft).empty()))
      return site_.not_found(request);
    return {.content_type = "image/svg+xml",
            .body = qr::svg(follow_address(site_, session_of(request, *draft))),
            .headers = {{"Cache-Control", "no-store"}}};
  }

 private:
  http::Response refused(const http::Request& request, const DraftSession& session,
                         const Refusal& refusal) const {
    if (refusal.code == "handed_in") return http::see_other(session.address("sent"));
    return site_.refused(request, refusal);
  }

  // The secret that this browser, or at a window this session, gives to the draft's applications, each time
  // the same; empty if the browser keeps no cookies.
  std::string secret_for(const http::Request& request, const Draft& draft) const {
    const bool window = draft.channel == Channel::window;
    const std::string key = window ? request.principal.session : cases::browser_key(request);
    return key.empty() ? std::string() : cases::secret_from(fmt::format("draft:{}:{}", draft.id, key));
  }
  // The same, if the draft was handed in with it.
  std::string shown_again(const http::Request& request, const Draft& draft) const {
    std::string secret = secret_for(request, draft);
    const auto application = applications_.find(draft.numbers.front());
    const bool opens = application && came_by_secret(applications_.viewer({}, *application, secret));
    return opens ? secret : std::string();
  }

  http::Response shown_sent(const http::Request& request, const DraftSession& session,
                            const std::string& secret) const {
    auto response =
        respond(request, session,
                {std::string(session.say("sent.title")), receipt(site_, applications_, session, secret)});
    if (session.at_window()) return response;
    cases::Remembered remembered(request);
    for (const auto& number : session.draft.numbers) remembered = remembered.with(number, secret);
    remembered.write(response);
    return response;
  }

  // The answer when a draft was refused: the check with its errors where it has any.
  http::Response not_sent(const http::Request& request, const Refusal& refusal) const {
    const auto draft = draft_of(request);
    if (!draft || refusal.kind == Refusal::Kind::not_found) return site_.refused(request, refusal);
    const DraftSession session = session_of(request, *draft);
    if (refusal.code == "handed_in") return http::see_other(session.address("sent"));
    if (refusal.kind == Refusal::Kind::invalid)
      return respond(request, session,
                     shown_check(drafts_, documents_, applications_, request, session, true));
    return site_.refused(request, refusal);
  }

  http::Response handed_in(const http::Request& request, const Draft& kept, const DocumentTypeId& type,
                           const std::string& page, const Result<documents::Documents::Taken>& taken) const {
    const DraftSession before = session_of(request, kept);
    if (!taken) {
      return this->page(request, before, page,
                        {{"/documents/" + type.str(), documents::upload_error(taken.error())}});
    }
    return attached(request, before, page, drafts_.fill(kept.centre, kept.id, [&](Draft& draft) {
      draft.documents.insert_or_assign(type, taken->document.id);
    }));
  }
  // What is not there any more, or not theirs, is to be sent.
  http::Response use_again(const http::Request& request, const DraftSession& session,
                           const DocumentTypeId& type, const std::string& page, std::string_view id) const {
    const auto wrong = [&](std::string error) {
      return this->page(request, session, page, {{"/documents/" + type.str(), std::move(error)}});
    };
    if (const auto later = uploads_.slowed_down(request, 0)) return wrong(documents::upload_error(*later));
    for (const auto& earlier : earlier_documents(applications_, request, session.draft)) {
      if (earlier.version.type == type && earlier.version.document.id.str() == id)
        return attached(
            request, session, page,
            drafts_.use_again(session.draft.centre, session.draft.id, earlier, request.principal.actor()));
    }
    return wrong("error.document_not_again");
  }
  http::Response attached(const http::Request& request, const DraftSession& before, const std::string& page,
                          Result<Draft> filled) const {
    if (!filled) return refused(request, before, filled.error());
    const DraftSession now = session_of(request, *std::move(filled));
    return http::see_other(now.at_window() ? now.address(page) : now.next_address(page));
  }

  bool has_pass(const http::Request& request, const http::Fields& form) const {
    const std::string shown = http::field(form, "pass");
    if (shown.empty() || request.principal.signed_in()) return false;
    const auto draft = draft_of(request);
    if (!draft || draft->channel != Channel::window || !draft->numbers.empty()) return false;
    return is_pass(secrets_, *draft, shown, drafts_.now());
  }
  // Whose session ended while they typed finds it in the draft when they have signed in again; until then
  // nothing is shown.
  http::Response keep_for_later(const http::Request& request, const http::Fields& form) const {
    const DraftSession session = session_of(request, *draft_of(request));
    const auto kept = drafts_.fill(session.draft.centre, session.draft.id, [&](Draft& draft) {
      read_page(form, session.topics_on(request.param("page")), draft);
    });
    if (!kept) return site_.not_found(request);
    return site_.refused(request, {Refusal::Kind::unauthorised, "sign_in_first"});
  }

  // What was typed, if it would replace what another tab has stored on this page since it was shown.
  static std::optional<Draft> typed_over(const DraftSession& session, const std::string& page,
                                         const std::string& seen, const std::function<void(Draft&)>& fill) {
    const std::string stored = seen_mark(session.draft, session.topics_on(page));
    if (seen.empty() || seen == stored) return std::nullopt;
    Draft typed = session.draft;
    fill(typed);
    if (seen_mark(typed, session.topics_on(page)) == stored) return std::nullopt;
    return typed;
  }
  Shown older_page(const http::Request& request, const DraftSession& stored, Draft typed,
                   std::string_view page) const {
    const DraftSession older = session_of(request, std::move(typed));
    if (older.topics_on(page).empty()) return asked_page(documents_, request, stored, page, {}, {});
    return asked_page(documents_, request, older, page, {}, {}, &stored);
  }

  // On the portal a draft is kept from the moment when its first page was sent with anything on it: whoever
  // only looks leaves nothing. Its address is shown also where something is wrong, so that one may go on
  // later.
  http::Response answer_first_page(const http::Request& request, const DraftSession& session,
                                   const std::string& page, const std::function<void(Draft&)>& fill) const {
    Draft draft = session.draft;
    fill(draft);
    const bool empty = draft.applicant == session.draft.applicant && draft.answers.empty();
    const auto errors = session.errors_on(page);
    if (empty && !errors.empty()) return this->page(request, session, page, errors);
    return begin_kept(request, std::move(draft), page);
  }
  // `page`: the one on which it was begun; empty: it goes on with the first that lacks something.
  http::Response begin_kept(const http::Request& request, Draft draft, const std::string& page = {}) const {
    if (const auto later = guess_throttle_.may_begin(request.principal, request.peer))
      return site_.refused(request, *later);
    const DraftSession kept = session_of(request, drafts_.begin(std::move(draft)));
    const bool right = kept.errors_on(page).empty();
    auto response = http::see_other(right ? kept.next_address(page) : kept.address(page) + "?checked=1");
    cases::give_browser_key(request, response);
    return response;
  }

  std::optional<Draft> draft_of(const http::Request& request) const {
    const CentreId centre(std::string(request.param("centre")));
    if (request.param("draft") != kNew) return drafts_.find(centre, request.param("draft"));
    const auto edition = catalogues_.current(centre);
    if (!edition) return std::nullopt;
    auto [draft, problem] =
        new_draft(*edition, services_in(request.query), Channel::online, request.language, site_.clock());
    if (!problem.empty()) return std::nullopt;
    return std::move(draft);
  }
  DraftSession session_of(const http::Request& request, Draft draft) const {
    auto session = draft_session(request.language, request.query_value("from") == kCheck, std::move(draft),
                                 drafts_, catalogues_);
    if (session.at_window()) session.pass = pass_of(secrets_, session.draft, drafts_.now());
    return session;
  }
  // The draft, for who may see and change it: one of the portal is open to whoever has its address, one of a
  // window to those who take in applications there.
  Result<Draft> open(const http::Request& request) const {
    auto draft = draft_of(request);
    if (!draft) return refuse(Refusal::Kind::not_found, "not_found");
    if (draft->channel != Channel::window || cases::takes_in(request.principal, draft->centre))
      return *std::move(draft);
    if (request.principal.signed_in()) return refuse(Refusal::Kind::not_found, "not_found");
    // An operator whose session ended signs in again and goes on.
    return refuse(
        request.method == http::Method::get ? Refusal::Kind::unauthorised : Refusal::Kind::not_found,
        "sign_in_first");
  }
  // Answers for a draft that is not handed in yet.
  http::Response with_session(const http::Request& request,
                              const std::function<http::Response(const DraftSession&)>& answer) const {
    const auto draft = open(request);
    if (!draft) return site_.refused(request, draft.error());
    const DraftSession session = session_of(request, *draft);
    if (!draft->numbers.empty()) return http::see_other(session.address("sent"));
    return answer(session);
  }

  http::Response page(const http::Request& request, const DraftSession& session, std::string_view page,
                      const Errors& errors) const {
    const auto topics = session.topics_on(page);
    if (topics.empty()) return site_.not_found(request);
    EarlierDocuments earlier;
    if (!topics.front()->document.empty()) earlier = earlier_documents(applications_, request, session.draft);
    return respond(request, session, asked_page(documents_, request, session, page, errors, earlier));
  }
  http::Response respond(const http::Request& request, const DraftSession& session,
                         const Shown& shown) const {
    auto response =
        site_.pages.page(request, {.title = shown.title,
                                   .main = shown.main,
                                   .place = site_.place(session.say.language(), session.draft.centre),
                                   .failed = shown.failed,
                                   .status = shown.failed ? 422 : 200});
    cases::keep_nowhere(response);
    return response;
  }

  const Site& site_;
  Drafts& drafts_;
  const cases::Applications& applications_;
  cases::GuessThrottle& guess_throttle_;
  const catalogue::Catalogues& catalogues_;
  const documents::Documents& documents_;
  documents::Uploads& uploads_;
  const auth::CheckedSecrets& secrets_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, Drafts& drafts, cases::Applications& applications,
               cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
               const documents::Documents& documents, documents::Uploads& uploads,
               const auth::CheckedSecrets& secrets, WindowOf window_of) {
  add_intake_pages(router, site, drafts, applications, guess_throttle, catalogues, std::move(window_of));
  const auto pages = std::make_shared<const ApplyPages>(site, drafts, applications, guess_throttle,
                                                        catalogues, documents, uploads, secrets);
  const auto everyone = auth::Roles::all();
  const std::string centre = "/{lang}/{centre}", draft = centre + "/apply/{draft}";
  router.post(centre + "/apply", everyone,
              [pages](const http::Request& request) { return pages->begin(request); });
  router.get(draft, everyone, std::bind_front(&ApplyPages::go_on, pages));
  router.get(draft + "/check", everyone, std::bind_front(&ApplyPages::check, pages));
  router.add({http::Method::post, draft + "/check", everyone, http::Where::pool,
              std::bind_front(&ApplyPages::send, pages)});
  router.get(draft + "/sent", everyone, std::bind_front(&ApplyPages::sent, pages));
  router.get(draft + "/qr", everyone, std::bind_front(&ApplyPages::qr, pages));
  router.get(draft + "/{page}", everyone, std::bind_front(&ApplyPages::show, pages));
  router.add({http::Method::post, draft + "/{page}", everyone, http::Where::pool,
              [pages](const http::Request& request, const http::Reply& reply) {
                reply.send(pages->answer(request));
              },
              cases::kLargestApplication});
  router.get(draft + "/documents/{type}", everyone, std::bind_front(&ApplyPages::document_page, pages));
  router.add({http::Method::post, draft + "/documents/{type}", everyone, http::Where::pool,
              std::bind_front(&ApplyPages::hand_in, pages), documents::kMostBody, true});
}

}  // namespace biroyna::intake
