// "Can I, and what will it cost me": what a service's own conditions, rules and formula make of a few
// answers, before anybody applies and without a name.
//
// Asked are the facts of the form on which something depends: those that a rule, the condition of a document
// or of a step, or the fee's formula names, and those on which it depends whether these are asked at all. Of
// a person only the parts that are named, such as a birth date. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/catalogue/domain_form.hpp"

namespace biroyna::eligibility {

using catalogue::Answers;
using catalogue::Catalogue;
using catalogue::Facts;
using catalogue::Service;

struct Question {
  std::string of;          // the field of the form: "child"
  std::string part = {};   // of it alone: "birth_date"; empty: the whole
  catalogue::Field field;  // as it is asked here; its id is the name of the fact: "child.birth_date"
  bool required = true;
};

struct Questions {
  bool kind = false;        // whether the applicant is a person or a business
  bool birth_date = false;  // of the applicant
  std::vector<Question> fields;

  bool empty() const { return !kind && !birth_date && fields.empty(); }
};
// All that may be asked for this service.
Questions questions_of(const Catalogue& catalogue, const Service& service);
// Those of its fields that are asked, given these answers.
std::vector<const Question*> asked_now(const Service& service, const Questions& questions,
                                       const Answers& answers, const Facts& facts);

// Answers by the questions' names ("child.birth_date"), as the form has them: {"child": {"birth_date": …}}.
Answers as_in_form(const Answers& by_name);
// What is wrong with the answers to these questions, below /answers and the question's name. `by_name` as
// above.
std::vector<catalogue::AnswerError> check(const Catalogue& catalogue, const Service& service,
                                          const std::vector<const Question*>& asked, const Answers& by_name,
                                          const Facts& facts);

// What the answers lead to.
struct Outcome {
  std::vector<const catalogue::Rule*> broken;  // the rules that say no
  bool not_for_kind = false;                   // the service is not for such applicants
  bool too_young = false;                      // younger than anybody may apply
  std::vector<DocumentTypeId> documents;
  std::vector<DocumentTypeId> documents_spared;       // a registry is asked instead
  const catalogue::Concession* concession = nullptr;  // in the fee
  bool closed = false;                                // not in season
  std::optional<double> share;                        // of the base calculation amount, at the window
  std::optional<Tiyin> at_window, on_portal;          // nothing: not known
  std::vector<catalogue::Step> steps;

  bool may() const { return broken.empty() && !not_for_kind && !too_young; }
};
// `answers` as in the form. The channel of `facts` does not count.
Outcome outcome_of(const Catalogue& catalogue, const Service& service, const Answers& answers, Facts facts);

}  // namespace biroyna::eligibility
