// Refusals and failures as answers: `application/problem+json` (RFC 9457) for programs, a page for people,
// each in the reader's language.
#pragma once

#include "core/result.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

// The address under which docs/api/problems.md explains a problem.
inline constexpr std::string_view kProblemBase = "https://biroyna.uz/problems/";

class Problems {
 public:
  // Makes the page of an error: title and one sentence.
  using Page =
      std::function<std::string(const http::Request&, std::string_view title, std::string_view text)>;
  explicit Problems(Page page) : page_(std::move(page)) {}

  http::Response operator()(const http::Request& request, const Refusal& refusal) const;
  http::Response operator()(const http::Request& request, int status, const Refusal& refusal) const;

 private:
  Page page_;
};

}  // namespace biroyna
