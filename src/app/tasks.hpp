// What the command line does besides serving: each answers the exit code, says what it did on standard output
// and what is wrong on standard error, a line each.
#pragma once

#include <filesystem>
#include <string>

#include "platform/config/config.hpp"

namespace biroyna::tasks {

// The settings of a file and the environment, over which the command line has the last word. Throws
// std::runtime_error that names every mistake.
Config settings(const std::string& file, const std::string& data, const std::string& database,
                const std::string& listen);

int check(const std::filesystem::path& folder);
int import(const Config& config, const std::filesystem::path& folder);
int migrate(const Config& config);
int verify(const Config& config);

struct NewStaff {
  std::string centre, login, name, role, password;
};
int add_staff(const Config& config, const NewStaff& person);

struct NewToken {
  std::string centre, role, name;
};
int add_token(const Config& config, const NewToken& token);

}  // namespace biroyna::tasks
