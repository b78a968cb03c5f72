// Documents of earlier applications on the pages of a draft.
//
// Stateless, thread-safe.
#pragma once

#include "features/intake/draft_session.hpp"
#include "features/intake/earlier_documents.hpp"
#include "platform/html/html.hpp"
#include "platform/http/http.hpp"

namespace biroyna::intake {

// What whoever fills in this draft may use again. On the portal: of the applications whose secret this
// browser has; at a window: of the one whose applicant was taken over.
EarlierDocuments earlier_documents(const cases::Applications& applications, const http::Request& request,
                                   const Draft& draft);

// The value of this field of a form is the document that is used again.
inline constexpr const char* kAgain = "again";
// Buttons that take one of them, in the form that asks for this document. Empty if there is none.
Html offers_of(const DraftSession& session, const EarlierDocuments& offers, std::string_view title);

}  // namespace biroyna::intake
