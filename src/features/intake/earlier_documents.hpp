// Documents that somebody handed in with an earlier application and may use again, instead of sending them
// anew.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/documents/documents.hpp"

namespace biroyna::intake {

struct EarlierDocument {
  std::string number;  // of the application that has it
  documents::Version version;

  // With which application, and when, it was handed in first.
  documents::Origin origin() const;
};
using EarlierDocuments = std::vector<EarlierDocument>;

// How many are offered for one document.
inline constexpr std::size_t kMostOffered = 3;

// What `by` may use again of this application, of which `documents` are the newest versions: theirs alone,
// what the checks have accepted, and what the centre has not asked for anew. Nothing of an erased
// application.
EarlierDocuments may_be_used_again(const cases::Application& application,
                                   std::vector<documents::Version> documents, const forms::Applicant& by);

// Those of one type, the newest first, each content once, at most kMostOffered. Without what has this
// content, which the draft has already.
EarlierDocuments offered(EarlierDocuments all, const DocumentTypeId& type, std::string_view held_sha256);

}  // namespace biroyna::intake
