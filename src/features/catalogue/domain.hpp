// What a centre offers, as one immutable value: services, departments, types of documents, windows, hours,
// fees.
//
// Pure and, once built, thread-safe. Times in minutes and working days, money in tiyin.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/calendar.hpp"
#include "core/id.hpp"
#include "core/language.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "features/catalogue/domain_field.hpp"

namespace biroyna::catalogue {

// Words and phrases of each language by which people look for something.
using Keywords = std::array<std::vector<std::string>, kLanguages.size()>;

struct Sphere {
  SphereId id;
  Names names;
};

struct Department {
  DepartmentId id;
  SphereId sphere;
  Names names;
  Names agency;                   // the body behind it
  Calendar calendar;              // by which its terms count
  bool refusals_by_head = false;  // nobody there refuses a decision but its head
};

// One of the needs on the kiosk's first page. Its letter begins the ticket's number.
struct Group {
  GroupId id;
  std::string letter;
  std::string icon;  // a name of web/icons: "family"
  Names names;
  Names hint;
};

// A district in which an address lies, or a region as a whole.
struct District {
  std::string code;  // SOATO, 7 digits: four of the region; a region's others are noughts
  Names names;

  bool is_region() const;
};
// The code of the region in which this district lies.
std::string region_of(std::string_view district);

struct LifeEvent {
  std::string id;
  Names names;
  Names summary;
  std::vector<ServiceId> services;
};

// What people ask this centre for although it is done elsewhere.
struct Elsewhere {
  std::string id;
  Names names;
  Names where;       // who does it, and how to get there
  std::string link;  // a page of theirs, https; may be empty
  Keywords keywords;
};

// What a search knows about words besides those that services have.
struct SearchWords {
  std::vector<std::string> stop_words;             // say nothing about what is sought: "how", "хочу"
  std::vector<std::vector<std::string>> synonyms;  // words of each group stand for each other
};

// A type of document that services ask for.
struct DocumentType {
  DocumentTypeId id;
  Names names;
  std::string field = {};  // the field of type file that it is, by which forms name it
};

enum class StepKind : unsigned char {
  decision,   // grants or refuses
  opinion,    // says what the department thinks; another step decides
  automatic,  // asks a registry, without a person
};
std::string_view name(StepKind kind);
std::optional<StepKind> parse_step_kind(std::string_view name);

// A step of an application's route: who works on it, for how long, and what must be finished before.
struct Step {
  std::string id;
  DepartmentId department;
  int working_days = 0;
  std::vector<std::string> after;
  std::string role = "specialist";  // of the people in the department
  StepKind kind = StepKind::decision;
  std::optional<Expression> when = {};
  std::string external = {};  // the registry that an automatic step asks
  bool connected = true;      // to that registry; else the step falls away
  // What it is told of the answers; nothing: all of them, and all of the applicant.
  std::optional<std::vector<std::string>> tells = {};
  std::vector<FindingUse> findings = {};
  bool refusal_by_head = false;  // as its department has it
};

// What an amount is: what becomes of it, and who may let somebody off, differs (Law on state duty, ZRU-600).
enum class FeeKind : unsigned char { fee, state_duty, contract };
std::string_view name(FeeKind kind);
std::optional<FeeKind> parse_fee_kind(std::string_view name);

// A service of which there is not enough for all who ask. Who applies while there is none waits in line, and
// the term begins when their turn comes.
struct WaitingList {
  struct Rule {
    Expression when;
    Names names;
  };
  std::string by = {};           // a field of the form: a line for each answer; empty: one line
  std::vector<Rule> first = {};  // who goes before others, the first rules before the later ones
};

// The days of each year on which it may be applied for, both included. One that ends before it begins goes
// over New Year.
struct Season {
  std::chrono::month_day from{}, to{};
};
struct OpenDays {
  Day from{}, to{};
};
// The season in which this day lies, or else the next one.
OpenDays open_days(const Season& season, Day day);
bool is_open(const Season& season, Day day);

struct Service {
  ServiceId id;
  SphereId sphere;
  DepartmentId department;
  GroupId group;
  Names names, summary, who;
  Keywords keywords;
  bool for_individuals = true;
  bool for_businesses = false;
  bool online = false;             // can be asked for on the portal
  bool presence_required = false;  // must be asked for in person at least once
  int term_working_days = 0;
  std::optional<Names> term_note;
  double fee_bhm = 0;                     // share of the base calculation amount, at the window
  std::optional<Expression> fee_formula;  // the share where it depends on the answers
  std::optional<Names> fee_note;
  FeeKind fee_kind = FeeKind::fee;
  bool fee_back = false;  // it is given back when the application is refused
  std::vector<DocumentUse> documents;
  Names result;
  double median_minutes = 10;  // at a window, before anything was measured
  double p90_minutes = 20;
  std::vector<Step> steps;

  // How it is applied for. Without a form it cannot be.
  std::vector<FormPage> form;
  std::vector<Rule> rules;
  std::vector<Rule> finding_rules;  // between what was found and answered; `at` is a finding
  Issue issues;
  Names ground;                    // the law or rule it stands on
  std::optional<Names> authority;  // the body that decides; nothing: the one behind its department
  std::vector<std::string> refusals;
  int keep_years = 0;            // after its end a case is erased
  bool at_window = false;        // the one step that people do is done during the visit
  int hearing_days = 0;          // working days to answer before a refusal; 0: nobody is heard
  std::optional<Names> silence;  // it is granted when it is not decided in term, by this law
  std::optional<WaitingList> waiting_list;
  std::optional<Season> season;
  bool needs_zone = false;      // and the machine-readable zone of their document is read
  bool needs_identity = false;  // whoever applies online comes once with their papers before it is decided
  // For editors: how sure it is ("verified", "partly", "plausible"), what of it was confirmed, and where.
  std::string verified = {};
  std::vector<std::string> verified_fields = {};
  std::string source = {};
};

// Whether it can be applied for on the portal alone.
bool applied_for_online(const Service& service);

struct Skill {
  ServiceId service;
  double preference = 1;
};

struct Window {
  WindowId id;
  Names names;
  std::vector<Skill> skills;
  std::vector<Hours> shift;
};

// A class of visitors and how much precedence it gains for each minute of waiting.
struct Priority {
  std::string id;
  double weight = 1;
  Names names;
  Names ground;  // by which law or rule
};

struct BaseAmount {
  Day from;
  Tiyin amount;
};

struct Concession {
  std::string id;
  double factor = 1;  // of the fee
  Names names;
  std::optional<Expression> when = {};  // who has it; never, where a service does not know what this names
};

// In files and in the API, from Monday.
inline constexpr std::array kWeekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// A day off of the country. Some hold for those alone who work five days a week: a day off that fell on a
// Saturday is moved for them.
struct Holiday {
  Day date;
  Names names;
  bool five_day_week = false;
  bool expected = false;  // it is announced each year; until then it may move
};

struct QueueRules {
  int promise_minutes = 15;
  int no_show_return_minutes = 20;
  int undo_seconds = 10;
  int recall_limit = 3;
  int tickets_per_device_per_minute = 20;
  int last_ticket_before_close_minutes = 10;
};

struct Centre {
  CentreId id;
  Names names, address;
  std::string phone, soato;
  std::string zone = "Asia/Tashkent";
  Language default_language = Language::uz_latn;
  QueueRules queue;
  std::optional<std::vector<std::string>> registries = {};  // that it can ask; nothing: all
};

struct Catalogue {
  std::int64_t version = 0;
  Centre centre;
  std::vector<Sphere> spheres;
  std::vector<Department> departments;
  std::vector<Group> groups;
  std::vector<LifeEvent> life_events;
  std::vector<Elsewhere> elsewhere;
  SearchWords search_words;
  std::vector<DocumentType> documents;
  std::vector<IssuedDocument> issued_documents;
  // Those that an address is chosen from, the nearest first; a region that has some stands there too.
  std::vector<District> districts;
  std::vector<Field> fields;
  std::vector<RefusalGround> refusals;
  Appeal appeal;
  std::vector<Service> services;
  std::vector<Window> windows;
  std::vector<Priority> priorities;
  std::vector<BaseAmount> base_amounts;  // in the order of their dates
  double portal_factor = 1;
  std::vector<Concession> concessions;
  int days_to_pay = 0;                // working days after which an unpaid application ends; 0: it waits
  int days_to_visit = 0;              // the same for one whose applicant has to come
  bool concessions_on_portal = true;  // they make the portal's lower price lower still
  std::vector<Holiday> holidays;
  std::optional<Day> holidays_known_until;  // the last day of which the yearly decree is known; empty: all
  Calendar calendar;                        // of the hall
  Calendar office_calendar;                 // of whoever works five days a week at the hall's hours

  const Sphere* find(const SphereId& id) const;
  const Department* find(const DepartmentId& id) const;
  const Group* find(const GroupId& id) const;
  const DocumentType* find(const DocumentTypeId& id) const;
  const Service* find(const ServiceId& id) const;
  const Window* find(const WindowId& id) const;
  const District* find_district(std::string_view code) const;
  // Whether an address may lie there: a region of which districts are known is too large.
  bool is_place(const District& district) const;
  // Whether the centre can ask this registry.
  bool is_connected(std::string_view registry) const;
  const Priority* find_priority(std::string_view id) const;
  const Concession* find_concession(std::string_view id) const;
  const LifeEvent* find_life_event(std::string_view id) const;
  const Elsewhere* find_elsewhere(std::string_view id) const;
  const Field* find_field(std::string_view id) const;
  const DocumentType* find_file(std::string_view field) const;
  const RefusalGround* find_refusal(std::string_view id) const;
  const IssuedDocument* find_issued(std::string_view id) const;
};

// By which the terms of a department count; the five-day week for one that the catalogue does not have.
const Calendar& calendar_of(const Catalogue& catalogue, const DepartmentId& department);
// Whether a term that runs from one day to another may still move, as not all of the days off until then are
// known.
bool may_move(const Catalogue& catalogue, Day from, Day to);

// The base calculation amount in force on `day`; nothing before the first known one.
std::optional<Tiyin> base_amount(const Catalogue& catalogue, Day day);
// The fee at the window on `day`; nothing when no base amount is known for that day, or when the fee depends
// on the answers (see fee_due). Free services cost 0.
std::optional<Tiyin> fee(const Catalogue& catalogue, const Service& service, Day day);
// The same on the portal, where it is cheaper.
std::optional<Tiyin> portal_fee(const Catalogue& catalogue, const Service& service, Day day);

// The steps that wait for each other in a circle, in its order; empty when there is none. Unknown
// predecessors are left out.
std::vector<std::string> circle(const std::vector<Step>& steps);
// Working days on the longest way through the steps.
int longest_way(const std::vector<Step>& steps);

}  // namespace biroyna::catalogue
