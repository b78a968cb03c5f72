// How a decision is appealed against, where and until when: the same words on pages, on paper and in the API,
// under each refusal, each decision and each ending without one.
//
// Law on administrative procedures, ZRU-457 (the content of an administrative act; a complaint to the higher
// body), and the Code of administrative procedure (the court); the terms are the catalogue's. Pure,
// thread-safe.
#pragma once

#include <string>

#include "core/language.hpp"
#include "features/cases/domain_case.hpp"
#include "features/catalogue/catalogue.hpp"

namespace biroyna::cases {

// Whether there is something that may be appealed against: it was refused, in part or as a whole, or the
// centre has ended it without a decision.
bool may_be_appealed(const Case& process);
// Of a decision on this service.
std::string appeal_text(const catalogue::Edition& edition, const catalogue::Service& service,
                        Language language);
// "Resolution No. 244 of 23 May 2020, paragraph 7", and the ground's own law where that is another one.
std::string law_of(const catalogue::Service& service, const catalogue::RefusalGround& ground,
                   const std::string& point, Language language);

}  // namespace biroyna::cases
