#include <condition_variable>
#include <mutex>
#include <thread>

#include "features/integrations/integrations.hpp"
#include "platform/log/log.hpp"

namespace biroyna::integrations {
namespace {

constexpr Milliseconds kLookAgain{1'000};

void run(Registries& registries, const RegistryId& registry, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    bool worked = false;
    try {
      worked = registries.work(registry, stop);
    } catch (const std::exception& error) {
      log::warning("registry_work_failed", {{"registry", std::string_view(registry.str())},
                                            {"reason", std::string_view(error.what())}});
    }
    if (worked) continue;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kLookAgain, [] { return false; });
  }
}

}  // namespace

struct Workers::Threads {
  std::vector<std::jthread> threads;
};

Workers::Workers(Registries& registries) : threads_(std::make_unique<Threads>()) {
  for (const RegistryId& registry : registries.called()) {
    threads_->threads.emplace_back(
        [&registries, registry](const std::stop_token& stop) { run(registries, registry, stop); });
  }
}

// All are told to end before the first is waited for.
Workers::~Workers() {
  for (auto& thread : threads_->threads) thread.request_stop();
}

}  // namespace biroyna::integrations
