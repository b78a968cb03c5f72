// What people of a demonstration ask applicants for.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/demo/demo.hpp"
#include "features/demo/words.hpp"

namespace biroyna::demo {

// Something that was answered, or a document that there is.
std::string mark_of(const cases::Application& application, const catalogue::Service& service,
                    const Documents& documents, Random& random);
// Whether who answers comes to the window with a document.
bool asks_for_document(const cases::Question& question);

}  // namespace biroyna::demo
