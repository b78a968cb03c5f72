// The electronic signature of a centre: makes and keeps the key, signs documents, verifies them.
//
// A PDF is signed by an incremental update (ISO 32000-1, 12.8): what was there stays as it is, and a detached
// CMS (adbe.pkcs7.detached, SHA-256, with signing time and the certificate's hash, RFC 5035) covers it all.
// Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace biroyna::signing {

// PEM. The key has no passphrase: the rights of its file guard it.
struct Files {
  std::filesystem::path key, certificate;
};
// "signing/key.pem" and "signing/certificate.pem" in the folder of an installation.
Files files_in(const std::filesystem::path& data_dir);

enum class Kind : unsigned char { rsa3072, p256 };
inline constexpr std::chrono::days kValidFor{3 * 365};  // a certificate that make() writes

// Makes a key and a certificate that it signs itself, for demonstrations and until an authority gives one.
// The files are for their owner alone. Throws std::runtime_error with one line; never overwrites a file.
void make(const Files& files, std::string_view name, Kind kind, Time now);

// What a signature says beside who signed.
struct Statement {
  Time at{};
  std::string reason;  // "Certificate 2026/000123"
  std::string place;   // "Sergeli Single-Window Centre"
};

class Signer {
 public:
  // Throws std::runtime_error with one line that names the file.
  explicit Signer(const Files& files);
  ~Signer();
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;

  const std::string& name() const { return name_; }  // of the certificate's subject
  Time valid_from() const { return valid_from_; }
  Time valid_until() const { return valid_until_; }

  // `pdf` has a plain table of objects and pages, and is not encrypted. Throws std::runtime_error. Takes
  // milliseconds: not on the I/O thread nor inside a database job.
  std::string sign(const std::string& pdf, const Statement& statement) const;
  // The DER of a detached CMS over these bytes.
  std::string cms(std::string_view bytes, Time at) const;

 private:
  struct Secrets;
  std::unique_ptr<Secrets> secrets_;
  std::string name_;
  Time valid_from_{}, valid_until_{};
  std::size_t room_ = 0;  // bytes that a CMS takes at most
};

// The signer of an installation, read when first needed: a key that is made while the program runs is found.
class Desk {
 public:
  explicit Desk(Files files) : files_(std::move(files)) {}
  // Null as long as there is no key, or no usable one; the log says why.
  std::shared_ptr<const Signer> signer(Time now);

 private:
  const Files files_;
  std::mutex mutex_;
  std::shared_ptr<const Signer> signer_;
};

struct Verification {
  bool intact = false;  // the signature fits the bytes that it covers
  bool whole = false;   // and it covers the whole file
  std::string name;     // of who signed, as the certificate in the signature says; nobody vouches for it here
  std::optional<Time> at;
};
// The last signature of a PDF; nothing when it has none or cannot be read.
std::optional<Verification> verify(const std::string& pdf);

}  // namespace biroyna::signing
