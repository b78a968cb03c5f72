// Waiting lists in the database: which lines are closed, who waits in them, in the order of their turns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// There is nothing to give in the line: who applies from now on waits.
void close_line(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line,
                Time now);
void open_line(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line);
// Whether who applies now waits: the line is closed, or somebody waits in it.
bool line_is_closed(db::Tx& tx, const CentreId& centre, const ServiceId& service, std::string_view line);
// How many wait before this application; nothing when it does not wait.
std::optional<int> ahead_in_line(db::Tx& tx, const Application& application);
// The number of the application whose turn is next.
std::optional<std::string> next_in_line(db::Tx& tx, const CentreId& centre, const ServiceId& service,
                                        std::string_view line);
// Lines of this service that are closed or in which somebody waits, by their names.
std::vector<WaitingLine> waiting_lines(db::Tx& tx, const CentreId& centre, const ServiceId& service);

// The services for which somebody waits in a line, or of which a line is closed.
std::vector<ServiceId> services_waited_for(db::Tx& tx, const CentreId& centre);

}  // namespace biroyna::cases
