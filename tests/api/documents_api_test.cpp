// Handing in documents over HTTP.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <boost/json.hpp>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "platform/antivirus/testing/clamd_stand_in.hpp"
#include "platform/pdf_check/testing/pdf.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using namespace documents::testing;
using pdf_check::testing::pdf_with;
using ::testing::HasSubstr;
using ::testing::Not;

// The first wrong field, as "/file document_type".
std::string wrong(const Answer& answer) {
  const json::value problem = json::parse(answer.body);
  const auto& error = problem.at("errors").at(0);
  return fmt::format("{} {}", std::string_view(error.at("pointer").as_string()),
                     std::string_view(error.at("code").as_string()));
}

class DocumentsApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Answer hand_in(std::string_view file, const FormTexts& texts = {{"centre", "sergeli"}},
                 const std::string& token = "") {
    return send_form(anybody.client(), form_of(file, texts), token);
  }
  Finished task(std::vector<std::string> words) const {
    for (const auto& word : centre.place()) words.push_back(word);
    return run(words);
  }
  // What the server has of memory that is not a file's.
  std::size_t heap_kilobytes() const {
    const std::string status = read_file(fmt::format("/proc/{}/status", server.pid()));
    return std::stoul(status.substr(status.find("RssAnon:") + 8));
  }
  static std::string address(const Answer& taken) {
    return fmt::format("{}/{}", kDocuments, text(taken, "id"));
  }
  static Client::Headers secret(const Answer& taken) { return {{"Document-Secret", text(taken, "secret")}}; }

  Installation centre{GetParam()};
  // The address sanitizer keeps what is freed for a while: not here, so that memory can be measured.
  Server server{centre, {"ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}};
  Api anybody{server.port(), "", 120};  // a document that is no document takes its time to be refused
  Api operator_{server.port(), centre.token("operator")};
};
INSTANTIATE_TEST_SUITE_P(Engines, DocumentsApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(DocumentsApi, AnApplicantHandsInADocumentAndSeesIt) {
  const Answer taken =
      send_form(anybody.client(), form_of(png(chunk("tEXt", std::string(kPlace))),
                                          {{"centre", "sergeli"}, {"purpose", "identity"}}, "pasport ў.png"));
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.headers.at("location"), address(taken));
  EXPECT_EQ(text(taken, "media_type"), "image/png");
  EXPECT_EQ(text(taken, "state"), "accepted");
  EXPECT_EQ(json::parse(taken.body).at("size").as_int64(), static_cast<std::int64_t>(png().size()));

  EXPECT_EQ(anybody.get(address(taken)).status, 404);
  const Answer state = anybody.get(address(taken), secret(taken));
  EXPECT_EQ(state.status, 200);
  EXPECT_THAT(state.body, Not(HasSubstr("secret")));
  EXPECT_EQ(anybody.get(address(taken) + "/content").status, 404);
  const Answer content = anybody.get(address(taken) + "/content", secret(taken));
  EXPECT_EQ(content.status, 200);
  EXPECT_EQ(content.body, png()) << "without what it told of its place";
  EXPECT_EQ(content.headers.at("content-type"), "image/png");
  EXPECT_EQ(content.headers.at("content-disposition"),
            "attachment; filename=\"document.png\"; filename*=UTF-8''pasport%20%D1%9E.png");
  EXPECT_EQ(content.headers.at("cache-control"), "no-store");
  EXPECT_EQ(content.headers.at("x-content-type-options"), "nosniff");
  EXPECT_THAT(content.headers.at("content-security-policy"), HasSubstr("sandbox"));
}

TEST_P(DocumentsApi, StaffSeeTheDocumentsOfTheirCentreByTheirRole) {
  const Answer taken = hand_in(pdf_with(2));
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(json::parse(taken.body).at("pages").as_int64(), 2);
  EXPECT_EQ(operator_.get(address(taken) + "/content").body, pdf_with(2));
  Api kiosk(server.port(), centre.token("kiosk")), board(server.port(), centre.token("board"));
  EXPECT_EQ(kiosk.get(address(taken)).status, 404);
  EXPECT_EQ(board.get(address(taken)).status, 403);
  const Answer own = hand_in(png(), {{"centre", "sergeli"}}, centre.token("kiosk"));
  ASSERT_EQ(own.status, 201);
  EXPECT_EQ(kiosk.get(address(own)).status, 404) << "others use it, too";
  EXPECT_EQ(kiosk.get(address(own), secret(own)).status, 200);
  EXPECT_EQ(task({"audit", "verify"}).exit_code, 0);
}

TEST_P(DocumentsApi, RefusesWhatIsNoDocument) {
  struct Case {
    std::string file, code;
    int status = 422;
  };
  for (const auto& [file, code, status] : std::initializer_list<Case>{
           {"PK\3\4 a bomb", "document_format", 415},
           {"<script>alert(1)</script>", "document_format", 415},
           {"", "document_empty"},
           {png("", 60'000, 60'000), "document_too_many_pixels"},
           {png().substr(0, 50), "document_broken"},
           {jpeg().substr(0, 50), "document_broken"},
           {pdf_with(201), "document_too_many_pages"},
           {pdf_with(1, "/OpenAction << /S /JavaScript /JS (x) >>"), "document_active"},
           {"%PDF-1.7 and nothing", "document_broken"}}) {
    const Answer refused = hand_in(file);
    EXPECT_EQ(refused.status, status) << code;
    EXPECT_EQ(wrong(refused), "/file " + code);
    EXPECT_THAT(refused.body, Not(HasSubstr("error."))) << "said in words";
  }
  std::string large = png();
  large.insert(large.size() - 12, chunk("IDAT", std::string(20'000'000, 'x')));
  EXPECT_EQ(wrong(hand_in(large)), "/file document_too_large");
  const auto checked = task({"documents", "check"});
  EXPECT_THAT(checked.out, HasSubstr("0 contents are whole, 0 missing or damaged, 0 without a document"))
      << checked.err;
}

// Deflated, as a PDF's stream has it.
std::string deflated(const std::string& block, int times) {
  z_stream stream{};
  deflateInit(&stream, Z_BEST_SPEED);
  std::string out;
  std::array<unsigned char, 64 * 1024> room{};
  for (int i = 0; i < times; ++i) {
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(block.data()));
    stream.avail_in = static_cast<unsigned>(block.size());
    do {
      stream.next_out = room.data();
      stream.avail_out = room.size();
      deflate(&stream, i + 1 == times ? Z_FINISH : Z_NO_FLUSH);
      out.append(reinterpret_cast<char*>(room.data()), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

TEST_P(DocumentsApi, APdfThatUnfoldsToGigabytesHarmsNothing) {
  const std::string bomb = deflated(deflated(std::string(1 << 20, '\0'), 2048), 1);
  std::string file = "%PDF-1.5\n";
  const std::size_t table = file.size();
  file += fmt::format(
      "1 0 obj\n<< /Type /XRef /Size 9 /W [1 4 2] /Root 2 0 R /Filter [/FlateDecode /FlateDecode] /Length {} "
      ">>\n"
      "stream\n",
      bomb.size());
  file += bomb + fmt::format("\nendstream\nendobj\nstartxref\n{}\n%%EOF\n", table);
  EXPECT_LT(file.size(), 200'000u);
  EXPECT_EQ(wrong(hand_in(file)), "/file document_broken");
  EXPECT_LT(heap_kilobytes(), 200u * 1024);
  EXPECT_EQ(hand_in(png()).status, 201);
}

TEST_P(DocumentsApi, RefusesWrongForms) {
  EXPECT_EQ(wrong(hand_in(png(), {})), "/centre required");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", "nowhere"}})), "/centre unknown_centre");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", "sergeli"}, {"centre", "sergeli"}})), "/centre only_one");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", std::string(1'000'000, 'x')}})), "/centre too_long");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", "sergeli"}, {"purpose", "A document"}})), "/purpose not_an_id");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", "sergeli"}, {"colour", "red"}})), "/colour unknown_field");
  EXPECT_EQ(wrong(hand_in(png(), {{"centre", "sergeli"}, {"file", "x"}})), "/file only_one");
  EXPECT_EQ(wrong(send_form(anybody.client(), form_of("", {{"centre", "sergeli"}}, ""))), "/file required");
  const std::string without =
      "--a-boundary\r\nContent-Disposition: form-data; name=\"centre\"\r\n\r\nsergeli\r\n--a-boundary--\r\n";
  EXPECT_EQ(wrong(send_form(anybody.client(), without)), "/file required");
  EXPECT_EQ(anybody.post(kDocuments, "{}").status, 415);
  EXPECT_EQ(send_form(anybody.client(), "--a-boundary\r\n").status, 400);
  EXPECT_EQ(send_form(anybody.client(), "").status, 400);
}

TEST_P(DocumentsApi, ALargeDocumentComesBackWhole) {
  std::string large = png();
  large.insert(large.size() - 12, chunk("IDAT", std::string(19'000'000, 'x')));
  const std::size_t before = heap_kilobytes();
  const Answer taken = hand_in(large);
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_LT(heap_kilobytes(), before + 8 * 1024) << "it is never whole in memory";
  EXPECT_EQ(anybody.get(address(taken) + "/content", secret(taken)).body, large);
}

TEST_P(DocumentsApi, SlowsDownWhoFillsTheDisk) {
  for (int i = 0; i < 100; ++i) ASSERT_NE(hand_in("no document").status, 429);
  const Answer refused = hand_in(png());
  EXPECT_EQ(refused.status, 429);
  EXPECT_GT(std::stoi(refused.headers.at("retry-after")), 0);
  EXPECT_EQ(hand_in(png(), {{"centre", "sergeli"}}, centre.token("operator")).status, 201) << "staff go on";
}

class ScannedDocuments : public ::testing::Test {
 protected:
  ClamdStandIn clamd;
  Installation centre{db::Engine::sqlite};
  Server server{centre, {"BIROYNA_CLAMAV=" + clamd.address()}};
  Api anybody{server.port(), ""};

  Answer hand_in(std::string_view file) { return send_form(anybody.client(), form_of(file)); }
  // The state that follows on those two.
  std::string decided(const Answer& taken) {
    for (;;) {
      const Answer answer = anybody.get(fmt::format("{}/{}", kDocuments, text(taken, "id")),
                                        {{"Document-Secret", text(taken, "secret")}});
      const std::string state = text(answer, "state");
      if (state != "queued" && state != "scanning") return state;
      std::this_thread::yield();
    }
  }
};

TEST_F(ScannedDocuments, AreHandedOutWhenTheScannerHasPassedThem) {
  const Answer good = hand_in(png()), bad = hand_in(png(chunk("pHYs", "VIRUS 123")));
  EXPECT_EQ(text(good, "state"), "queued");
  EXPECT_EQ(decided(good), "accepted");
  EXPECT_EQ(decided(bad), "rejected");
  const auto content = [&](const Answer& taken) {
    return anybody.get(fmt::format("{}/{}/content", kDocuments, text(taken, "id")),
                       {{"Document-Secret", text(taken, "secret")}});
  };
  EXPECT_EQ(content(good).body, png());
  EXPECT_EQ(content(bad).status, 409);
}

}  // namespace
}  // namespace biroyna::testing
