// What an applicant is asked, for one service or for several at once: question by question, each fact and
// each document once.
//
// The order is that of the services and of their forms. A fact that an earlier service asks for is not asked
// again; a condition sees the answers that stand before it in its own service's form. Pure, thread-safe.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "features/catalogue/domain_form.hpp"
#include "features/forms/domain_applicant.hpp"

namespace biroyna::forms {

struct AskedField {
  const catalogue::Field* field = nullptr;
  bool required = true;  // of any service that asks it
};

// One page of a conversation: about the applicant, about facts, or for one document.
struct Topic {
  std::string id;  // the end of the page's address: "contact", "child", "document-identity"
  std::vector<std::string> applicant;  // parts of the applicant: "family_name"
  const Names* title = nullptr;        // of a page of the catalogue; else the pages have words for the id
  std::vector<AskedField> fields = {};
  DocumentTypeId document = {};
};

// What is known so far.
struct Filled {
  const Applicant& applicant;
  const catalogue::Answers& answers;
  std::set<DocumentTypeId> documents;
};

struct Conversation {
  std::vector<Topic> topics;
  // All that is missing or wrong, below /applicant, /answers and /documents; each once.
  std::vector<catalogue::AnswerError> errors;

  const Topic* find(std::string_view id) const;
  std::vector<catalogue::AnswerError> errors_of(const Topic& topic) const;
};

// What the conditions of services see of who applies.
catalogue::Facts facts_of(const Applicant& applicant, catalogue::Channel channel, Day today);

// `services` are applied for in the channel of `facts`; none of them null.
Conversation converse(const catalogue::Catalogue& catalogue,
                      const std::vector<const catalogue::Service*>& services, const Filled& filled,
                      const catalogue::Facts& facts);

// The kinds of applicants that all of these services are for.
std::vector<catalogue::ApplicantKind> kinds_for(const std::vector<const catalogue::Service*>& services);

// What is wrong with who applies for these services; as check(), and error.not_for_kind at /applicant/kind.
std::vector<FieldError> faults_of_applicant(const std::vector<const catalogue::Service*>& services,
                                            const Applicant& applicant, const catalogue::Facts& facts);
// What is wrong with the answers, and error.document_missing for documents that are needed and not there.
std::vector<catalogue::AnswerError> faults_of_answers(const catalogue::Catalogue& catalogue,
                                                      const catalogue::Service& service, const Filled& filled,
                                                      const catalogue::Facts& facts);

// Documents for what the service does not ask for: error.unknown_document each.
std::vector<catalogue::AnswerError> unknown_documents(const catalogue::Service& service,
                                                      const std::set<DocumentTypeId>& documents);

}  // namespace biroyna::forms
