// A small installation for the tests of copies: a database with one table, a vault, a folder for backups.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "platform/auth/secrets.hpp"
#include "platform/backup/archive.hpp"
#include "platform/backup/base.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::backup::testing {

namespace fs = std::filesystem;

inline Time at(std::int64_t seconds) { return from_ms(1'800'000'000'000 + seconds * 1000); }

inline void change_byte(const fs::path& file, std::int64_t offset) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(offset);
  const int old = stream.get();
  stream.seekp(offset);
  stream.put(static_cast<char>(old ^ 0x15));
}

struct Installation {
  Installation() {
    const db::Migration notes{
        "notes", "0001.sql",
        "CREATE TABLE notes (id TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (id)) "
        "/*clustered*/;"};
    db::migrate(*db, std::span(&notes, 1));
    fs::create_directory(backups);
    claim_folder(backups, "here");
  }

  void note(const std::string& id, const std::string& content = "") {
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec("INSERT INTO notes (id, content) VALUES ($1, $2)",
              {std::string_view(id), std::string_view(content)});
    });
  }
  // Kept in the vault, and named by a note.
  std::string hand_in(const std::string& text) {
    const std::string_view piece = text;
    const std::string name = Vault::sha256(std::span(&piece, 1));
    const auto held = vault.share();
    vault.put(name, std::span(&piece, 1));
    note(name, name);
    return name;
  }
  static std::vector<std::string> texts(db::Db& of, const char* sql) {
    std::vector<std::string> all;
    of.read(
        [&](db::Tx& tx) { tx.each(sql, {}, [&](const db::Row& row) { all.emplace_back(row.text(0)); }); });
    return all;
  }
  static std::unique_ptr<db::Db> open(const fs::path& folder) {
    return db::open({.data_dir = folder, .exclusive = false});
  }
  // The ids of the notes of a database in a folder.
  static std::vector<std::string> notes(const fs::path& folder) {
    return texts(*open(folder), "SELECT id FROM notes ORDER BY id");
  }
  BaseRequest request() {
    return {.folder = backups,
            .work = db.options().data_dir,
            .database = db.options().data_dir / "biroyna.db",
            .vault = &vault,
            .clock = [this] { return now; },
            .look =
                [](const fs::path& copy) {
                  BaseRequest::Known known;
                  known.manifest.installation = "here";
                  known.manifest.zone = "Asia/Tashkent";
                  known.contents = texts(
                      *open(copy), "SELECT DISTINCT content FROM notes WHERE content <> '' ORDER BY content");
                  return known;
                }};
  }
  Made copy() { return make_base_copy(request()); }
  // Restores into a new folder and answers the ids of its notes.
  std::vector<std::string> restored(std::optional<Time> moment, const Opener& opener = {}) {
    const Archive archive({backups});
    const fs::path into = folder.path() / auth::random_id();
    fs::create_directory(into);
    archive.restore_database(archive.plan(moment), opener, into);
    return notes(into);
  }

  db::testing::TemporaryFolder folder;
  db::testing::Fresh db = db::testing::fresh(db::Engine::sqlite);
  fs::path backups = folder.path() / "backups";
  Vault vault{{.folder = folder.path() / "documents",
               .key_file = folder.path() / "documents.key",
               .keep_free_bytes = 0}};
  Time now = at(0);
};

}  // namespace biroyna::backup::testing
