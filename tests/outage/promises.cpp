#include "tests/outage/promises.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "platform/signing/signing.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::outage {
namespace {

namespace json = boost::json;
using namespace biroyna::testing;

constexpr const char* kTicketsOfCentre = "/api/v1/centres/sergeli/tickets";
constexpr int kTicketClients = 4, kDocumentClients = 2, kCaseClients = 6;
constexpr std::size_t kDocumentBytes = 20'000;

using Crew = Crowd<Promises>;
using Promised = std::function<void(Promise::Kind, const std::string& id, const std::string& secret)>;

std::string png_of(const std::string& key) {
  return documents::testing::png(documents::testing::chunk("IDAT", key + std::string(kDocumentBytes, 'x')));
}

void take_tickets(Api& host, const std::string& key, const Promised& promised) {
  for (int n = 0;; ++n) {
    const Answer answer = host.post(kTicketsOfCentre, R"({"services":["kindergarten-referral"]})",
                                    {{"Idempotency-Key", fmt::format("{}-{}", key, n)}});
    if (answer.status == 201) promised(Promise::Kind::ticket, text(answer, "id"), text(answer, "number"));
  }
}

void hand_in_documents(Api& nobody, const std::string& key, const Promised& promised) {
  for (int n = 0;; ++n) {
    // Every second content comes twice: of the second one nothing is written.
    const Answer answer = send_form(nobody.client(), form_of(png_of(fmt::format("{}-{}", key, n / 2))));
    if (answer.status == 429) return;
    if (answer.status == 201) promised(Promise::Kind::document, text(answer, "id"), text(answer, "secret"));
  }
}

void work_on_cases(Api& desk, const std::string& token, Api& specialist, const std::string& key,
                   const Promised& promised) {
  static const std::string wanted = application_for(*reference().find(ServiceId("kindergarten-referral")));
  static const std::string approval = approval_of("kindergarten-referral", "placement");
  for (int n = 0;; ++n) {
    const std::string one = fmt::format("{}-{}", key, n);
    const Answer document = send_form(desk.client(), form_of(png_of(one)), token);
    auto application = json::parse(wanted).as_object();
    application["documents"] = json::object{{"birth-certificate", text(document, "id")}};
    const Answer submitted =
        desk.post(kApplications, json::serialize(application), {{"Idempotency-Key", one}});
    if (submitted.status != 201) continue;
    const std::string number = text(submitted, "number");
    promised(Promise::Kind::application, number, text(document, "id"));
    const std::string task = fmt::format("/api/v1/tasks/{}:placement/", number);
    if (specialist.post(task + "claim").status == 200 &&
        specialist.post(task + "approve", approval).status == 200)
      promised(Promise::Kind::decision, number, {});
  }
}

// The tickets of the day: number by id.
std::map<std::string, std::string> tickets(Api& host) {
  std::map<std::string, std::string> found;
  for (std::string after;;) {
    const auto page = object_of(host.get(fmt::format("{}?after={}", kTicketsOfCentre, after)));
    for (const auto& item : page.at("items").as_array())
      found[text(item.as_object(), "id")] = text(item.as_object(), "number");
    if (page.at("next").is_null()) return found;
    after = text(page, "next");
  }
}

bool is_there(const Promise& promise, const std::map<std::string, std::string>& tickets, Api& specialist) {
  const auto content = [&](const std::string& id, const Client::Headers& headers) {
    const Answer answer = specialist.get(fmt::format("{}/{}/content", kDocuments, id), headers);
    return answer.status == 200 && answer.body.size() > kDocumentBytes;
  };
  const auto application = [&] { return specialist.get(std::string(kApplications) + "/" + promise.id); };
  switch (promise.kind) {
    case Promise::Kind::ticket: {
      const auto found = tickets.find(promise.id);
      return found != tickets.end() && found->second == promise.secret;
    }
    case Promise::Kind::document:
      return content(promise.id, {{"Document-Secret", promise.secret}});
    case Promise::Kind::application:
      return application().status == 200 && content(promise.secret, {});
    case Promise::Kind::decision: {
      const Answer answer = application();
      if (answer.status != 200 || text(answer, "state") != "issued") return false;
      return !object_of(answer).at("results").as_array().empty();
    }
  }
  return false;
}

// Of the last decision: its document can be made and signed.
bool is_signed(const Promise& decision, Api& specialist) {
  const auto shown = object_of(specialist.get(std::string(kApplications) + "/" + decision.id));
  const std::string result(shown.at("results").at(0).as_string());
  const Answer pdf = specialist.get(fmt::format("/api/v1/results/{}/pdf", result));
  const auto signature = signing::verify(pdf.body);
  return pdf.status == 200 && signature && signature->intact;
}

std::string name_of(const Promise& promise) {
  constexpr const char* kNames[] = {"ticket", "document", "application", "decision"};
  return fmt::format("{} {} is lost", kNames[static_cast<int>(promise.kind)], promise.id);
}

}  // namespace

Promises work(const Installation& centre, const Environment& environment,
              const std::function<std::uint64_t()>& now, std::size_t wanted, const std::string& round) {
  Server server(centre, environment);
  const std::uint16_t port = server.port();
  const auto client = [&](Crew& crew, int i) {
    const std::string key = fmt::format("{}-{}", round, i);
    const Promised promised = [&](Promise::Kind kind, const std::string& id, const std::string& secret) {
      const std::uint64_t at = now();
      const std::lock_guard lock(crew.mutex);
      crew.answered.push_back({kind, at, id, secret});
    };
    if (i < kTicketClients) {
      Api host(port, centre.token("host"));
      take_tickets(host, key, promised);
    } else if (i < kTicketClients + kDocumentClients) {
      Api nobody(port, "");
      hand_in_documents(nobody, key, promised);
    } else {
      Api desk(port, centre.token("operator")), specialist(port, centre.token("specialist"));
      work_on_cases(desk, centre.token("operator"), specialist, key, promised);
    }
  };
  Crew crew(kTicketClients + kDocumentClients + kCaseClients, client);
  const auto cases = [&] {
    const std::lock_guard lock(crew.mutex);
    return static_cast<std::size_t>(
        std::ranges::count(crew.answered, Promise::Kind::decision, &Promise::kind));
  };
  const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (cases() < wanted && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const int exit_code = server.terminate();
  crew.join();
  if (exit_code != 0) throw std::runtime_error("the program did not stop as it should");
  return crew.answered;
}

Found look_for(const Promises& promises, std::uint64_t moment, const Installation& centre,
               const std::filesystem::path& data) {
  Found found;
  std::vector<std::string> place = centre.place();
  place.back() = data.string();
  const auto must = [&](std::vector<std::string> words, const std::string& part) {
    const Finished finished = run(with(words, place));
    if (finished.exit_code != 0 || finished.out.find(part) == std::string::npos)
      found.faults.push_back(fmt::format("{}: {}{}", words.front(), finished.out, finished.err));
  };
  must({"audit", "verify"}, "");
  // PostgreSQL's database is as it was at the end: it names documents that come after the cut.
  if (centre.engine() == db::Engine::sqlite) must({"documents", "check"}, " 0 missing or damaged");
  try {
    Server server(place);
    Api host(server.port(), centre.token("host")), specialist(server.port(), centre.token("specialist"));
    if (host.get("/readyz").status != 200) found.faults.emplace_back("not ready");
    const auto numbers = tickets(host);
    const Promise* decided = nullptr;
    for (const auto& promise : promises) {
      if (promise.at > moment) continue;
      ++found.looked_for;
      if (!is_there(promise, numbers, specialist))
        found.faults.push_back(name_of(promise));
      else if (promise.kind == Promise::Kind::decision)
        decided = &promise;
    }
    if (decided != nullptr && !is_signed(*decided, specialist))
      found.faults.push_back(fmt::format("the document of {} is not signed", decided->id));
  } catch (const std::exception& error) {
    found.faults.emplace_back(error.what());
  }
  return found;
}

}  // namespace biroyna::outage
