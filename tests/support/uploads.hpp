// Documents as browsers hand them in, for black-box tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/program.hpp"

namespace biroyna::testing {

inline constexpr const char* kDocuments = "/api/v1/documents";
inline constexpr const char* kFormType = "multipart/form-data; boundary=a-boundary";

using FormTexts = std::vector<std::pair<std::string, std::string>>;

inline std::string form_of(std::string_view file, const FormTexts& texts = {{"centre", "sergeli"}},
                           std::string_view file_name = "document") {
  std::string body;
  for (const auto& [name, value] : texts)
    body += "--a-boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  body += "--a-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
  body.append(file_name).append("\"\r\nContent-Type: image/png\r\n\r\n").append(file);
  return body + "\r\n--a-boundary--\r\n";
}

// With the token of somebody, or of nobody when it is empty.
inline Answer send_form(Client& client, const std::string& form, const std::string& token = "",
                        Client::Headers headers = {}) {
  headers.emplace_back("Content-Type", kFormType);
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  return client.request("POST", kDocuments, headers, form);
}

// Of what `biroyna documents check` says: "7 contents are whole, 0 missing or damaged, 2 without a document".
inline std::string count_of_orphans(const std::string& said) {
  const auto end = said.find(" without a document");
  if (end == std::string::npos) return said;
  return said.substr(said.rfind(' ', end - 1) + 1, end - said.rfind(' ', end - 1) - 1);
}

}  // namespace biroyna::testing
