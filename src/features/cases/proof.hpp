// How the event log proves a case without holding a word of it.
//
// Each event in the log carries a salted hash over the event as the case has it: texts, marks and route. An
// event after which the case file is another one (who applies, the answers, how it began, what opens it), or
// with which documents were handed in, has hashes of these within, in the case. So `biroyna audit verify`
// finds a row that was edited, and names the event. The salt is kept with the case; erasure takes it away
// with the words, and the event case_erased proves what stays.
//
// Stateless, thread-safe.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/service.hpp"

namespace biroyna::cases {

// What the log's events of a case are about: this, and then its number.
inline constexpr std::string_view kSubject = "application:";
std::string subject_of(std::string_view number);

// Puts the last event of the case into the log of its centre. `documents`: all that were handed in, when
// some were with this event. Where nothing proves the documents of a case yet, this event does.
void log_last_event(db::Tx& tx, audit::EventLog& log, Application& application,
                    const std::vector<documents::Version>* documents = nullptr);
// Forgets what is personal, after the event case_erased; what is kept apart from the case is not touched.
void forget_person(Application& application);

// The centres that have cases.
std::set<CentreId> centres(db::Tx& tx);
// Holds every case of a centre against the log. Reads them one by one. Of an event of before there were
// proofs, the log holds all but the words.
audit::Covered verify(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch);

}  // namespace biroyna::cases
