// What the components are made of. Private to this folder.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "platform/html/form.hpp"

namespace biroyna::html::parts {

// With a blank between; empty words are left out. For class and aria-describedby.
std::string words(std::initializer_list<std::string_view> words);

// ` data-x="true"`, ` data-x="false"`, or nothing.
Attribute true_or_false(AttributeName name, std::optional<bool> value);

// <h1> to <h6>; throws std::invalid_argument for another level.
Html heading(int level, const Attribute& attributes, const Html& text);

// A field's own label, hint and error message, which take their ids from the field.
Html label(const Label& label, std::string_view for_id, std::string_view classes);
Html hint(const Hint& hint, std::string_view id, std::string_view classes);
Html error_message(const ErrorMessage& error, std::string_view id);

// The hint and the error message above a field, and the ids that its aria-describedby names.
struct Notes {
  Html html;
  std::string ids;
};
Notes notes(std::string_view id, std::string_view described_by, const Hint& hint, const ErrorMessage& error);

// `wrong` when there is an error message.
Html form_group(const FormGroup& group, bool wrong, const Html& html);

}  // namespace biroyna::html::parts
