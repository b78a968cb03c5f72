// Programs whose every touch of a folder is recorded, and the power cuts that are computed from it.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "platform/db/testing/processes.hpp"
#include "tests/outage/disk.hpp"
#include "tests/support/process.hpp"

namespace biroyna::outage {

class Recorded {
 public:
  // What the folder, which must be there, holds now is on the disk. `lie`: "files" or "folders", or nothing.
  explicit Recorded(std::filesystem::path folder, std::string lie = {})
      : folder_(std::move(folder)), lie_(std::move(lie)), disk_(folder_) {
    biroyna::testing::write_file(journal(), "");
  }

  // Of the programs that are to be recorded.
  biroyna::testing::Environment environment() const {
    return {std::string("LD_PRELOAD=") + BIROYNA_OUTAGE_PRELOAD,
            std::string(kFolder) + "=" + folder_.string(), std::string(kJournal) + "=" + journal().string(),
            std::string(kLie) + "=" + lie_, "ASAN_OPTIONS=verify_asan_link_order=0"};
  }
  // How much has been recorded: what is acknowledged now must be there after a power cut at this moment or
  // later.
  std::uint64_t now() const { return std::filesystem::file_size(journal()); }

  // After the programs ended. Cuts the power at each of these moments (as now() says them), plays on to the
  // end, and answers how the folder that was computed differs from the real one: not at all, or something
  // went past unseen.
  std::string cut_at(std::vector<std::uint64_t> moments,
                     const std::function<void(std::uint64_t moment, const Disk&)>& cut) {
    std::ranges::sort(moments);
    const Journal journal(this->journal());
    auto moment = moments.begin();
    std::size_t played = 0;
    const auto play_to = [&](std::size_t end) {
      for (; played < end; ++played) disk_.play(journal.records()[played]);
    };
    for (; moment != moments.end(); ++moment) {
      play_to(journal.records_in(*moment));
      cut(*moment, disk_);
    }
    play_to(journal.records().size());
    const db::testing::TemporaryFolder computed;
    Chance none;
    disk_.cut(Kept::everything, none, computed.path() / "all");
    return differences(computed.path() / "all", folder_);
  }

 private:
  std::filesystem::path journal() const { return beside_.path() / "journal"; }

  const std::filesystem::path folder_;
  const std::string lie_;
  const db::testing::TemporaryFolder beside_;
  Disk disk_;
};

}  // namespace biroyna::outage
