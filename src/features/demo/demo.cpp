#include "features/demo/demo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <queue>
#include <random>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "core/code.hpp"
#include "features/demo/visits.hpp"
#include "features/demo/words.hpp"

namespace biroyna::demo {
namespace {

using cases::Application;
using cases::Case;
using cases::CaseState;
using cases::Confirmation;
using cases::DueTimes;
using cases::EventKind;
using cases::kDocumentMark;
using cases::kNumberSigns;
using cases::NewApplication;
using cases::Question;
using cases::Task;
using cases::TaskState;
using catalogue::Channel;
using catalogue::StepKind;

constexpr int kStepsAtOnce = 2000;
constexpr int kMostApplicants = 60, kMostTries = 600;
constexpr Minutes kHour{60};
constexpr Minutes kWorkingDay{8 * 60};
// In a visit everything happens within minutes.
constexpr Minutes kMostInVisit{12};
constexpr int kSlow = 45;  // of a thousand

// A case on its way.
struct Going {
  std::string number;
  Random random;
  double pace = 1;  // how much of a task's time it takes
  Time acts_at{};
  bool asked = false, noted = false, handed_on = false, reopened = false;
};

struct Turn {
  Time at{};
  std::size_t going = 0;
  friend bool operator>(const Turn& a, const Turn& b) {
    return std::tie(a.at, a.going) > std::tie(b.at, b.going);
  }
};

// Uniformly above 0, at most 1.
double share(Random& random) { return (below(random, 10'000) + 1) / 10'000.0; }

Minutes part_of(Minutes whole, double part) {
  return Minutes(1 + static_cast<Minutes::rep>(static_cast<double>(whole.count()) * part));
}

const Task* by_state(const Case& process, TaskState state, Random& random) {
  std::vector<const Task*> found;
  for (const Task& task : process.tasks) {
    if (task.state == state && (task.kind != StepKind::automatic || state == TaskState::claimed))
      found.push_back(&task);
  }
  return found.empty() ? nullptr : one_of(random, found);
}

Actor actor(const StaffId& staff) { return {ActorKind::staff, staff.str()}; }

}  // namespace

// Copied for each transaction, as one may have to be run again.
struct Demo::World {
  std::size_t handed_in = 0;  // of the visits
  std::vector<Going> goings;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> due;
};

struct Demo::Player {
  Demo& demo;
  World& world;
  db::Tx& tx;
  const catalogue::Catalogue& catalogue = demo.edition_->catalogue;
  const Zone& zone = demo.edition_->zone;

  // The moment after so much working time.
  Time after_working(Time from, Minutes amount) const {
    Day day = zone.day(from);
    for (int days = 0; days < 400; ++days, day += std::chrono::days(1)) {
      for (const Hours& hours : catalogue.calendar.hours(day)) {
        const Time begin = std::max(from, zone.at(day, hours.from)), end = zone.at(day, hours.to);
        if (begin >= end) continue;
        const auto here = std::chrono::duration_cast<Minutes>(end - begin);
        if (amount < here) return begin + amount;
        amount -= here;
      }
    }
    throw std::runtime_error("the centre never works");
  }

  void hand_in(const Visit& visit) {
    Random random(visit.seed);
    demo.clock_ = visit.at;
    const auto [applicant, facts, answers] = requested_by(visit, random);
    const Actor by =
        visit.channel == Channel::window ? actor(one_of(random, demo.people_.operators)) : kApplicant;
    std::string submission;
    for (std::size_t i = 0; i < visit.services.size(); ++i) {
      const auto& service = *visit.services[i];
      const NewApplication application{.centre = demo.settings_.centre,
                                       .service = service.id,
                                       .applicant = applicant,
                                       .answers = answers[i],
                                       .documents = documents_for(service, answers[i], facts, random)};
      auto made = demo.applications_.submit(tx, application, visit.channel, by, number(random), submission);
      if (!made) throw std::runtime_error(refused(service.id.str(), made.error()));
      submission = made->submission;
      const bool slow = happens(random, kSlow);
      world.goings.push_back({.number = made->number,
                              .random = Random(random()),
                              .pace = slow ? 1.0 + 2.5 * share(random) : 0.06 + 0.4 * share(random)});
      plan(world.goings.size() - 1, *made);
    }
  }

  struct Request {
    forms::Applicant applicant;
    catalogue::Facts facts;
    std::vector<catalogue::Answers> answers;  // of each service
  };
  // Not everybody may have everything: people are tried until one may.
  Request requested_by(const Visit& visit, Random& random) const {
    for (int tries = 0; tries < kMostApplicants; ++tries) {
      Request request{
          .applicant = demo::applicant(random, visit.kind, zone.day(visit.at)), .facts = {}, .answers = {}};
      request.facts = forms::facts_of(request.applicant, visit.channel, zone.day(visit.at));
      catalogue::Answers known;
      for (const auto* service : visit.services) {
        auto found =
            catalogue::right_answers(catalogue, *service, request.facts, random(), known, kMostTries);
        if (!found) break;
        // The same facts are told to every department, as long as that goes.
        if (tries < kMostApplicants / 2) known.insert(found->begin(), found->end());
        request.answers.push_back(*std::move(found));
      }
      if (request.answers.size() == visit.services.size()) return request;
    }
    throw std::runtime_error("no right answers for " + visit.services.front()->id.str());
  }

  cases::Attachments documents_for(const catalogue::Service& service, const catalogue::Answers& answers,
                                   const catalogue::Facts& facts, Random& random) const {
    cases::Attachments chosen;
    for (const auto& type : catalogue::documents_needed(service, answers, facts)) {
      const auto found = demo.documents_.find(type);
      // At a window some are shown and not scanned.
      if (found == demo.documents_.end() || (facts.channel == Channel::window && happens(random, 400)))
        continue;
      chosen[type] = one_of(random, found->second);
    }
    return chosen;
  }

  std::string number(Random& random) const {
    for (;;) {
      std::array<unsigned char, kNumberSigns - 1> signs{};
      for (auto& sign : signs) sign = static_cast<unsigned char>(below(random, 31));
      std::string number = make_code(signs);
      if (!demo.applications_.find(tx, number)) return number;
    }
  }

  // When it goes on, and when the watch looks at it before.
  void plan(std::size_t index, const Application& application) {
    Going& going = world.goings[index];
    going.acts_at = next_act(going, application.process);
    Time next = going.acts_at;
    const DueTimes due = demo.applications_.due_times(application);
    for (std::size_t i = 0; i < due.moments.size(); ++i) {
      if (!due.moments[i]) continue;
      if (const auto look = next_look(application.process.tasks[i], *due.moments[i], demo.clock_))
        next = std::min(next, std::max(*look, demo.clock_));
    }
    if (next < demo.settings_.until) world.due.push({next, index});
  }

  Time next_act(Going& going, const Case& process) const {
    Random& random = going.random;
    const Time now = demo.clock_;
    if (!process.automatic_now().empty()) return now + Seconds(3 + below(random, 40));
    const auto in_days = [&](int least, int most) {
      const Minutes visit{below(random, 9 * 60)};
      return after_working(now + std::chrono::days(least + below(random, most - least + 1)) + visit,
                           Minutes(1));
    };
    switch (process.state) {
      case CaseState::awaiting_payment:
        if (happens(random, 60)) return happens(random, 500) ? in_days(5, 20) : kNever;
        return now +
               Minutes(process.begun.channel == "window" ? 3 + below(random, 20) : 5 + below(random, 1800));
      case CaseState::awaiting_applicant:
      case CaseState::awaiting_visit:
        return happens(random, 30) ? kNever : in_days(0, 6);
      case CaseState::submitted:
      case CaseState::in_work:
        return next_work(going, process);
      case CaseState::issued:
        if (process.during_visit()) return now + Minutes(1 + below(random, 6));
        return happens(random, process.begun.channel == "window" ? 850 : 350) ? in_days(0, 5)
               : happens(random, 250)                                         ? in_days(12, 30)
                                                                              : kNever;
      case CaseState::handed_over:
        return !going.reopened && happens(random, 8) ? in_days(3, 30) : kNever;
      default:
        return kNever;
    }
  }

  Time next_work(Going& going, const Case& process) const {
    Random& random = going.random;
    if (process.during_visit())
      return demo.clock_ + Minutes(2 + below(random, static_cast<int>(kMostInVisit.count())));
    int under_way = 0, days = 0;
    bool unclaimed = false;
    for (const Task& task : process.tasks) {
      if (task.state != TaskState::open && task.state != TaskState::claimed) continue;
      ++under_way;
      days = std::max(days, task.working_days);
      unclaimed = unclaimed || task.state == TaskState::open;
    }
    if (under_way == 0) return kNever;
    const Minutes whole = days == 0 ? kHour : kWorkingDay * days;
    const double part = going.pace * (0.5 + share(random)) * (unclaimed ? 0.25 : 0.6) / under_way;
    return after_working(demo.clock_, part_of(whole, part));
  }

  void go_on(const Turn& entry) {
    demo.clock_ = entry.at;
    Going& going = world.goings[entry.going];
    if (entry.at >= going.acts_at) return plan(entry.going, act(going));
    demo.applications_.look_after(tx, demo.settings_.centre, going.number);
    plan(entry.going, demo.applications_.find(tx, going.number).value());
  }

  Application act(Going& going) {
    cases::Applications::Change change{.number = going.number, .decide = {}};
    change.decide = [&](const Application& application, Time now) {
      auto decided = decide(application, going, now);
      if (decided && !decided->empty() && decided->front().kind == EventKind::applicant_answered)
        change.documents = documents_asked(*application.process.open_question(), going.random);
      return decided;
    };
    auto done = demo.applications_.change(tx, change);
    if (!done && done.error().kind == Refusal::Kind::invalid) {
      // Whoever cannot mend what is asked, as a day that has passed meanwhile, takes the application back.
      change.documents.clear();
      change.decide = [&](const Application& application, Time now) {
        return application.process.withdraw(whoever(application.process, going.random), now);
      };
      done = demo.applications_.change(tx, change);
    }
    if (!done) throw std::runtime_error(refused(going.number, done.error()));
    return *std::move(done);
  }

  cases::Attachments documents_asked(const Question& question, Random& random) const {
    cases::Attachments asked;
    for (const auto& mark : question.marked) {
      const DocumentTypeId type{std::string(cases::marked_document(mark))};
      if (type.empty()) continue;
      asked[type] = one_of(random, demo.documents_.at(type));
    }
    return asked;
  }

  Case::Decided decide(const Application& application, Going& going, Time now) const {
    Random& random = going.random;
    const Case& process = application.process;
    const Language language = application.applicant.language;
    const Actor head = actor(one_of(random, demo.people_.heads));
    if (const auto automatic = process.automatic_now(); !automatic.empty())
      return process.answer_automatic(automatic.front()->id,
                                      happens(random, 20) ? Confirmation::denied : Confirmation::confirmed,
                                      {}, now, findings(application, *automatic.front(), random));
    switch (process.state) {
      case CaseState::awaiting_payment:
        if (now - process.term.begun > std::chrono::days(4))
          return process.withdraw(whoever(process, random), now);
        return process.pay(fmt::format("{:06}", below(random, 1'000'000)),
                           actor(one_of(random, demo.people_.operators)), now);
      case CaseState::awaiting_applicant:
        if (happens(random, 50)) return process.withdraw(whoever(process, random), now);
        // Who is to bring a document comes to the window with it.
        return process.answer(asks_for_document(*process.open_question())
                                  ? actor(one_of(random, demo.people_.operators))
                                  : whoever(process, random),
                              now, demo::phrase(Phrase::answer, language, random));
      case CaseState::awaiting_visit:
        return process.confirm_identity(actor(one_of(random, demo.people_.operators)), now);
      case CaseState::issued:
        if (!process.during_visit() && now - process.ended_at().value_or(now) > std::chrono::days(10))
          return process.close({}, head, now);
        return process.hand_over(actor(one_of(random, demo.people_.operators)), now);
      case CaseState::handed_over:
        going.reopened = true;
        return process.reopen(demo::phrase(Phrase::reopening, Language::uz_latn, random), head, now);
      default:
        return work(application, going, now);
    }
  }

  static bool asks_for_document(const Question& question) {
    return !question.marked.empty() && question.marked.front().starts_with(kDocumentMark);
  }

  Case::Decided work(const Application& application, Going& going, Time now) const {
    Random& random = going.random;
    const Case& process = application.process;
    const auto says = [&](Phrase phrase, Language language = Language::uz_latn) {
      return demo::phrase(phrase, language, random);
    };
    if (const Task* task = by_state(process, TaskState::open, random)) {
      const auto& people = process.during_visit() ? demo.people_.operators : specialists_of(*task);
      return process.claim(task->id, one_of(random, people), now);
    }
    const Task* task = by_state(process, TaskState::claimed, random);
    if (task == nullptr) throw std::logic_error("a case with nothing to do is to be gone on with");
    const StaffId by = task->assignee;
    if (process.during_visit())
      return process.approve(task->id, by, {}, now, findings(application, *task, random));
    if (happens(random, 8)) return process.withdraw(whoever(process, random), now);
    const catalogue::Service& service = *catalogue.find(process.begun.service);
    if (!going.asked && happens(random, 110)) {
      going.asked = true;
      const Language language = application.applicant.language;
      if (happens(random, 250))
        return process.ask_department(task->id, by, other_department(*task, random), 3, says(Phrase::asked),
                                      now);
      return process.ask_applicant(task->id, by, {mark(application, service, random)},
                                   says(Phrase::question, language), now);
    }
    if (!going.noted && happens(random, 90)) {
      going.noted = true;
      return process.note(says(Phrase::note), actor(by), now);
    }
    std::vector<StaffId> others = specialists_of(*task);
    std::erase(others, by);
    if (!others.empty() && !going.handed_on && (task->for_head || happens(random, 25))) {
      going.handed_on = true;
      const Actor hands_on = task->for_head ? actor(one_of(random, demo.people_.heads)) : actor(by);
      return process.hand_on(task->id, one_of(random, others), hands_on, now);
    }
    if (going.pace > 1.0 && process.term.extended_by == 0 && happens(random, 200))
      return process.extend(3, says(Phrase::extension), actor(one_of(random, demo.people_.heads)), now);
    const int refuses = task->kind == StepKind::decision ? 120 : 50;
    if (process.was_heard(*task)) {
      // What they said to it changes some decisions.
      const Question& told = process.questions.back();
      if (!told.ground.empty() && !happens(random, 300))
        return process.refuse(task->id, by, told.ground, told.text, now);
    } else if (!service.refusals.empty() && happens(random, refuses)) {
      const std::string& ground = one_of(random, service.refusals);
      std::string why = says(Phrase::refusal, application.applicant.language);
      const bool hears = process.begun.hearing_days > 0 && task->kind == StepKind::decision;
      return hears ? process.intend_refusal(task->id, by, ground, std::move(why), now)
                   : process.refuse(task->id, by, ground, std::move(why), now);
    }
    return process.approve(task->id, by, task->kind == StepKind::opinion ? says(Phrase::opinion) : "", now,
                           findings(application, *task, random));
  }

  catalogue::Answers findings(const Application& application, const Task& task, Random& random) const {
    const catalogue::Facts facts = demo.applications_.facts_of(application);
    const auto due = cases::findings_due(*catalogue.find(application.process.begun.service),
                                         application.process, task, application.answers, facts);
    return catalogue::right_findings(catalogue, due, facts, random()).value_or(catalogue::Answers());
  }

  // The applicant, or who acts for them at the window.
  Actor whoever(const Case& process, Random& random) const {
    return process.begun.channel == "window" ? actor(one_of(random, demo.people_.operators)) : kApplicant;
  }

  const std::vector<StaffId>& specialists_of(const Task& task) const {
    return demo.people_.specialists.at(task.department);
  }

  DepartmentId other_department(const Task& task, Random& random) const {
    for (;;) {
      const auto& department = one_of(random, catalogue.departments);
      if (department.id != task.department) return department.id;
    }
  }

  // Something that was answered, or a document that there is.
  std::string mark(const Application& application, const catalogue::Service& service, Random& random) const {
    std::vector<std::string> marks;
    for (const auto& mark : cases::markable(service, application.applicant.kind)) {
      const std::string_view name = std::string_view(mark).substr(mark.find('/') + 1);
      if (mark.starts_with(cases::kAnswerMark) ? application.answers.contains(std::string(name))
                                               : demo.documents_.contains(DocumentTypeId(std::string(name))))
        marks.push_back(mark);
    }
    return one_of(random, marks);
  }

  static std::string refused(const std::string& what, const Refusal& refusal) {
    std::string text = fmt::format("{}: {}", what, refusal.code);
    for (const auto& field : refusal.fields) text += fmt::format(" {} ({})", field.pointer, field.code);
    return text;
  }
};

Demo::Demo(db::Db& db, cases::Applications& applications, catalogue::EditionPtr edition, Time& clock,
           Settings settings, People people, Documents documents)
    : db_(db),
      applications_(applications),
      edition_(std::move(edition)),
      clock_(clock),
      settings_(std::move(settings)),
      people_(std::move(people)),
      documents_(std::move(documents)) {}

Demo::~Demo() = default;

void Demo::run(const std::function<void(int applications)>& progress) {
  const std::vector<Visit> visits = visits_of(settings_, *edition_);
  World world;
  while (world.handed_in < visits.size() || !world.due.empty()) {
    World next;
    db_.write_and_wait([&](db::Tx& tx) {
      next = world;
      Player player{*this, next, tx};
      for (int step = 0; step < kStepsAtOnce; ++step) {
        const bool comes = next.handed_in < visits.size();
        if (comes && (next.due.empty() || visits[next.handed_in].at <= next.due.top().at)) {
          player.hand_in(visits[next.handed_in++]);
        } else if (!next.due.empty()) {
          const Turn entry = next.due.top();
          next.due.pop();
          player.go_on(entry);
        }
      }
    });
    world = std::move(next);
    progress(static_cast<int>(world.goings.size()));
  }
}

}  // namespace biroyna::demo
