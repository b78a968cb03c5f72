// Reads a catalogue folder (see catalogue/README.md) and finds every mistake at once.
//
// Stateless, thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "features/catalogue/domain.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna::catalogue {

// The folder's *.yaml as they are, by their path in it: "centre.yaml", "services/birth-registration.yaml".
using Files = std::map<std::string, std::string>;

inline constexpr const char* kHolidays = "holidays.yaml";  // days off, the same in each centre of a country

// Throws std::runtime_error with one line when the folder cannot be read.
Files read_folder(const std::filesystem::path& folder);

// The catalogue, or nothing when `problems` has got any. Found are, first, files that are missing, do not
// belong here or are not YAML, as all else depends on them; then, all at once: unknown and missing keys,
// missing languages, unknown references, the same id twice, circular steps, terms that the steps cannot keep,
// routes that end without a decision, conditions, rules and formulas that do not parse, do not type or name
// what is not asked yet, impossible or overlapping hours, services that no window serves.
//
// What a database keeps may have been written before there were forms: of `stored` files, fields.yaml and
// refusals.yaml may be missing and services need no form.
enum class Origin : unsigned char { folder, stored };
std::optional<Catalogue> read(const Files& files, yaml::Problems& problems, Origin origin = Origin::folder);

}  // namespace biroyna::catalogue
