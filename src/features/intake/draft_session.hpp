// A draft with its questions, for one request: which page asks what, and which page comes next.
//
// On the portal each topic has a page of its own. At a window one page asks all facts and one all documents.
// Not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/forms/forms.hpp"
#include "features/intake/intake.hpp"
#include "platform/auth/checked_secrets.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::intake {

// The pages at a window that ask all topics of a kind, and the last page.
inline constexpr std::string_view kForm = "form", kDocuments = "documents", kCheck = "check";

struct DraftSession {
  Draft draft;
  catalogue::EditionPtr edition;
  std::vector<const catalogue::Service*> services;
  forms::Conversation conversation;
  i18n::Speaker say;
  std::string pass = {};  // of a window's draft: goes with its forms
  bool changing = false;  // the reader came from the check, to change one answer

  const catalogue::Catalogue& catalogue() const { return edition->catalogue; }
  bool at_window() const { return draft.channel == catalogue::Channel::window; }
  std::string names() const;  // of the services
  std::string address(std::string_view rest = {}) const;

  // The page that asks this topic.
  std::string_view page_of(const forms::Topic& topic) const;
  // The pages in their order, without the check.
  std::vector<std::string> pages() const;
  // The topics of a page. Empty if there is no such page.
  std::vector<const forms::Topic*> topics_on(std::string_view page) const;
  std::vector<catalogue::AnswerError> errors_on(std::string_view page) const;
  // The address after this page, or after the start if `page` is empty. The check if nothing is left.
  std::string next_address(std::string_view page) const;
  std::string title_of(const forms::Topic& topic) const;
};

// A draft of the services that may be applied for over this channel, of those that are named, with nothing in
// it; it is kept nowhere.
struct NewDraft {
  Draft draft;  // without services if none of them is offered
  // Why it cannot begin: "none_chosen", "not_together" (nobody may apply for all of them at once),
  // "out_of_season"; empty where it can.
  std::string problem = {};
};
NewDraft new_draft(const catalogue::Edition& edition, const std::vector<ServiceId>& named,
                   catalogue::Channel channel, Language language, Time now);

// In the address of a draft that nothing was written into yet: it is kept nowhere, its address names the
// services.
inline constexpr std::string_view kNew = "new";

// "/en/sergeli/apply/ID", and what is below it; "/en/sergeli/apply/new/person?service=…" before it is kept.
std::string draft_address(Language language, const Draft& draft, std::string_view rest = {});
// Stands for what is stored of these topics: a form carries it, so that an older tab is known.
std::string seen_mark(const Draft& draft, const std::vector<const forms::Topic*>& topics);
// The names of a draft's services. Services that the catalogue lacks are left out.
std::string service_names(const catalogue::Catalogue& catalogue, const Draft& draft, Language language);

// Shows that a page of a window's draft was made for somebody who might see it: it goes with the form, and
// holds for a day and the next. The address alone shows nothing.
std::string pass_of(const auth::CheckedSecrets& secrets, const Draft& draft, Time now);
bool is_pass(const auth::CheckedSecrets& secrets, const Draft& draft, std::string_view shown, Time now);

// What the machine-readable zone of a passport tells of the applicant. False if it is none.
bool read_zone(const std::string& zone, const DraftSession& session, Time now, forms::Applicant& applicant);

// `changing` as in DraftSession.
DraftSession draft_session(Language language, bool changing, Draft draft, const Drafts& drafts,
                           const catalogue::Catalogues& catalogues);

}  // namespace biroyna::intake
