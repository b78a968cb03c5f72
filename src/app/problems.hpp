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
  // What the page of an error says.
  struct Told {
    std::string_view title, text;  // one sentence, and when to try again where that is known
    int status = 0;
    std::string_view code;  // of the refusal
  };
  using Page = std::function<std::string(const http::Request&, const Told&)>;
  // Keeps what was typed while its sender signs in again; answers the id, empty if nothing was kept.
  using Keep = std::function<std::string(const http::Request&)>;
  explicit Problems(Page page, Keep keep = {}) : page_(std::move(page)), keep_(std::move(keep)) {}

  http::Response operator()(const http::Request& request, const Refusal& refusal) const;
  http::Response operator()(const http::Request& request, int status, const Refusal& refusal) const;

 private:
  Page page_;
  Keep keep_;
};

}  // namespace biroyna
