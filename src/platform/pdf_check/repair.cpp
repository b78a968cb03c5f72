// A document as it is kept, where it could not be taken as it came. With qpdf's writer, which is no C++20 to
// clang either.
#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "platform/pdf_check/pdf_check.hpp"

namespace biroyna::pdf_check {
namespace {

constexpr std::clock_t kLongestCheck = CLOCKS_PER_SEC;  // of the processor
constexpr std::size_t kMostJunk = 1024;  // before the header and behind the end, as readers allow

// Cut off in the middle, a document loses what nobody can find again.
bool has_its_end(std::string_view file) {
  return file.substr(file.size() - std::min(file.size(), kMostJunk)).find("%%EOF") != std::string_view::npos;
}

// Every page that the document counts is there, with all that it shows.
bool has_its_pages(QPDF& pdf) {
  const auto pages = pdf.getAllPages();
  auto count = pdf.getRoot().getKey("/Pages").getKey("/Count");
  if (pages.empty() || !count.isInteger() || count.getIntValue() != static_cast<long long>(pages.size()))
    return false;
  for (auto page : pages) {
    auto contents = page.getKey("/Contents");
    if (page.hasKey("/Contents") && contents.isNull()) return false;
    for (int i = 0; contents.isArray() && i < contents.getArrayNItems(); ++i) {
      if (!contents.getArrayItem(i).isStream()) return false;
    }
  }
  return true;
}

std::optional<std::string> repaired(std::string_view file) {
  if (!has_its_end(file)) return std::nullopt;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("document", file.data(), file.size());
    // What was guessed until here is where things lie; nothing may be missing from now on.
    pdf.getAllObjects();
    (void)pdf.getWarnings();
    if (!has_its_pages(pdf)) return std::nullopt;
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.setPreserveEncryption(false);
    writer.setDeterministicID(true);
    writer.write();
    if (!pdf.getWarnings().empty()) return std::nullopt;
    const std::shared_ptr<Buffer> made = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(made->getBuffer()), made->getSize());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

Verdict check_or_repair(std::string_view file, int most_pages) {
  const std::clock_t begun = std::clock();
  Verdict verdict = check(file, most_pages);
  if (verdict.wrong != Wrong::broken && verdict.wrong != Wrong::encrypted) return verdict;
  // What was made to unfold for long is not unfolded again.
  if (std::clock() - begun > kLongestCheck) return verdict;
  auto made = repaired(file);
  if (!made) return verdict;
  Verdict again = check(*made, most_pages);
  // What else is wrong with it is said instead.
  if (again.wrong == Wrong::broken || again.wrong == Wrong::encrypted) return verdict;
  if (again.wrong == Wrong::nothing) again.repaired = *std::move(made);
  return again;
}

}  // namespace biroyna::pdf_check
