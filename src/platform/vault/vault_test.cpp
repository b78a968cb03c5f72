#include "platform/vault/vault.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "platform/db/testing/processes.hpp"
#include "platform/vault/sealed.hpp"

namespace biroyna {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}
void write_file(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

class VaultTest : public ::testing::Test {
 protected:
  Vault::Options options() const {
    return {folder_.path() / "documents", folder_.path() / "documents.key", 0};
  }
  static std::string put(Vault& vault, std::string_view content) {
    const std::string_view pieces[] = {content.substr(0, content.size() / 3),
                                       content.substr(content.size() / 3)};
    const std::string name = Vault::sha256(pieces);
    const auto held = vault.share();
    vault.put(name, pieces);
    return name;
  }
  static std::string get(const Vault& vault, const std::string& name) {
    std::string content;
    vault.read(name, [&](std::string_view block) { content += block; });
    return content;
  }
  static std::string complaint(const Vault& vault, const std::string& name) {
    try {
      get(vault, name);
    } catch (const Vault::Damaged& damaged) {
      return damaged.what();
    }
    return {};
  }
  std::string complaint_of_opening() const {
    try {
      Vault vault(options());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  }
  fs::path file(const std::string& name) const { return options().folder / name.substr(0, 2) / name; }

  db::testing::TemporaryFolder folder_;
};

TEST_F(VaultTest, GivesBackWhatWasPut) {
  Vault vault(options());
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, sealed::kBlock - 1, sealed::kBlock,
                                 sealed::kBlock + 1, 3 * sealed::kBlock, 3 * sealed::kBlock + 7}) {
    std::string content(size, 'a');
    for (std::size_t i = 0; i < size; i += 97) content[i] = static_cast<char>(i);
    const std::string name = put(vault, content);
    EXPECT_EQ(get(vault, name), content) << size;
    EXPECT_EQ(fs::file_size(file(name)), sealed::sealed_size(size));
  }
}

TEST_F(VaultTest, KeepsTheSameContentOnce) {
  Vault vault(options());
  const std::string name = put(vault, "birth certificate");
  const auto before = read_file(file(name));
  EXPECT_EQ(put(vault, "birth certificate"), name);
  EXPECT_EQ(read_file(file(name)), before);
  EXPECT_THAT(vault.all(), ElementsAre(name));
  EXPECT_EQ(name, "45aef2670c79be28fc9c677e31580d07bfeefe863a69599a38f72e968086bd07");
}

TEST_F(VaultTest, NothingOfAContentCanBeReadFromTheDisk) {
  Vault vault(options());
  const std::string name = put(vault, "the passport of Zuhra");
  EXPECT_THAT(read_file(file(name)), ::testing::Not(HasSubstr("passport")));
  struct stat status{};
  ASSERT_EQ(::stat(file(name).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(options().key_file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(VaultTest, NoticesEveryChangedByte) {
  Vault vault(options());
  const std::string content(sealed::kBlock + 100, 'x');
  const std::string name = put(vault, content), whole = read_file(file(name));
  rc::check([&] {
    std::string changed = whole;
    changed[*rc::gen::inRange<std::size_t>(0, whole.size())] ^= static_cast<char>(*rc::gen::inRange(1, 256));
    write_file(file(name), changed);
    RC_ASSERT(!complaint(vault, name).empty());
  });
  write_file(file(name), whole);
  EXPECT_EQ(complaint(vault, name), "");
}

TEST_F(VaultTest, NoticesWhatIsCutOffPutOnOrExchanged) {
  Vault vault(options());
  const std::string name = put(vault, std::string(sealed::kBlock + 100, 'x')), other = put(vault, "other");
  const std::string whole = read_file(file(name));
  const std::size_t first_block = sealed::sealed_size(sealed::kBlock);
  for (const auto& [bytes, wrong] : {std::pair{whole.substr(0, 3), "no sealed file"},
                                     {whole.substr(0, 20), "cut off"},
                                     {whole.substr(0, first_block), "cut off"},
                                     {whole.substr(0, whole.size() - 1), "damaged"},
                                     {whole + "x", "damaged"},
                                     {read_file(file(other)), "damaged"}}) {
    write_file(file(name), bytes);
    EXPECT_THAT(complaint(vault, name), HasSubstr(wrong)) << bytes.size();
  }
  fs::remove(file(name));
  EXPECT_THAT(complaint(vault, name), HasSubstr("missing"));
}

TEST_F(VaultTest, NoticesWhatWasPutUnderAWrongName) {
  Vault vault(options());
  const std::string_view content = "a letter", other = "another letter";
  const std::string name = Vault::sha256({&other, 1});
  const auto held = vault.share();
  vault.put(name, {&content, 1});
  EXPECT_THAT(complaint(vault, name), HasSubstr("another content"));
}

TEST_F(VaultTest, NoticesWhatGoesOnAfterAFullBlock) {
  Vault vault(options());
  const std::string name = put(vault, std::string(sealed::kBlock, 'x'));
  write_file(file(name), read_file(file(name)) + "x");
  EXPECT_THAT(complaint(vault, name), HasSubstr("goes on"));
}

TEST_F(VaultTest, WritesAgainWhatIsThereInHalf) {
  Vault vault(options());
  const std::string name = put(vault, "a letter");
  write_file(file(name), read_file(file(name)).substr(0, 30));
  put(vault, "a letter");
  EXPECT_EQ(get(vault, name), "a letter");
}

TEST_F(VaultTest, RemovesContents) {
  Vault vault(options());
  const std::string name = put(vault, "a letter");
  const auto alone = vault.take();
  vault.remove(name);
  vault.remove(name);
  EXPECT_THAT(vault.all(), IsEmpty());
  EXPECT_THROW(vault.remove("../../etc/passwd"), std::invalid_argument);
}

TEST_F(VaultTest, NobodyRemovesWhileSomebodyPuts) {
  Vault vault(options());
  {
    const auto shared = vault.share();
    const auto shared_too = vault.share();
    EXPECT_FALSE(vault.take_if_free());
  }
  EXPECT_TRUE(vault.take_if_free());
}

TEST_F(VaultTest, KeepsItsKey) {
  std::string name;
  {
    Vault vault(options());
    name = put(vault, "a letter");
  }
  const std::string key = read_file(options().key_file);
  EXPECT_EQ(get(Vault(options()), name), "a letter");
  EXPECT_EQ(read_file(options().key_file), key);

  fs::permissions(options().key_file, fs::perms(0640));
  EXPECT_THAT(complaint_of_opening(), HasSubstr("chmod 600"));
  fs::permissions(options().key_file, fs::perms(0600));
  write_file(options().key_file, "not a key\n");
  EXPECT_THAT(complaint_of_opening(), HasSubstr("holds no key"));
  fs::remove(options().key_file);
  EXPECT_THAT(complaint_of_opening(), HasSubstr("is gone"));

  std::string another = key;
  another[0] = another[0] == '0' ? '1' : '0';
  write_file(options().key_file, another);
  fs::permissions(options().key_file, fs::perms(0600));
  EXPECT_THAT(complaint(Vault(options()), name), HasSubstr("another key"));
}

TEST_F(VaultTest, ClearsAwayWhatAKilledProgramLeft) {
  {
    Vault vault(options());
  }
  const auto left = options().folder / "unfinished" / "left",
             at_work = options().folder / "unfinished" / "busy";
  write_file(left, "half");
  write_file(at_work, "half");
  // Another program, at work on one of them.
  int ready[2], end[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(end), 0);
  const pid_t other = ::fork();
  if (other == 0) {
    const int fd = ::open(at_work.c_str(), O_RDWR);
    ::flock(fd, LOCK_EX);
    char sign = 'r';
    if (::write(ready[1], &sign, 1) != 1 || ::read(end[0], &sign, 1) != 1) ::_exit(1);
    ::_exit(0);
  }
  char sign = 0;
  ASSERT_EQ(::read(ready[0], &sign, 1), 1);
  {
    Vault vault(options());
  }
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(at_work));
  ASSERT_EQ(::write(end[1], &sign, 1), 1);
  ::waitpid(other, nullptr, 0);
}

TEST_F(VaultTest, LeavesRoomForTheDatabase) {
  auto full = options();
  full.keep_free_bytes = std::uintmax_t{1} << 60;
  Vault vault(full);
  EXPECT_THROW(put(vault, "a letter"), std::system_error);
  EXPECT_THAT(vault.all(), IsEmpty());
}

}  // namespace
}  // namespace biroyna
