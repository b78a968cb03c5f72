// The parts of the worklist's page: its views with their counts, search and filters, the tasks, saved views.
//
// Stateless, thread-safe.
#pragma once

#include <vector>

#include "features/casework/pages_worklist_search.hpp"

namespace biroyna::casework {

// `counts` by the place of a view in kViews.
Html worklist_views(const View& page, const Chosen& chosen, const std::vector<int>& counts);
Html worklist_filter(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen,
                     bool with_clear);
// The link to the same view without search and filters.
Html clear_filters(const View& page, const Chosen& chosen);
// The tasks, with a form that claims some of them where this person may. `nothing_chosen`: it came back
// empty.
Html worklist_tasks(const View& page, const catalogue::Edition& edition, const Chosen& chosen,
                    const std::vector<TaskRow>& tasks, bool nothing_chosen);
// The id of the first field of that form. Empty if nothing can be claimed.
std::string first_claim(const View& page, const catalogue::Edition& edition,
                        const std::vector<TaskRow>& tasks);
// The views that this person has saved, and a form that saves the one on the page.
Html saved_views(const View& page, const Chosen& chosen, const std::vector<WorklistView>& kept);

}  // namespace biroyna::casework
