// Stops a program stage by stage, in an order that is written down once.
//
// Each stage is logged with its duration. A stage that throws is logged, and the next one begins. A stage
// that exceeds its limit cannot be skipped, because its threads may still use what the next stages end:
// `late` is called, which by default ends the process at once. Nothing that was acknowledged is lost by that:
// it is on the disk.
//
// Not thread-safe; `late` is called on a thread of the stopper.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace biroyna {

class Stopper {
 public:
  struct Stage {
    std::string name;
    std::chrono::milliseconds limit;
    std::function<void()> run;
  };
  using Late = std::function<void(const Stage&)>;

  // Logs the stage and ends the process with exit code 1, without destructors.
  [[noreturn]] static void end_process(const Stage& stage);

  explicit Stopper(std::vector<Stage> stages, Late late = end_process);
  // Runs the stages, the first time that it is called.
  void stop();

 private:
  void run(const Stage& stage) const;

  std::vector<Stage> stages_;
  Late late_;
};

}  // namespace biroyna
