// Small PDF files for tests, with a right table of their objects.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna::pdf_check::testing {

// Objects are numbered from 1; the first is the catalogue.
inline std::string pdf_of(const std::vector<std::string>& objects, std::string_view trailer_more = "") {
  std::string file = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(file.size());
    file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t table = file.size();
  file += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t place : places) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", place);
    file += line;
  }
  file += "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R " +
          std::string(trailer_more) + " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  return file;
}

// `catalogue_more` is put into the catalogue, `more` are further objects from number 3 + pages on.
inline std::string pdf_with(int pages, const std::string& catalogue_more = "",
                            const std::vector<std::string>& more = {}) {
  std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R " + catalogue_more + " >>"};
  std::string kids;
  for (int i = 0; i < pages; ++i) kids += std::to_string(3 + i) + " 0 R ";
  objects.push_back("<< /Type /Pages /Count " + std::to_string(pages) + " /Kids [ " + kids + "] >>");
  for (int i = 0; i < pages; ++i)
    objects.emplace_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>");
  objects.insert(objects.end(), more.begin(), more.end());
  return pdf_of(objects);
}

}  // namespace biroyna::pdf_check::testing
