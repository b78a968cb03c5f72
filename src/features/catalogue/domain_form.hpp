// How a service is applied for: what is asked, whether the answers are right, and what follows from them.
//
// Pure, thread-safe. Everything here looks only at what is asked: an answer whose page or field has a
// condition that does not hold does not count, neither here nor in conditions, rules and formulas.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/money.hpp"
#include "core/result.hpp"
#include "features/catalogue/domain.hpp"

namespace biroyna::catalogue {

// A page that is asked, and the fields on it that are.
struct AskedPage {
  std::size_t page = 0;  // in service.form
  std::vector<const FieldUse*> fields;
};
std::vector<AskedPage> asked(const Service& service, const Answers& answers, const Facts& facts);

// Whether its form has this field.
bool is_asked(const Service& service, std::string_view field);

// The answers that count.
Answers relevant(const Service& service, const Answers& answers, const Facts& facts);

// What is wrong with one answer.
struct AnswerError {
  std::string pointer;  // RFC 6901, into a body with "answers": "/answers/child/birth_date"
  std::string code;     // a message of locales/: "error.not_a_date"; "error.rule" where `says` says more
  std::optional<Names> says = {};

  friend bool operator==(const AnswerError&, const AnswerError&) = default;
};
// Empty when an application may be handed over as far as its answers go.
std::vector<AnswerError> check(const Catalogue& catalogue, const Service& service, const Answers& answers,
                               const Facts& facts);
// The same for one page of service.form alone, with the rules that mark a fact on it.
std::vector<AnswerError> check_page(const Catalogue& catalogue, const Service& service,
                                    const Answers& answers, const Facts& facts, std::size_t page);
// The rules that do not hold between the answers that are given, whatever else is missing or wrong.
std::vector<const Rule*> broken_rules(const Catalogue& catalogue, const Service& service,
                                      const Answers& answers, const Facts& facts);
std::vector<FieldError> field_errors(const std::vector<AnswerError>& errors);
// Answers to what the service never asks: "error.unknown_field" each.
std::vector<AnswerError> unknown_answers(const Service& service, const Answers& answers);

// The answer as it is stored, from what people type: without blanks at the ends, the apostrophes of oʻ and gʻ
// and the tutuq belgisi in place, numbers, days, telephones and passports in their one spelling, "true" and
// "false" as what they mean. An empty text is nothing; what cannot be understood stays as it is, for check().
Value normalised(const Field& field, const Value& value);
Answers normalised(const Catalogue& catalogue, const Answers& answers);

// The documents that who applies hands in, in the catalogue's order.
std::vector<DocumentTypeId> documents_needed(const Service& service, const Answers& answers,
                                             const Facts& facts);
// Those that a registry is asked about instead.
std::vector<const DocumentUse*> documents_spared(const Service& service, const Answers& answers,
                                                 const Facts& facts);
// The share of the base amount, at the window; nothing when the formula lacks an answer
// or gives more than 1,000. Never negative.
std::optional<double> fee_share(const Service& service, const Answers& answers, const Facts& facts);
// The one concession that makes the fee lowest for who applies; null where there is none.
const Concession* concession_for(const Catalogue& catalogue, const Service& service, const Answers& answers,
                                 const Facts& facts);
// Whether somebody may have it: the service asks for, or finds, all that its condition names.
bool may_have(const Concession& concession, const Service& service);
// The fee on facts.today through facts.channel, with the concession; nothing when the share or the base
// amount is not known.
std::optional<Tiyin> fee_due(const Catalogue& catalogue, const Service& service, const Answers& answers,
                             const Facts& facts);
// Which line an application stands in ("" where the service has but one), and by which of its rules: the
// number of the first that holds, or how many there are. Nothing for a service without a waiting list.
struct PlaceInLine {
  std::string line;
  int rank = 0;
};
std::optional<PlaceInLine> place_in_line(const Service& service, const Answers& answers, const Facts& facts);
// The steps of this application. Who waited for a step that falls away waits for what it waited for.
std::vector<Step> applicable_steps(const Service& service, const Answers& answers, const Facts& facts);

// ---- Findings.

// The findings that a step has to make as things stand.
std::vector<const FindingUse*> findings_of(const Step& step, const Answers& answers, const Facts& facts);
// The step of the service that makes it; null for what no step finds.
const Step* step_that_finds(const Service& service, std::string_view field);
// The findings that stand on what the service issues, end its validity or say whom it is about.
std::vector<std::string_view> findings_issued(const Service& service);
// What is wrong with them, below /findings: each by its type, one that is lacking ("error.required") or that
// is not among `asked` ("error.unknown_field").
std::vector<AnswerError> check_findings(const Catalogue& catalogue,
                                        const std::vector<const FindingUse*>& asked, const Answers& found,
                                        const Facts& facts);

// The rules between findings that do not hold, below /findings, whatever else is missing.
std::vector<AnswerError> broken_finding_rules(const Catalogue& catalogue, const Service& service,
                                              const Answers& answers, const Facts& facts);

// What expressions may name when these fields were asked.
Scope scope_of(const std::vector<const Field*>& fields);

}  // namespace biroyna::catalogue
