// The disk of the power cuts keeps what it promised, and nothing else: shown with small programs in Python,
// which are recorded as the program is.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "tests/outage/recorded.hpp"

namespace biroyna::outage {
namespace {

namespace fs = std::filesystem;
using biroyna::testing::read_file;
using biroyna::testing::write_file;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Runs in the folder; "name" is a file there.
constexpr const char* kBegin = R"(
import ctypes, os, sys
os.chdir(sys.argv[1])
def write(name, text, sync=False, flags=os.O_CREAT):
    f = os.open(name, os.O_WRONLY | flags, 0o600)
    os.write(f, text.encode())
    if sync: os.fsync(f)
    os.close(f)
def sync(name):
    f = os.open(name, os.O_RDONLY)
    os.fsync(f)
    os.close(f)
)";

class OutageDisk : public ::testing::Test {
 protected:
  OutageDisk() {
    fs::create_directory(folder);
    write_file(folder / "old", "old");
  }
  // Runs the script to its end and cuts the power then. Answers "name=content" of each file.
  std::set<std::string> left(const std::string& script, Kept kept = Kept::nothing, std::string lie = {}) {
    Recorded recorded(folder, std::move(lie));
    run(recorded, script);
    std::set<std::string> files;
    EXPECT_EQ(recorded.cut_at({recorded.now()}, [&](auto, const Disk& disk) { files = cut(disk, kept); }),
              "");
    return files;
  }
  void run(const Recorded& recorded, const std::string& script) {
    write_file(space.path() / "in", "");
    write_file(space.path() / "script", kBegin + script);
    const pid_t pid =
        biroyna::testing::start({BIROYNA_PYTHON, "-B", (space.path() / "script").string(), folder.string()},
                                recorded.environment(), space.path());
    ASSERT_TRUE(db::testing::ends_within(pid, 60'000));
    ASSERT_EQ(db::testing::wait_for(pid), 0) << read_file(space.path() / "err");
  }
  std::set<std::string> cut(const Disk& disk, Kept kept) {
    const db::testing::TemporaryFolder cut;
    const fs::path at = cut.path() / "cut";
    disk.cut(kept, chance, at);
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(at)) {
      const std::string name = entry.path().lexically_relative(at);
      files.insert(entry.is_directory() ? name + "/" : name + "=" + read_file(entry.path()));
    }
    return files;
  }

  const db::testing::TemporaryFolder space;
  const fs::path folder = space.path() / "watched";
  Chance chance{1};
};

TEST_F(OutageDisk, KeepsWhatWasThereBefore) { EXPECT_THAT(left(""), ElementsAre("old=old")); }

TEST_F(OutageDisk, LosesAContentThatWasNotSynced) {
  EXPECT_THAT(left("write('old', 'new'); write('made', 'x'); sync('.')"),
              UnorderedElementsAre("old=old", "made="));
}

TEST_F(OutageDisk, LosesANameWhoseFolderWasNotSynced) {
  EXPECT_THAT(left("write('made', 'x', sync=True)"), ElementsAre("old=old"));
}

TEST_F(OutageDisk, KeepsAContentAndANameThatWereSynced) {
  EXPECT_THAT(left("write('made', 'x', sync=True); sync('.'); write('made', 'y')"),
              UnorderedElementsAre("old=old", "made=x"));
}

TEST_F(OutageDisk, KeepsWhatIsWrittenThrough) {
  EXPECT_THAT(left("write('old', 'new', flags=os.O_DSYNC)"), ElementsAre("old=new"));
}

TEST_F(OutageDisk, LosesAFolderThatHasNoName) {
  const std::string make =
      "os.mkdir('a'); os.mkdir('a/b'); write('a/b/c', 'x', sync=True); sync('a/b'); sync('a')\n";
  EXPECT_THAT(left(make), ElementsAre("old=old"));
  fs::remove_all(folder / "a");
  EXPECT_THAT(left(make + "sync('.')"), UnorderedElementsAre("old=old", "a/", "a/b/", "a/b/c=x"));
}

TEST_F(OutageDisk, BringsBackWhatWasRemovedWithoutASync) {
  EXPECT_THAT(left("os.unlink('old')"), ElementsAre("old=old"));
  write_file(folder / "old", "old");
  EXPECT_THAT(left("os.unlink('old'); sync('.')"), IsEmpty());
}

TEST_F(OutageDisk, RenamesAtOnceInOneFolderAndByHalvesBetweenTwo) {
  EXPECT_THAT(left("write('new', 'new', sync=True); os.rename('new', 'old')"), ElementsAre("old=old"));
  write_file(folder / "old", "old");
  EXPECT_THAT(left("write('new', 'new', sync=True); os.rename('new', 'old'); sync('.')"),
              ElementsAre("old=new"));
  write_file(folder / "old", "old");
  EXPECT_THAT(left("os.mkdir('a'); sync('.'); os.rename('old', 'a/old'); sync('a')"),
              UnorderedElementsAre("old=old", "a/", "a/old=old"));
}

TEST_F(OutageDisk, PromisesOnlyWhatWasWrittenBeforeTheSyncBegan) {
  Disk disk(folder);
  struct stat status{};
  ASSERT_EQ(::stat((folder / "old").c_str(), &status), 0);
  const auto play = [&](Kind kind, std::int64_t offset, std::string_view bytes = {}) {
    disk.play({{static_cast<std::uint32_t>(bytes.size()), kind, status.st_ino, 0, 0, offset}, bytes});
  };
  play(Kind::write, 0, "1");
  play(Kind::sync_begin, 7);
  play(Kind::write, 1, "2");
  EXPECT_THAT(cut(disk, Kept::nothing), ElementsAre("old=old"));
  play(Kind::sync_end, 7);
  EXPECT_THAT(cut(disk, Kept::nothing), ElementsAre("old=1ld"));
  EXPECT_THAT(cut(disk, Kept::everything), ElementsAre("old=12d"));
}

TEST_F(OutageDisk, LosesWhatALyingDiskSaidToHave) {
  const std::string careful = "write('made', 'x', sync=True); sync('.')";
  EXPECT_THAT(left(careful, Kept::nothing, "files"), UnorderedElementsAre("old=old", "made="));
  fs::remove(folder / "made");
  EXPECT_THAT(left(careful, Kept::nothing, "folders"), ElementsAre("old=old"));
}

// Whatever a program may use to write, unlink or rename.
TEST_F(OutageDisk, SeesEveryWayToChangeAFolder) {
  const auto seen = left(R"(
C = ctypes.CDLL(None)
os.mkdir('a'); os.mkdir('a/gone'); os.rmdir('a/gone')
at = os.open('a', os.O_RDONLY | os.O_DIRECTORY)
f = os.open('one', os.O_RDWR | os.O_CREAT, mode=0o600, dir_fd=at)
os.write(f, b'0123456789'); os.pwrite(f, b'AB', 2); os.writev(f, [b'x', b'yz']); os.pwritev(f, [b'C', b'D'], 6)
os.ftruncate(f, 12); os.posix_fallocate(f, 0, 20)
f = os.dup(f); os.write(f, b'after')
g = os.open('copied', os.O_RDWR | os.O_CREAT | os.O_TRUNC); h = os.open('a/one', os.O_RDONLY)
os.sendfile(g, h, 0, 5); os.copy_file_range(h, g, 4, offset_src=2)
unnamed = os.open('.', os.O_TMPFILE | os.O_RDWR, 0o600); os.write(unnamed, b'named late')
C.linkat(-100, b'/proc/self/fd/%d' % unnamed, -100, b'late', 0x400)
os.truncate('old', 1)
w = os.open('added', os.O_WRONLY | os.O_CREAT | os.O_APPEND); os.write(w, b'1'); os.write(w, b'2')
os.link('added', 'a/second'); os.rename('added', 'third'); os.unlink('third')
os.rename('one', 'two', src_dir_fd=at)
w = os.open('old', os.O_WRONLY | os.O_TRUNC); os.write(w, b'anew')
C.fopen.restype = ctypes.c_void_p; s = C.fopen(b'stream', b'w'); name = ctypes.create_string_buffer(b'tXXXXXX'); C.mkstemp(name)
C.remove(b'stream'); os.unlink(name.value)
)",
                         Kept::everything);
  EXPECT_EQ(seen.count("old=anew"), 1u);
  EXPECT_EQ(seen.count("late=named late"), 1u);
  EXPECT_EQ(seen.count("a/second=12"), 1u);
}

// Of two pages that were written over, each 512 bytes are old or new; all four, and torn pages, come about.
TEST_F(OutageDisk, KeepsSomeOfTheRestByChance) {
  write_file(folder / "old", std::string(8192, '.'));
  Recorded recorded(folder);
  run(recorded, "write('old', 'x' * 8192)\nwrite('made', 'y')\nos.unlink('old')");
  std::set<std::string> seen;
  const auto look = [&](auto, const Disk& disk) {
    for (int i = 0; i < 200; ++i) {
      std::string sectors;
      for (const auto& file : cut(disk, Kept::some)) {
        if (!file.starts_with("old=")) {
          sectors += "made ";
          continue;
        }
        ASSERT_EQ(file.size(), 4u + 8192);
        for (std::size_t at = 4; at < file.size(); at += 512) {
          ASSERT_EQ(file.substr(at, 512), std::string(512, file[at]));
          sectors += file[at];
        }
      }
      seen.insert(sectors);
    }
  };
  EXPECT_EQ(recorded.cut_at({recorded.now()}, look), "");
  const std::string old_page(8, '.'), new_page(8, 'x');
  EXPECT_TRUE(seen.contains(""));
  EXPECT_TRUE(seen.contains("made "));
  EXPECT_TRUE(seen.contains(old_page + old_page));
  EXPECT_TRUE(seen.contains(new_page + old_page));
  EXPECT_TRUE(seen.contains(old_page + new_page));
  EXPECT_TRUE(seen.contains(new_page + new_page));
  EXPECT_GT(seen.size(), 12u) << "and torn pages";
}

}  // namespace
}  // namespace biroyna::outage
