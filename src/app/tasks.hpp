// What the command line does besides serving: each answers the exit code, says what it did on standard output
// and what is wrong on standard error, a line each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "platform/config/config.hpp"

namespace biroyna::tasks {

// The settings of a file and the environment, over which the command line has the last word. Throws
// std::runtime_error that names every mistake.
Config settings(const std::string& file, const std::string& data, const std::string& database,
                const std::string& listen);

int check(const std::filesystem::path& folder);
int import(const Config& config, const std::filesystem::path& folder);
// Replaces the days off of all centres, or of none.
int import_holidays(const Config& config, const std::filesystem::path& file);
int migrate(const Config& config);
// `noted_in` are files with heads of event logs that were noted before.
int verify(const Config& config, const std::vector<std::filesystem::path>& noted_in = {});
int print_heads(const Config& config);
// Says whether the clock of this computer is believed; the exit code is 1 when it is not.
int check_clock(const Config& config);
// A person says that it is right; a server that doubts it follows within a second.
int confirm_clock(const Config& config);

// Says that the database is a copy that was put back, which knows nothing after `until` (RFC 3339; empty:
// after its last event).
int mark_restored(const Config& config, const std::string& until);

// Reads every document; what is missing or damaged makes the exit code 1.
// Removes the contents without a document if there are exactly so many.
int check_documents(const Config& config, std::optional<std::size_t> remove_orphans);

// Announces the erasure of applications whose time of keeping is over, and erases what is personal of those
// whose notice is over too; a dry run only counts the first.
int erase_applications(const Config& config, bool dry_run);

// Says what is to be erased, and from when.
int list_erasures(const Config& config);

// Fills a centre without applications with those of the months before `now`, for demonstrations and
// measurements; adds the people who work on them where there are none. Nobody may serve the centre meanwhile.
struct NewDemo {
  std::string centre = {};  // empty: the only one
  int applications = 25'000;
  std::uint32_t seed = 1;
};
int demo(const Config& config, const NewDemo& requested, Time now);

struct NewStaff {
  std::string centre, login, name, role, password;
  std::vector<std::string> departments;
  bool chose_password = false;  // themselves, so that they need not choose another one
};
int add_staff(const Config& config, const NewStaff& person);

struct NewToken {
  std::string centre, role, name;
  std::vector<std::string> departments;
};
int add_token(const Config& config, const NewToken& token);

// Makes a key for signing documents, with a certificate of its own. `kind` is "rsa" or "p256".
int make_signing_key(const Config& config, const std::string& name, const std::string& kind);
// Says who signed a PDF; the exit code is 1 when it is not intact or nobody did.
int verify_signature(const std::filesystem::path& file);

}  // namespace biroyna::tasks
