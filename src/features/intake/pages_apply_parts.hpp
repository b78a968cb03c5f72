// What the pages of applying show: the questions, the check, the receipt.
//
// Stateless, thread-safe.
#pragma once

#include "features/intake/draft_session.hpp"
#include "features/intake/pages.hpp"

namespace biroyna::intake {

struct Shown {
  std::string title;
  Html main;
  bool failed = false;  // it shows errors
};

// The drafts that somebody has not finished. Empty if there is none.
Html unfinished(const std::vector<Draft>& drafts, const catalogue::Catalogue& catalogue,
                const i18n::Speaker& say);
// A page of the draft that topics_on() knows, with its errors.
Shown asked_page(const documents::Documents& documents, const http::Request& request,
                 const DraftSession& session, std::string_view page,
                 const std::vector<catalogue::AnswerError>& errors);
// All answers for a last check; with the errors if the draft was refused.
Shown shown_check(const Drafts& drafts, const documents::Documents& documents, const http::Request& request,
                  const DraftSession& session, bool refused);
// After the draft was handed in. Without a secret, that one was shown before.
Html receipt(const cases::Applications& applications, const DraftSession& session, const std::string& secret);
// The same for somebody who only has the draft's address: it has neither numbers nor secret.
Html shown_before(const DraftSession& session);
// The address at which the applicant follows the application, for a phone.
std::string follow_address(const Site& site, const DraftSession& session);
// The error that the address names. Empty if there is none.
Html apply_problem(const http::Request& request);

}  // namespace biroyna::intake
