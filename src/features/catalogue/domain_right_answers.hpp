// Answers that the form of a service accepts, found by trying: for demonstrations, and for tests over all
// services of a catalogue.
//
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "features/catalogue/domain_form.hpp"

namespace biroyna::catalogue {

// Right answers for these facts; nothing when none were found in so many tries. The same seed finds the same.
// What is `known` already is kept where the form asks for it and takes it.
std::optional<Answers> right_answers(const Catalogue& catalogue, const Service& service, const Facts& facts,
                                     std::uint32_t seed, const Answers& known = {}, int most_tries = 20'000);

}  // namespace biroyna::catalogue
