// The field of a form by which a document is handed in.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "platform/html/components.hpp"

namespace biroyna::forms {

// A file to be chosen: PDF, JPEG, PNG or HEIC.
struct UploadField {
  std::string name;
  std::string id = {};  // the name when left out
  std::string label;
  bool heading = false;  // the label is the page's heading
  std::string hint;
  Html state = {};  // of what was handed in before
  std::string error = {};
  std::string error_word;  // "Error"
};
Html upload_field(const UploadField& field);

}  // namespace biroyna::forms
