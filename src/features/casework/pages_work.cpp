// The worklist: tasks in a view, with filters and an order, which are part of the address and can be saved
// under a name. Several tasks can be claimed at once.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <mutex>

#include "core/code.hpp"
#include "features/casework/last_worklists.hpp"
#include "features/casework/pages_worklist_parts.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

constexpr std::size_t kMostClaims = 100;

// A count in the query. Zero if it is missing or no number.
int count_of(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name).value_or("");
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 0, static_cast<int>(kMostClaims));
}

// The result of claiming several tasks.
Html claimed(const View& page) {
  if (!pages::done_value(page.request, "taken")) return {};
  const int taken = count_of(page.request, "taken"), elsewhere = count_of(page.request, "elsewhere"),
            failed = count_of(page.request, "failed");
  std::string text = page.say.many("work.taken_n", taken);
  if (elsewhere > 0) text += " " + page.say.many("work.elsewhere_n", elsewhere);
  if (failed > 0) text += " " + page.say.many("work.failed_n", failed);
  const bool all = taken > 0 && elsewhere + failed == 0;
  return html::notification_banner({.title = page.say(all ? "account.done" : "work.what_became"),
                                    .text = text,
                                    .success = all,
                                    .role = "alert"});
}

// Several claims, each a command of its own; answered when the last one is.
class Claims {
 public:
  Claims(http::Reply reply, std::string back, std::size_t count)
      : reply_(std::move(reply)), back_(std::move(back)), left_(count) {}

  // One claim is done; null: the task was claimed.
  void note(const Refusal* refusal) {
    const std::lock_guard lock(mutex_);
    ++(refusal == nullptr ? taken_ : refusal->kind == Refusal::Kind::conflict ? elsewhere_ : failed_);
    if (--left_ > 0) return;
    const char mark = back_.find('?') == std::string::npos ? '?' : '&';
    reply_.send(pages::see_done(
        fmt::format("{}{}taken={}&elsewhere={}&failed={}", back_, mark, taken_, elsewhere_, failed_)));
  }

 private:
  const http::Reply reply_;
  const std::string back_;
  std::mutex mutex_;
  std::size_t left_;  // under mutex_, as the counts are
  int taken_ = 0, elsewhere_ = 0, failed_ = 0;
};

// Asks for confirmation before several tasks are claimed.
http::Response ask_claim(const View& page, const Chosen& chosen, const std::vector<std::string>& tasks) {
  const auto& say = page.say;
  Html items;
  for (const auto& task : tasks)
    to(items, "<li>{}<input type=\"hidden\" name=\"task\" value=\"{}\"></li>",
       grouped_code(task.substr(0, task.find(':'))), task);
  return page.respond(
      {.title = std::string(say("work.claim_sure")),
       .main = make("{}<h1 class=\"govuk-heading-l\">{}</h1><form method=\"post\" action=\"{}\">{}{}<input "
                    "type=\"hidden\" name=\"sure\" value=\"yes\"><p class=\"govuk-body\">{}</p><ul "
                    "class=\"govuk-list govuk-list--bullet\">{}</ul>{}</form>",
                    html::back_link({.text = say("form.back"), .href = chosen.address(page, chosen.view)}),
                    say("work.claim_sure"), page.address("worklist/claim"), pages::order_fields(page.request),
                    chosen.hidden_fields(), say.many("work.claim_n", static_cast<int>(tasks.size())), items,
                    html::button({.text = say("work.claim_chosen")}))});
}

class WorklistPages {
 public:
  WorklistPages(const Site& site, Applications& applications, const catalogue::Catalogues& catalogues,
                WorklistViews& views)
      : site_(site), applications_(applications), catalogues_(catalogues), views_(views) {}

  // An address without a view leads back to what this session saw last.
  http::Response show(const http::Request& request) const {
    const View page(site_, applications_, request);
    const std::string& session = request.principal.session;
    if (request.query.empty()) {
      if (const std::string query = last_->of(session); !query.empty())
        return http::see_other(fmt::format("{}?{}", page.address("worklist"), query));
    }
    const Chosen chosen = chosen_of(request.query);
    last_->note(session, with_query({}, chosen.query(chosen.view)).substr(1));
    return list_page(page, chosen, false);
  }

  void claim(const http::Request& request, http::Reply reply) const {
    const View page(site_, applications_, request);
    const http::Fields form = http::form_of(request);
    const Chosen chosen = chosen_of(form);
    std::vector<std::string> tasks;
    for (const auto& [name, value] : form) {
      if (name == "task" && tasks.size() < kMostClaims) tasks.push_back(value);
    }
    const std::string back = chosen.address(page, chosen.view);
    if (tasks.empty()) return reply.send(list_page(page, chosen, true));
    if (http::field(form, "sure") != "yes") return reply.send(ask_claim(page, chosen, tasks));
    const std::string key = http::field(form, "key");
    const auto claims = std::make_shared<Claims>(std::move(reply), back, tasks.size());
    for (const auto& task : tasks) {
      const auto colon = task.find(':');
      Order order{.command = find_command(Target::task, "claim"),
                  .number = task.substr(0, colon),
                  .task = colon == std::string::npos ? std::string() : task.substr(colon + 1),
                  .repeat = repeat_of(request, key.empty() ? key : fmt::format("{}/{}", key, task))};
      auto change = change_of(applications_, {request.principal, {}}, std::move(order));
      applications_.change(std::move(change),
                           [claims](const Result<Executed<Applications::Changed>>& changed) {
                             claims->note(changed ? nullptr : &changed.error());
                           });
    }
  }

  http::Response keep_view(const http::Request& request) const {
    const View page(site_, applications_, request);
    const http::Fields form = http::form_of(request);
    const Chosen chosen = chosen_of(form);
    const std::string query = with_query({}, chosen.query(chosen.view)).substr(1);
    if (auto kept = views_.keep(request.principal, {http::field(form, "name"), query}); !kept)
      return site_.refused(request, kept.error());
    return http::see_other(chosen.address(page, chosen.view));
  }

  http::Response remove_view(const http::Request& request) const {
    views_.remove(request.principal, http::field(http::form_of(request), "name"));
    return http::see_other(View(site_, applications_, request).address("worklist"));
  }

 private:
  // `nothing_chosen`: tasks were to be claimed, but none was marked.
  http::Response list_page(const View& page, const Chosen& chosen, bool nothing_chosen) const {
    const auto& say = page.say;
    const auto edition = catalogues_.current(page.centre);
    const auto& catalogue = edition->catalogue;
    const TaskPage found = applications_.tasks(search_of(page, catalogue, chosen));
    Html list;
    if (!found.rows.empty())
      list = worklist_tasks(page, *edition, chosen, found.rows, nothing_chosen) +
             export_link(page, chosen.address(page, chosen.view, "worklist.csv"));
    else if (chosen.filtered())
      list = make("<p class=\"govuk-body\" role=\"status\">{} {}</p>", say("work.no_match"),
                  clear_filters(page, chosen));
    else
      list = make("<p class=\"govuk-body\">{}</p>",
                  say(chosen.view == kViews[0] ? "work.none" : "work.none_in_view"));
    const Html on_top =
        nothing_chosen ? nothing_was_chosen(page, first_claim(page, *edition, found.rows)) : claimed(page);
    return page.respond(
        {.title = std::string(say("work.title")),
         .main = make("{}<h1 class=\"govuk-heading-l\">{}</h1>{}{}{}{}{}", on_top, say("work.title"),
                      lines_link(page, catalogue),
                      worklist_views(page, chosen, count_views(page, catalogue, chosen)),
                      make("{}{}", worklist_filter(page, catalogue, chosen, !found.rows.empty()),
                           saved_views(page, chosen, views_.of(page.request.principal))),
                      damaged_notice(page, found.damaged) + list,
                      more_link(page, chosen.address(page, chosen.view), found.next)),
         .failed = nothing_chosen,
         .status = nothing_chosen ? 422 : 200});
  }

  static Html lines_link(const View& page, const catalogue::Catalogue& catalogue) {
    if (services_with_lines(catalogue, page.request.principal).empty()) return {};
    return make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                page.address("lines"), page.say("lines.title"));
  }

  static Html nothing_was_chosen(const View& page, const std::string& field) {
    html::ErrorLink error{.text = page.say("work.nothing_chosen")};
    if (!field.empty()) error.href = "#" + field;
    return html::error_summary({.title = page.say("host.problem"), .errors = {std::move(error)}});
  }

  const Site& site_;
  Applications& applications_;
  const catalogue::Catalogues& catalogues_;
  WorklistViews& views_;
  const std::shared_ptr<LastWorklists> last_ = std::make_shared<LastWorklists>();
};

}  // namespace

void add_worklist_pages(http::Router& router, const Site& site, Applications& applications,
                        const catalogue::Catalogues& catalogues, WorklistViews& views) {
  const auto pages = std::make_shared<const WorklistPages>(site, applications, catalogues, views);
  const std::string worklist = "/{lang}/{centre}/worklist";
  router.get(worklist, kWorkers, std::bind_front(&WorklistPages::show, pages));
  router.post(worklist + "/views", kWorkers, std::bind_front(&WorklistPages::keep_view, pages));
  router.post(worklist + "/views/remove", kWorkers, std::bind_front(&WorklistPages::remove_view, pages));
  router.add({http::Method::post, worklist + "/claim", kWorkers, http::Where::pool,
              std::bind_front(&WorklistPages::claim, pages)});
}

}  // namespace biroyna::casework
