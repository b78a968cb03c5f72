// Owners for what C libraries hand out: std::unique_ptr<BIO, FreedBy<BIO_free_all>>.
#pragma once

#include <memory>

namespace biroyna {

template <auto Free>
struct FreedBy {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

}  // namespace biroyna
