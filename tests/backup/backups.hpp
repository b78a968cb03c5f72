// Copies and archives of an installation, for black-box tests.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "core/time.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {

inline std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

// What /metrics says; -1 when it does not say it.
inline double figure(std::uint16_t port, const std::string& name) {
  Client client(port);
  const std::string text = "\n" + client.get("/metrics").body;
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

template <class Done>
bool becomes(Done done) {
  for (int tries = 0; tries < 600; ++tries) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

// Every change is in the archive.
inline bool archive_catches_up(std::uint16_t port) {
  return becomes([&] {
    return figure(port, "biroyna_archive_complete") == 1 &&
           figure(port, "biroyna_archive_behind_seconds") == 0;
  });
}

}  // namespace biroyna::testing
