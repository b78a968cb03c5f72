// What `biroyna setup` finds out before it writes anything. Each check answers why something cannot be taken,
// in one line for an operator, or nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/setup_answers.hpp"

namespace biroyna::setup {

std::string wrong_settings_file(const std::filesystem::path& file, bool replace);
// People sign in over HTTPS only, but for this computer itself.
std::string wrong_public_url(const std::string& text);
// Also an address that this computer does not have, and a port that is taken; `in_use_is_right` where the
// program itself may hold it.
std::string wrong_listen(const std::string& text, bool in_use_is_right);
std::string wrong_data(const std::filesystem::path& folder);
std::string wrong_database(const std::string& connection);
std::string wrong_name(const Answers& answers);
std::string wrong_login(const Answers& answers);
std::string wrong_password(const Answers& answers);
std::string wrong_signer(const std::string& name);
std::string wrong_key(const Answers& answers);  // one that is there, with its certificate

// The centre of a catalogue folder.
struct Centre {
  std::string id, name;
  std::size_t services = 0, windows = 0;
};
// A catalogue with mistakes: all of them, a line each.
std::string wrong_catalogue(const std::filesystem::path& folder, std::optional<Centre>& centre);

// What the folder and the database hold already.
struct Existing {
  bool installation = false;
  bool signing_key = false;
  // These are looked for on request, as that brings a database of an older version up to date.
  std::optional<Centre> centre;
  bool administrator = false;
};
Existing find_existing(const Answers& answers, bool look_inside);

}  // namespace biroyna::setup
