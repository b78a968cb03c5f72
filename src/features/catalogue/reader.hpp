// Reads a catalogue folder (see catalogue/README.md) and finds every mistake at once.
//
// Stateless, thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "features/catalogue/domain.hpp"
#include "platform/yaml/reader.hpp"

namespace biroyna::catalogue {

// The folder's *.yaml as they are, by their path in it: "centre.yaml", "services/birth-registration.yaml".
using Files = std::map<std::string, std::string>;

// Throws std::runtime_error with one line when the folder cannot be read.
Files read_folder(const std::filesystem::path& folder);

// The catalogue, or nothing when `problems` has got any. Found are, first, files that are missing, do not
// belong here or are not YAML, as all else depends on them; then, all at once: unknown and missing keys,
// missing languages, unknown references, the same id twice, circular steps, terms that the steps cannot keep,
// impossible or overlapping hours, services that no window serves.
std::optional<Catalogue> read(const Files& files, yaml::Problems& problems);

}  // namespace biroyna::catalogue
