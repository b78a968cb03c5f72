// The reference catalogue for tests, which run with the repository's root as their folder.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "features/catalogue/reader.hpp"

namespace biroyna::catalogue {

inline const Files& reference_files() {
  static const Files files = read_folder("catalogue");
  return files;
}

inline Catalogue reference() {
  yaml::Problems problems;
  auto catalogue = read(reference_files(), problems);
  if (!catalogue) throw std::runtime_error(problems.front().to_string());
  return *std::move(catalogue);
}

// read(), but the same files are read once: for tests that import them again and again and are about
// something else. Thread-safe.
inline std::optional<Catalogue> read_once(const Files& files, yaml::Problems& problems, Origin origin) {
  static std::mutex mutex;
  static std::map<std::pair<Origin, Files>, Catalogue> without_problems;
  const std::lock_guard lock(mutex);
  auto known = without_problems.find({origin, files});
  if (known == without_problems.end()) {
    auto made = read(files, problems, origin);
    if (!made) return made;
    known = without_problems.emplace(std::pair(origin, files), *std::move(made)).first;
  }
  return known->second;
}

// With the optional services too.
inline Files files_with_all_services() {
  Files files = reference_files();
  constexpr std::string_view kFolder = "optional/", kEnd = ".yaml";
  std::string taken;
  for (const auto& [name, text] : files) {
    if (!name.starts_with(kFolder)) continue;
    taken +=
        (taken.empty() ? "" : ", ") + name.substr(kFolder.size(), name.size() - kFolder.size() - kEnd.size());
  }
  files.at("centre.yaml") += "optional: [" + taken + "]\n";
  return files;
}

// Throws when `text` does not hold `old`: a test that changes nothing would prove nothing.
inline void replace_once(std::string& text, std::string_view old, std::string_view with) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::logic_error("not in the text: " + std::string(old));
  text.replace(at, old.size(), with);
}

// The number of the first line that begins with `start`.
inline int line_of(const std::string& text, std::string_view start) {
  const std::size_t first = ("\n" + text).find("\n" + std::string(start));
  if (first == std::string::npos) throw std::logic_error("no line begins with: " + std::string(start));
  return 1 +
         static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
}

}  // namespace biroyna::catalogue
