#include "features/intake/earlier_documents.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace biroyna::intake {

documents::Origin EarlierDocument::origin() const {
  return version.document.origin.value_or(documents::Origin{number, version.document.taken_at});
}

EarlierDocuments may_be_used_again(const cases::Application& application,
                                   std::vector<documents::Version> documents, const forms::Applicant& by) {
  if (application.process.erased || !cases::same_person(application.applicant, by)) return {};
  const cases::Question* open = application.process.open_question();
  const auto asked_anew = [&](const DocumentTypeId& type) {
    return open != nullptr && std::ranges::any_of(open->marked, [&](const std::string& mark) {
             return cases::marked_document(mark) == type.str();
           });
  };
  EarlierDocuments found;
  for (auto& version : documents) {
    if (version.document.state == documents::State::accepted && !asked_anew(version.type))
      found.push_back({application.number, std::move(version)});
  }
  return found;
}

EarlierDocuments offered(EarlierDocuments all, const DocumentTypeId& type, std::string_view held_sha256) {
  std::erase_if(all, [&](const EarlierDocument& one) {
    return one.version.type != type || one.version.document.sha256 == held_sha256;
  });
  std::ranges::stable_sort(all, std::greater<>{}, [](const EarlierDocument& one) { return one.version.at; });
  std::set<std::string> seen;
  std::erase_if(all,
                [&](const EarlierDocument& one) { return !seen.insert(one.version.document.sha256).second; });
  if (all.size() > kMostOffered) all.resize(kMostOffered);
  return all;
}

}  // namespace biroyna::intake
