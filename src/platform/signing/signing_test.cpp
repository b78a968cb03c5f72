#include "platform/signing/signing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "platform/db/testing/processes.hpp"
#include "platform/qpdf/qpdf.hpp"

namespace biroyna::signing {
namespace {

using db::testing::said_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const Time kMadeAt = *parse_rfc3339("2026-11-24T05:00:00Z");
const Time kSignedAt = *parse_rfc3339("2026-11-24T06:07:08Z");

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string blank_pdf(qpdf_object_stream_e streams = qpdf_o_disable) {
  QPDF pdf;
  pdf.emptyPDF();
  pdf.addPage(pdf.makeIndirectObject(
                  QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 595 842] /Resources << >> >>")),
              true);
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setObjectStreamMode(streams);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

class Signing : public ::testing::TestWithParam<Kind> {
 protected:
  Signing() { make(files, "Sergeli “Ягона ойна” маркази", GetParam(), kMadeAt); }
  std::string signed_pdf() const {
    return Signer(files).sign(blank_pdf(), {kSignedAt, "Guvohnoma 2026/000123", "Sergeli oʻlkasi"});
  }
  const db::testing::TemporaryFolder folder;
  Files files = files_in(folder.path());
};
INSTANTIATE_TEST_SUITE_P(Kinds, Signing, ::testing::Values(Kind::rsa3072, Kind::p256),
                         [](const auto& kind) { return kind.param == Kind::p256 ? "P256" : "Rsa"; });

TEST_P(Signing, OtherProgramsFindTheSignatureValid) {
  const std::string bytes = signed_pdf();
  EXPECT_THAT(said_of(bytes, "pdfsig -nocert FILE"),
              AllOf(HasSubstr("Signature is Valid."), HasSubstr("Total document signed"),
                    HasSubstr("Signing Hash Algorithm: SHA-256"), HasSubstr("adbe.pkcs7.detached"),
                    HasSubstr("Sergeli “Ягона ойна” маркази"), HasSubstr("2026 06:07:08")));
  EXPECT_THAT(said_of(bytes, "qpdf --check FILE"), HasSubstr("No syntax or stream encoding errors found"));
}

TEST_P(Signing, WhatWasThereStaysAsItIs) {
  const std::string before = blank_pdf(), after = signed_pdf();
  EXPECT_EQ(after.substr(0, before.size()), before);
}

TEST_P(Signing, SaysWhoSignedAndWhen) {
  const auto found = verify(signed_pdf());
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->intact);
  EXPECT_TRUE(found->whole);
  EXPECT_EQ(found->name, "Sergeli “Ягона ойна” маркази");
  EXPECT_EQ(found->at, kSignedAt);
}

TEST_P(Signing, AnyChangeOfACoveredByteIsFound) {
  const std::string bytes = signed_pdf();
  const std::size_t before = blank_pdf().size();
  const std::size_t text = bytes.find("/Contents <", before);
  for (const std::size_t place : {std::size_t{9}, before / 2, text - 60, bytes.size() - 20}) {
    std::string changed = bytes;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    const auto found = verify(changed);
    EXPECT_FALSE(found && found->intact) << place;
  }
  std::string changed = bytes;
  changed.replace(bytes.find("595 842"), 7, "595 841");
  EXPECT_THAT(said_of(changed, "pdfsig -nocert FILE"),
              AllOf(HasSubstr("Digest Mismatch"), Not(HasSubstr("Signature is Valid."))));
}

TEST_P(Signing, WhatIsAddedAfterwardsIsFound) {
  const auto found = verify(signed_pdf() + "% more\n");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->intact);
  EXPECT_FALSE(found->whole);
}

TEST_P(Signing, TheKeyIsForItsOwnerAloneAndIsNeverOverwritten) {
  using std::filesystem::perms;
  constexpr perms kOwner = perms::owner_read | perms::owner_write;
  EXPECT_EQ(std::filesystem::status(files.key).permissions(), kOwner);
  EXPECT_EQ(std::filesystem::status(files.certificate).permissions(), kOwner);
  EXPECT_EQ(std::filesystem::status(files.key.parent_path()).permissions(), perms::owner_all);
  const std::string key = content_of(files.key);
  EXPECT_THROW(make(files, "Another", GetParam(), kMadeAt), std::runtime_error);
  EXPECT_EQ(content_of(files.key), key);
}

TEST_P(Signing, AKeyThatAPowerCutLeftWithoutACertificateGetsOne) {
  const std::string key = content_of(files.key);
  std::filesystem::remove(files.certificate);
  EXPECT_THROW(Signer{files}, std::runtime_error);
  make(files, "Sergeli", GetParam(), kMadeAt);
  EXPECT_EQ(content_of(files.key), key);
  EXPECT_EQ(Signer(files).name(), "Sergeli");
}

TEST_P(Signing, AKeyThatOthersMayReadIsRefused) {
  for (const auto mode : {0640, 0600}) {
    std::filesystem::permissions(files.key, std::filesystem::perms(mode));
    EXPECT_NO_THROW(Signer{files}) << mode;
  }
  for (const auto mode : {0644, 0604, 0620}) {
    std::filesystem::permissions(files.key, std::filesystem::perms(mode));
    EXPECT_THROW(Signer{files}, std::runtime_error) << mode;
  }
}

TEST_P(Signing, AKeyOfAnotherCertificateIsRefused) {
  const Files others{folder.path() / "other.pem", folder.path() / "other-certificate.pem"};
  make(others, "Another", GetParam(), kMadeAt);
  EXPECT_THROW(Signer({files.key, others.certificate}), std::runtime_error);
  EXPECT_THROW(Signer({files.certificate, files.certificate}), std::runtime_error);
  EXPECT_THROW(Signer({files.key, folder.path() / "missing.pem"}), std::runtime_error);
}

TEST_P(Signing, TheDeskFindsAKeyThatIsMadeLaterAndRefusesOneThatEnded) {
  const Files later{folder.path() / "later" / "key.pem", folder.path() / "later" / "certificate.pem"};
  Desk desk(later);
  EXPECT_EQ(desk.signer(kMadeAt), nullptr);
  make(later, "Later", GetParam(), kMadeAt);
  ASSERT_NE(desk.signer(kMadeAt), nullptr);
  EXPECT_EQ(desk.signer(kMadeAt)->name(), "Later");
  EXPECT_EQ(desk.signer(kMadeAt)->valid_from(), kMadeAt);
  EXPECT_NE(desk.signer(kMadeAt + kValidFor), nullptr);
  EXPECT_EQ(desk.signer(kMadeAt + kValidFor + Seconds(1)), nullptr);
}

TEST_P(Signing, WhatCannotBeSignedIsRefused) {
  const Signer signer(files);
  EXPECT_THROW(signer.sign(blank_pdf(qpdf_o_generate), {}), std::runtime_error) << "no plain table";
  EXPECT_THROW(signer.sign(signed_pdf(), {}), std::runtime_error) << "signed already";
  EXPECT_THROW(signer.sign("no PDF", {}), std::runtime_error);
}

TEST(Verify, AFileWithoutSignatureHasNone) {
  EXPECT_FALSE(verify(blank_pdf()));
  EXPECT_FALSE(verify(""));
  EXPECT_FALSE(verify("%PDF-1.7 nothing"));
}

}  // namespace
}  // namespace biroyna::signing
