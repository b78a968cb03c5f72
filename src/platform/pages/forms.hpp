// What pages with forms share: the messages of a form that came back, and fields that several pages have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::pages {

// What was wrong with a form, by the name of its fields.
class FormErrors {
 public:
  explicit FormErrors(const i18n::Speaker& say) : say_(say) {}

  // A refusal without fields is a message of the whole form, whose name is empty.
  void add(const Refusal& refusal);
  bool empty() const { return texts_.empty(); }
  html::ErrorMessage of(std::string_view name) const;
  // Empty when there are no errors. A message of the whole form leads to `first_field`.
  Html summary(std::string_view first_field) const;
  const i18n::Speaker& say() const { return say_; }

 private:
  i18n::Speaker say_;
  struct Wrong {
    std::string name;
    std::string beside, above;  // the message beside the field and in the summary
  };
  std::vector<Wrong> texts_;
};

Html heading(std::string_view text);  // the h1
html::PasswordInput password_input(std::string_view name, std::string_view label,
                                   std::string_view autocomplete, const FormErrors& errors);

}  // namespace biroyna::pages
