#include "features/cases/store.hpp"

#include <fmt/format.h>

#include <charconv>
#include <deque>

#include "core/code.hpp"
#include "core/enum_names.hpp"
#include "core/text.hpp"
#include "features/cases/codec.hpp"
#include "features/cases/store_applicants.hpp"
#include "features/cases/store_mandates.hpp"
#include "features/cases/store_tasks.hpp"

namespace biroyna::cases {
namespace {

// By what the tasks are put in order, the least first.
std::string_view order_column(TaskOrder order) {
  switch (order) {
    case TaskOrder::oldest:
      return "a.submitted_at_ms";
    case TaskOrder::newest:
      return "-a.submitted_at_ms";
    case TaskOrder::due:
      break;
  }
  return "t.due_at_ms";
}
std::int64_t order_key(const TaskRow& row, TaskOrder order) {
  if (order == TaskOrder::due) return due_ms(row.due_at);
  return order == TaskOrder::oldest ? to_ms(row.submitted_at) : -to_ms(row.submitted_at);
}

template <class T>
db::Value of_end(const DueTimes& due, T End::* part) {
  if (!due.end) return nullptr;
  return or_null(std::optional((*due.end).*part));
}
db::Value of_end(const DueTimes& due, std::optional<bool> End::* part) {
  return or_null(due.end ? (*due.end).*part : std::nullopt);
}
db::Value of_contacts(const DueTimes& due, int Contacts::* part) {
  if (!due.end) return nullptr;
  return std::int64_t{due.end->contacts.*part};
}

// "17950000|7K4M9QX2|review": what the rows are ordered by.
struct Mark {
  std::int64_t number = 0;
  std::string first, second;
};
std::optional<Mark> read_mark(std::string_view text) {
  Mark mark;
  const auto bar = text.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  const std::string_view first = text.substr(0, bar);
  const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), mark.number);
  if (error != std::errc() || end != first.data() + first.size()) return std::nullopt;
  const std::string_view rest = text.substr(bar + 1);
  mark.first = rest.substr(0, rest.find('|'));
  if (const auto second = rest.find('|'); second != std::string_view::npos)
    mark.second = rest.substr(second + 1);
  return mark;
}

constexpr std::string_view kCaseRow =
    "SELECT number, service_id, state, applicant_name, submitted_at_ms, due_at_ms, outcome FROM applications";
CaseRow case_row_of(const db::Row& row) {
  return {std::string(row.text(0)),
          ServiceId(std::string(row.text(1))),
          named<CaseState>(row.text(2), kCaseStates),
          std::string(row.text(3)),
          from_ms(row.integer(4)),
          row.is_null(5) ? std::nullopt : std::optional(from_ms(row.integer(5))),
          row.text(6).empty() ? std::nullopt : std::optional(named<CaseState>(row.text(6), kCaseStates))};
}

TaskRow task_row_of(const db::Row& row) {
  return {std::string(row.text(0)),
          std::string(row.text(1)),
          ServiceId(std::string(row.text(2))),
          DepartmentId(std::string(row.text(3))),
          named<TaskState>(row.text(4), kTaskStates),
          StaffId(std::string(row.text(5))),
          named<CaseState>(row.text(6), kCaseStates),
          due_of(row.integer(7)),
          std::string(row.text(8)),
          row.is_null(9) ? std::nullopt : std::optional(from_ms(row.integer(9))),
          std::string(row.text(10)),
          from_ms(row.integer(11)),
          row.integer(12) > 0};
}

// The first column is the number of the application.
template <class Page, class Read>
Page listed(db::Tx& tx, const std::string& sql, db::Tx::Args values, const Read& read) {
  Page page;
  tx.each(sql, values, [&](const db::Row& row) {
    try {
      page.rows.push_back(read(row));
    } catch (const std::exception&) {
      page.damaged.emplace_back(row.text(0));
    }
    return true;
  });
  return page;
}

std::string_view outcome_of(const Case& process) {
  const auto outcome = process.outcome();
  return outcome ? name(*outcome) : std::string_view();
}

}  // namespace

void add(db::Tx& tx, const Application& application, const DueTimes& due, Time now) {
  const std::string person = application.applicant.name(), folded = fold(person);
  tx.exec(
      "INSERT INTO applications (centre_id, number, submission, service_id, state, channel, ticket_id, "
      "secret_sha256, "
      "applicant_name, applicant_folded, applicant, answers, events, version, submitted_at_ms, due_at_ms, "
      "changed_at_ms, outcome, salt, waiting_line, waiting_rank) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "$10, "
      "$11, $12, $13, $14, $15, $16, $15, $17, $18, $19, $20)",
      {application.centre.str(),
       application.number,
       application.submission,
       application.process.begun.service.str(),
       name(application.process.state),
       application.process.begun.channel,
       application.ticket.str(),
       application.secret_sha256,
       person,
       folded,
       encode(application.applicant),
       forms::encode_answers(application.answers),
       encode(application.process),
       application.process.version,
       to_ms(now),
       or_null(due.of_case),
       outcome_of(application.process),
       application.salt,
       application.place ? db::Value(application.place->line) : db::Value(nullptr),
       application.place ? db::Value(std::int64_t{application.place->rank}) : db::Value(nullptr)});
  add_identifiers(tx, application);
  write_tasks(tx, application, due, now);
}

void update(db::Tx& tx, const Application& application, const DueTimes& due, Time now) {
  tx.exec(
      "UPDATE applications SET state = $3, answers = $4, events = $5, version = $6, due_at_ms = $7, "
      "changed_at_ms = $8, ended_at_ms = $9, in_term = $10, contacts = $11, visits = $12, visits_replaced = "
      "$13, erase_at_ms = $14, outcome = $15, unanswered = $16, salt = $17, erasure_announced_at_ms = $18, "
      "erasure_held = $19, to_return = $20, to_collect_since_ms = $21 WHERE centre_id = $1 AND number = $2",
      {application.centre.str(),
       application.number,
       name(application.process.state),
       forms::encode_answers(application.answers),
       encode(application.process),
       application.process.version,
       or_null(due.of_case),
       to_ms(now),
       of_end(due, &End::at),
       of_end(due, &End::in_term),
       of_contacts(due, &Contacts::contacts),
       of_contacts(due, &Contacts::visits),
       of_contacts(due, &Contacts::visits_replaced),
       of_end(due, &End::erase_at),
       outcome_of(application.process),
       std::int64_t{application.process.unanswered()},
       application.salt,
       or_null(application.process.erasure_announced_at),
       std::int64_t{application.process.erasure_held},
       application.process.to_return().amount,
       or_null(application.process.to_collect())});
  write_tasks(tx, application, due, now);
}

void update_applicant(db::Tx& tx, const Application& application) {
  const std::string person = application.applicant.name(), folded = fold(person);
  tx.exec(
      "UPDATE applications SET applicant_name = $3, applicant_folded = $4, applicant = $5 "
      "WHERE centre_id = $1 AND number = $2",
      {application.centre.str(), application.number, person, folded, encode(application.applicant)});
  erase_identifiers(tx, application);
  add_identifiers(tx, application);
}

std::optional<Application> find(db::Tx& tx, std::string_view number) {
  auto found = tx.first(
      "SELECT centre_id, number, submission, secret_sha256, ticket_id, applicant, answers, events, salt, "
      "waiting_line, waiting_rank FROM "
      "applications "
      "WHERE number "
      "= $1",
      {number}, [](const db::Row& row) {
        return Application{CentreId(std::string(row.text(0))),
                           std::string(row.text(1)),
                           std::string(row.text(2)),
                           std::string(row.text(3)),
                           TicketId(std::string(row.text(4))),
                           forms::decode_applicant(row.text(5)),
                           forms::decode_answers(row.text(6)),
                           decode_case(row.text(7)),
                           row.is_null(9) ? std::nullopt
                                          : std::optional(catalogue::PlaceInLine{
                                                std::string(row.text(9)), static_cast<int>(row.integer(10))}),
                           std::string(row.text(8))};
      });
  if (found) found->mandates = mandates_of(tx, found->centre, found->submission, found->number);
  return found;
}

std::optional<CentreId> centre_of(db::Tx& tx, std::string_view number) {
  return tx.first("SELECT centre_id FROM applications WHERE number = $1", {number},
                  [](const db::Row& row) { return CentreId(std::string(row.text(0))); });
}

bool claim_number(db::Tx& tx, std::string_view number) {
  // Another server may have written it and not committed yet. On SQLite there is one writer.
  if (tx.engine() == db::Engine::postgresql) {
    const auto claimed = tx.first("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))::int", {number},
                                  [](const db::Row& row) { return row.integer(0) != 0; });
    if (!claimed.value_or(false)) return false;
  }
  return !centre_of(tx, number);
}

std::optional<TaskOrder> parse_task_order(std::string_view name) {
  return enum_named<TaskOrder>(kTaskOrders, name);
}

std::string mark_of(const TaskRow& row, TaskOrder order) {
  return fmt::format("{}|{}|{}", order_key(row, order), row.number, row.task);
}
std::string mark_of(const CaseRow& row) { return fmt::format("{}|{}", to_ms(row.submitted_at), row.number); }

namespace {

// What a search for tasks says of `t` and `a`, with its values, which live as long as this.
class TaskConditions {
 public:
  explicit TaskConditions(const TaskSearch& search) {
    sql_ = "t.centre_id = " + text(search.centre.str());
    if (search.state)
      sql_ += " AND t.state = " + text(std::string(name(*search.state)));
    else
      sql_ += " AND t.state IN ('open', 'claimed')";
    if (!search.departments.empty()) sql_ += " AND t.department_id IN " + one_of(search.departments);
    if (!search.assignee.empty()) {
      std::vector<StaffId> people = search.or_of;
      people.push_back(search.assignee);
      sql_ += " AND t.assignee IN " + one_of(people);
    }
    if (search.not_for_heads)
      sql_ +=
          fmt::format(" AND (t.role <> '{}' OR t.assignee = {})", kByHead, text(search.not_for_heads->str()));
    if (!search.service.empty()) sql_ += " AND t.service_id = " + text(search.service.str());
    if (search.unanswered) sql_ += " AND a.unanswered > 0";
    if (search.waiting_for_applicant) sql_ += " AND t.case_state = 'awaiting_applicant'";
    if (search.due_before) sql_ += " AND t.due_at_ms < " + number(to_ms(*search.due_before));
    if (search.at_risk_by) sql_ += " AND t.at_risk_at_ms <= " + number(to_ms(*search.at_risk_by));
    if (!search.text.empty()) sql_ += " AND " + named_so(search);
  }

  void after(const TaskSearch& search) {
    const auto mark = read_mark(search.after);
    if (!mark) return;
    const std::string at = number(mark->number), first = text(mark->first), second = text(mark->second);
    sql_ += fmt::format(
        " AND ({3} > {0} OR ({3} = {0} AND (t.number > {1} OR (t.number = {1} AND t.task_id > {2}))))", at,
        first, second, order_column(search.order));
  }
  void in_order(const TaskSearch& search) {
    sql_ += fmt::format(" ORDER BY {}, t.number, t.task_id LIMIT {}", order_column(search.order),
                        number(static_cast<std::int64_t>(search.limit)));
  }

  const std::string& sql() const { return sql_; }
  db::Tx::Args values() const { return values_; }

 private:
  std::string text(std::string value) {
    values_.emplace_back(std::string_view(texts_.emplace_back(std::move(value))));
    return fmt::format("${}", values_.size());
  }
  std::string number(std::int64_t value) {
    values_.emplace_back(value);
    return fmt::format("${}", values_.size());
  }
  template <class Id>
  std::string one_of(const std::vector<Id>& ids) {
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "" : ", ") + text(id.str());
    return fmt::format("({})", list);
  }
  // By the beginning of the number or of one of the applicant's names, or by the service.
  std::string named_so(const TaskSearch& search) {
    std::string any = "1 = 0";
    if (const auto begins = read_code_beginning(search.text, kNumberSigns))
      any += " OR t.number LIKE " + text(*begins + "%");
    // What fold() writes has no signs with a meaning in LIKE.
    if (const std::string folded = fold(search.text); !folded.empty())
      any += fmt::format(" OR a.applicant_folded LIKE {} OR a.applicant_folded LIKE {}", text(folded + "%"),
                         text("% " + folded + "%"));
    if (!search.services_named.empty()) any += " OR t.service_id IN " + one_of(search.services_named);
    return fmt::format("({})", any);
  }

  std::string sql_;
  std::deque<std::string> texts_;  // to which `values_` refer
  std::vector<db::Value> values_;
};

constexpr std::string_view kTasksAndApplications =
    "application_tasks t JOIN applications a ON a.centre_id = t.centre_id AND a.number = t.number";

}  // namespace

TaskPage tasks_where(db::Tx& tx, std::string_view condition, db::Tx::Args values) {
  return listed<TaskPage>(
      tx,
      fmt::format("SELECT t.number, t.task_id, t.service_id, t.department_id, t.state, t.assignee, "
                  "t.case_state, t.due_at_ms, a.applicant_name, t.at_risk_at_ms, t.role, "
                  "a.submitted_at_ms, a.unanswered FROM {} WHERE {}",
                  kTasksAndApplications, condition),
      values, task_row_of);
}

TaskPage tasks(db::Tx& tx, const TaskSearch& search) {
  TaskConditions conditions(search);
  conditions.after(search);
  conditions.in_order(search);
  return tasks_where(tx, conditions.sql(), conditions.values());
}

int count_tasks(db::Tx& tx, const TaskSearch& search) {
  const TaskConditions conditions(search);
  int count = 0;
  tx.each(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {}) AS found",
                      kTasksAndApplications, conditions.sql(), kMostCounted + 1),
          conditions.values(), [&](const db::Row& row) {
            count = static_cast<int>(row.integer(0));
            return true;
          });
  return count;
}

CasePage cases(db::Tx& tx, const CaseSearch& search) {
  std::string sql = fmt::format("{} WHERE centre_id = $1", kCaseRow);
  std::vector<db::Value> values = {std::string_view(search.centre.str())};
  const auto parameter = [&](db::Value value) {
    values.push_back(value);
    return fmt::format("${}", values.size());
  };
  const std::string folded = fold(search.text), beyond = folded + "\x7f";
  const std::string typed = search.text;
  if (!search.text.empty()) {
    const std::string number = parameter(std::string_view(typed));
    // One index for each side: an OR would read every application.
    sql += fmt::format(
        " AND number IN (SELECT number FROM applications WHERE centre_id = $1 AND number = {} UNION SELECT "
        "number FROM applications WHERE centre_id = $1 AND applicant_folded >= {} AND applicant_folded < {})",
        number, parameter(std::string_view(folded)), parameter(std::string_view(beyond)));
  }
  if (search.unanswered) sql += " AND unanswered > 0";
  // A decided case goes on to be issued, handed over and closed: how it was decided stands apart.
  if (search.state)
    sql += fmt::format(" AND {} = {}", is_decision(*search.state) ? "outcome" : "state",
                       parameter(name(*search.state)));
  // What was found is few: it is put in order, not looked for in the order of time.
  const std::string_view order = search.text.empty() ? "submitted_at_ms" : "submitted_at_ms + 0";
  const auto mark = read_mark(search.after);
  if (mark) {
    const std::string at = parameter(mark->number), after = parameter(std::string_view(mark->first));
    sql += fmt::format(" AND ({2} < {0} OR ({2} = {0} AND number > {1}))", at, after, order);
  }
  sql += fmt::format(" ORDER BY {} DESC, number LIMIT {}", order,
                     parameter(static_cast<std::int64_t>(search.limit)));
  return listed<CasePage>(tx, sql, values, case_row_of);
}

std::vector<CaseRow> submission_of(db::Tx& tx, const Application& application) {
  const db::Value values[] = {std::string_view(application.centre.str()),
                              std::string_view(application.submission)};
  return listed<CasePage>(
             tx, fmt::format("{} WHERE centre_id = $1 AND submission = $2 ORDER BY number", kCaseRow), values,
             case_row_of)
      .rows;
}

}  // namespace biroyna::cases
