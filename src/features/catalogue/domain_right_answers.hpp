// Answers that the form of a service accepts, found by trying: for demonstrations, and for tests over all
// services of a catalogue.
//
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "features/catalogue/domain_form.hpp"

namespace biroyna::catalogue {

// Right answers for these facts; nothing when none were found in so many tries. The same seed finds the same.
// What is `known` already is kept where the form asks for it and takes it.
std::optional<Answers> right_answers(const Catalogue& catalogue, const Service& service, const Facts& facts,
                                     std::uint32_t seed, const Answers& known = {}, int most_tries = 20'000);
// The same of what a step has to find. A day on which something ends lies ahead.
std::optional<Answers> right_findings(const Catalogue& catalogue, const std::vector<const FindingUse*>& asked,
                                      const Facts& facts, std::uint32_t seed, int most_tries = 2'000);

}  // namespace biroyna::catalogue
