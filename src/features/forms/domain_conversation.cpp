#include "features/forms/domain_conversation.hpp"

#include <algorithm>

namespace biroyna::forms {
namespace {

using catalogue::AnswerError;
using catalogue::ApplicantKind;
using catalogue::Service;

std::vector<Topic> about_applicant(const std::vector<const Service*>& services, const Applicant& applicant) {
  const bool business = applicant.kind == ApplicantKind::business;
  std::vector<Topic> topics;
  if (kinds_for(services).size() > 1) topics.push_back({.id = "applicant", .applicant = {"kind"}});
  if (business) topics.push_back({.id = "organisation", .applicant = {"organisation", "tin"}});
  topics.push_back({.id = "person", .applicant = {"family_name", "given_name", "middle_name", "birth_date"}});
  topics.push_back({.id = "identity", .applicant = {"pinfl", "passport"}});
  topics.push_back({.id = "contact", .applicant = {"phone", "address", "language"}});
  return topics;
}

// The same page of two services has one address each.
std::string free_id(const std::vector<Topic>& topics, const std::string& id) {
  const auto taken = [&](const std::string& other) {
    return std::ranges::find(topics, other, &Topic::id) != topics.end();
  };
  std::string free = id;
  for (int n = 2; taken(free); ++n) free = id + "-" + std::to_string(n);
  return free;
}

// Adds what this service asks beyond those before it.
void add_pages(const catalogue::Catalogue& catalogue, const Service& service, const Filled& filled,
               const catalogue::Facts& facts, std::vector<Topic>& topics) {
  for (const auto& page : catalogue::asked(service, filled.answers, facts)) {
    Topic topic{.id = {}, .applicant = {}, .title = &service.form[page.page].title};
    for (const catalogue::FieldUse* use : page.fields) {
      AskedField* before = nullptr;
      for (Topic& earlier : topics) {
        for (AskedField& asked : earlier.fields) {
          if (asked.field->id == use->field) before = &asked;
        }
      }
      if (before != nullptr)
        before->required = before->required || use->required;
      else
        topic.fields.push_back({catalogue.find_field(use->field), use->required});
    }
    if (topic.fields.empty()) continue;
    topic.id = free_id(topics, service.form[page.page].id);
    topics.push_back(std::move(topic));
  }
}

// "/answers/child/birth_date" is about the field "child".
bool is_about(const AnswerError& error, std::string_view root, std::string_view what) {
  std::string_view rest = error.pointer;
  if (!rest.starts_with(root)) return false;
  rest.remove_prefix(root.size());
  return rest.substr(0, rest.find('/')) == what;
}

bool is_about(const AnswerError& error, const Topic& topic) {
  const auto about = [&](std::string_view root) {
    return [&error, root](std::string_view what) { return is_about(error, root, what); };
  };
  return std::ranges::any_of(topic.applicant, about("/applicant/")) ||
         std::ranges::any_of(topic.fields, about("/answers/"),
                             [](const AskedField& asked) -> std::string_view { return asked.field->id; }) ||
         (!topic.document.empty() && is_about(error, "/documents/", topic.document.str()));
}

}  // namespace

catalogue::Facts facts_of(const Applicant& applicant, catalogue::Channel channel, Day today) {
  return {.today = today,
          .applicant_kind = applicant.kind,
          .applicant_birth_date = applicant.birth_date,
          .channel = channel};
}

std::vector<ApplicantKind> kinds_for(const std::vector<const Service*>& services) {
  std::vector<ApplicantKind> kinds;
  if (std::ranges::all_of(services, &Service::for_individuals)) kinds.push_back(ApplicantKind::individual);
  if (std::ranges::all_of(services, &Service::for_businesses)) kinds.push_back(ApplicantKind::business);
  return kinds;
}

std::vector<FieldError> faults_of_applicant(const std::vector<const Service*>& services,
                                            const Applicant& applicant, const catalogue::Facts& facts) {
  std::vector<FieldError> errors = check(applicant, facts.today);
  const auto kinds = kinds_for(services);
  if (std::ranges::find(kinds, applicant.kind) == kinds.end())
    errors.push_back({"/applicant/kind", "error.not_for_kind"});
  return errors;
}

std::vector<AnswerError> faults_of_answers(const catalogue::Catalogue& catalogue, const Service& service,
                                           const Filled& filled, const catalogue::Facts& facts) {
  std::vector<AnswerError> errors = catalogue::check(catalogue, service, filled.answers, facts);
  if (facts.channel == catalogue::Channel::window) return errors;
  for (const auto& type : catalogue::documents_needed(service, filled.answers, facts)) {
    if (!filled.documents.contains(type))
      errors.push_back({"/documents/" + type.str(), "error.document_missing"});
  }
  return errors;
}

std::vector<AnswerError> unknown_documents(const Service& service,
                                           const std::set<DocumentTypeId>& documents) {
  std::vector<AnswerError> errors;
  for (const auto& type : documents) {
    const bool known =
        std::ranges::find(service.documents, type, &catalogue::DocumentUse::type) != service.documents.end();
    if (!known) errors.push_back({"/documents/" + type.str(), "error.unknown_document"});
  }
  return errors;
}

Conversation converse(const catalogue::Catalogue& catalogue, const std::vector<const Service*>& services,
                      const Filled& filled, const catalogue::Facts& facts) {
  Conversation made;
  made.topics = about_applicant(services, filled.applicant);
  for (const Service* service : services) add_pages(catalogue, *service, filled, facts, made.topics);

  const auto wrong = [&](AnswerError error) {
    if (std::ranges::find(made.errors, error) == made.errors.end()) made.errors.push_back(std::move(error));
  };
  for (const auto& error : faults_of_applicant(services, filled.applicant, facts))
    wrong({error.pointer, error.code});
  for (const Service* service : services) {
    for (auto& error : faults_of_answers(catalogue, *service, filled, facts)) wrong(std::move(error));
    for (const auto& type : catalogue::documents_needed(*service, filled.answers, facts)) {
      const std::string id = "document-" + type.str();
      if (made.find(id) == nullptr) made.topics.push_back({.id = id, .applicant = {}, .document = type});
    }
  }
  return made;
}

const Topic* Conversation::find(std::string_view id) const {
  const auto found = std::ranges::find(topics, id, &Topic::id);
  return found == topics.end() ? nullptr : &*found;
}

std::vector<AnswerError> Conversation::errors_of(const Topic& topic) const {
  std::vector<AnswerError> own;
  std::ranges::copy_if(errors, std::back_inserter(own),
                       [&](const AnswerError& error) { return is_about(error, topic); });
  return own;
}

}  // namespace biroyna::forms
