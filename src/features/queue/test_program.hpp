// One program's queue over a real database, for tests: the reference centre, orders and their answers.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "features/catalogue/test_files.hpp"
#include "features/queue/orders.hpp"
#include "platform/db/testing/databases.hpp"
#include "queue_migrations.hpp"

namespace biroyna::queue::testing {

inline const CentreId kSergeli("sergeli");
inline const ServiceId kNeed("kindergarten-referral");

inline void migrate(db::Db& db) {
  db::migrate(db, db::migrations({{"audit", embedded::audit_migrations()},
                                  {"commands", embedded::commands_migrations()},
                                  {"catalogue", embedded::catalogue_migrations()},
                                  {"queue", embedded::queue_migrations()}}));
}

// One program: a queue over a database that others may share.
struct Program {
  Program(
      db::Db& database, Clock clock, Queue::CertainSince certain_since = [] { return std::optional(Time{}); })
      : db(database),
        log(db),
        catalogues(db, log, catalogue::read_once),
        commands(db, clock, [](const std::function<void()>& task) { task(); }),
        hub({}),
        queue(db, log, catalogues, commands, hub, clock, std::move(certain_since)) {}
  ~Program() {
    db.write_and_wait([](db::Tx&) {});  // behind what nobody waited for
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // The number of the ticket that the last event is about, or the code of a refusal.
  std::future<std::string> run(std::vector<Step> steps, Contact contact = {}) {
    const auto answer = std::make_shared<std::promise<std::string>>();
    queue.run({.centre = kSergeli, .actor = {}, .steps = std::move(steps), .contact = std::move(contact)},
              [this, answer](const Result<Executed<Changed>>& changed) {
                if (!changed) return answer->set_value(changed.error().code);
                const auto& facts = changed->value.facts;
                answer->set_value(facts.empty() ? "" : number(facts.back().ticket));
              });
    return answer->get_future();
  }
  std::string number(const TicketId& id) const {
    std::string found;
    queue.look(kSergeli, [&](const View& view) {
      if (const Ticket* ticket = view.hall.find(id)) found = ticket->number;
    });
    return found;
  }
  static Step taking(const TicketId& id) {
    return [id](const Hall& hall, Time now) {
      TakeTicket take;
      take.id = id;
      take.services = {kNeed};
      return hall.take(take, now);
    };
  }
  std::string take(const std::string& id, Contact contact = {}) {
    return run({taking(TicketId(id))}, std::move(contact)).get();
  }
  std::string state(const std::string& id) const {
    std::string found;
    queue.look(kSergeli, [&](const View& view) {
      const Ticket* ticket = view.hall.find(TicketId(id));
      found = ticket == nullptr ? "none" : name(ticket->state);
    });
    return found;
  }
  std::string shown() const {
    std::string text;
    queue.look(kSergeli, [&](const View& view) { text = view.hall.describe(); });
    return text;
  }

  db::Db& db;
  audit::EventLog log;
  catalogue::Catalogues catalogues;
  Commands commands;
  live::Hub hub;
  Queue queue;
};

}  // namespace biroyna::queue::testing
