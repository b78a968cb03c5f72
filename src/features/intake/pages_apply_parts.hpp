// What the pages of applying show: the questions, the check, the receipt.
//
// Stateless, thread-safe.
#pragma once

#include "features/intake/draft_session.hpp"
#include "features/intake/earlier_documents.hpp"
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
std::vector<ServiceId> services_in(const http::Fields& fields);
// What was typed on a page, right or wrong.
void read_page(const http::Fields& form, const std::vector<const forms::Topic*>& topics, Draft& draft);
// What was answered before the draft was begun: all that the form has and its services ask.
void read_carried(const http::Fields& form, const catalogue::Catalogue& catalogue, Draft& draft);
// What the address says is wrong: a file that was too large to be read, or the answers themselves.
std::vector<catalogue::AnswerError> errors_of_address(const http::Request& request,
                                                      const DraftSession& session, std::string_view page);
// A page of the draft that topics_on() knows, with its errors and what may be used again. With `newer`, the
// page has what was typed in an older tab, and says what was stored meanwhile.
Shown asked_page(const documents::Documents& documents, const http::Request& request,
                 const DraftSession& session, std::string_view page,
                 const std::vector<catalogue::AnswerError>& errors, const EarlierDocuments& earlier,
                 const DraftSession* newer = nullptr);
// All answers for a last check; with the errors if the draft was refused.
Shown shown_check(const Drafts& drafts, const documents::Documents& documents,
                  const cases::Applications& applications, const http::Request& request,
                  const DraftSession& session, bool refused);
// After the draft was handed in: with a sheet for the applicant. Without a secret, that one was shown before.
Html receipt(const Site& site, const cases::Applications& applications, const DraftSession& session,
             const std::string& secret);
// The same for somebody who only has the draft's address: it has neither numbers nor secret.
Html shown_before(const DraftSession& session);
// The address at which the applicant follows the application, for a phone.
std::string follow_address(const Site& site, const DraftSession& session);
// The error that the address names. Empty if there is none.
Html apply_problem(const http::Request& request);

}  // namespace biroyna::intake
