#include "features/demo/questions.hpp"

namespace biroyna::demo {

std::string mark_of(const cases::Application& application, const catalogue::Service& service,
                    const Documents& documents, Random& random) {
  std::vector<std::string> marks;
  for (const auto& mark : cases::markable(service, application.applicant.kind)) {
    const std::string_view name = std::string_view(mark).substr(mark.find('/') + 1);
    if (mark.starts_with(cases::kAnswerMark) ? application.answers.contains(std::string(name))
                                             : documents.contains(DocumentTypeId(std::string(name))))
      marks.push_back(mark);
  }
  return one_of(random, marks);
}

bool asks_for_document(const cases::Question& question) {
  return !question.marked.empty() && question.marked.front().starts_with(cases::kDocumentMark);
}

}  // namespace biroyna::demo
