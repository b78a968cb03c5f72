#include "tests/registry/simulated_registry.hpp"

#include <signal.h>

#include <boost/json.hpp>
#include <stdexcept>
#include <thread>

#include "tests/support/client.hpp"
#include "tests/support/process.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
constexpr int kPatienceMs = 60'000, kLookAgainMs = 10;

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

}  // namespace

SimulatedRegistry::SimulatedRegistry(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {BIROYNA_PYTHON, BIROYNA_SOURCE "/tests/registry/simulated_registry.py"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  write_file(folder_.path() / "in", "");
  pid_ = start(command, {}, folder_.path());
  for (int waited = 0; waited < kPatienceMs; waited += kLookAgainMs) {
    constexpr std::string_view kSaid = "listens on ";
    const std::string text = read_file(folder_.path() / "out");
    if (text.starts_with(kSaid) && text.ends_with('\n')) {
      url_ = text.substr(kSaid.size(), text.size() - kSaid.size() - 1);
      return;
    }
    if (db::testing::ends_within(pid_, kLookAgainMs))
      throw std::runtime_error("the simulated registry did not start: " + read_file(folder_.path() / "err"));
  }
  throw std::runtime_error("the simulated registry does not listen");
}

SimulatedRegistry::~SimulatedRegistry() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  db::testing::wait_for(pid_);
}

void SimulatedRegistry::plan(const std::vector<std::string>& ways, const std::string& otherwise) const {
  Client client(port_of(url_));
  client.request("POST", "/control", {},
                 json::serialize(json::object{{"plan", json::value_from(ways)}, {"otherwise", otherwise}}));
}

void SimulatedRegistry::release() const { Client(port_of(url_)).request("POST", "/release"); }

json::array SimulatedRegistry::seen() const {
  return json::parse(Client(port_of(url_)).get("/seen").body).as_array();
}

bool eventually(const std::function<bool()>& condition) {
  for (int waited = 0; waited < kPatienceMs; waited += kLookAgainMs) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(kLookAgainMs));
  }
  return false;
}

}  // namespace biroyna::testing
