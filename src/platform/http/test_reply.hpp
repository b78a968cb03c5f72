// A reply that a test waits for.
#pragma once

#include <future>
#include <memory>
#include <stdexcept>

#include "platform/http/http.hpp"

namespace biroyna::http::testing {

class AwaitedReply final : public Reply::Sink {
 public:
  void send(Response response) override { promise_.set_value(std::move(response)); }
  std::shared_ptr<Stream> stream() override { throw std::logic_error("not a stream"); }
  std::future<Response> future() { return promise_.get_future(); }

 private:
  std::promise<Response> promise_;
};

}  // namespace biroyna::http::testing
