// What an applicant's answer to a question makes of the application: whether the new facts and documents are
// right, and what they change in what is to be done.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "features/cases/domain_case.hpp"
#include "features/catalogue/domain_form.hpp"
#include "features/forms/domain_applicant.hpp"

namespace biroyna::cases {

// What may be marked when the applicant is asked: the fields of the form and the documents of the service,
// and what the applicant says of themselves.
std::vector<std::string> markable(const catalogue::Service& service, catalogue::ApplicantKind applicant);

struct Correction {
  const forms::Applicant& applicant_before;
  const forms::Applicant& applicant_after;
  const catalogue::Answers& before;
  const catalogue::Answers& after;         // all of them
  std::set<DocumentTypeId> had, provided;  // types of the documents that are there
  const std::vector<std::string>& marked;
};

// What is wrong with it, below /applicant, /answers and /documents; what was wrong before, and is not marked,
// is not held against it. error.not_asked: a fact that was neither marked nor becomes one to be told by what
// is (the birth date goes with the PINFL); error.document_missing: a document that is marked, or that the new
// facts ask for.
std::vector<catalogue::AnswerError> correction_errors(const catalogue::Catalogue& catalogue,
                                                      const catalogue::Service& service,
                                                      const Correction& correction,
                                                      const catalogue::Facts& facts);

// The steps as a case keeps them.
std::vector<RouteStep> route_of(const std::vector<catalogue::Step>& steps);

// What the answers of an application ask for.
struct Asked {
  std::vector<RouteStep> route;
  std::optional<Tiyin> fee;  // nothing when it cannot be told
  std::string concession;    // that made it lower: an id of the catalogue; empty where none did
  friend bool operator==(const Asked&, const Asked&) = default;
};
Asked asked_by(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
               const catalogue::Answers& answers, const catalogue::Facts& facts);

}  // namespace biroyna::cases
